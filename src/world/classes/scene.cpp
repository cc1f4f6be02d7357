// SPDX-License-Identifier: BSD-3-Clause
// What Graph, Shape and PlotShape have in common: views, menus, free lines, labels and marks.
#include <cmath>

#include "scene_members.hpp"

#include "ranvier/world/classes/windows.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Object;
using hoc::Value;

/// What is written under the text before stands a line lower.
constexpr double kLabelStep = 0.05;

} // namespace

Value answer_0(Object&, const Arguments&) { return number(0); }
Value answer_1(Object&, const Arguments&) { return number(1); }

Value scene_begin(Object& o, const Arguments&) {
    scene_of(o).begin();
    return number(1);
}

Value scene_flush(Object& o, const Arguments&) {
    desk_of(o).touch();
    return number(1);
}

Value scene_size(Object& o, const Arguments& a) {
    auto& scene = scene_of(o);
    const auto x1 = number_at(a, 0);
    if (a.count() == 1 && x1 && *x1 >= 1 && *x1 <= 4)
        return number(scene.size()[static_cast<std::size_t>(*x1) - 1]);
    const auto x2 = number_at(a, 1), y1 = number_at(a, 2), y2 = number_at(a, 3);
    if (x1 && x2 && y1 && y2) {
        scene.set_size(*x1, *x2, *y1, *y2);
        desk_of(o).touch();
    } else if (const auto place = place_at(a, 0)) {
        if (const auto bounds = scene.bounds(); double* to = bounds ? place->address(4) : nullptr)
            for (std::size_t i = 0; i < 4; ++i) to[i] = (*bounds)[i];
    }
    return number(0);
}

Value scene_view(Object& o, const Arguments& a) {
    auto& scene = scene_of(o);
    ui::View view;
    const auto left = number_at(a, 0), bottom = number_at(a, 1), width = number_at(a, 2),
               height = number_at(a, 3);
    if (left && bottom && width && height) {
        view = {*left, *bottom, *left + *width, *bottom + *height, geometry_at(a, 4)};
    } else if (!scene.views.empty()) {
        view = scene.views.front(); // as it is seen now
        view.window.reset();
    }
    // A size that was given before there was a window is the first view's.
    const bool is_first = !as<SceneObject>(o).item->is_mapped;
    if (is_first && scene.views.size() == 1) scene.views[0] = view;
    else scene.views.push_back(view);
    if (is_first) desk_of(o).map(as<SceneObject>(o).item, view.window);
    desk_of(o).touch();
    return number(1);
}

Value scene_view_count(Object& o, const Arguments&) {
    const bool is_seen = desk_of(o).is_shown() && as<SceneObject>(o).item->is_mapped;
    return number(is_seen ? static_cast<double>(std::max<std::size_t>(scene_of(o).views.size(), 1)) : 0);
}

Value scene_unmap(Object& o, const Arguments&) {
    desk_of(o).unmap(as<SceneObject>(o).item);
    scene_of(o).views.clear();
    return number(0);
}

Value scene_save_name(Object& o, const Arguments& a) {
    scene_of(o).save_name = text_at(a, 0).value_or("");
    return number(1);
}

Value scene_menu(Object& o, const Arguments& a) {
    if (const auto label = text_at(a, 0))
        scene_of(o).menu.emplace_back(*label, action_at(*world_of(o), a, 1));
    return number(1);
}

/// Items that say how lines are drawn hold for what comes; those about views need somebody who looks.
Value scene_exec_menu(Object& o, const Arguments& a) {
    if (const auto item = text_at(a, 0); item && *item == "Keep Lines")
        scene_of(o).keeps_lines = !scene_of(o).keeps_lines;
    return number(0);
}

Value scene_erase(Object& o, const Arguments&) {
    scene_of(o).erase();
    return number(1);
}

Value scene_erase_all(Object& o, const Arguments&) {
    scene_of(o).erase_all();
    return number(1);
}

Value scene_begin_line(Object& o, const Arguments& a) {
    const auto label = text_at(a, 0);
    const std::size_t i = label ? 1 : 0;
    std::optional<ui::Style> style;
    if (const auto color = number_at(a, i))
        style = {whole_of(*color), whole_at(a, i + 1, scene_of(o).style.brush)};
    scene_of(o).begin_line(label.value_or(""), style);
    return number(1);
}

Value scene_line(Object& o, const Arguments& a) {
    const auto x = number_at(a, 0), y = number_at(a, 1);
    if (x && y) scene_of(o).line_to(*x, *y);
    return number(1);
}

Value scene_label(Object& o, const Arguments& a) {
    auto& scene = scene_of(o);
    auto label = scene.next_label;
    label.color = scene.style.color;
    if (const auto words = text_at(a, 0)) {
        label.text = *words;
    } else {
        label.x = number_at(a, 0).value_or(label.x);
        label.y = number_at(a, 1).value_or(label.y);
        const auto given = text_at(a, 2);
        if (!given) { // where the next one stands
            scene.next_label = label;
            return number(1);
        }
        label.text = *given;
        if (const auto anchor = number_at(a, 3); anchor && *anchor >= 0 && *anchor <= 2)
            label.anchor = static_cast<ui::Anchor>(static_cast<int>(*anchor));
        label.scale = number_at(a, 4).value_or(label.scale);
        label.x_align = number_at(a, 5).value_or(label.x_align);
        label.y_align = number_at(a, 6).value_or(label.y_align);
        label.color = whole_at(a, 7, label.color);
    }
    scene.next_label = label;
    scene.next_label.text.clear();
    scene.next_label.y -= kLabelStep;
    scene.drawings.emplace_back(std::move(label));
    return number(1);
}

Value scene_mark(Object& o, const Arguments& a) {
    constexpr std::string_view kShapes = "+ostOST|-";
    auto& scene = scene_of(o);
    const auto x = number_at(a, 0), y = number_at(a, 1);
    if (!x || !y) return number(1);
    ui::Mark mark{*x, *y, '+', number_at(a, 3).value_or(12), scene.style};
    if (const auto shape = text_at(a, 2); shape && !shape->empty()) mark.shape = shape->front();
    else if (const auto index = number_at(a, 2); index && *index >= 0 && *index < 9)
        mark.shape = kShapes[static_cast<std::size_t>(*index)];
    mark.style.color = whole_at(a, 4, mark.style.color);
    mark.style.brush = whole_at(a, 5, mark.style.brush);
    scene.drawings.emplace_back(mark);
    return number(1);
}

} // namespace ranvier::world::classes
