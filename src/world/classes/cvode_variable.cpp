// SPDX-License-Identifier: BSD-3-Clause
#include "cvode_variable.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/ref_place.hpp"
#include "ranvier/world/classes/vector.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes::variable_step {

namespace {

/// Asks for a setting, or sets it: what the engine refuses stays as it was.
template <class T> Value setting(Object& o, const Arguments& a, T engine::VariableSettings::* member) {
    auto& simulator = world_at_rest_of(o)->simulator();
    if (a.has(0)) {
        auto settings = simulator.variable();
        const double given = a.number(0);
        if constexpr (std::is_integral_v<T>) {
            if (given != std::floor(given)) a.refuse(0, "a whole number");
            settings.*member = static_cast<T>(std::clamp(given, -1e9, 1e9));
        } else {
            settings.*member = given;
        }
        simulator.set_variable(settings);
    }
    return number(static_cast<double>(simulator.variable().*member));
}

} // namespace

Value active(Object& o, const Arguments& a) {
    const auto world = world_at_rest_of(o);
    auto& simulator = world->simulator();
    if (a.has(0)) {
        auto settings = simulator.variable();
        settings.is_active = a.number(0) != 0;
        simulator.set_variable(settings);
    }
    return number(simulator.variable().is_active);
}

Value local(Object& o, const Arguments& a) {
    auto& simulator = world_at_rest_of(o)->simulator();
    if (a.has(0)) {
        auto settings = simulator.variable();
        settings.is_local = a.number(0) != 0;
        simulator.set_variable(settings);
    }
    return number(simulator.variable().is_local);
}

/// solve(): one step; solve(t): to t.
Value solve(Object& o, const Arguments& a) {
    const auto world = world_at_rest_of(o);
    if (!a.has(0)) {
        if (!world->simulator().variable().is_active)
            throw StateError(
                ErrorParts{"the variable step is not on", "CVode.solve", {}, "cvode.active(1) before", {}});
        world->hoc_host().run([&] { world->step(); });
    } else {
        const double stop = a.number(0);
        world->hoc_host().run([&] { world->solve(stop); });
    }
    return number(0);
}

Value re_init(Object& o, const Arguments&) {
    world_at_rest_of(o)->simulator().restart_variable();
    return number(0);
}

Value absolute(Object& o, const Arguments& a) { return setting(o, a, &engine::VariableSettings::absolute); }
Value relative(Object& o, const Arguments& a) { return setting(o, a, &engine::VariableSettings::relative); }
Value longest(Object& o, const Arguments& a) { return setting(o, a, &engine::VariableSettings::longest); }
Value shortest(Object& o, const Arguments& a) { return setting(o, a, &engine::VariableSettings::shortest); }
Value highest_order(Object& o, const Arguments& a) {
    return setting(o, a, &engine::VariableSettings::highest_order);
}
Value condition_order(Object& o, const Arguments& a) {
    return setting(o, a, &engine::VariableSettings::condition_order);
}

/// By name ("v", "m_hh") or by a reference to one number of that name.
Value scale(Object& o, const Arguments& a) {
    auto& simulator = world_at_rest_of(o)->simulator();
    std::string name;
    if (a.kind(0) == hoc::ArgumentKind::text) {
        name = a.text(0);
    } else {
        const auto place = a.place(0);
        const auto* named = hoc::place_as<RefPlace>(*place);
        if (!named || !named->ref().table) a.refuse(0, "the name of a state, or a reference to one");
        const auto& table = *named->ref().table;
        name = table.column_name(named->ref().column);
        if (name != "v" && !table.name().ends_with("_ion")) name += "_" + table.name();
    }
    auto settings = simulator.variable();
    if (a.has(1)) {
        settings.scales[name] = a.number(1);
        simulator.set_variable(settings);
    }
    const auto found = settings.scales.find(name);
    return number(found == settings.scales.end() ? 1 : found->second);
}

Value order(Object& o, const Arguments&) { return number(world_at_rest_of(o)->simulator().variable_order()); }

