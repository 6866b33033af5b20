// SPDX-License-Identifier: Apache-2.0
// engine: the façade: one request type in, one answer type out. Doors know nothing else.
//
//   auto engine = MEGURI_TRY(Engine::open({.data = "./data"}, clock));
//   auto answer = engine->ask({.name = "diagnose", .fields = {{"place", {"札幌市"}}}});
//
// Thread rule: ask() may be called from any number of threads; requests that write wait for each
// other, requests that read see one whole state (a snapshot), never half of a load.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/message.h"
#include "base/result.h"
#include "wire/json.h"

namespace meguri {

// Field values as text, exactly as a command line or query string has them; `texts` fields may have
// several. The engine checks names, types, choices and required fields against the request table
// and reports every problem at once.
using RequestFields = std::map<std::string, std::vector<std::string>, std::less<>>;

// `document` fields that a door has read already, in the place of their text.
using RequestDocuments = std::map<std::string, Json, std::less<>>;

struct Request {
  std::string name;
  RequestFields fields;
  RequestDocuments documents = {};  // of requests that answers_later() knows only
  Language language = Language::ja;
  std::string actor = "local";  // who asks; until access control exists everybody is "local"
  std::string request_id;       // for the log
  bool wants_table = true;      // false: nobody will look at the answer's table, where making it
                                // costs something
};

// The answer as rows, for CSV and for the terminal.
struct AnswerTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};

struct Answer {
  Json body;             // conforms to the request's shape
  AnswerTable table;     // empty when the request has no csv format
  std::string html;      // the report, when the request has the html format
  std::string pdf;       // its bytes, when the request has the pdf format
  std::string etag;      // changes when the answer may have changed; without quotes
  bool created = false;  // something new was written, and all that was asked for: HTTP 201
};

// Progress of a long request: message id's text is rendered by the door; done/total in steps.
using ProgressSink = std::function<void(const Message&, std::int64_t done, std::int64_t total)>;

// The font that a document for printing may bring along.
inline constexpr std::string_view carried_font = "Meguri Sans";

struct EngineOptions {
  std::filesystem::path data = "data";
  // The address of a journal that several servers share, as PostgreSQL takes it; empty: the
  // folder's own. May hold a password. With a value, so that it may be left out.
  std::string journal = "";  // NOLINT(readability-redundant-string-init)
  std::string
      address;  // what other commands are told to ask: "http://127.0.0.1:8642"; may be empty
  std::string access_note_id;  // message id: who may reach the door
  // What prints PDF: the path of a browser; empty: the first known one in these folders (as PATH).
  std::string browser = "";      // NOLINT(readability-redundant-string-init)
  std::string search_path = "";  // NOLINT(readability-redundant-string-init)
  // Style with the letters of a text as the font `carried_font`, for machines that lack Japanese
  // fonts. May be absent: then what the machine has is taken.
  std::function<std::string(std::string_view text)> fonts = nullptr;
};

// Called when the books have changed, on whichever thread changed them: short, never asking the
// engine back.
using Wake = std::function<void()>;

// Ends with its scope; from then on the wake is not called any more, and does not run still.
class [[nodiscard]] Subscription {
 public:
  Subscription() = default;
  explicit Subscription(std::function<void()> end) : end_(std::move(end)) {}
  Subscription(Subscription&& other) noexcept : end_(std::exchange(other.end_, nullptr)) {}
  Subscription& operator=(Subscription&& other) noexcept {
    const Subscription ended = std::move(*this);
    end_ = std::exchange(other.end_, nullptr);
    return *this;
  }
  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;
  ~Subscription() {
    if (end_) end_();
  }

 private:
  std::function<void()> end_;
};

// Makes the answer, on a thread of the door's: ask_later() leaves that to whoever sends it.
using Finish = std::function<Result<Answer>()>;
// Takes it over: called once, on whichever thread has the answer; short, never asking the engine.
using FinishSink = std::function<void(Finish)>;

class Engine {
 public:
  // Creates the folder on first use. Errors: unavailable (another process owns it; its address is
  // the message's argument `address`, empty if it has none; or the database cannot be reached),
  // conflict (the folder belongs to another journal or has another key), damaged, io_failure.
  static Result<std::unique_ptr<Engine>> open(const EngineOptions& options, const Clock& clock);

  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;

  virtual Result<Answer> ask(const Request& request, const ProgressSink& progress = {}) = 0;

  // Whether requests of that name can be answered without a thread that waits for the disk.
  [[nodiscard]] virtual bool answers_later(std::string_view /*request*/) const { return false; }
  // ask() for those: reads the request, returns without waiting, and `sink` gets what makes the
  // answer, perhaps before this returns. Of one door's thread they are carried out in their order.
  // False, with nothing done: this one needs ask() after all.
  virtual bool ask_later(const Request& /*request*/, const FinishSink& /*sink*/) { return false; }

  // Of the last entry that is durably booked; never waits.
  [[nodiscard]] virtual std::int64_t journal_position() const = 0;
  // Calls `wake` after every durable commit, also of another process, once journal_position() says
  // so. Several commits may share one call.
  [[nodiscard]] virtual Subscription on_change(Wake wake) = 0;

 protected:
  Engine() = default;
};

// The address of the process that owns the folder, if one does: empty text when nobody does.
Result<std::string> owner_address(const std::filesystem::path& data);

// The error as RFC 9457 problem details, rendered.
Json problem_document(const Error& error, Language language, std::string_view instance);

// The version of this program: "0.1.0".
std::string_view program_version();

}  // namespace meguri
