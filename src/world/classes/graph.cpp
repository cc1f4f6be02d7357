// SPDX-License-Identifier: BSD-3-Clause
// Graph: lines that follow variables, expressions and paths through cells; free lines; axes. Its lines hold their points whether
// or not there is a screen.
#include <algorithm>
#include <array>

#include "scene_members.hpp"

#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/vector.hpp"
#include "ranvier/world/classes/windows.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Object;
using hoc::Value;

/// [, color, brush [, x, y, fixtype]] from argument i on.
void read_style(ui::Line& line, const Arguments& a, std::size_t i) {
    line.style.color = whole_at(a, i, line.style.color);
    line.style.brush = whole_at(a, i + 1, line.style.brush);
    line.label.color = line.style.color;
    line.label.x = number_at(a, i + 2).value_or(line.label.x);
    line.label.y = number_at(a, i + 3).value_or(line.label.y);
    if (const auto anchor = number_at(a, i + 4); anchor && *anchor >= 0 && *anchor <= 2)
        line.label.anchor = static_cast<ui::Anchor>(static_cast<int>(*anchor));
}

ui::Line new_line(Object& o) {
    auto& scene = scene_of(o);
    ui::Line line;
    line.style = scene.style;
    line.label = scene.next_label;
    scene.next_label.y -= 0.05;
    line.is_live = true;
    return line;
}

/// (["label",] variable or reference [, style])
Value add_variable(Object& o, const Arguments& a) {
    auto line = new_line(o);
    std::size_t i = 0;
    if (a.count() > 1 && (text_at(a, 1) || place_at(a, 1))) line.label.text = text_at(a, i++).value_or("");
    line.expression = text_at(a, i).value_or(line.label.text);
    line.number = variable_at(*world_of(o), a, i);
    if (line.label.text.empty()) line.label.text = line.expression;
    read_style(line, a, i + 1);
    scene_of(o).add_line(std::move(line));
    return number(1);
}

/// (["label",] expression [, object] [, style]). What means one variable is drawn; other expressions could do anything when they
/// are computed, and are only computed for somebody who looks.
Value add_expression(Object& o, const Arguments& a) {
    auto line = new_line(o);
    std::size_t i = 0;
    if (text_at(a, 0) && text_at(a, 1)) line.label.text = *text_at(a, i++);
    line.expression = text_at(a, i).value_or("");
    if (line.label.text.empty()) line.label.text = line.expression;
    if (const auto object = object_at(a, i + 1)) {
        line.context = object;
        ++i;
    } else {
        line.number = variable_called(*world_of(o), line.expression);
    }
    read_style(line, a, i + 1);
    scene_of(o).add_line(std::move(line));
    return number(1);
}

/// A RangeVarPlot: its line is drawn anew each time that the graph is shown.
Value add_object(Object& o, const Arguments& a) {
    const auto curve = a.find<CurveObject>(0);
    if (!curve) return number(1);
    auto line = new_line(o);
    line.is_live = false;
    line.expression = line.label.text = curve->expression();
    line.refresh = [curve](ui::Line& shown) {
        auto now = curve->curve();
        shown.x = std::move(now.x);
        shown.y = std::move(now.y);
    };
    read_style(line, a, 1);
    scene_of(o).add_line(std::move(line));
    return number(1);
}

Value flush(Object& o, const Arguments& a) {
    scene_of(o).refresh();
    return scene_flush(o, a);
}

Value plot(Object& o, const Arguments& a) {
    if (const auto x = number_at(a, 0)) scene_of(o).plot(*x);
    return number(1);
}

/// (n, &x, &y): a line over memory.
Value add_memory(Object& o, const Arguments& a) {
    const auto count = number_at(a, 0);
    const auto x = place_at(a, 1), y = place_at(a, 2);
    if (!count || !(*count >= 1 && *count < 1e9) || !x || !y) return number(1);
    const auto n = static_cast<std::size_t>(*count);
    const double *from_x = x->address(n), *from_y = y->address(n);
    if (!from_x || !from_y) return number(1);
    auto line = new_line(o);
    line.is_live = false;
    line.x.assign(from_x, from_x + n);
    line.y.assign(from_y, from_y + n);
    scene_of(o).add_line(std::move(line));
    return number(1);
}

Value abscissa(Object& o, const Arguments& a) {
    auto& scene = scene_of(o);
    if (const auto expression = text_at(a, 0)) {
        scene.abscissa_text = *expression;
        scene.abscissa = variable_called(*world_of(o), *expression);
    }
    return number(1);
}

