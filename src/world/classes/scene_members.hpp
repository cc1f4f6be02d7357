// SPDX-License-Identifier: BSD-3-Clause
// What Graph, Shape and PlotShape have in common.
#pragma once

#include <array>
#include <cstddef>

#include "ranvier/hoc/object.hpp"

namespace ranvier::world::classes {

[[nodiscard]] hoc::Value scene_begin(hoc::Object& o, const hoc::Arguments& a);
[[nodiscard]] hoc::Value scene_size(hoc::Object& o, const hoc::Arguments& a);
[[nodiscard]] hoc::Value scene_view(hoc::Object& o, const hoc::Arguments& a);
[[nodiscard]] hoc::Value scene_view_count(hoc::Object& o, const hoc::Arguments& a);
[[nodiscard]] hoc::Value scene_unmap(hoc::Object& o, const hoc::Arguments& a);
[[nodiscard]] hoc::Value scene_save_name(hoc::Object& o, const hoc::Arguments& a);
[[nodiscard]] hoc::Value scene_menu(hoc::Object& o, const hoc::Arguments& a);
[[nodiscard]] hoc::Value scene_erase(hoc::Object& o, const hoc::Arguments& a);
[[nodiscard]] hoc::Value scene_erase_all(hoc::Object& o, const hoc::Arguments& a);
[[nodiscard]] hoc::Value scene_begin_line(hoc::Object& o, const hoc::Arguments& a);
[[nodiscard]] hoc::Value scene_line(hoc::Object& o, const hoc::Arguments& a);
[[nodiscard]] hoc::Value scene_label(hoc::Object& o, const hoc::Arguments& a);
[[nodiscard]] hoc::Value scene_mark(hoc::Object& o, const hoc::Arguments& a);
[[nodiscard]] hoc::Value scene_exec_menu(hoc::Object& o, const hoc::Arguments& a);
[[nodiscard]] hoc::Value scene_flush(hoc::Object& o, const hoc::Arguments& a);
[[nodiscard]] hoc::Value answer_0(hoc::Object& o, const hoc::Arguments& a);
[[nodiscard]] hoc::Value answer_1(hoc::Object& o, const hoc::Arguments& a);

inline constexpr std::array<hoc::Member, 18> kSceneMembers = {{
    {.name = "begin", .signature = "() -> float", .summary = "Start the lines anew", .call = scene_begin},
    {.name = "flush", .signature = "() -> float", .summary = "Show what was drawn", .call = scene_flush},
    {.name = "size",
     .signature = "(x1, x2, y1, y2) or (1 to 4) -> float",
     .summary = "The rectangle that is seen; sets it, or answers one of its sides",
     .call = scene_size},
    {.name = "view",
     .signature = "(left, bottom, width, height, window left, top, width, height) or (2) -> float",
     .summary = "Another view of the scene, in a window of its own",
     .call = scene_view},
    {.name = "view_count",
     .signature = "() -> int",
     .summary = "How many views are on a screen",
     .call = scene_view_count},
    {.name = "unmap", .signature = "() -> float", .summary = "Close its windows", .call = scene_unmap},
    {.name = "save_name",
     .signature = "(variable [, now]) -> float",
     .summary = "Where a session keeps it",
     .call = scene_save_name},
    {.name = "exec_menu",
     .signature = "(item) -> float",
     .summary = "What an item of its menu does, by its text",
     .call = scene_exec_menu},
    {.name = "menu_action",
     .signature = "(item, action) -> float",
     .summary = "Add an item to its menu",
     .call = scene_menu},
    {.name = "menu_tool",
     .signature = "(item, handler [, selected]) -> float",
     .summary = "Add a tool to its menu, which gets the mouse",
     .call = scene_menu},
    {.name = "erase", .signature = "() -> float", .summary = "Erase lines and marks", .call = scene_erase},
    {.name = "erase_all", .signature = "() -> float", .summary = "Erase everything", .call = scene_erase_all},
    {.name = "beginline",
     .signature = "([label] [, color, brush]) -> float",
     .summary = "Begin a line that line(x, y) adds to",
     .call = scene_begin_line},
    {.name = "line",
     .signature = "(x, y) -> float",
     .summary = "A point of the line that was begun last",
     .call = scene_line},
    {.name = "label",
     .signature = "([x, y,] text [, fixtype, scale, x_align, y_align, color]) -> float",
     .summary = "A text; by itself it stands below the one before",
     .call = scene_label},
    {.name = "mark",
     .signature = "(x, y [, shape, size, color, brush]) -> float",
     .summary = "A mark: + o s t O S T | -",
     .call = scene_mark},
    {.name = "printfile",
     .signature = "(file) -> float",
     .summary = "Print it into a file; nothing without a screen",
     .call = answer_1},
    {.name = "gif",
     .signature = "(file [, left, bottom, width, height]) -> float",
     .summary = "A picture from a file; nothing without a screen",
     .call = answer_0},
}};

/// The members of every scene, then those of one class.
template <std::size_t N>
[[nodiscard]] constexpr std::array<hoc::Member, N + 18> with_scene(const hoc::Member (&own)[N]) {
    std::array<hoc::Member, N + 18> out{};
    for (std::size_t i = 0; i < 18; ++i) out[i] = kSceneMembers[i];
    for (std::size_t i = 0; i < N; ++i) out[18 + i] = own[i];
    return out;
}

} // namespace ranvier::world::classes
