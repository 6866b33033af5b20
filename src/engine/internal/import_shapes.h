// SPDX-License-Identifier: Apache-2.0
// import_shapes: the shapes of answers about users' files. Only shape_table.cc includes it.
// docs/IMPORT.md explains them in words.
#pragma once

#include <array>

#include "engine/shape.h"

namespace meguri::import_shapes {

inline constexpr std::array sheet_fields{
    ShapeField{"name", "string", ""},
    ShapeField{"rows", "integer", "0 for sheets that were not looked at."},
    ShapeField{"columns", "integer", ""},
    ShapeField{"hidden", "boolean", ""},
};

inline constexpr std::array column_fields{
    ShapeField{"name", "string", "Unique in the file; what findings and mappings call it."},
    ShapeField{"letter", "string", "A, B, …"},
    ShapeField{"unit", "string | null", "Read from the header."},
    ShapeField{"samples", "string[]", ""},
    ShapeField{"field", "string | null", "The field it is mapped to."},
};

inline constexpr std::array source_fields{
    ShapeField{"file", "string", ""},
    ShapeField{"sha256", "string", ""},
    ShapeField{"size_bytes", "integer", ""},
    ShapeField{"kind", "\"csv\" | \"xlsx\" | \"ndjson\" | \"parquet\"", ""},
    ShapeField{"encoding", "string | null", "utf8, utf8_bom or cp932, of a CSV."},
    ShapeField{"separator", "string | null", ""},
    ShapeField{"sheets", "ImportSheet[]", ""},
    ShapeField{"sheet", "string | null", ""},
    ShapeField{"title", "string[]", "Texts above the header."},
    ShapeField{"header_row", "integer", "0: there is no header."},
    ShapeField{"header_rows", "integer", ""},
    ShapeField{"rows", "integer", "Of data, without blank ones."},
    ShapeField{"columns", "ImportColumn[]", ""},
};

inline constexpr std::array file_form_fields{
    ShapeField{"kind", "string | null", ""},
    ShapeField{"encoding", "string | null", ""},
    ShapeField{"separator", "string | null", ""},
    ShapeField{"sheet", "string | null", ""},
    ShapeField{"header_row", "integer | null", ""},
    ShapeField{"header_rows", "integer | null", ""},
};

inline constexpr std::array value_fields{
    ShapeField{"from", "string", ""},
    ShapeField{"to", "string", ""},
};

inline constexpr std::array rule_fields{
    ShapeField{"field", "string", ""},
    ShapeField{"column", "string | null", ""},
    ShapeField{"constant", "string | null", ""},
    ShapeField{"pattern", "string | null", ""},
    ShapeField{"unit", "string | null", ""},
    ShapeField{"if_empty", "string | null", ""},
    ShapeField{"unknown_names", "\"refuse\" | \"take\"", ""},
    ShapeField{"values", "ImportValue[]", ""},
};

inline constexpr std::array mapping_fields{
    ShapeField{"format", "string", "import-template/1"},
    ShapeField{"shape", "\"movements\" | \"lines\" | \"entries\"", ""},
    ShapeField{"file", "ImportFileForm", ""},
    ShapeField{"fields", "ImportField[]", ""},
};

inline constexpr std::array choice_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"name", "string", ""},
};

inline constexpr std::array field_info_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"help", "string", ""},
    ShapeField{"required", "boolean", ""},
    ShapeField{"missing", "boolean", "Required, and the mapping gives nothing."},
    ShapeField{
        "value", "\"text\" | \"number\" | \"date\" | \"site\" | \"material\" | \"choice\"", ""},
    ShapeField{"choices", "ImportChoice[]", ""},
    ShapeField{"units", "string[]", ""},
};

inline constexpr std::array template_fit_fields{
    ShapeField{"name", "string", ""},
    ShapeField{"fits", "boolean", "All of its columns are in this file."},
};

inline constexpr std::array cell_fields{
    ShapeField{"text", "string", ""},
    ShapeField{"problem", "boolean", ""},
};

inline constexpr std::array draft_line_fields{
    ShapeField{"site", "string", ""},
    ShapeField{"site_name", "string", ""},
    ShapeField{"lot", "string", ""},
    ShapeField{"material", "string", ""},
    ShapeField{"material_name", "string", ""},
    ShapeField{"mass", "string", ""},
    ShapeField{"unit", "string", ""},
};

inline constexpr std::array draft_fields{
    ShapeField{"client_id", "string", ""},
    ShapeField{"kind", "string", ""},
    ShapeField{"event_from", "string", ""},
    ShapeField{"event_until", "string", ""},
    ShapeField{"lines", "ImportDraftLine[]", ""},
};

inline constexpr std::array row_fields{
    ShapeField{"row", "integer", "Of the file, from 1."},
    ShapeField{"cells", "ImportCell[]", "As many as columns."},
    ShapeField{"entry", "ImportDraft | null", "What would be booked."},
    ShapeField{"problems", "integer", ""},
};

