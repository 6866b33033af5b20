// SPDX-License-Identifier: Apache-2.0
// html_text: text made safe to stand in HTML.
#pragma once

#include <string>
#include <string_view>

namespace meguri {

// & < > " ' replaced by character references.
std::string html_escape(std::string_view text);

}  // namespace meguri
