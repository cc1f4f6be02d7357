// SPDX-License-Identifier: BSD-3-Clause
// MechanismStandard: a set of values for the variables of a mechanism, taken from one instance and given to others.
#include <algorithm>

#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/points.hpp"
#include "ranvier/world/classes/sections.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Object;
using hoc::Value;

struct Variable {
    const RangeName* name;
    std::vector<double> values;
};

struct MechanismStandard final : Object {
    using Object::Object;
    std::string mechanism;
    bool is_point = false;
    std::vector<Variable> variables;
    std::string action; ///< what a panel would run after a change

    [[nodiscard]] const std::string& name_of(const Variable& v) const {
        static const std::string kDelay = "del"; // Python's `delay` of IClamp, where `del` is a statement
        if (mechanism == "IClamp" && v.name->short_name == "delay") return kDelay;
        return is_point ? v.name->short_name : v.name->name;
    }
    [[nodiscard]] Variable& find(const std::string& wanted) {
        std::vector<std::string> known;
        for (auto& v : variables) {
            if (name_of(v) == wanted || (is_point && v.name->short_name == wanted)) return v;
            known.push_back(name_of(v));
        }
        throw LookupFailure(ErrorParts{"the mechanism has no such variable here",
                                       name() + " of " + mechanism,
                                       "'" + wanted + "'",
                                       {},
                                       near_names_hint(wanted, known)});
    }
    [[nodiscard]] Variable& at(const Arguments& a, std::size_t i) {
        if (variables.empty()) a.refuse(i, "none: there are no variables of this kind");
        return variables[static_cast<std::size_t>(
            a.whole(i, 0, static_cast<std::int64_t>(variables.size()) - 1))];
    }
};

std::size_t element_argument(const Variable& v, const Arguments& a, std::size_t i) {
    return a.has(i) ? static_cast<std::size_t>(a.whole(i, 0, static_cast<std::int64_t>(v.values.size()) - 1))
                    : 0;
}

/// 1 PARAMETER, 2 ASSIGNED, 3 STATE, 0 all of them.
bool is_wanted(const model::MechanismType& type, const RangeName& name, std::int64_t kind) {
    for (const auto& v : type.mechanism->variables) {
        if (v.name != name.short_name) continue;
        switch (v.kind) {
        case mir::VariableKind::parameter: return kind == 0 || kind == 1;
        case mir::VariableKind::assigned: return kind == 0 || kind == 2;
        case mir::VariableKind::state: return kind == 0 || kind == 3;
        default: return false;
        }
    }
    return false;
}

hoc::ObjectPtr make(BuiltinClass& type, const Arguments& a) {
    const auto world = type.world();
    auto made = std::make_shared<MechanismStandard>(type.self());
    made->mechanism = a.text(0);
    const auto kind = a.has(1) ? a.whole(1, 0, 3) : std::int64_t{1};
    world->require_mechanisms();
    if (is_in_every_section(made->mechanism)) {
        const bool is_shape = made->mechanism == "morphology";
        if (kind <= 1)
            made->variables.push_back(
                {world->find_range(is_shape ? "diam" : "cm"), {is_shape ? 500.0 : 1.0}});
        if (!is_shape && kind % 2 == 0) made->variables.push_back({world->find_range("i_cap"), {0.0}});
        return made;
    }
    const auto mechanism = world->find_mechanism(made->mechanism);
    if (!mechanism) {
        std::vector<std::string> known;
        for (const auto& t : world->model().mechanisms().all()) known.push_back(t->name());
        throw LookupFailure(ErrorParts{"there is no such mechanism",
                                       "MechanismStandard",
                                       "'" + made->mechanism + "'",
                                       {},
                                       near_names_hint(made->mechanism, known)});
    }
    made->is_point = mechanism->is_point();
    for (const auto* name : world->names().members(*mechanism)) {
        if (name->is_pointer || !is_wanted(*mechanism, *name, kind)) continue;
        Variable v{name, {}};
        for (int i = 0; i < name->count; ++i)
            v.values.push_back(mechanism->instances->initial(name->column + i));
        made->variables.push_back(std::move(v));
    }
    return made;
}

/// A point process of the same mechanism.
const model::PointProcess& point_argument(const MechanismStandard& m, const PointObject& given,
                                          const Arguments& a) {
    if (given.point()->type()->name() != m.mechanism) a.refuse(0, "an instance of " + m.mechanism);
    return *given.point();
}

/// Values of another set for the variables that both have.
void take_over(MechanismStandard& to, const MechanismStandard& from, const Arguments& a) {
    if (to.mechanism != from.mechanism) a.refuse(0, "a MechanismStandard of " + to.mechanism);
    for (auto& v : to.variables)
        for (const auto& other : from.variables)
            if (other.name == v.name) v.values = other.values;
}

/// Whether a section holds the mechanism: where it does not, there is nothing to take or give.
bool is_there(const MechanismStandard& m, const model::Section& section) {
    return std::all_of(m.variables.begin(), m.variables.end(), [&](const Variable& v) {
        return v.name->kind != RangeName::Kind::mechanism || section.find(*v.name->type);
    });
}

