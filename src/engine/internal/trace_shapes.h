// SPDX-License-Identifier: Apache-2.0
// trace_shapes: the shapes of answers about where matter comes from and goes to.
#pragma once

#include <array>

#include "engine/shape.h"

namespace meguri::trace_shapes {

inline constexpr std::array origin_part_fields{
    ShapeField{"origin", "string", "An origin class, unknown, or uptake (from air and water)."},
    ShapeField{"name", "string", ""},
    ShapeField{"mass", "MassText", ""},
    ShapeField{"percent", "string", "Of the lot's mass."},
};
inline constexpr std::array lot_origins_fields{
    ShapeField{"site", "string", ""},
    ShapeField{"site_name", "string", ""},
    ShapeField{"lot", "string", ""},
    ShapeField{"material", "string", ""},
    ShapeField{"material_name", "string", ""},
    ShapeField{"mass", "MassText", "What is in the lot."},
    ShapeField{"origins", "OriginPart[]", "They add up to the mass."},
};
inline constexpr std::array origins_answer_fields{
    ShapeField{"book", "Book", ""},
    ShapeField{"position", "integer", "Of the journal, up to which entries were traced."},
    ShapeField{"mass", "MassText", "Of all lots that fit."},
    ShapeField{"origins", "OriginPart[]", "Of all lots that fit."},
    ShapeField{"lots", "LotOrigins[]", "By site, material and lot."},
    ShapeField{"total", "integer", "Lots on all pages."},
    ShapeField{"next_offset", "integer | null", ""},
};
inline constexpr std::array trail_node_fields{
    ShapeField{"id", "integer", "Its place in the list."},
    ShapeField{"kind",
               R"("lot" | "transit" | "step" | "source" | "sink" | "unbooked" | "settled")",
               "A step is an entry that mixed; at sources and sinks the trail leaves the books."},
    ShapeField{"name", "string", ""},
    ShapeField{"ends", "string | null", "Why the trail ends here, in words."},
    ShapeField{"book", "string | null", "Of a lot."},
    ShapeField{"book_name", "string | null", ""},
    ShapeField{"site", "string | null", ""},
    ShapeField{"lot", "string | null", ""},
    ShapeField{"material", "string | null", ""},
    ShapeField{"origin", "string | null", "Of a source."},
    ShapeField{"entry", "EntryLink | null", "Of a step."},
    ShapeField{"after_position", "integer", "The last entry of it that is part of the trail."},
    ShapeField{"mass", "MassText", "Of the matter that is followed, what went through here."},
    ShapeField{"percent", "string", "Of the matter that is followed."},
    ShapeField{"depth", "integer", "In lots from the one that is followed."},
    ShapeField{"has_more", "boolean", "It leads on to what is not listed."},
};
inline constexpr std::array trail_link_fields{
    ShapeField{"from", "integer", "Id of a node: matter flowed from here."},
    ShapeField{"to", "integer", ""},
    ShapeField{"mass", "MassText", "Of the matter that is followed."},
    ShapeField{"entry", "EntryLink | null", "The last that moved it."},
    ShapeField{"entries", "integer", "How many moved it."},
};
inline constexpr std::array trail_end_fields{
    ShapeField{"kind",
               R"("lot" | "transit" | "source" | "sink" | "unbooked" | "settled")",
               "Lots and transit: what is still there of it."},
    ShapeField{"name", "string", ""},
    ShapeField{"why", "string", "In words."},
    ShapeField{"origin", "string | null", "Of a source."},
    ShapeField{"origin_name", "string | null", ""},
    ShapeField{"mass", "MassText", ""},
    ShapeField{"percent", "string", "Of the matter that is followed."},
};
inline constexpr std::array trail_finding_fields{
    ShapeField{"text", "string", ""},
    ShapeField{"entry", "EntryLink | null", ""},
};
inline constexpr std::array trace_answer_fields{
    ShapeField{"book", "Book", ""},
    ShapeField{"site", "string", ""},
    ShapeField{"site_name", "string", ""},
    ShapeField{"lot", "string", ""},
    ShapeField{"material", "string", ""},
    ShapeField{"material_name", "string", ""},
    ShapeField{"direction", R"("up" | "down")", ""},
    ShapeField{"position", "integer", "Of the journal, up to which entries were traced."},
    ShapeField{"after_position", "integer", "After which entry the lot is looked at; 0: the last."},
    ShapeField{"followed", "MassText", "Up: what is in the lot; down: all that ever came into it."},
    ShapeField{"held", "MassText", "What is in the lot at the end."},
    ShapeField{"origins", "OriginPart[]", "Of what is in the lot, or last was."},
    ShapeField{"ends", "TrailEnd[]", "The largest first; they add up to what is followed."},
    ShapeField{"nodes", "TrailNode[]", "The lot first, then by depth and mass."},
    ShapeField{"links", "TrailLink[]", "The largest first."},
    ShapeField{"total", "integer", "Nodes of the whole trail, listed or not."},
    ShapeField{"findings", "TrailFinding[]", "What about the listed lots could not be traced."},
};

}  // namespace meguri::trace_shapes
