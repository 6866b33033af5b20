// SPDX-License-Identifier: Apache-2.0
// font_faces: the letters of a text, out of the web app's font, as style that needs no other file.
//
// The web app brings a Japanese font in slices, each for some of its letters, as its style sheet
// says. A document that is printed on a machine without Japanese fonts carries the slices it needs
// within itself. Pure; any thread. O(text + slices).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "server/assets.h"

namespace meguri {

// "@font-face" rules for every slice with a letter of the text, under the name `family`. Empty
// where the files hold no such font.
std::string font_faces(std::span<const Asset> files,
                       std::string_view family,
                       std::string_view text);

}  // namespace meguri