/// in([x,] section), in(point process), in(MechanismStandard)
Value take(Object& o, const Arguments& a) {
    auto& m = as<MechanismStandard>(o);
    const auto world = world_of(o);
    if (const auto other = a.find<MechanismStandard>(0)) {
        take_over(m, *other, a);
        return number(0);
    }
    if (const auto given = a.find<PointObject>(0)) {
        const auto& point = point_argument(m, *given, a);
        for (auto& v : m.variables)
            for (std::size_t i = 0; i < v.values.size(); ++i)
                v.values[i] = world->ref(point, *v.name, static_cast<int>(i)).get();
        return number(0);
    }
    const auto section = world->classes().current_section();
    if (!is_there(m, *section)) return number(0);
    const double x = a.has(0) ? a.number(0) : 0.5 / section->nseg();
    for (auto& v : m.variables)
        for (std::size_t i = 0; i < v.values.size(); ++i)
            v.values[i] = world->get(*section, x, *v.name, static_cast<int>(i));
    return number(0);
}

/// out([x,] section), out(point process), out(MechanismStandard)
Value give(Object& o, const Arguments& a) {
    auto& m = as<MechanismStandard>(o);
    const auto world = world_of(o);
    world->check_access();
    if (const auto other = a.find<MechanismStandard>(0)) {
        take_over(*other, m, a);
        return number(0);
    }
    if (const auto given = a.find<PointObject>(0)) {
        const auto& point = point_argument(m, *given, a);
        for (const auto& v : m.variables)
            for (std::size_t i = 0; i < v.values.size(); ++i)
                world->ref(point, *v.name, static_cast<int>(i)).set(v.values[i]);
        return number(0);
    }
    const auto section = world->classes().current_section();
    if (!is_there(m, *section)) return number(0);
    for (const auto& v : m.variables)
        for (std::size_t i = 0; i < v.values.size(); ++i) {
            const auto element = static_cast<int>(i);
            if (a.has(0)) world->set(*section, a.number(0), *v.name, v.values[i], element);
            else world->set_all(*section, *v.name, v.values[i], element);
        }
    return number(0);
}

constexpr hoc::Member kMembers[] = {
    {.name = "set",
     .signature = "(name, value[, index]) -> float",
     .summary = "Assign a variable of the set",
     .call =
         [](Object& o, const Arguments& a) {
             auto& v = as<MechanismStandard>(o).find(a.text(0));
             v.values[element_argument(v, a, 2)] = a.number(1);
             return number(0);
         }},
    {.name = "get",
     .signature = "(name[, index]) -> float",
     .summary = "A variable of the set",
     .call =
         [](Object& o, const Arguments& a) {
             const auto& v = as<MechanismStandard>(o).find(a.text(0));
             return number(v.values[element_argument(v, a, 1)]);
         }},
    {.name = "in",
     .signature = "([x,] sec=) or (point process or MechanismStandard) -> float",
     .summary = "Take the values of an instance",
     .call = take},
    {.name = "_in",
     .signature = "([x,] sec=) or (point process or MechanismStandard) -> float",
     .summary = "in, under a name that Python allows",
     .call = take},
    {.name = "out",
     .signature = "([x,] sec=) or (point process or MechanismStandard) -> float",
     .summary = "Give the values to an instance, or to all of a section",
     .call = give},
    {.name = "count",
     .signature = "() -> int",
     .summary = "Number of variables",
     .call =
         [](Object& o, const Arguments&) {
             return number(static_cast<double>(as<MechanismStandard>(o).variables.size()));
         }},
    {.name = "name",
     .signature = "(strdef[, i]) -> int",
     .summary =
         "The mechanism's name into the strdef, or that of a variable; returns how many elements it has",
     .call =
         [](Object& o, const Arguments& a) {
             auto& m = as<MechanismStandard>(o);
             const auto target = a.writable_text(0);
             if (!a.has(1)) {
                 *target = m.mechanism;
                 return number(0);
             }
             const auto& v = m.at(a, 1);
             *target = m.name_of(v);
             return number(static_cast<double>(v.values.size()));
         }},
    {.name = "is_array",
     .signature = "(i) -> bool",
     .summary = "Whether a variable is an array",
     .call = [](Object& o,
                const Arguments& a) { return number(as<MechanismStandard>(o).at(a, 0).name->is_array); }},
    {.name = "panel",
     .signature = "([label]) -> float",
     .summary = "A panel of the values on a screen: nothing without one",
     .call = [](Object&, const Arguments&) { return number(0); }},
    {.name = "save",
     .signature = "(name) -> float",
     .summary = "Write it into the session that is being saved: nothing where none is",
     .call =
         [](Object&, const Arguments& a) {
             static_cast<void>(a.text(0));
             return number(0);
         }},
    {.name = "action",
     .signature = "(statement) -> float",
     .summary = "What a panel runs after a change",
     .call =
         [](Object& o, const Arguments& a) {
             as<MechanismStandard>(o).action = a.text(0);
             return number(0);
         }},
};

} // namespace

const Declaration kMechanismStandardClass = {
    .name = "MechanismStandard",
    .signature = "(mechanism[, kind])",
    .summary = "Values for the variables of a mechanism: of kind 1 PARAMETER, 2 ASSIGNED, 3 STATE, 0 all",
    .members = kMembers,
    .make = make,
    .takes_section = true};

} // namespace ranvier::world::classes
