// SPDX-License-Identifier: Apache-2.0
// What an operator does with the journal: journal_verify, journal_backup, log_tiles.
#include "base/check.h"
#include "engine/answers.h"
#include "engine/backup.h"
#include "engine/log_tiles.h"

namespace meguri {

Result<Answer> answer_journal_verify(const AnswerContext& context) {
  MEGURI_CHECK(context.log != nullptr);
  const Verification verified = MEGURI_TRY(context.journal.verify());
  // Also holds the journal against what was signed before.
  const SignedTree signed_tree = MEGURI_TRY(context.log->checkpoint(0));
  Answer answer;
  answer.body = JsonObject{{"entries", verified.entries},
                           {"lines", verified.lines},
                           {"accounts", verified.accounts},
                           {"root", to_hex(signed_tree.tree.root)},
                           {"checkpoint", signed_tree.checkpoint}};
  return answer;
}

Result<Answer> answer_journal_backup(const AnswerContext& context) {
  if (context.journal.is_shared()) {
    return error(ErrorCode::conflict,
                 "engine.backup_of_shared",
                 {{"place", context.journal.place()}, {"data", context.options.data.string()}});
  }
  const std::string& folder = context.fields.text("directory");
  const BackupReport report =
      MEGURI_TRY(write_backup(context.journal, context.options.data, folder));
  Answer answer;
  answer.created = true;
  answer.body = backup_document(report, folder);
  return answer;
}

Result<Answer> answer_log_tiles(const AnswerContext& context) {
  MEGURI_CHECK(context.log != nullptr);
  const std::string& folder = context.fields.text("directory");
  const WrittenTiles written = MEGURI_TRY(write_log_tiles(context.journal, *context.log, folder));
  Answer answer;
  answer.body = JsonObject{{"directory", folder},
                           {"size", written.size},
                           {"tiles", written.tiles},
                           {"written", written.written},
                           {"root", to_hex(written.root)}};
  return answer;
}

}  // namespace meguri