Value states(Object& o, const Arguments& a) {
    vector_argument(a, 0)->numbers->assign(world_at_rest_of(o)->simulator().variable_states());
    return number(0);
}
Value rates(Object& o, const Arguments& a) {
    vector_argument(a, 0)->numbers->assign(world_at_rest_of(o)->simulator().variable_rates());
    return number(0);
}
Value rates_at(Object& o, const Arguments& a) {
    vector_argument(a, 2)->numbers->assign(
        world_at_rest_of(o)->simulator().variable_rates(a.number(0), vector_argument(a, 1)->span()));
    return number(0);
}
Value set_states(Object& o, const Arguments& a) {
    world_at_rest_of(o)->simulator().set_variable_states(vector_argument(a, 0)->span());
    return number(0);
}
Value weights(Object& o, const Arguments& a) {
    vector_argument(a, 0)->numbers->assign(world_at_rest_of(o)->simulator().variable_weights());
    return number(0);
}
Value errors(Object& o, const Arguments& a) {
    vector_argument(a, 0)->numbers->assign(world_at_rest_of(o)->simulator().variable_errors());
    return number(0);
}

Value state_name(Object& o, const Arguments& a) {
    const auto names = world_at_rest_of(o)->simulator().variable_names();
    const auto i = static_cast<std::size_t>(a.whole(0, 0, static_cast<std::int64_t>(names.size()) - 1));
    *a.writable_text(1) = names[i];
    return number(0);
}

Value statistics(Object& o, const Arguments&) {
    const auto world = world_at_rest_of(o);
    const auto c = world->simulator().variable_counts();
    const auto text = [](std::int64_t n) { return std::to_string(n); };
    world->log("variable step: " + text(c.states) + " states, " + text(c.steps) + " steps, " +
               text(c.restarts) + " beginnings, " + text(c.interpolations) + " interpolations, " +
               text(c.rates) + " evaluations of the rates, " + text(c.solves) + " linear solves, " +
               text(c.setups) + " setups");
    return number(0);
}

/// One step of dt, whatever method is on.
Value fixed_step(Object& o, const Arguments&) {
    const auto world = world_at_rest_of(o);
    auto& simulator = world->simulator();
    const auto settings = simulator.variable();
    auto fixed = settings;
    fixed.is_active = false;
    simulator.set_variable(fixed);
    world->hoc_host().run([&] { world->step(); });
    simulator.set_variable(settings);
    return number(0);
}

Value current_method(Object& o, const Arguments&) {
    const auto world = world_at_rest_of(o);
    const auto& settings = world->simulator().variable();
    double out = world->model().sections().empty() ? 0 : 1;
    out += 10 * world->classes().run_settings.sparse;
    out += 100 * (settings.is_active ? 3 : world->global("secondorder"));
    if (settings.is_active && settings.is_local) out += 1000;
    return number(out);
}

namespace {
/// The variable of a state's full name: "m_hh" of "soma.m_hh(0.5)", "ExpSyn.g" of "ExpSyn[0].g".
std::string variable_of(const std::string& state) {
    const auto dot = state.rfind('.', state.find_last_of('(')); // "(0.5)" has one of its own
    if (state.ends_with(')')) return state.substr(dot + 1, state.find_last_of('(') - dot - 1);
    const auto owner = state.substr(0, state.rfind('.'));
    return owner.substr(0, owner.rfind('[')) + state.substr(state.rfind('.'));
}
} // namespace

/// (flag): on or off; 2 changes nothing. (Vector, 0 or 1): of all states. (name, reference): of those of a name.
Value magnitudes(Object& o, const Arguments& a) {
    auto& simulator = world_at_rest_of(o)->simulator();
    if (a.kind(0) == hoc::ArgumentKind::text) {
        const auto names = simulator.variable_names();
        const auto all = simulator.magnitudes();
        const auto error = a.has(1) ? a.place(1) : nullptr;
        double state_max = -1, error_max = 0;
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (variable_of(names[i]) != a.text(0)) continue;
            state_max = std::max(state_max, all.states[i]);
            error_max = std::max(error_max, all.errors[i]);
        }
        if (state_max < 0)
            throw LookupFailure(ErrorParts{"no state of the variable step has this name",
                                           "state_magnitudes",
                                           "'" + a.text(0) + "'",
                                           "v, m_hh, ExpSyn.g...",
                                           {}});
        if (error) error->set(error_max);
        return number(state_max);
    }
    if (a.kind(0) == hoc::ArgumentKind::number) {
        const auto wanted = a.whole(0, 0, 2);
        if (wanted < 2) simulator.keep_magnitudes(wanted == 1);
        return number(0);
    }
    const bool of_errors = a.whole(1, 0, 1) == 1;
    const auto all = simulator.magnitudes();
    vector_argument(a, 0)->numbers->assign(of_errors ? all.errors : all.states);
    return number(0);
}

} // namespace ranvier::world::classes::variable_step