inline constexpr std::array counts_fields{
    ShapeField{"rows", "integer", ""},
    ShapeField{"entries", "integer", "That can be booked, as far as it is known."},
    ShapeField{"lines", "integer", ""},
    ShapeField{"bad_rows", "integer", "Also those that a rehearsal refused."},
    ShapeField{"rehearsed", "integer", "Entries tried against the books."},
    ShapeField{"already_there", "integer", ""},
    ShapeField{"mass_in", "string", "Of all positive lines."},
    ShapeField{"unit", "string", ""},
};

inline constexpr std::array finding_fields{
    ShapeField{"file", "string", ""},
    ShapeField{"sheet", "string", ""},
    ShapeField{"row", "integer", "0: the whole file."},
    ShapeField{"column", "string", ""},
    ShapeField{"text", "string", ""},
    ShapeField{"fix", "string", ""},
    ShapeField{"id", "string", ""},
};

inline constexpr std::array preview_answer_fields{
    ShapeField{"import", "string", "The id that importing this file into this book has."},
    ShapeField{"source", "ImportSource", ""},
    ShapeField{"mapping", "ImportMapping", ""},
    ShapeField{"fields", "ImportFieldInfo[]", ""},
    ShapeField{"templates", "ImportTemplateFit[]", ""},
    ShapeField{"rows", "ImportRow[]", ""},
    ShapeField{"counts", "ImportCounts", ""},
    ShapeField{"findings", "ImportFinding[]", "The first 1,000, in order of row."},
    ShapeField{"findings_total", "integer", ""},
    ShapeField{
        "notes", "ImportFinding[]", "What machines read badly; nothing of it hinders booking."},
    ShapeField{"importable", "boolean", "Nothing known stands against mode all_or_nothing."},
};

inline constexpr std::array answer_fields{
    ShapeField{"import", "string", ""},
    ShapeField{"book", "string", ""},
    ShapeField{"file", "string", ""},
    ShapeField{"sha256", "string", ""},
    ShapeField{"rows", "integer", ""},
    ShapeField{"entries", "integer", ""},
    ShapeField{"booked", "integer", ""},
    ShapeField{"already_there", "integer", ""},
    ShapeField{"refused", "integer", ""},
    ShapeField{"replaced", "integer", "Of those booked: in the place of what an undo took back."},
    ShapeField{"first_sequence", "integer | null", ""},
    ShapeField{"last_sequence", "integer | null", ""},
    ShapeField{"kept", "boolean", "Whether the file itself is kept with the books."},
    ShapeField{"findings", "ImportFinding[]", ""},
    ShapeField{"findings_total", "integer", ""},
};

inline constexpr std::array errors_answer_fields{
    ShapeField{"name", "string", "A name for the file."},
    ShapeField{"media_type", "string", ""},
    ShapeField{"rows", "integer", ""},
    ShapeField{"findings_total", "integer", ""},
    ShapeField{"content", "string", "The workbook, in base64."},
};

inline constexpr std::array progress_fields{
    ShapeField{"text", "string", "What is being done."},
    ShapeField{"rows", "integer", "Done."},
    ShapeField{"rows_total", "integer | null", "About; null if it is not known."},
};

inline constexpr std::array summary_fields{
    ShapeField{"import", "string", ""},
    ShapeField{"book", "string", ""},
    ShapeField{"file", "string", ""},
    ShapeField{"sha256", "string", ""},
    ShapeField{"size_bytes", "integer", ""},
    ShapeField{"sheet", "string | null", ""},
    ShapeField{"kept", "boolean", ""},
    ShapeField{"at", "string", "When something last became of it."},
    ShapeField{"actor", "string", ""},
    ShapeField{"state",
               "\"running\" | \"interrupted\" | \"finished\" | \"undone\" | \"partly_undone\"",
               ""},
    ShapeField{"booked", "integer", ""},
    ShapeField{"refused", "integer", ""},
    ShapeField{"undone", "integer", ""},
    ShapeField{"progress", "ImportProgress | null", "While it is running."},
    ShapeField{"mapping", "ImportMapping", ""},
};

inline constexpr std::array imports_answer_fields{
    ShapeField{"imports", "ImportSummary[]", "The newest first."},
};

inline constexpr std::array undo_answer_fields{
    ShapeField{"import", "string", ""},
    ShapeField{"book", "string", ""},
    ShapeField{"undone", "integer", ""},
    ShapeField{"already_undone", "integer", ""},
    ShapeField{"refused", "integer", ""},
    ShapeField{"findings", "ImportFinding[]", ""},
    ShapeField{"findings_total", "integer", ""},
};

inline constexpr std::array template_fields{
    ShapeField{"name", "string", ""},
    ShapeField{"book", "string", ""},
    ShapeField{"saved_at", "string", ""},
    ShapeField{"actor", "string", ""},
    ShapeField{"mapping", "ImportMapping", ""},
};

inline constexpr std::array templates_answer_fields{
    ShapeField{"templates", "ImportTemplate[]", ""},
};

}  // namespace meguri::import_shapes
