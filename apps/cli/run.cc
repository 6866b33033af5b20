// SPDX-License-Identifier: Apache-2.0
#include "cli/run.h"

#include <algorithm>
#include <istream>
#include <iterator>
#include <mutex>
#include <ostream>

#include "base/file.h"
#include "cli/command_line.h"
#include "cli/field_files.h"
#include "cli/help_text.h"
#include "cli/json_access.h"
#include "cli/log_verify.h"
#include "cli/page.h"
#include "cli/render.h"
#include "engine/backup.h"
#include "engine/claim_verification.h"
#include "engine/error_table.h"
#include "engine/interface_documents.h"
#include "engine/new_pack.h"
#include "engine/request_fields.h"

namespace meguri {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool wants_color(bool is_terminal, const CommonOptions& options, const Environment& environment) {
  const auto no_color = environment("NO_COLOR");
  return is_terminal && !options.no_color && !(no_color && !no_color->empty()) &&
         environment("TERM").value_or("") != "dumb";
}

// One line that is written over as the work goes on, and wiped away at its end.
class ProgressLine {
 public:
  ProgressLine(std::ostream& err, Language language, bool shown)
      : err_(err), language_(language), shown_(shown) {}
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine() {
    if (written_) err_ << "\r\x1b[K" << std::flush;
  }

  ProgressSink sink() {
    if (!shown_) return {};
    return [this](const Message& message, std::int64_t done, std::int64_t total) {
      const std::lock_guard lock(mutex_);
      written_ = true;
      err_ << "\r\x1b[K" << harmless(render(message, language_));
      if (total > 0) err_ << "  " << done << "/" << total;
      err_ << std::flush;
    };
  }

 private:
  std::ostream& err_;
  Language language_;
  bool shown_;
  bool written_ = false;
  std::mutex mutex_;
};

// One command, once the settings are known.
class Run {
 public:
  Run(const Invocation& invocation, const Settings& settings, Surroundings& around)
      : invocation_(invocation), settings_(settings), around_(around) {}

  int command() {
    const std::string& name = invocation_.command;
    if (name == "serve") return serve(settings_, around_);
    if (name == "version") return version();
    if (name == "log verify") return log_verify();
    if (name == "journal restore") return restore();
    if (name == "pack new") return new_pack();
    if (name == "types") return put(typescript_module());
    if (name == "openapi") return put(write_json_pretty(openapi_document(settings_.language)));
    return request();
  }

 private:
  int version() {
    const std::string number(program_version());
    if (invocation_.options.json) {
      return put(write_json_pretty(JsonObject{{"name", "meguri"}, {"version", number}}));
    }
    return put("meguri " + number + "\n");
  }

  // Errors: invalid_input when the request has no such format.
  [[nodiscard]] Result<Format> format() const {
    const CommonOptions& options = invocation_.options;
    const RequestSpec& spec = *invocation_.request;
    if (int{options.json} + int{options.csv} + int{options.ndjson} > 1) {
      return error(ErrorCode::invalid_input, "cli.one_format");
    }
    if (options.csv && !spec.formats.csv) {
      return error(ErrorCode::invalid_input, "cli.no_csv", {{"command", spec.command}});
    }
    if (options.ndjson && spec.formats.ndjson.empty()) {
      return error(ErrorCode::invalid_input, "cli.no_ndjson", {{"command", spec.command}});
    }
    if (options.csv) return Format::csv;
    if (options.ndjson) return Format::ndjson;
    return spec.formats.html && !options.json ? Format::html : Format::json;
  }

  int log_verify() {
    const auto found = verify_log_files(invocation_.log_verify);
    if (!found) return fail(reply_of(found.error(), settings_.language));
    if (invocation_.options.json) return put(write_json_pretty(*found));
    Page page(settings_.language,
              wants_color(around_.out_is_terminal, invocation_.options, around_.environment));
    render_log_verification(*found, page);
    return put(std::move(page).text());
  }

  int restore() {
    MEGURI_CHECK(invocation_.backup.has_value());
    if (!settings_.journal.empty()) {
      const Error refusal = error(ErrorCode::conflict, "cli.restore_of_shared");
      return fail(reply_of(refusal, settings_.language));
    }
    const auto report = restore_backup(*invocation_.backup, settings_.data, around_.clock);
    if (!report) return fail(reply_of(report.error(), settings_.language));
    const Json document = backup_document(*report, settings_.data);
    if (invocation_.options.json) return put(write_json_pretty(document));
    Page page(settings_.language, false);
    render_restored(document, page);
    return put(std::move(page).text());
  }

  int new_pack() {
    MEGURI_CHECK(invocation_.new_pack.has_value());
    const auto written = write_new_pack(*invocation_.new_pack);
    if (!written) return fail(reply_of(written.error(), settings_.language));
    Page page(settings_.language, false);
    page.line(page.say("cli.pack_written", {{"folder", *invocation_.new_pack}}));
    return put(std::move(page).text());
  }

  // A key that is given needs no books: whoever receives a claim may have none.
  [[nodiscard]] bool verifies_alone() const {
    return invocation_.request->name == "verify_claim" && invocation_.fields.contains("key");
  }

  Reply verified_claim() {
    RequestFields fields = invocation_.fields;
    const Status read = read_files(*invocation_.request, around_.in, fields);
    if (!read) return reply_of(read.error(), settings_.language);
    const auto key = public_key_of(fields.at("key").front());
    if (!key) return reply_of(key.error(), settings_.language);
    const auto document = parse_json(fields.at("document").front(), "document");
    if (!document) return reply_of(document.error(), settings_.language);
    auto found = verify_claim_document(*document, *key, settings_.language);
    if (!found) return reply_of(found.error(), settings_.language);
    Reply reply;
    reply.document = *std::move(found);
    return reply;
  }

