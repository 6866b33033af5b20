// SPDX-License-Identifier: Apache-2.0
// interface_documents: OpenAPI and TypeScript, written from the request and shape tables.
#pragma once

#include <span>
#include <string>

#include "base/message.h"
#include "engine/request_table.h"
#include "wire/json.h"

namespace meguri {

// OpenAPI 3.1 document of every request, in that language.
Json openapi_document(Language language, std::span<const RequestSpec> requests = request_table());

// A TypeScript module: one type per shape, one `RequestFields` and `RequestAnswers` map per
// request.
std::string typescript_module(std::span<const RequestSpec> requests = request_table());

}  // namespace meguri
