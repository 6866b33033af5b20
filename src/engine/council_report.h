// SPDX-License-Identifier: Apache-2.0
// council_report: a diagnosis as one A4 HTML file that needs no server, script, font or network.
//
// Reads nothing but the diagnosis answer, so that the report and the screen cannot disagree.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/message.h"
#include "wire/json.h"

namespace meguri {

// REQUIRES: diagnosis conforms to the shape DiagnosisAnswer. `made_at` is printed on the report.
std::string council_report(const Json& diagnosis, Instant made_at, Language language);

}  // namespace meguri
