// SPDX-License-Identifier: BSD-3-Clause
// String: an object that holds a text. StringFunctions: what one does with texts.
#include <map>
#include <optional>

#include "ranvier/base/error.hpp"
#include "ranvier/base/pattern.hpp"
#include "ranvier/hoc/aliases.hpp"
#include "ranvier/hoc/interpreter.hpp"
#include "ranvier/world/classes/points.hpp"
#include "ranvier/world/classes/small.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::MemberKind;
using hoc::Object;
using hoc::Value;

struct String final : Object {
    using Object::Object;
    const hoc::TextPtr s = std::make_shared<std::string>();
};

constexpr hoc::Member kStringMembers[] = {
    {.name = "s",
     .kind = MemberKind::text,
     .summary = "The text",
     .call = [](Object& o, const Arguments&) -> Value { return as<String>(o).s; }},
};

/// Where `pattern` is found first.
std::optional<Pattern::Found> found_in(const Arguments& a) {
    return Pattern(a.text(1), std::string(a.function())).find(a.text(0));
}

/// left and right change the strdef that they are given.
std::size_t count_in(const Arguments& a, const std::string& text) {
    return static_cast<std::size_t>(a.whole(1, 0, static_cast<std::int64_t>(text.size())));
}

std::string unwanted(const Arguments& a) { return a.has(2) ? a.text(2) : " \r\n\t\f\v"; }

