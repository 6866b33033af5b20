// SPDX-License-Identifier: Apache-2.0
// import_fields: the fields of requests about users' files. A file comes as bytes or, from the
// command line, as a path on this machine.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "engine/internal/field_specs.h"

namespace meguri::request_fields {

inline constexpr std::uint64_t import_bytes_max = std::uint64_t{256} << 20U;
inline constexpr std::array<std::string_view, 2> import_modes{"all_or_nothing", "each"};
inline constexpr FieldSpec import_path{
    .name = "path", .positional = true, .local = true, .summary_id = "engine.field_import_path"};
inline constexpr FieldSpec import_bytes{
    .name = "file", .kind = FieldKind::bytes, .summary_id = "engine.field_import_file"};
inline constexpr FieldSpec import_name = text_field("file_name", "engine.field_import_file_name");
inline constexpr FieldSpec import_book = text_field("book", "engine.field_import_book");
inline constexpr FieldSpec import_mapping{
    .name = "mapping", .kind = FieldKind::document, .summary_id = "engine.field_import_mapping"};
inline constexpr FieldSpec import_template = text_field("template", "engine.field_import_template");
inline constexpr FieldSpec import_sheet = text_field("sheet", "engine.field_import_sheet");

inline constexpr std::array import_preview_fields{
    import_path,
    import_bytes,
    import_name,
    import_book,
    import_mapping,
    import_template,
    import_sheet,
    integer_field("rows", "engine.field_import_rows", "20"),
    dry_run_field,
};

inline constexpr std::array import_errors_fields{
    import_path,
    import_bytes,
    import_name,
    import_book,
    import_mapping,
    import_template,
    import_sheet,
};

inline constexpr std::array import_fields{
    import_path,
    import_bytes,
    import_name,
    import_book,
    import_mapping,
    import_template,
    import_sheet,
    choice_field("mode", import_modes, "engine.field_import_mode", "all_or_nothing"),
};

inline constexpr std::array imports_fields{
    import_book,
    integer_field("limit", "engine.field_limit", "50"),
};

inline constexpr std::array undo_import_fields{
    subject_field("import", "engine.field_import"),
    FieldSpec{.name = "book", .required = true, .summary_id = "engine.field_import_book"},
};

inline constexpr std::array import_templates_fields{import_book};

inline constexpr std::array save_import_template_fields{
    subject_field("name", "engine.field_import_template_name"),
    FieldSpec{.name = "book", .required = true, .summary_id = "engine.field_import_book"},
    FieldSpec{.name = "mapping",
              .kind = FieldKind::document,
              .required = true,
              .summary_id = "engine.field_import_mapping"},
};

}  // namespace meguri::request_fields
