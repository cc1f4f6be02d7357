// SPDX-License-Identifier: BSD-3-Clause
// Shape, PlotShape, PPShape: pictures of the sections; Glyph: a drawing.
#include <algorithm>

#include "scene_members.hpp"

#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/sections.hpp"
#include "ranvier/world/classes/windows.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

std::vector<model::SectionPtr> ShapeObject::sections() const {
    std::vector<model::SectionPtr> out;
    if (is_of_all) {
        const auto& all = static_cast<const BuiltinClass&>(type()).find_world()->model().sections();
        out.assign(all.begin(), all.end());
        return out;
    }
    for (const auto& section : listed)
        if (auto living = section.lock(); living && !living->is_deleted()) out.push_back(std::move(living));
    return out;
}

int ShapeObject::color_of(const model::Section& section) const {
    const auto found = colors.find(&section);
    return found == colors.end() ? color : found->second;
}

namespace {

using hoc::Arguments;
using hoc::Object;
using hoc::Value;

ShapeObject& shape_of(Object& o) { return as<ShapeObject>(o); }

/// The sections of a list; false if argument i is none.
bool read_list(ShapeObject& shape, const Arguments& a, std::size_t i) {
    const auto list = object_at(a, i);
    std::vector<model::SectionPtr> found;
    if (!list || !sections_of(*list, found)) return false;
    shape.is_of_all = false;
    shape.listed.assign(found.begin(), found.end());
    return true;
}

Value observe(Object& o, const Arguments& a) {
    if (!read_list(shape_of(o), a, 0)) shape_of(o).is_of_all = true;
    return number(0);
}

Value set_color(Object& o, const Arguments& a) {
    const auto color = number_at(a, 0);
    const auto section = section_if_any(o);
    if (color && section) shape_of(o).colors[section.get()] = whole_of(*color);
    return number(0);
}

Value color_all(Object& o, const Arguments& a) {
    if (const auto color = number_at(a, 0)) {
        shape_of(o).colors.clear();
        shape_of(o).color = whole_of(*color);
    }
    return number(0);
}

Value color_list(Object& o, const Arguments& a) {
    const auto list = object_at(a, 0);
    const auto color = number_at(a, 1);
    std::vector<model::SectionPtr> found;
    if (list && color && sections_of(*list, found))
        for (const auto& section : found) shape_of(o).colors[section.get()] = whole_of(*color);
    return number(0);
}

Value show(Object& o, const Arguments& a) {
    if (const auto style = number_at(a, 0); style && *style >= 0 && *style <= 2)
        shape_of(o).style = static_cast<int>(*style);
    return number(1);
}

Value nothing(Object&, const Arguments&) { return hoc::ObjectPtr(); }

// What both know. Where the mouse is asked for there is none without a screen.
constexpr hoc::Member kColor = {.name = "color",
                                .signature = "(i) -> float",
                                .summary = "The colour of the current section",
                                .call = set_color};
constexpr hoc::Member kColorAll = {.name = "color_all",
                                   .signature = "(i) -> float",
                                   .summary = "The colour of all sections",
                                   .call = color_all};
constexpr hoc::Member kColorList = {.name = "color_list",
                                    .signature = "(SectionList, i) -> float",
                                    .summary = "The colour of the sections of a list",
                                    .call = color_list};
constexpr hoc::Member kShow = {.name = "show",
                               .signature = "(style) -> float",
                               .summary = "0 diameters, 1 centre lines, 2 schematic",
                               .call = show};
constexpr hoc::Member kObserve = {.name = "observe",
                                  .signature = "([SectionList]) -> float",
                                  .summary = "Which sections are seen; all by default",
                                  .call = observe};
constexpr hoc::Member kRotate = {.name = "rotate",
                                 .signature = "([x, y, z, about x, about y, about z]) -> float",
                                 .summary = "Turn the picture; without arguments back to the front",
                                 .call = answer<0>};
constexpr hoc::Member kLengthScale = {.name = "len_scale",
                                      .signature = "(factor) -> float",
                                      .summary = "Draw the current section longer or shorter",
                                      .call = answer<0>};
constexpr hoc::Member kNearest = {.name = "nearest",
                                  .signature = "(x, y) -> float",
                                  .summary = "Distance to the nearest section on the screen",
                                  .call = answer<0>};
constexpr hoc::Member kNearestSegment = {.name = "nearest_seg",
                                         .signature = "(x, y) -> object",
                                         .summary = "The nearest place on the screen; none without one",
                                         .call = nothing};
constexpr hoc::Member kPushSelected = {
    .name = "push_selected",
    .signature = "() -> float",
    .summary = "Make the selected section current; where it was selected, -1 nowhere",
    .call = answer<-1>};
constexpr hoc::Member kSelectedSegment = {.name = "selected_seg",
                                          .signature = "() -> object",
                                          .summary = "The place that was selected; none without a screen",
                                          .call = nothing};

constexpr hoc::Member kShapeOwn[] = {
    kColor,
    kColorAll,
    kColorList,
    kShow,
    kObserve,
    kRotate,
    kNearest,
    kLengthScale,
    kPushSelected,
    kNearestSegment,
    kSelectedSegment,
    {.name = "action",
     .signature = "(statement or callable) -> float",
     .summary = "Run when a section is selected, which is current then",
     .call =
         [](Object& o, const Arguments& a) {
             shape_of(o).on_select = action_at(*world_of(o), a, 0);
             return number(1);
         }},
    {.name = "select",
     .signature = "() -> float",
     .summary = "Select the current section",
     .call =
         [](Object& o, const Arguments&) {
             shape_of(o).selected = section_if_any(o);
             return number(1);
         }},
    {.name = "point_mark",
     .signature = "(point, color [, style, size]) -> float",
     .summary = "A mark where a point process is",
     .call =
         [](Object& o, const Arguments& a) {
             const auto point = object_at(a, 0);
             const auto color = number_at(a, 1);
             if (point && color)
                 shape_of(o).marks.push_back(
                     {point, whole_of(*color), text_at(a, 2).value_or("o"), number_at(a, 3).value_or(8)});
             return number(0);
         }},
    {.name = "point_mark_remove",
     .signature = "([point]) -> float",
     .summary = "Take one mark away, or all",
     .call =
         [](Object& o, const Arguments& a) {
             const auto point = object_at(a, 0);
             std::erase_if(shape_of(o).marks,
                           [&](const auto& mark) { return !point || mark.point.lock() == point; });
             return number(0);
         }},
};

constexpr hoc::Member kPlotOwn[] = {
    kColor,
    kColorAll,
    kColorList,
    kShow,
    kObserve,
    kRotate,
    kNearest,
    kLengthScale,
    kPushSelected,
    kNearestSegment,
    kSelectedSegment,
    {.name = "fastflush", .signature = "() -> float", .summary = "Show the new values", .call = scene_flush},
    {.name = "variable",
     .signature = "(range variable) -> float",
     .summary = "What the colours show",
     .call =
         [](Object& o, const Arguments& a) {
             shape_of(o).variable = a.text(0);
             return number(1);
         }},
    {.name = "scale",
     .signature = "(low, high) -> float",
     .summary = "The values of the first and the last colour",
     .call =
         [](Object& o, const Arguments& a) {
             shape_of(o).low = number_at(a, 0).value_or(shape_of(o).low);
             shape_of(o).high = number_at(a, 1).value_or(shape_of(o).high);
             return number(1);
         }},
    {.name = "colormap",
     .signature = "(n [, is_global]) or (i, red, green, blue) -> float",
     .summary = "How many colours there are, or one of them (0 to 255)",
     .call =
         [](Object& o, const Arguments& a) {
             auto& map = shape_of(o).color_map;
             const auto i = number_at(a, 0), red = number_at(a, 1), green = number_at(a, 2),
                        blue = number_at(a, 3);
             if (i && red && green && blue) map.push_back({*i, *red, *green, *blue});
             else map.clear();
             return number(1);
         }},
    {.name = "hinton",
     .signature = "(variable, x, y, width [, height]) -> float",
     .summary = "A square whose size follows a variable",
     .call = answer<1>},
};

constexpr auto kShapeMembers = with_scene(kShapeOwn);
constexpr auto kPlotMembers = with_scene(kPlotOwn);

/// ([SectionList] [, 0]): a window, unless 0 or False is given.
hoc::ObjectPtr make_shape(BuiltinClass& type, const Arguments& a) {
    auto made = std::make_shared<ShapeObject>(type.self(), ui::ItemKind::shape);
    const bool has_list = read_list(*made, a, 0);
    made->item->title = made->name();
    if (number_at(a, has_list ? 1 : 0).value_or(1) != 0) type.world()->classes().desk.map(made->item);
    return made;
}

constexpr hoc::Member kPpMembers[] = {
    {.name = "append", .signature = "(point) -> float", .summary = "Show a point process", .call = answer<1>},
};

// What a Glyph draws waits for somebody who looks: the calls are kept as they came.
struct Glyph final : Object {
    using Object::Object;
    struct Step {
        std::string what;
        std::vector<double> numbers;
    };
    std::vector<Step> steps;
};

template <std::size_t N> struct Text {
    char value[N];
    constexpr Text(const char (&text)[N]) { std::copy_n(text, N, value); } // NOLINT: a literal is one
};

template <Text What> Value step(Object& o, const Arguments& a) {
    Glyph::Step made{What.value, {}};
    for (std::size_t i = 0; i < a.count(); ++i)
        if (const auto x = number_at(a, i)) made.numbers.push_back(*x);
    as<Glyph>(o).steps.push_back(std::move(made));
    return itself(o);
}

constexpr hoc::Member kGlyphMembers[] = {
    {.name = "path", .signature = "() -> Glyph", .summary = "Begin a path", .call = step<"path">},
    {.name = "m", .signature = "(x, y) -> Glyph", .summary = "Move the pen", .call = step<"m">},
    {.name = "l",
     .signature = "(x, y) -> Glyph",
     .summary = "A line from the pen to here",
     .call = step<"l">},
    {.name = "s",
     .signature = "([color, brush]) -> Glyph",
     .summary = "Draw the path as a line",
     .call = step<"s">},
    {.name = "fill", .signature = "([color]) -> Glyph", .summary = "Fill the path", .call = step<"fill">},
    {.name = "close", .signature = "() -> Glyph", .summary = "Close the path", .call = step<"close">},
    {.name = "circle", .signature = "(x, y, r) -> Glyph", .summary = "A circle", .call = step<"circle">},
    {.name = "curve",
     .signature = "(x, y, x1, y1, x2, y2) -> Glyph",
     .summary = "A curve from the pen to here",
     .call = step<"curve">},
    {.name = "cpt",
     .signature = "(i, x, y) -> Glyph",
     .summary = "A point of the path that can be moved",
     .call = step<"cpt">},
    {.name = "gif", .signature = "(file) -> Glyph", .summary = "A picture from a file", .call = step<"gif">},
    {.name = "erase",
     .signature = "() -> Glyph",
     .summary = "Start again",
     .call =
         [](Object& o, const Arguments&) {
             as<Glyph>(o).steps.clear();
             return itself(o);
         }},
};

} // namespace