  int request() {
    const auto chosen = format();
    if (!chosen) return fail(reply_of(chosen.error(), settings_.language));
    Reply reply = verifies_alone() ? verified_claim() : asked(*chosen);
    if (reply.is_problem) return fail(reply);
    const int written = put(text_of_reply(reply, *chosen));
    return written != exit_ok ? written : verdict(reply.document);
  }

  Reply asked(Format chosen) {
    RequestFields fields = invocation_.fields;
    const Status read = read_files(*invocation_.request, around_.in, fields);
    if (!read) return reply_of(read.error(), settings_.language);
    const bool shown = around_.err_is_terminal && !invocation_.options.quiet;
    ProgressLine line(around_.err, settings_.language, shown);
    return ask(*invocation_.request,
               std::move(fields),
               chosen,
               settings_,
               around_.open_engine,
               line.sink());
  }

  [[nodiscard]] std::string text_of_reply(Reply& reply, Format chosen) const {
    if (chosen == Format::csv && !invocation_.options.output &&
        reply.text.starts_with(byte_order_mark)) {
      return reply.text.substr(byte_order_mark.size());  // marks are for files, not for pipes
    }
    if (chosen != Format::json) return std::move(reply.text);
    if (invocation_.options.json) return write_json_pretty(reply.document);
    const bool color =
        !invocation_.options.output &&
        wants_color(around_.out_is_terminal, invocation_.options, around_.environment);
    // A file is written as what it is.
    const std::string_view answer = invocation_.request->answer;
    const bool is_file = answer == "ImportErrorsAnswer" || answer == "FileAnswer";
    if (invocation_.options.output && is_file) {
      const auto file = bytes_of_base64(text_of(reply.document, "content"));
      if (file) return *file;
    }
    if (invocation_.options.output && answer == "ClaimDocumentAnswer")
      return text_of(reply.document, "document");
    Page page(settings_.language, color);
    render_answer(invocation_.view, reply.document, page);
    return std::move(page).text();
  }

  // An answer may be complete and still say that something is not as it should be.
  [[nodiscard]] static int verdict(const Json& answer) {
    const auto fails = [](const Json& check) { return !is_true(check, "ok"); };
    if (std::ranges::any_of(elements(answer, "expected"), fails)) {
      return error_row(ErrorCode::findings).exit_code;
    }
    if (integer_of(answer, "refused") > 0) return error_row(ErrorCode::findings).exit_code;
    if (std::ranges::any_of(elements(answer, "checks"), fails)) {
      return error_row(ErrorCode::damaged).exit_code;
    }
    return exit_ok;
  }

  int put(const std::string& text) {
    const auto& output = invocation_.options.output;
    if (!output || *output == "-") {
      around_.out << text << std::flush;
      if (around_.out.good()) return exit_ok;
      return fail(reply_of(error(ErrorCode::io_failure, "cli.cannot_write"), settings_.language));
    }
    const Status written = write_file_durably(*output, text);
    if (!written) return fail(reply_of(written.error(), settings_.language));
    if (!invocation_.options.quiet) {
      around_.err << render(Message{"cli.written", {{"file", *output}}}, settings_.language)
                  << "\n";
    }
    return exit_ok;
  }

  int fail(const Reply& reply) {
    if (invocation_.options.json) {
      around_.err << write_json_pretty(reply.document) << std::flush;
      return reply.exit_code;
    }
    Page page(settings_.language,
              wants_color(around_.err_is_terminal, invocation_.options, around_.environment));
    render_problem(reply.document, page);
    around_.err << page.text() << std::flush;
    return reply.exit_code;
  }

  const Invocation& invocation_;
  const Settings& settings_;
  Surroundings& around_;
};

int fail_early(const Error& failure, Language language, std::ostream& err) {
  const Reply reply = reply_of(failure, language);
  Page page(language, false);
  render_problem(reply.document, page);
  if (failure.findings.empty()) page.line(page.say("cli.see_help"));
  err << page.text() << std::flush;
  return reply.exit_code;
}

int help(const Invocation& invocation, Language language, Surroundings& around) {
  Page page(language, wants_color(around.out_is_terminal, invocation.options, around.environment));
  std::string words = invocation.command == "help" ? "" : invocation.command;
  for (const std::string& word : invocation.help_words)
    words += (words.empty() ? "" : " ") + word;
  if (words.empty()) {
    write_help(page);
  } else if (!write_help_of(words, page)) {
    return fail_early(error(ErrorCode::invalid_input, "cli.unknown_word", {{"word", words}}),
                      language,
                      around.err);
  }
  around.out << page.text() << std::flush;
  return exit_ok;
}

}  // namespace

int run(std::span<const std::string> arguments, Surroundings& around) {
  const Language early =
      early_language(arguments, around.environment("MEGURI_LANG"), locale_of(around.environment));
  const auto invocation = parse_command_line(arguments);
  if (!invocation) return fail_early(invocation.error(), early, around.err);
  if (invocation->help) return help(*invocation, early, around);
  if (invocation->command.empty()) {
    Page page(early, false);
    write_help(page);
    around.err << page.text() << std::flush;
    return exit_usage;
  }
  const auto settings = read_settings(invocation->options, around.environment);
  if (!settings) return fail_early(settings.error(), early, around.err);
  return Run(*invocation, *settings, around).command();
}

}  // namespace meguri
