// SPDX-License-Identifier: BSD-3-Clause
// The functions that build panels, the dialogs, and the menus of mechanisms. Without a screen they are answered as NEURON answers
// them then, whatever they are given; what they describe is kept in the world's desk.
#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/functions.hpp"
#include "ranvier/world/classes/windows.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Value;
using ui::ItemKind;

ui::Desk& desk(World& world) { return world.classes().desk; }

/// A field that is bound to a number: by reference, by name, or by what only its language understands.
void bind_number(World& world, ui::Item& item, const Arguments& a, std::size_t i) {
    if (desk(world).has_open_panel()) item.number = field_variable_at(world, a, i);
    if (const auto name = text_at(a, i)) item.variable = *name;
    else if (const auto object = object_at(a, i)) item.variable = object->name();
    else if (place_at(a, i)) item.variable = a.description(i);
}

ui::ItemPtr field(ItemKind kind, const Arguments& a) {
    return std::make_shared<ui::Item>(kind, text_at(a, 0).value_or(""));
}

/// ("title" [, is_horizontal]) opens; ([left, top] [, scroll]) closes.
Value panel(World& world, const Arguments& a) {
    if (const auto title = text_at(a, 0)) desk(world).open_panel(*title, number_at(a, 1).value_or(0) != 0);
    else desk(world).close_panel(geometry_at(a, 0));
    return number(0);
}

Value menu(World& world, const Arguments& a) {
    if (const auto title = text_at(a, 0)) {
        desk(world).open_menu(*title);
        if (a.has(1) && !number_at(a, 1)) { // its items are made anew each time it is opened
            desk(world).close_menu();
            auto item = field(ItemKind::menu, a);
            item->action = action_at(world, a, 1);
            desk(world).add(item);
        }
    } else desk(world).close_menu();
    return number(0);
}

Value button(World& world, const Arguments& a) {
    auto item = field(ItemKind::button, a);
    item->action = action_at(world, a, a.count() > 1 ? 1 : 0); // by itself the prompt is the statement
    desk(world).add(item);
    return number(0);
}

template <ItemKind Kind> Value check_box(World& world, const Arguments& a) {
    auto item = field(Kind, a);
    bind_number(world, *item, a, 1);
    item->action = action_at(world, a, 2);
    desk(world).add(item);
    return number(0);
}

Value radio_button(World& world, const Arguments& a) {
    auto item = field(ItemKind::radio_button, a);
    item->action = action_at(world, a, 1);
    item->is_on = number_at(a, 2).value_or(0) != 0;
    desk(world).add(item);
    return number(0);
}

Value label(World& world, const Arguments& a) {
    desk(world).add(field(ItemKind::label, a));
    return number(0);
}

Value text_field(World& world, const Arguments& a) {
    auto item = std::make_shared<ui::Item>(ItemKind::text_field);
    item->text = shared_text_at(a, 0);
    desk(world).add(item);
    return number(0);
}

/// ("prompt" [, variable [, deflt [, action [, canrun [, usepointer]]]]]); by itself the prompt is the variable.
ui::ItemPtr value_item(World& world, const Arguments& a) {
    auto item = field(ItemKind::value, a);
    bind_number(world, *item, a, a.count() > 1 ? 1 : 0);
    const double flag = number_at(a, 2).value_or(0);
    item->has_default = flag == 1;
    item->follows = flag == 2;
    item->action = action_at(world, a, 3);
    item->runs_by_prompt = number_at(a, 4).value_or(0) != 0;
    if (item->has_default && item->number) {
        try {
            item->remembered = item->number->get();
        } catch (const Error&) { // gone already: there is nothing to remember
        }
    }
    return item;
}

Value value(World& world, const Arguments& a) {
    desk(world).add(value_item(world, a));
    return number(0);
}

Value fixed_value(World& world, const Arguments& a) {
    auto item = field(ItemKind::value, a);
    bind_number(world, *item, a, a.count() > 1 ? 1 : 0);
    desk(world).add(item);
    return number(0);
}

/// (variable [, low, high [, action [, is_vertical [, slow]]]])
Value slider(World& world, const Arguments& a) {
    auto item = std::make_shared<ui::Item>(ItemKind::slider);
    bind_number(world, *item, a, 0);
    item->low = number_at(a, 1).value_or(0);
    item->high = number_at(a, 2).value_or(100);
    item->action = action_at(world, a, 3);
    item->is_horizontal = number_at(a, 4).value_or(0) == 0;
    desk(world).add(item);
    return number(0);
}

Value domain(World& world, const Arguments& a) {
    std::string name;
    if (const auto given = text_at(a, 0)) {
        name = *given;
        if (!world.is_known(name) && !variable_called(world, name))
            throw LookupFailure(ErrorParts{"there is no such variable",
                                           "variable_domain",
                                           "'" + name + "'",
                                           {},
                                           near_names_hint(name, world.names().global_names())});
    } else {
        static_cast<void>(a.place(0));
        name = a.description(0);
    }
    const double low = a.number(1), high = a.number(2);
    desk(world).set_domain(name, low, high);
    return number(1);
}

template <int N> Value always(World&, const Arguments&) { return number(N); }

