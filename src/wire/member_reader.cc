// SPDX-License-Identifier: Apache-2.0
#include "wire/member_reader.h"

#include <algorithm>

#include "base/nearest.h"

namespace meguri {
namespace {

constexpr std::size_t shown_bytes = 60;

}  // namespace

DocumentPlace DocumentPlace::at(std::string_view member) const {
  DocumentPlace inner{row, pointer + "/", file};
  for (const char c : member) {
    if (c == '~') {
      inner.pointer += "~0";
    } else if (c == '/') {
      inner.pointer += "~1";
    } else {
      inner.pointer += c;
    }
  }
  return inner;
}

DocumentPlace DocumentPlace::at(std::size_t index) const {
  return {row, pointer + "/" + std::to_string(index), file};
}

void note_problem(Findings& findings,
                  const DocumentPlace& place,
                  std::string_view id,
                  std::vector<Argument> arguments) {
  findings.push_back(
      {.where = {.file = place.file, .sheet = "", .row = place.row, .column = place.pointer},
       .what = Message{std::string(id), std::move(arguments)}});
}

std::string excerpt(const Json& value) {
  std::string text = value.is_string() ? std::string(value.get_string()) : write_json(value);
  if (text.size() <= shown_bytes) return text;
  std::size_t end = shown_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;
  return text.substr(0, end) + "…";
}

void MemberReader::complain(std::string_view name,
                            std::string_view id,
                            std::vector<Argument> more) {
  std::vector<Argument> arguments{{"member", name}};
  arguments.insert(arguments.end(), more.begin(), more.end());
  note_problem(findings_, place_.at(name), id, std::move(arguments));
}

const Json* MemberReader::find(std::string_view name, Need need) {
  asked_.emplace_back(name);
  const Json* const member = object_.if_contains(name);
  const bool absent = member == nullptr || member->is_null();
  if (absent && need == Need::required) complain(name, "wire.member_missing");
  return absent ? nullptr : member;
}

std::string MemberReader::text(std::string_view name, Need need) {
  const Json* const member = find(name, need);
  if (member == nullptr) return {};
  if (member->is_string()) return std::string(member->get_string());
  complain(name, "wire.member_not_text", {{"value", excerpt(*member)}});
  return {};
}

void MemberReader::refuse_others() {
  for (const auto& member : object_) {
    const std::string_view name = member.key();
    if (std::ranges::find(asked_, name) != asked_.end()) continue;
    const auto near = nearest(name, std::vector<std::string>(asked_.begin(), asked_.end()));
    if (near) {
      complain(name, "wire.member_unknown_near", {{"near", *near}});
    } else {
      complain(name, "wire.member_unknown");
    }
  }
}

}  // namespace meguri
