// SPDX-License-Identifier: Apache-2.0
// request_table: every capability of the engine, described once.
//
// The command line, the HTTP routes, the OpenAPI document and the TypeScript types are read off
// this table, so that whatever one door can do the others can. A new capability is one row here,
// one shape in engine/shape_table.cc and one answer_*.cc pair. docs/CONTRACT.md tells the same to
// people. All of it is constant; any thread may read it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace meguri {

// document: a JSON document; on the command line the name of a file that holds it, or "-".
// bytes: any bytes, such as a file: the body itself over HTTP or base64 in a JSON body; on the
// command line the name of a file, or "-". At most one per request.
enum class FieldKind : std::uint8_t {
  text,
  integer,
  number,
  boolean,
  choice,
  texts,
  document,
  bytes
};

struct FieldSpec {
  std::string_view name;
  FieldKind kind = FieldKind::text;
  bool required = false;
  bool positional = false;              // on the command line an argument instead of an option
  bool local = false;                   // names something on the machine of the engine: only the
                                        // command line may, the HTTP door refuses it
  std::string_view default_value = {};  // as text; empty = none
  std::span<const std::string_view> choices = {};
  std::string_view summary_id = {};  // message id of its one-line help
};

enum class Method : std::uint8_t { get, post };

// What an answer can be rendered as besides JSON.
struct Formats {
  bool csv = false;
  bool html = false;
  std::string_view ndjson = {};  // the list member whose elements become lines; empty: no such form
  bool pdf = false;              // the file that the answer carries, as its bytes
  bool events = false;  // that list's elements, as they come, as server-sent events: each has its
                        // `position`, and the field `after` says which position is known already
};

struct RequestSpec {
  std::string_view name;  // "diagnose"
  Method method = Method::get;
  std::string_view path;     // "/api/v1/diagnoses/{place}": {x} is the field x; the rest are query
                             // parameters (get) or members of the JSON body (post)
  std::string_view command;  // "diagnose", "pack check"
  std::string_view summary_id;  // message id of the one-line help
  std::span<const FieldSpec> fields;
  std::string_view answer;  // name of the shape of the JSON answer
  Formats formats;
  bool writes = false;               // changes the data folder
  std::uint64_t body_bytes_max = 0;  // of an HTTP request; 0 = what the server usually reads
  bool waits = false;                // for another program: on no thread that readers need
};

// Words of the command line that lead into a request with one of its fields settled; without the
// subject they ask for what subjects there are. Over HTTP the field says the same.
struct CommandWay {
  std::string_view command;     // "effect"
  std::string_view request;     // "calculate"
  std::string_view list;        // "calculations", which has the field too
  std::string_view field;       // "kind"
  std::string_view value;       // "effect"
  std::string_view summary_id;  // message id of the one-line help
  std::string_view view = {};   // how a terminal shows the answer; empty: as that of the request
};

std::span<const RequestSpec> request_table();
std::span<const CommandWay> command_ways();

// nullptr if there is none.
const RequestSpec* find_request(std::string_view name);

}  // namespace meguri