constexpr hoc::Member kFunctionMembers[] = {
    {.name = "len",
     .signature = "(text) -> int",
     .summary = "Number of characters",
     .call = [](Object&, const Arguments& a) { return number(static_cast<double>(a.text(0).size())); }},
    {.name = "substr",
     .signature = "(text, part) -> int",
     .summary = "Where a part begins; -1 if it is not there",
     .call =
         [](Object&, const Arguments& a) {
             const auto at = a.text(0).find(a.text(1));
             return number(at == std::string::npos ? -1.0 : static_cast<double>(at));
         }},
    {.name = "head",
     .signature = "(text, pattern, strdef) -> int",
     .summary = "What stands before a regular expression; where that begins, or -1",
     .call =
         [](Object&, const Arguments& a) {
             const auto target = a.writable_text(2);
             const auto found = found_in(a);
             *target = found ? a.text(0).substr(0, found->begin) : "";
             return number(found ? static_cast<double>(found->begin) : -1);
         }},
    {.name = "tail",
     .signature = "(text, pattern, strdef) -> int",
     .summary = "What stands after a regular expression; where that begins, or -1",
     .call =
         [](Object&, const Arguments& a) {
             const auto target = a.writable_text(2);
             const auto found = found_in(a);
             *target = found ? a.text(0).substr(found->end) : "";
             return number(found ? static_cast<double>(found->end) : -1);
         }},
    {.name = "left",
     .signature = "(strdef, n) -> float",
     .summary = "Keep the first n characters",
     .call =
         [](Object&, const Arguments& a) {
             const auto t = a.writable_text(0);
             t->resize(count_in(a, *t));
             return number(1);
         }},
    {.name = "right",
     .signature = "(strdef, n) -> float",
     .summary = "Drop the first n characters",
     .call =
         [](Object&, const Arguments& a) {
             const auto t = a.writable_text(0);
             t->erase(0, count_in(a, *t));
             return number(1);
         }},
    {.name = "ltrim",
     .signature = "(text, strdef[, characters])",
     .summary = "Without the white space, or characters, at its beginning",
     .call =
         [](Object&, const Arguments& a) {
             const auto target = a.writable_text(1);
             const std::string source = a.text(0);
             const auto first = source.find_first_not_of(unwanted(a));
             *target = first == std::string::npos ? std::string() : source.substr(first);
             return number(0);
         }},
    {.name = "rtrim",
     .signature = "(text, strdef[, characters])",
     .summary = "Without the white space, or characters, at its end",
     .call =
         [](Object&, const Arguments& a) {
             const auto target = a.writable_text(1);
             const std::string source = a.text(0);
             *target = source.substr(0, source.find_last_not_of(unwanted(a)) + 1);
             return number(0);
         }},
    {.name = "is_point_process",
     .signature = "(object) -> int",
     .summary = "1 + the number of its type if it is a point process, else 0",
     .call =
         [](Object&, const Arguments& a) {
             const auto given = a.find<PointObject>(0);
             if (!given) static_cast<void>(a.object(0));
             return number(given ? given->point()->type()->index + 1 : 0);
         }},
    {.name = "is_artificial",
     .signature = "(object) -> int",
     .summary = "1 + the number of its type if it is an artificial cell, else 0",
     .call =
         [](Object&, const Arguments& a) {
             const auto given = a.find<PointObject>(0);
             if (!given) static_cast<void>(a.object(0));
             const bool is =
                 given && given->point()->type()->mechanism->kind == mir::MechanismKind::artificial_cell;
             return number(is ? given->point()->type()->index + 1 : 0);
         }},
    {.name = "alias",
     .signature = "(object[, name[, reference or object]]) -> float",
     .summary =
         "Another name in an object of a template; without a value the name goes, without a name all do",
     .call =
         [](Object&, const Arguments& a) {
             const auto object = a.object(0);
             if (!object) a.refuse(0, "an object of a template");
             if (!a.has(1)) {
                 hoc::clear_aliases(*object);
             } else if (!a.has(2)) {
                 hoc::remove_alias(*object, a.text(1));
             } else if (std::holds_alternative<hoc::PlacePtr>(a[2])) {
                 hoc::set_alias(*object, a.text(1), {a.place(2), nullptr});
             } else {
                 hoc::set_alias(*object, a.text(1), {nullptr, a.object(2)});
             }
             return number(0);
         }},
    {.name = "alias_list",
     .signature = "(object) -> List",
     .summary = "The names that alias gave an object, as Strings",
     .call =
         [](Object& o, const Arguments& a) {
             const auto object = a.object(0);
             if (!object) a.refuse(0, "an object of a template");
             const auto world = world_of(o);
             const auto strings = world->classes().find("String");
             const auto list = world->classes().find("List")->make(Arguments("List", {}));
             for (const auto& name : hoc::alias_names(*object)) {
                 const Value value = std::make_shared<std::string>(name);
                 const Value made = strings->make(Arguments("String", {&value, 1}));
                 static_cast<void>(
                     list->type().call(*list, *list->type().find("append"), Arguments("append", {&made, 1})));
             }
             return Value(list);
         }},
    {.name = "references",
     .signature = "(object) -> int",
     .summary = "Print the names of the variables of hoc that hold an object; how many",
     .call =
         [](Object& o, const Arguments& a) {
             const auto object = a.object(0);
             if (!object) a.refuse(0, "an object");
             const auto world = world_of(o);
             const auto names = world->hoc().holders(*object);
             std::string out = object->name() + " is held by\n";
             for (const auto& name : names) out += "   " + name + "\n";
             world->print(out + "  found " + std::to_string(names.size()) + " of them\n");
             return number(static_cast<double>(names.size()));
         }},
    {.name = "is_name",
     .signature = "(name) -> bool",
     .summary = "Whether the top level knows the name",
     .call = [](Object& o, const Arguments& a) { return number(world_of(o)->is_known(a.text(0))); }},
};

} // namespace

const Declaration kStringClass = {.name = "String",
                                  .signature = "([text])",
                                  .summary = "An object that holds a text",
                                  .members = kStringMembers,
                                  .make = [](BuiltinClass& type, const Arguments& a) -> hoc::ObjectPtr {
                                      auto made = std::make_shared<String>(type.self());
                                      if (a.has(0)) *made->s = a.text(0);
                                      return made;
                                  }};

const Declaration kStringFunctionsClass = {
    .name = "StringFunctions",
    .signature = "()",
    .summary = "Functions of texts",
    .members = kFunctionMembers,
    .make = [](BuiltinClass& type, const Arguments&) -> hoc::ObjectPtr {
        return std::make_shared<Object>(type.self());
    }};

} // namespace ranvier::world::classes