template <bool IsX> Value axis(Object& o, const Arguments& a) {
    auto& axis = IsX ? scene_of(o).x_axis : scene_of(o).y_axis;
    if (a.count() == 0) axis = {};
    else if (a.count() == 1) axis.mode = whole_at(a, 0, 0);
    else {
        axis = {.mode = 1, .start = number_at(a, 0).value_or(0), .stop = number_at(a, 1).value_or(0)};
        axis.at = number_at(a, 2).value_or(0);
        axis.tics = whole_at(a, 3, -1);
        axis.minor_tics = whole_at(a, 4, 0);
        axis.invert = whole_at(a, 5, 0);
        axis.shows_numbers = number_at(a, 6).value_or(1) != 0;
    }
    return number(1);
}

template <ui::Anchor Kind> Value anchor(Object& o, const Arguments& a) {
    auto& label = scene_of(o).next_label;
    label.anchor = Kind;
    label.scale = number_at(a, 0).value_or(label.scale);
    return number(1);
}

/// (previous, x, y): the points of the line behind the previous one; -1 behind the last one, and to begin with.
Value get_line(Object& o, const Arguments& a) {
    auto& scene = scene_of(o);
    const double before = a.number(0);
    const auto x = a.require<Vector>(1, "a Vector"), y = a.require<Vector>(2, "a Vector");
    const auto at =
        scene.next_line(before < 0 ? ui::Scene::npos : static_cast<std::size_t>(whole_of(before)));
    if (at == ui::Scene::npos) return number(-1);
    const auto& line = std::get<ui::Line>(scene.drawings[at]);
    x->numbers->assign(line.x);
    y->numbers->assign(line.y);
    return number(static_cast<double>(at));
}

/// (previous, v): colour, brush, x and y of the label, how it stands.
Value line_info(Object& o, const Arguments& a) {
    auto& scene = scene_of(o);
    const double before = a.number(0);
    const auto to = a.require<Vector>(1, "a Vector");
    const auto at =
        scene.next_line(before < 0 ? ui::Scene::npos : static_cast<std::size_t>(whole_of(before)));
    if (at == ui::Scene::npos) return number(-1);
    const auto& line = std::get<ui::Line>(scene.drawings[at]);
    const std::array info = {static_cast<double>(line.style.color), static_cast<double>(line.style.brush),
                             line.label.x, line.label.y, static_cast<double>(line.label.anchor)};
    to->numbers->assign(info);
    return number(static_cast<double>(at));
}

/// (0 or 1): keep lines; ("expression"): and label them with its value.
Value family(Object& o, const Arguments& a) {
    auto& scene = scene_of(o);
    if (const auto expression = text_at(a, 0)) {
        scene.family = *expression;
        scene.keeps_lines = true;
    } else if (const auto on = number_at(a, 0)) {
        scene.keeps_lines = *on != 0;
    }
    return number(1);
}

