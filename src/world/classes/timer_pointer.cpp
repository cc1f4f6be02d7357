// SPDX-License-Identifier: BSD-3-Clause
// Timer: a clock that a screen's events would drive. Pointer: an object that stands for a number elsewhere.
#include <cmath>

#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/ref_place.hpp"
#include "ranvier/world/classes/small.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

const state::DataRef& RefPlace::ref() const {
    if (ref_.path.empty() && !variable_.empty())
        ref_.path = model::Model::place(*section_, x_) + "." + variable_;
    return ref_;
}

double* RefPlace::address(std::size_t count) {
    if (!ref_.is_alive()) return nullptr;
    if (ref_.numbers) return ref_.index + count <= ref_.numbers->size() ? ref_.address(true) : nullptr;
    return count == 1 ? ref_.address(true) : nullptr;
}

namespace {

using hoc::Arguments;
using hoc::MemberKind;
using hoc::Object;
using hoc::Value;

struct Timer final : Object {
    using Object::Object;
    double seconds = 0.5;
    bool runs = false; ///< its statement is run by a screen's loop of events; without one nothing does
};

constexpr hoc::Member kTimerMembers[] = {
    {.name = "seconds",
     .signature = "([interval]) -> float",
     .summary = "Time between two calls [s]; sets it if one is given",
     .call =
         [](Object& o, const Arguments& a) {
             auto& timer = as<Timer>(o);
             if (a.has(0)) {
                 const double seconds = a.number(0);
                 if (!(seconds >= 0) || !std::isfinite(seconds)) a.refuse(0, "0 or more seconds");
                 timer.seconds = seconds;
             }
             return number(timer.seconds);
         }},
    {.name = "start",
     .signature = "() -> float",
     .summary = "Call from now on, where a screen's loop of events runs",
     .call =
         [](Object& o, const Arguments&) {
             as<Timer>(o).runs = true;
             return number(0);
         }},
    {.name = "end",
     .signature = "() -> float",
     .summary = "Call no more",
     .call =
         [](Object& o, const Arguments&) {
             as<Timer>(o).runs = false;
             return number(0);
         }},
};

struct Pointer final : Object {
    using Object::Object;
    hoc::PlacePtr place;
    hoc::TextPtr statement = std::make_shared<std::string>();
};

constexpr hoc::Member kPointerMembers[] = {
    {.name = "val",
     .kind = MemberKind::number,
     .summary = "The number itself",
     .place = [](Object& o, std::span<const double>) { return as<Pointer>(o).place; },
     .get = [](Object& o, std::span<const double>) { return as<Pointer>(o).place->get(); },
     .set = [](Object& o, std::span<const double>, double value) { as<Pointer>(o).place->set(value); }},
    {.name = "s",
     .signature = "() -> str",
     .summary = "How it was named, if a name was given",
     .call = [](Object& o, const Arguments&) -> Value { return as<Pointer>(o).statement; }},
    {.name = "assign",
     .signature = "(value) -> float",
     .summary = "Assign the number",
     .call =
         [](Object& o, const Arguments& a) {
             as<Pointer>(o).place->set(a.number(0));
             return number(a.number(0));
         }},
};

} // namespace

const Declaration kTimerClass = {.name = "Timer",
                                 .signature = "(callable or statement)",
                                 .summary =
                                     "Calls something again and again while a screen's loop of events runs",
                                 .members = kTimerMembers,
                                 .make = [](BuiltinClass& type, const Arguments& a) -> hoc::ObjectPtr {
                                     if (!a.has(0)) a.refuse(0, "a callable or a statement");
                                     if (a.kind(0) == hoc::ArgumentKind::number)
                                         a.refuse(0, "a callable or a statement");
                                     return std::make_shared<Timer>(type.self());
                                 }};

const Declaration kPointerClass = {
    .name = "Pointer",
    .signature = "(reference or name)",
    .summary = "Stands for a number that lies elsewhere",
    .members = kPointerMembers,
    .make = [](BuiltinClass& type, const Arguments& a) -> hoc::ObjectPtr {
        auto made = std::make_shared<Pointer>(type.self());
        if (a.has(0) && a.kind(0) == hoc::ArgumentKind::text) {
            const auto world = type.world();
            const auto* found = world->names().find_global(a.text(0));
            if (!found)
                throw LookupFailure(ErrorParts{"there is no such number",
                                               "Pointer",
                                               "'" + a.text(0) + "'",
                                               {},
                                               near_names_hint(a.text(0), world->names().global_names())});
            made->place = std::make_shared<RefPlace>(found->ref);
            *made->statement = a.text(0);
        } else {
            made->place = a.place(0);
        }
        return made;
    }};

} // namespace ranvier::world::classes
