// SPDX-License-Identifier: BSD-3-Clause
// VBox, HBox, Deck: windows that hold others; PWManager: the list of windows.
#include "ranvier/world/classes/windows.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Object;
using hoc::Value;
using ui::ItemKind;

ui::ItemPtr item_of(Object& o) { return as<WindowObject>(o).item; }

Value intercept(Object& o, const Arguments& a) {
    const double on = a.number(0);
    if (on != 0) desk_of(o).intercept(item_of(o));
    else desk_of(o).end_intercept(item_of(o));
    return number(on);
}

Value map(Object& o, const Arguments& a) {
    const auto item = item_of(o);
    if (const auto title = text_at(a, 0)) item->title = *title;
    desk_of(o).map(item, geometry_at(a, 1));
    return number(1);
}

Value unmap(Object& o, const Arguments&) {
    desk_of(o).unmap(item_of(o));
    as<WindowObject>(o).kept = nullptr;
    return number(0);
}

/// Where nobody sees a window there is none.
Value is_mapped(Object& o, const Arguments&) {
    const auto item = item_of(o);
    return number(desk_of(o).is_shown() && item->is_mapped && item->parent.expired());
}

Value save(Object& o, const Arguments& a) {
    item_of(o)->save = action_at(*world_of(o), a, 0);
    return number(1);
}

Value on_dismiss(Object& o, const Arguments& a) {
    item_of(o)->on_dismiss = action_at(*world_of(o), a, 0);
    return number(0);
}

Value keep(Object& o, const Arguments& a) {
    const auto object = object_at(a, 0);
    if (!object) a.refuse(0, "an object");
    as<WindowObject>(o).kept = object.get() == &o ? nullptr : object;
    return number(0);
}

Value set_priority(Object& o, const Arguments& a) {
    item_of(o)->priority = a.number(0);
    return number(item_of(o)->priority);
}

constexpr hoc::Member kBoxMembers[] = {
    {.name = "intercept",
     .signature = "(bool) -> float",
     .summary = "Take all windows that are made from now on (1), or no more (0)",
     .call = intercept},
    {.name = "map",
     .signature = "([title, left, top, width, height]) -> float",
     .summary = "Make it a window, or a part of the box that intercepts",
     .call = map},
    {.name = "unmap", .signature = "([accept]) -> float", .summary = "Close the window", .call = unmap},
    {.name = "ismapped",
     .signature = "() -> bool",
     .summary = "Whether it is a window on a screen",
     .call = is_mapped},
    {.name = "save",
     .signature = "(statement or callable) -> float",
     .summary = "What writes the box into a session",
     .call = save},
    {.name = "ref",
     .signature = "(object) -> float",
     .summary = "Keep an object until the window is closed",
     .call = keep},
    {.name = "dismiss_action",
     .signature = "(statement or callable) -> float",
     .summary = "Run when the user closes the window",
     .call = on_dismiss},
    {.name = "dialog",
     .signature = "(label [, accept, cancel]) -> float",
     .summary = "Show it and wait for an answer; 0 without a screen",
     .call = answer<0>},
    {.name = "priority",
     .signature = "(n) -> float",
     .summary = "Order in a session: higher ones come first",
     .call = set_priority},
    {.name = "size",
     .signature = "(array) -> float",
     .summary = "Left, top, width and height on the screen",
     .call = answer<0>},
    {.name = "adjuster",
     .signature = "(pixels) -> float",
     .summary = "A bar to drag behind the next item",
     .call = answer<0>},
    {.name = "adjust",
     .signature = "(pixels [, i]) -> float",
     .summary = "Change the size of an item",
     .call = answer<0>},
    {.name = "full_request",
     .signature = "([bool]) -> float",
     .summary = "Ask the items for their sizes anew",
     .call = answer<0>},
};

constexpr hoc::Member kDeckMembers[] = {
    kBoxMembers[0],
    kBoxMembers[1],
    kBoxMembers[2],
    kBoxMembers[4],
    {.name = "flip_to",
     .signature = "([i]) -> float",
     .summary = "Which card is seen (-1 none); shows one if it is given",
     .call =
         [](Object& o, const Arguments& a) {
             auto& front = item_of(o)->front;
             if (const auto to = number_at(a, 0)) {
                 const auto count = static_cast<double>(item_of(o)->items.size());
                 front = *to >= 0 && *to < count ? static_cast<int>(*to) : -1;
                 desk_of(o).touch();
             }
             return number(desk_of(o).is_shown() ? front : -1);
         }},
    {.name = "remove_last",
     .signature = "() -> float",
     .summary = "Take the last card out",
     .call =
         [](Object& o, const Arguments&) {
             if (!item_of(o)->items.empty()) desk_of(o).unmap(item_of(o)->items.back());
             return number(0);
         }},
    {.name = "remove",
     .signature = "(i) -> float",
     .summary = "Take a card out",
     .call =
         [](Object& o, const Arguments& a) {
             auto& items = item_of(o)->items;
             const auto i = number_at(a, 0);
             if (i && *i >= 0 && *i < static_cast<double>(items.size()))
                 desk_of(o).unmap(items[static_cast<std::size_t>(*i)]);
             return number(0);
         }},
    {.name = "move_last",
     .signature = "(i) -> float",
     .summary = "Make the last card card i",
     .call =
         [](Object& o, const Arguments& a) {
             auto& items = item_of(o)->items;
             const auto i = number_at(a, 0);
             if (i && *i >= 0 && *i < static_cast<double>(items.size())) {
                 auto last = items.back();
                 items.pop_back();
                 items.insert(items.begin() + static_cast<std::ptrdiff_t>(*i), std::move(last));
                 desk_of(o).touch();
             }
             return number(0);
         }},
};