constexpr Function kPanels[] = {
    {"xpanel", "(title [, is_horizontal]) or ([left, top]) -> float", "Open a panel, or close it", panel},
    {"xmenu", "([title [, in_bar or statement]]) -> float", "Open a menu, or close it", menu},
    {"xbutton", "(prompt [, action]) -> float", "A button of the open panel", button},
    {"xcheckbox", "(prompt, variable [, action]) -> float", "A box that sets a variable to 1 or 0",
     check_box<ItemKind::check_box>},
    {"xstatebutton", "(prompt, variable [, action]) -> float", "A button that sets a variable to 1 or 0",
     check_box<ItemKind::state_button>},
    {"xradiobutton", "(prompt, action [, is_on]) -> float", "A button of which one in a row is on",
     radio_button},
    {"xlabel", "(text) -> float", "A line of text", label},
    {"xvarlabel", "(strdef) -> float", "A line of text that follows a variable", text_field},
    {"xvalue", "(prompt [, variable, has_default, action, can_run, use_pointer]) -> float",
     "A field for a number", value},
    {"xpvalue", "(prompt [, variable, has_default, action, can_run]) -> float", "A field for a number",
     value},
    {"xfixedvalue", "(prompt [, variable]) -> float", "A number", fixed_value},
    {"xslider", "(variable [, low, high, action, vertical, slow]) -> float", "A slider for a number", slider},
    {"variable_domain", "(variable, low, high) -> float", "What may be entered for a variable", domain},
    {"boolean_dialog", "(question [, accept, cancel]) -> float", "Ask; 0 without a screen", always<0>},
    {"continue_dialog", "(message) -> float", "Tell and wait; goes on without a screen", always<1>},
    {"string_dialog", "(prompt, strdef) -> float", "Ask for a text; 0 and unchanged without a screen",
     always<0>},
    {"doEvents", "() -> float", "Handle what the user did", always<1>},
    {"doNotify", "() -> float", "Read all fields again",
     [](World& world, const Arguments& a) {
         desk(world).touch();
         return number(number_at(a, 0).value_or(1));
     }},
    {"ivoc_style", "(resource, value) -> float", "Look of the windows", always<1>},
    {"pwman_place", "(left, top [, show]) -> float", "Place of the window manager", always<0>},
    {"save_session", "(file [, header]) -> float", "Write a session; nothing without a screen", always<0>},
    {"print_session", "(to_printer, file) -> float", "Print the windows; nothing without a screen",
     always<0>},
    {"nrnsecmenu", "(x, kind) -> float", "A panel of the current section", always<1>, true},
    {"nrnpointmenu", "(point [, label_style]) -> float", "A panel of a point process", always<1>},
    {"nrnglobalmechmenu", "([mechanism [, show]]) -> float", "A panel of the globals of a mechanism",
     always<1>},
    {"nrnmechmenu", "() -> float", "A menu of mechanisms", always<1>},
    {"nrnallsectionmenu", "() -> float", "A panel of all sections", always<1>},
    {"nrnallpointmenu", "() -> float", "A panel of all point processes", always<1>},
    {"hoc_stdout", "([file]) -> float", "Print into a file; without a name where it was before",
     [](World& world, const Arguments& a) {
         world.hoc_host().print_into(a.has(0) ? a.text(0) : std::string());
         return number(1);
     }},
    {"_place_", "(variable) -> float", "Of a field that is bound by name",
     [](World& world, const Arguments& a) {
         world.classes().taken_place = a.place(0);
         return number(0);
     }},
};

Value old_color(World&, const Arguments& a) { return number(a.number(0)); }

/// The pen of terminals that are gone: nothing is drawn.
Value pen(World&, const Arguments& a) {
    if (a.number(0) >= 0) static_cast<void>(a.number(1)), static_cast<void>(a.number(2));
    return number(1);
}

constexpr Function kOldGraphs[] = {
    {"graph", "([x, y...]) -> float", "A line of an old terminal's graph; draws nothing", always<0>},
    {"graphmode", "(mode) -> float", "Of an old terminal's graph; draws nothing", always<0>},
    {"plot", "(mode [, x, y]) -> float", "A point of an old terminal's graph; draws nothing", always<1>},
    {"plotx", "(x) -> float", "Where x is on an old terminal",
     [](World& world, const Arguments& a) {
         const auto& [x1, x2, y1, y2] = world.classes().old_axes;
         return number(100 + 500 * (a.number(0) - x1) / (x2 - x1));
     }},
    {"ploty", "(y) -> float", "Where y is on an old terminal",
     [](World& world, const Arguments& a) {
         const auto& [x1, x2, y1, y2] = world.classes().old_axes;
         return number(100 + 400 * (a.number(0) - y1) / (y2 - y1));
     }},
    {"plt", "(mode [, x, y]) -> float", "The pen of an old terminal; draws nothing", pen},
    {"axis", "([x1, x2, tics, y1, y2, tics]) -> float", "Axes of an old terminal's graph; draws nothing",
     [](World& world, const Arguments& a) {
         if (a.count() > 5) world.classes().old_axes = {a.number(0), a.number(1), a.number(3), a.number(4)};
         return number(1);
     }},
    {"regraph", "(name, x) -> float", "A line of an old terminal's graph; draws nothing",
     [](World&, const Arguments&) -> Value {
         throw StateError(
             ErrorParts{"there is no graph of an old terminal", "regraph", {}, {}, "use a Graph"});
     }},
    {"setcolor", "(color) -> float", "The pen's colour", old_color},
    {"lw", "([file [, device]]) -> float", "A file of the pen's moves; none is written", always<0>},
};

} // namespace

std::span<const Function> panel_functions() { return kPanels; }
std::span<const Function> old_graph_functions() { return kOldGraphs; }

} // namespace ranvier::world::classes
