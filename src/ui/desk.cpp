// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/ui/desk.hpp"

#include <algorithm>

#include "ranvier/base/error.hpp"
#include "ranvier/ui/scene.hpp"

namespace ranvier::ui {

void Desk::open_panel(std::string title, bool is_horizontal) {
    auto panel = std::make_shared<Item>(ItemKind::panel, std::move(title));
    panel->is_horizontal = is_horizontal;
    open_.assign(1, std::move(panel)); // one that was left open is lost
}

ItemPtr Desk::close_panel(std::optional<Geometry> place) {
    if (open_.empty()) return nullptr;
    auto panel = open_.front();
    open_.clear();
    map(panel, place);
    return panel;
}

void Desk::open_menu(std::string title) {
    if (open_.empty()) return;
    auto menu = std::make_shared<Item>(ItemKind::menu, std::move(title));
    add(menu);
    open_.push_back(std::move(menu));
}

void Desk::close_menu() {
    if (open_.size() > 1) open_.pop_back();
}

void Desk::add(const ItemPtr& field) {
    if (open_.empty()) return;
    if (const auto known = domains_.find(field->variable); known != domains_.end())
        field->domain = known->second;
    field->parent = open_.back();
    open_.back()->items.push_back(field);
    touch();
}

void Desk::intercept(const ItemPtr& box) { intercepting_.push_back(box); }

void Desk::end_intercept(const ItemPtr& box) {
    const auto last = std::find(intercepting_.rbegin(), intercepting_.rend(), box);
    if (last != intercepting_.rend()) intercepting_.erase(std::next(last).base());
}

void Desk::map(const ItemPtr& given, std::optional<Geometry> place) {
    const auto item = given; // may be an element of the list that it is taken out of
    unmap(item);
    if (place) item->geometry = place;
    item->is_mapped = true;
    const auto box = intercepting_.empty() || intercepting_.back() == item ? nullptr : intercepting_.back();
    // A box cannot stand in itself.
    bool is_inside = false;
    for (auto up = box; up; up = up->parent.lock()) is_inside = is_inside || up == item;
    if (box && !is_inside) {
        item->parent = box;
        box->items.push_back(item);
        if (box->kind == ItemKind::deck && box->front < 0) box->front = 0;
    } else {
        item->parent.reset();
        windows_.push_back(item);
    }
    touch();
}

void Desk::unmap(const ItemPtr& given) {
    const auto item = given; // as in map
    if (!item->is_mapped) return;
    item->is_mapped = false;
    std::erase(windows_, item);
    if (const auto parent = item->parent.lock()) std::erase(parent->items, item);
    item->parent.reset();
    touch();
}

namespace {

void describe(const Item& item, int depth, std::string& out) {
    out.append(static_cast<std::size_t>(2 * depth), ' ');
    out += kind_name(item.kind);
    if (!item.title.empty()) out += " '" + item.title + "'";
    if (!item.variable.empty()) out += " of " + item.variable;
    if (item.text) out += " = '" + *item.text + "'";
    if (item.action) out += " runs " + item.action.text;
    if (item.geometry) {
        out += " at " + number_text(item.geometry->left) + "," + number_text(item.geometry->top);
        if (item.geometry->width && item.geometry->height)
            out += " " + number_text(*item.geometry->width) + "x" + number_text(*item.geometry->height);
    }
    if (item.scene) {
        const auto [x1, x2, y1, y2] = item.scene->size();
        out += " " + number_text(x1) + ":" + number_text(x2) + " " + number_text(y1) + ":" + number_text(y2);
    }
    out += '\n';
    if (item.scene)
        for (const auto& drawing : item.scene->drawings) {
            out.append(static_cast<std::size_t>(2 * depth + 2), ' ');
            if (const auto* line = std::get_if<Line>(&drawing))
                out += "line '" + line->label.text + "' of " +
                       number_text(static_cast<double>(line->x.size())) + " points";
            else if (const auto* label = std::get_if<Label>(&drawing)) out += "label '" + label->text + "'";
            else out += "mark";
            out += '\n';
        }
    for (const auto& inner : item.items) describe(*inner, depth + 1, out);
}

} // namespace

std::string outline(const Desk& desk) {
    std::string out;
    for (const auto& window : desk.windows()) describe(*window, 0, out);
    return out;
}

} // namespace ranvier::ui