template <ItemKind Kind> hoc::ObjectPtr make_box(BuiltinClass& type, const Arguments& a) {
    auto made = std::make_shared<WindowObject>(type.self(), std::make_shared<ui::Item>(Kind));
    if (a.has(0)) made->item->frame = static_cast<int>(a.whole(0, 0, 3));
    return made;
}

// The windows by their numbers. Where nobody sees them there are none.

const std::vector<ui::ItemPtr>& shown(Object& o) {
    static const std::vector<ui::ItemPtr> none;
    const auto& desk = desk_of(o);
    return desk.is_shown() ? desk.windows() : none;
}

ui::ItemPtr window_at(Object& o, const Arguments& a) {
    const auto i = number_at(a, 0);
    const auto& windows = shown(o);
    return i && *i >= 0 && *i < static_cast<double>(windows.size()) ? windows[static_cast<std::size_t>(*i)]
                                                                    : nullptr;
}

constexpr hoc::Member kManagerMembers[] = {
    {.name = "count",
     .signature = "() -> int",
     .summary = "How many windows there are",
     .call = [](Object& o, const Arguments&) { return number(static_cast<double>(shown(o).size())); }},
    {.name = "is_mapped",
     .signature = "(i) -> bool",
     .summary = "Whether a window is on the screen",
     .call = [](Object& o, const Arguments& a) { return number(window_at(o, a) != nullptr); }},
    {.name = "map", .signature = "(i) -> float", .summary = "Show a window", .call = answer<0>},
    {.name = "hide", .signature = "(i) -> float", .summary = "Hide a window", .call = answer<0>},
    {.name = "close",
     .signature = "(i) -> float",
     .summary = "Close a window",
     .call =
         [](Object& o, const Arguments& a) {
             if (const auto window = window_at(o, a)) desk_of(o).unmap(window);
             return number(0);
         }},
    {.name = "iconify", .signature = "() -> float", .summary = "Hide all windows", .call = answer<0>},
    {.name = "deiconify", .signature = "() -> float", .summary = "Show all windows again", .call = answer<0>},
    {.name = "leader",
     .signature = "() -> float",
     .summary = "The number of the main window; -1 if there is none",
     .call = answer<-1>},
    {.name = "manager",
     .signature = "([bool]) -> float",
     .summary = "The number of the manager's window; -1 if there is none",
     .call = answer<-1>},
    {.name = "name",
     .signature = "(i [, strdef]) -> str",
     .summary = "The title of a window",
     .call =
         [](Object& o, const Arguments& a) {
             const auto window = window_at(o, a);
             const std::string title = window ? window->title : "";
             if (a.has(1)) *a.writable_text(1) = title;
             return text(title);
         }},
    {.name = "group",
     .signature = "(i [, object]) -> object",
     .summary = "The group that a window is in",
     .call = [](Object&, const Arguments&) -> Value { return hoc::ObjectPtr(); }},
    {.name = "save",
     .signature = "(file, group [, header]) -> float",
     .summary = "Write a session; nothing without a screen",
     .call = answer<0>},
    {.name = "snap",
     .signature = "([file]) -> float",
     .summary = "A picture of the screen",
     .call = answer<0>},
    {.name = "scale", .signature = "(x) -> float", .summary = "Size on paper", .call = answer<1>},
    {.name = "landscape", .signature = "(bool) -> float", .summary = "Paper lies", .call = answer<1>},
    {.name = "deco", .signature = "(i) -> float", .summary = "Frames on paper", .call = answer<1>},
    {.name = "window_place",
     .signature = "(i, left, top) -> float",
     .summary = "Move a window",
     .call =
         [](Object& o, const Arguments& a) {
             if (const auto window = window_at(o, a))
                 if (const auto place = geometry_at(a, 1)) {
                     if (!window->geometry) window->geometry = place;
                     window->geometry->left = place->left;
                     window->geometry->top = place->top;
                     desk_of(o).touch();
                 }
             return number(1);
         }},
    {.name = "paper_place",
     .signature = "(i, x, y, scale) -> float",
     .summary = "Where a window is on paper",
     .call = answer<1>},
    {.name = "printfile",
     .signature = "(file, kind, selected) -> float",
     .summary = "Print windows into a file; nothing without a screen",
     .call = answer<1>},
};

} // namespace

const Declaration kVBoxClass = {.name = "VBox",
                                .signature = "([frame, scroll])",
                                .summary = "A window whose items stand one below the other",
                                .members = kBoxMembers,
                                .make = make_box<ItemKind::vertical_box>};
const Declaration kHBoxClass = {.name = "HBox",
                                .signature = "([frame])",
                                .summary = "A window whose items stand side by side",
                                .members = kBoxMembers,
                                .make = make_box<ItemKind::horizontal_box>};
const Declaration kDeckClass = {.name = "Deck",
                                .signature = "([frame])",
                                .summary = "A window that shows one of its items",
                                .members = kDeckMembers,
                                .make = make_box<ItemKind::deck>};
const Declaration kPwManagerClass = {.name = "PWManager",
                                     .signature = "()",
                                     .summary = "The list of windows",
                                     .members = kManagerMembers,
                                     .make = [](BuiltinClass& type, const Arguments&) -> hoc::ObjectPtr {
                                         return std::make_shared<Object>(type.self());
                                     }};

} // namespace ranvier::world::classes