const Declaration kShapeClass = {.name = "Shape",
                                 .signature = "([SectionList] [, 0])",
                                 .summary = "A picture of the sections",
                                 .members = kShapeMembers,
                                 .make = make_shape,
                                 .takes_section = true};
const Declaration kPlotShapeClass = {.name = "PlotShape",
                                     .signature = "([SectionList] [, 0])",
                                     .summary = "A picture of the sections that shows a variable by colours",
                                     .members = kPlotMembers,
                                     .make = [](BuiltinClass& type, const Arguments& a) -> hoc::ObjectPtr {
                                         if (text_at(a, 0)) a.refuse(0, "a SectionList");
                                         return make_shape(type, a);
                                     },
                                     .takes_section = true};
const Declaration kPpShapeClass = {.name = "PPShape",
                                   .signature = "()",
                                   .summary = "A picture of where point processes are",
                                   .members = kPpMembers,
                                   .make = [](BuiltinClass& type, const Arguments&) -> hoc::ObjectPtr {
                                       return std::make_shared<Object>(type.self());
                                   }};
const Declaration kGlyphClass = {.name = "Glyph",
                                 .signature = "()",
                                 .summary = "A drawing that graphs show at places",
                                 .members = kGlyphMembers,
                                 .make = [](BuiltinClass& type, const Arguments&) -> hoc::ObjectPtr {
                                     return std::make_shared<Glyph>(type.self());
                                 }};

} // namespace ranvier::world::classes
