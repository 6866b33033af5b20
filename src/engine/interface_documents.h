// SPDX-License-Identifier: Apache-2.0
// interface_documents: OpenAPI and TypeScript, written from the request and shape tables.
#pragma once

#include <string>

#include "base/message.h"
#include "wire/json.h"

namespace meguri {

// OpenAPI 3.1 document of every request, in that language.
Json openapi_document(Language language);

// A TypeScript module: one type per shape, one `RequestFields` and `RequestAnswers` map per
// request.
std::string typescript_module();

}  // namespace meguri
