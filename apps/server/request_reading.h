// SPDX-License-Identifier: Apache-2.0
// request_reading: what an HTTP request asks of the engine.
//
// Names and types of fields are the engine's to check; this only carries them over. `lang` and
// `format` belong to every request and stay in the door. The head is read where sockets are
// served; the body, which may be large, on a worker. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/engine.h"
#include "server/http.h"
#include "server/negotiation.h"
#include "server/request_target.h"
#include "server/route.h"

namespace meguri {

// The query's lang, else Accept-Language, else Japanese.
Language language_of_request(const HttpRequest& request, const RequestTarget& target);

// The query's format, else Accept, among those the request has. Errors: invalid_input.
Result<Format> format_of_request(const HttpRequest& request,
                                 const RequestTarget& target,
                                 const RequestSpec& spec);

// bytes: the body is the request's `bytes` field, and its other fields stand in the query.
enum class BodyKind : std::uint8_t { none, json, bytes };

// Nothing for a body that the request cannot have. What a form of another site could send without
// asking first (text, a form's types, no type at all) is neither JSON nor bytes.
std::optional<BodyKind> body_kind_of(const HttpRequest& request, const RequestSpec& spec);

// The fields of path and query; for a stream of events also Last-Event-ID. Errors: invalid_input: a
// lang that is no language.
Result<Request> read_head(const HttpRequest& request,
                          const RequestTarget& target,
                          const RouteMatch& match,
                          Format format);

// Adds the body's fields. Errors: invalid_input: a body that is no JSON object of texts, numbers,
// booleans and lists of them, or of base64 where the field is bytes.
// Documents go to `documents`, where there is such, instead of being written as text.
Status read_body(std::string&& body,
                 BodyKind kind,
                 const RequestSpec& spec,
                 RequestFields& fields,
                 RequestDocuments* documents = nullptr);

// Errors: invalid_input: a field that only the command line may fill, such as a path on the machine
// of the engine.
Status refuse_local_fields(const RequestSpec& spec, const RequestFields& fields);

// The header Idempotency-Key, where the request has a field for it; nothing otherwise. Errors:
// invalid_input: not 1 to 200 printable characters of ASCII, or more than one.
Result<std::optional<std::string>> idempotency_key_of(const HttpRequest& request,
                                                      const RequestSpec& spec);

// Fills the field `idempotency_key`. Errors: invalid_input when it says something else already.
Status add_idempotency_key(const std::string& key, RequestFields& fields);

}  // namespace meguri