constexpr hoc::Member kOwn[] = {
    {.name = "addvar",
     .signature = "([label,] variable [, color, brush, x, y, fixtype]) -> float",
     .summary = "A line that follows a variable: plot(x) adds a point",
     .call = add_variable},
    {.name = "addexpr",
     .signature = "([label,] expression [, object] [, color, brush, x, y, fixtype]) -> float",
     .summary = "A line that follows an expression: plot(x) adds a point",
     .call = add_expression},
    {.name = "addobject",
     .signature = "(RangeVarPlot [, color, brush, x, y]) -> float",
     .summary = "A line along a path: flush() draws it anew",
     .call = add_object},
    {.name = "plot", .signature = "(x) -> float", .summary = "A point of each line", .call = plot},
    {.name = "fastflush", .signature = "() -> float", .summary = "Show the new points", .call = flush},
    {.name = "simgraph",
     .signature = "() -> float",
     .summary = "Let the integrator add the points of its lines",
     .call = answer_1},
    {.name = "vector",
     .signature = "(n, ref x, ref y) -> float",
     .summary = "A line over numbers in memory",
     .call = add_memory},
    {.name = "xexpr",
     .signature = "(expression [, use_pointer]) -> float",
     .summary = "What plot takes as x in place of its argument",
     .call = abscissa},
    {.name = "color",
     .signature = "(i [, name]) -> float",
     .summary = "Colour of what is drawn from now on; with a name: the colour of this number",
     .call =
         [](Object& o, const Arguments& a) {
             const auto i = number_at(a, 0);
             const auto name = text_at(a, 1);
             if (i && name) scene_of(o).new_colors.emplace_back(whole_of(*i), *name);
             else if (i) scene_of(o).style.color = whole_of(*i);
             return number(1);
         }},
    {.name = "brush",
     .signature = "(i [, pattern, width]) -> float",
     .summary = "Brush of what is drawn from now on",
     .call =
         [](Object& o, const Arguments& a) {
             if (const auto i = number_at(a, 0); i && a.count() == 1) scene_of(o).style.brush = whole_of(*i);
             return number(1);
         }},
    {.name = "xaxis",
     .signature = "([mode]) or (start, stop [, at, tics, minor, invert, numbers]) -> float",
     .summary = "The x axis: 0 along the view, 1 fixed, 2 a box, 3 none",
     .call = axis<true>},
    {.name = "yaxis",
     .signature = "([mode]) or (start, stop [, at, tics, minor, invert, numbers]) -> float",
     .summary = "The y axis: 0 along the view, 1 fixed, 2 a box, 3 none",
     .call = axis<false>},
    {.name = "fixed",
     .signature = "([scale]) -> float",
     .summary = "Labels keep their size at a place of the scene",
     .call = anchor<ui::Anchor::fixed>},
    {.name = "vfixed",
     .signature = "([scale]) -> float",
     .summary = "Labels keep their place in the window",
     .call = anchor<ui::Anchor::window>},
    {.name = "relative",
     .signature = "([scale]) -> float",
     .summary = "Labels grow with the view",
     .call = anchor<ui::Anchor::scaled>},
    {.name = "align",
     .signature = "([x, y]) -> float",
     .summary = "Which point of a label is at its place: 0 to 1",
     .call =
         [](Object& o, const Arguments& a) {
             auto& label = scene_of(o).next_label;
             label.x_align = number_at(a, 0).value_or(label.x_align);
             label.y_align = number_at(a, 1).value_or(label.y_align);
             return number(1);
         }},
    {.name = "family",
     .signature = "(bool or expression) -> float",
     .summary = "Keep lines when new ones begin, labelled by an expression",
     .call = family},
    {.name = "menu_remove",
     .signature = "(item) -> float",
     .summary = "Take an item out of its menu",
     .call =
         [](Object& o, const Arguments& a) {
             if (const auto label = text_at(a, 0))
                 std::erase_if(scene_of(o).menu, [&](const auto& entry) { return entry.first == *label; });
             return number(0);
         }},
    {.name = "crosshair_action",
     .signature = "(procedure or callable [, vectors]) -> float",
     .summary = "Called for a key while the crosshair is dragged",
     .call =
         [](Object& o, const Arguments& a) {
             scene_of(o).crosshair = action_at(*world_of(o), a, 0);
             return number(0);
         }},
    {.name = "view_info",
     .signature = "([i, what [, coordinate]]) -> float",
     .summary = "Measures of a view; -1 without a screen",
     .call = answer<-1>},
    {.name = "view_size",
     .signature = "(i, left, right, bottom, top) -> float",
     .summary = "The rectangle of a view",
     .call =
         [](Object& o, const Arguments& a) {
             const auto i = number_at(a, 0);
             auto& views = scene_of(o).views;
             if (i && *i >= 0 && *i < static_cast<double>(views.size()) && a.count() == 5) {
                 auto& view = views[static_cast<std::size_t>(*i)];
                 view.left = number_at(a, 1).value_or(view.left);
                 view.right = number_at(a, 2).value_or(view.right);
                 view.bottom = number_at(a, 3).value_or(view.bottom);
                 view.top = number_at(a, 4).value_or(view.top);
             }
             return number(0);
         }},
    {.name = "glyph",
     .signature = "(Glyph, x, y [, sx, sy, angle, fixtype]) -> float",
     .summary = "A drawing at a place",
     .call = answer_0},
    {.name = "getline",
     .signature = "(previous, Vector x, Vector y) -> int",
     .summary =
         "The points of the line behind a previous one (-1: of the first); its index, -1 if there is none",
     .call = get_line},
    {.name = "line_info",
     .signature = "(previous, Vector) -> int",
     .summary = "Colour, brush, place and kind of the label of the line behind a previous one",
     .call = line_info},
};

constexpr auto kMembers = [] {
    auto members = with_scene(kOwn);
    for (auto& member : members)
        if (member.name == "flush") member.call = flush;
    return members;
}();

} // namespace

const Declaration kGraphClass = {.name = "Graph",
                                 .signature = "([0])",
                                 .summary = "Lines over an axis, with a window unless 0 is given",
                                 .members = kMembers,
                                 .make = [](BuiltinClass& type, const Arguments& a) -> hoc::ObjectPtr {
                                     auto made =
                                         std::make_shared<SceneObject>(type.self(), ui::ItemKind::graph);
                                     made->item->title = made->name();
                                     if (number_at(a, 0).value_or(1) != 0)
                                         type.world()->classes().desk.map(made->item);
                                     return made;
                                 },
                                 .takes_section = true};

} // namespace ranvier::world::classes
