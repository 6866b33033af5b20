// SPDX-License-Identifier: Apache-2.0
#include "engine/browser_printer.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "engine/work_folder.h"

namespace meguri {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::array<std::string_view, 6> known_browsers = {"chromium",
                                                            "chromium-browser",
                                                            "google-chrome",
                                                            "google-chrome-stable",
                                                            "microsoft-edge",
                                                            "microsoft-edge-stable"};
constexpr std::uint64_t pdf_bytes_max = std::uint64_t{128} << 20U;
constexpr std::chrono::milliseconds between_looks{20};
constexpr int looks_at_the_dying = 25;

bool is_program(const std::filesystem::path& path) {
  std::error_code failed;
  return std::filesystem::is_regular_file(path, failed) && ::access(path.c_str(), X_OK) == 0;
}

std::vector<std::string> arguments_of(const std::filesystem::path& browser,
                                      const std::filesystem::path& folder) {
  std::vector<std::string> arguments{
      browser.string(),
      "--headless",
      "--disable-gpu",
      "--disable-dev-shm-usage",  // containers give little of it
      "--disable-extensions",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-default-apps",
      "--disable-sync",
      "--disable-breakpad",
      "--no-first-run",
      "--no-default-browser-check",
      "--no-pdf-header-footer",
      // Nothing of the document needs the network; nothing else shall reach it either.
      "--host-resolver-rules=MAP * ~NOTFOUND",
      "--proxy-server=127.0.0.1:9",
      "--user-data-dir=" + (folder / "profile").string(),
      "--print-to-pdf=" + (folder / "document.pdf").string()};
  // Chromium refuses to run as root inside its sandbox. The sandbox guards against documents of
  // strangers; this one is our own: escaped text, no script, nothing fetched. Whoever is not root
  // keeps the sandbox all the same.
  if (::geteuid() == 0) arguments.emplace_back("--no-sandbox");
  arguments.push_back("file://" + (folder / "document.html").string());
  return arguments;
}

// Nothing of our own environment, which may hold a database's password.
std::vector<std::string> environment_of(const std::filesystem::path& folder,
                                        const std::string& search_path) {
  const std::string home = folder.string();
  return {"PATH=" + search_path,
          "HOME=" + home,
          "TMPDIR=" + home,
          "XDG_CONFIG_HOME=" + home,
          "XDG_CACHE_HOME=" + home,
          "XDG_RUNTIME_DIR=" + home,
          "LANG=C.UTF-8"};
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts)
    pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// A program in a process group of its own, with nothing of ours open; destroyed with all it
// started.
class Child {
 public:
  static Result<Child> start(std::vector<std::string> arguments,
                             std::vector<std::string> environment,
                             const std::filesystem::path& log) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(
        &actions, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    // The server's threads may have signals blocked; a browser expects them as usual.
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    pid_t id = -1;
    const std::vector<char*> argument_pointers = pointers_to(arguments);
    const std::vector<char*> environment_pointers = pointers_to(environment);
    const int failure = ::posix_spawn(&id,
                                      arguments.front().c_str(),
                                      &actions,
                                      &attributes,
                                      argument_pointers.data(),
                                      environment_pointers.data());
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
    if (failure == 0) return Child(id);
    return error(ErrorCode::io_failure, "engine.browser_failed", {{"browser", arguments.front()}});
  }
  Child(Child&& other) noexcept : id_(std::exchange(other.id_, -1)) {}
  Child& operator=(Child&&) = delete;
  // Unwaited for, its number is still its group's and can be nobody else's.
  ~Child() {
    if (id_ <= 0) return;
    ::kill(-id_, SIGKILL);
    while (::waitpid(id_, nullptr, 0) < 0 && errno == EINTR) {
    }
    // What it started dies in its own time, and shall not write into a folder that is being
    // removed. Where nobody reaps orphans the group never becomes empty: enough is enough.
    for (int look = 0; look < looks_at_the_dying && ::kill(-id_, 0) == 0; ++look)
      std::this_thread::sleep_for(between_looks);
  }

  // Whether it ended by itself before the deadline, and well.
  enum class End : std::uint8_t { well, badly, not_yet };
  [[nodiscard]] End wait_until(SteadyClock::time_point deadline) const {
    while (true) {
      siginfo_t end{};
      const int failure =
          ::waitid(P_PID, static_cast<id_t>(id_), &end, WEXITED | WNOHANG | WNOWAIT);
      if (failure == 0 && end.si_pid == id_) {
        return end.si_code == CLD_EXITED && end.si_status == 0 ? End::well : End::badly;
      }
      if (failure != 0 && errno != EINTR) return End::badly;
      if (SteadyClock::now() >= deadline) return End::not_yet;
      std::this_thread::sleep_for(between_looks);
    }
  }

 private:
  explicit Child(pid_t id) : id_(id) {}
  pid_t id_ = -1;
};

class Waiting {
 public:
  explicit Waiting(std::atomic<int>& count) : count_(count), place_(++count) {}
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  ~Waiting() { --count_; }
  [[nodiscard]] int place() const { return place_; }

 private:
  std::atomic<int>& count_;
  int place_;
};

}  // namespace

Result<std::filesystem::path> BrowserPrinter::browser() const {
  if (!options_.browser.empty()) {
    if (is_program(options_.browser)) return std::filesystem::path(options_.browser);
    return error(
        ErrorCode::unavailable, "engine.browser_not_there", {{"browser", options_.browser}});
  }
  std::string_view rest = options_.search_path;
  while (!rest.empty()) {
    const std::string_view folder = rest.substr(0, rest.find(':'));
    for (const std::string_view name : known_browsers) {
      const auto path = std::filesystem::path(folder) / name;
      if (!folder.empty() && is_program(path)) return path;
    }
    rest = rest.substr(std::min(folder.size() + 1, rest.size()));
  }
  return error(ErrorCode::unavailable, "engine.browser_none");
}

Status BrowserPrinter::run(const std::filesystem::path& browser,
                           const std::filesystem::path& folder) const {
  const auto deadline = SteadyClock::now() + options_.patience;
  const Child child = MEGURI_TRY(Child::start(arguments_of(browser, folder),
                                              environment_of(folder, options_.search_path),
                                              folder / "browser.log"));
  switch (child.wait_until(deadline)) {
    case Child::End::well:
      return ok();
    case Child::End::not_yet:
      return error(ErrorCode::unavailable, "engine.browser_too_slow");
    case Child::End::badly:
      break;
  }
  return error(ErrorCode::io_failure, "engine.browser_failed", {{"browser", browser.string()}});
}

Result<std::string> BrowserPrinter::print(std::string_view html) {
  const std::filesystem::path found = MEGURI_TRY(browser());
  const Waiting waiting(waiting_);
  if (waiting.place() > waiting_max + 1) {  // one of them prints
    return error(ErrorCode::unavailable, "engine.browser_busy");
  }
  const std::unique_lock turn(printing_, options_.patience);
  if (!turn.owns_lock()) return error(ErrorCode::unavailable, "engine.browser_busy");
  const WorkFolder folder = MEGURI_TRY(WorkFolder::create("print"));
  MEGURI_TRY(write_file_durably(folder.path() / "document.html", html));
  MEGURI_TRY(run(found, folder.path()));
  auto pdf = read_file(folder.path() / "document.pdf", pdf_bytes_max);
  if (pdf && pdf->starts_with("%PDF-")) return pdf;
  return error(ErrorCode::io_failure, "engine.browser_failed", {{"browser", found.string()}});
}

}  // namespace meguri
