// SPDX-License-Identifier: Apache-2.0
// council_report: a diagnosis as one A4 HTML file that needs no server, script, font or network.
//
// Reads nothing but the diagnosis answer, so that the report and the screen cannot disagree.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/message.h"
#include "wire/json.h"

namespace meguri {

// REQUIRES: diagnosis conforms to the shape DiagnosisAnswer. `made_at` is printed on the report.
std::string council_report(const Json& diagnosis, Instant made_at, Language language);

// That report for a browser that prints it: with rules of style added, such as the font it brings
// along, and with the order to run and fetch nothing, whatever should stand in it.
std::string for_printing(std::string report, std::string_view rules);

}  // namespace meguri
