// SPDX-License-Identifier: BSD-3-Clause
// Windows that ask the user: SymChooser, SectionBrowser, TextEditor, ValueFieldEditor.
#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/sections.hpp"
#include "ranvier/world/classes/windows.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Object;
using hoc::Value;

struct SymChooser final : Object {
    using Object::Object;
    std::string chosen; ///< stays empty where nobody chooses
};

constexpr hoc::Member kSymbolMembers[] = {
    {.name = "run",
     .signature = "() -> float",
     .summary = "Let the user choose; 0 without a screen",
     .call = answer<0>},
    {.name = "text",
     .signature = "(strdef) -> float",
     .summary = "The name that was chosen",
     .call =
         [](Object& o, const Arguments& a) {
             if (a.has(0) && !as<SymChooser>(o).chosen.empty())
                 *a.writable_text(0) = as<SymChooser>(o).chosen;
             return number(0);
         }},
};

struct Browser final : WindowObject {
    using WindowObject::WindowObject;
    ui::Action on_select;
    std::weak_ptr<model::Section> selected;
};

constexpr hoc::Member kBrowserMembers[] = {
    {.name = "select",
     .signature = "() -> float",
     .summary = "Select the current section",
     .call =
         [](Object& o, const Arguments&) {
             as<Browser>(o).selected = section_if_any(o);
             return number(1);
         }},
    {.name = "select_action",
     .signature = "(statement or callable) -> float",
     .summary = "Run when a section is selected",
     .call =
         [](Object& o, const Arguments& a) {
             as<Browser>(o).on_select = action_at(*world_of(o), a, 0);
             return number(1);
         }},
    {.name = "accept_action",
     .signature = "(statement or callable) -> float",
     .summary = "Run when a section is accepted",
     .call =
         [](Object& o, const Arguments& a) {
             as<Browser>(o).item->action = action_at(*world_of(o), a, 0);
             return number(1);
         }},
};

struct Editor final : WindowObject {
    using WindowObject::WindowObject;
    bool is_read_only = false;
};

constexpr hoc::Member kEditorMembers[] = {
    {.name = "text",
     .signature = "([text]) -> str",
     .summary = "The text; sets it if one is given",
     .call = [](Object& o, const Arguments& a) -> Value {
         auto& text = as<Editor>(o).item->text;
         if (a.has(0)) text = std::make_shared<std::string>(a.text(0));
         return std::make_shared<std::string>(*text);
     }},
    {.name = "readonly",
     .signature = "([bool]) -> float",
     .summary = "Whether the user may not change it; sets it if one is given",
     .call =
         [](Object& o, const Arguments& a) {
             if (a.has(0)) as<Editor>(o).is_read_only = a.number(0) != 0;
             return number(as<Editor>(o).is_read_only);
         }},
    {.name = "map",
     .signature = "([title, left, top, width, height]) -> float",
     .summary = "Make it a window",
     .call =
         [](Object& o, const Arguments& a) {
             const auto& item = as<Editor>(o).item;
             if (const auto title = text_at(a, 0)) item->title = *title;
             desk_of(o).map(item, geometry_at(a, 1));
             return number(0);
         }},
};

constexpr hoc::Member kFieldMembers[] = {
    {.name = "default",
     .signature = "() -> float",
     .summary = "Take the value that stands there as the default",
     .call =
         [](Object& o, const Arguments&) {
             const auto& item = as<WindowObject>(o).item;
             if (item->number) {
                 try {
                     item->remembered = item->number->get();
                 } catch (const Error&) { // gone: there is nothing to remember
                 }
             }
             return number(0);
         }},
};

} // namespace

const Declaration kSymChooserClass = {.name = "SymChooser",
                                      .signature = "([caption [, name]])",
                                      .summary = "Lets the user choose a name",
                                      .members = kSymbolMembers,
                                      .make = [](BuiltinClass& type, const Arguments& a) -> hoc::ObjectPtr {
                                          if (a.has(0)) static_cast<void>(a.text(0));
                                          return std::make_shared<SymChooser>(type.self());
                                      }};

const Declaration kSectionBrowserClass = {.name = "SectionBrowser",
                                          .signature = "([SectionList])",
                                          .summary = "A window with the names of sections",
                                          .members = kBrowserMembers,
                                          .make = [](BuiltinClass& type, const Arguments&) -> hoc::ObjectPtr {
                                              auto item = std::make_shared<ui::Item>(ui::ItemKind::browser,
                                                                                     "Sections");
                                              type.world()->classes().desk.map(item);
                                              return std::make_shared<Browser>(type.self(), item);
                                          },
                                          .takes_section = true};

const Declaration kTextEditorClass = {.name = "TextEditor",
                                      .signature = "([text [, rows, columns]])",
                                      .summary = "A window with a text that may be edited",
                                      .members = kEditorMembers,
                                      .make = [](BuiltinClass& type, const Arguments& a) -> hoc::ObjectPtr {
                                          auto item = std::make_shared<ui::Item>(ui::ItemKind::editor);
                                          item->text =
                                              std::make_shared<std::string>(text_at(a, 0).value_or(""));
                                          return std::make_shared<Editor>(type.self(), item);
                                      }};

const Declaration kValueFieldEditorClass = {
    .name = "ValueFieldEditor",
    .signature = "(prompt [, variable, has_default, action, can_run])",
    .summary = "A field for a number in the open panel, as an object",
    .members = kFieldMembers,
    .make = [](BuiltinClass& type, const Arguments& a) -> hoc::ObjectPtr {
        const auto world = type.world();
        auto item = std::make_shared<ui::Item>(ui::ItemKind::value, text_at(a, 0).value_or(""));
        item->number = variable_at(*world, a, a.count() > 1 ? 1 : 0);
        item->variable = text_at(a, 1).value_or(item->title);
        item->has_default = number_at(a, 2).value_or(0) == 1;
        item->action = action_at(*world, a, 3);
        world->classes().desk.add(item);
        return std::make_shared<WindowObject>(type.self(), item);
    }};

} // namespace ranvier::world::classes
