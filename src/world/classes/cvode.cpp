// SPDX-License-Identifier: BSD-3-Clause
// CVode: events at given times, what happens in each step, NetCons by what they connect, and the variable step.
#include <algorithm>
#include <cmath>
#include <optional>

#include "cvode_events.hpp"
#include "cvode_records.hpp"
#include "cvode_variable.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/base/pattern.hpp"
#include "ranvier/world/classes/action.hpp"
#include "ranvier/world/classes/callable.hpp"
#include "ranvier/world/classes/list.hpp"
#include "ranvier/world/classes/netcon.hpp"
#include "ranvier/world/classes/network.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/name_patterns.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Object;
using hoc::ObjectPtr;
using hoc::Value;

struct CVode final : Object {
    using Object::Object;
};

/// A number that is kept and asked back.
template <double RunSettings::* setting> Value setting_of(Object& o, const Arguments& a) {
    auto& value = world_at_rest_of(o)->classes().run_settings.*setting;
    if (a.has(0)) {
        const double given = a.number(0);
        if (!(given >= 0)) a.refuse(0, "0 or more");
        value = given;
    }
    return number(value);
}

/// A flag that is kept and asked back.
template <double RunSettings::* setting> Value flag_of(Object& o, const Arguments& a) {
    auto& value = world_at_rest_of(o)->classes().run_settings.*setting;
    if (a.has(0)) value = a.number(0) != 0;
    return number(value);
}

/// Does nothing, and says so in the summary.
Value nothing(Object& o, const Arguments&) {
    static_cast<void>(world_at_rest_of(o));
    return number(0);
}

/// Step and style with which an integrator of another kind would begin: kept.
Value start_step(Object& o, const Arguments& a) {
    auto& settings = world_at_rest_of(o)->classes().run_settings;
    const double step = a.number_or(0, settings.start_step);
    if (!(step > 0)) a.refuse(0, "more than 0 [ms]");
    if (a.has(1)) settings.start_style = static_cast<double>(a.whole(1, 0, 100));
    settings.start_step = step;
    return number(step);
}

/// There are no pools: 0 and no argument say so.
Value shrink_pools(Object& o, const Arguments& a) {
    const bool wanted = a.has(0) && a.number(0) != 0;
    const auto world = world_at_rest_of(o);
    if (!wanted) world->print("numbers of mechanisms lie in tables that are as large as they need be\n");
    return number(wanted);
}

/// What is off here, and cannot be switched on.
Value always_off(Object&, const Arguments& a) {
    if (a.has(0) && a.number(0) != 0)
        throw InputError(
            ErrorParts{"this is not supported", std::string(a.function()), a.description(0), "0", {}});
    return number(0);
}

Value event(Object& o, const Arguments& a) {
    const auto world = world_at_rest_of(o);
    const double time = a.number(0);
    if (!std::isfinite(time))
        throw InputError::out_of_range("the time of an event", "CVode.event", number_text(time) + " ms",
                                       "a finite number");
    if (a.has(1)) world->simulator().call_at(time, action_argument(*world, a, 1));
    else if (time >= world->t()) world->simulator().call_at(time, nullptr);
    return number(time);
}

Value keep_membrane_current(Object& o, const Arguments& a) {
    const auto world = world_at_rest_of(o);
    const bool before = world->simulator().keeps_membrane_current();
    if (a.has(0)) world->keep_membrane_current(a.number(0) != 0);
    return number(before);
}

/// Direction 1, before the equations of the variable step are taken, never comes with the fixed step.
Value call_each_step(Object& o, const Arguments& a) {
    const auto world = world_at_rest_of(o);
    const double direction = a.number(0);
    if (direction != 0 && direction != 1)
        throw InputError::out_of_range("the direction", std::string(a.function()), a.description(0), "0, 1");
    const auto callable = a.require<Callable>(1, "a callable");
    auto action = std::make_shared<std::function<void()>>(action_argument(*world, a, 1));
    if (direction == 0) {
        world->simulator().call_each_step(action);
        world->classes().run_settings.step_calls.emplace_back(callable, std::move(action));
    }
    return number(0);
}

Value call_no_more(Object& o, const Arguments& a) {
    const auto world = world_at_rest_of(o);
    const auto callable = a.require<Callable>(0, "a callable");
    std::erase_if(world->classes().run_settings.step_calls, [&](const auto& known) {
        const auto* same = dynamic_cast<const Held*>(known.first.get());
        if (known.first != callable && !(same && same->stands_for(*callable))) return false;
        world->simulator().remove(known.second);
        return true;
    });
    return number(0);
}

/// An end of a NetCon as netconlist is asked for it: an object, a pattern that fits a part of its name, or any.
class Wanted {
  public:
    Wanted(const Arguments& a, std::size_t i) {
        if (a.kind(i) == hoc::ArgumentKind::text) {
            if (a.text(i).empty()) return;
            name_ = name_pattern(a.text(i), std::string(a.function()));
        } else {
            object_ = a.object(i);
        }
    }
    /// `get` is asked only where it matters.
    template <class Get> [[nodiscard]] bool agrees(Get&& get) const {
        if (!name_ && !object_) return true;
        const ObjectPtr found = get();
        if (!found || object_) return found && found == object_;
        return name_->find(found->name()).has_value();
    }

  private:
    std::optional<Pattern> name_;
    ObjectPtr object_;
};

Value netcon_list(Object& o, const Arguments& a) {
    const auto world = world_at_rest_of(o);
    const Wanted before(a, 0), behind(a, 1), target(a, 2);
    auto list = list_argument(*world, a, 3);
    auto all = netcons_of(*world);
    std::erase_if(all, [](const auto& n) { return !n->netcon->source; });
    std::ranges::stable_sort(all, {}, [](const auto& n) { return n->netcon->source->serial; });
    for (auto& n : all) {
        const auto member = [&](const char* name) {
            return std::get<ObjectPtr>(n->type().call(*n, *n->type().find(name), Arguments(name, {})));
        };
        const auto source = [&] { // a point process stands for itself
            const auto point = member("pre");
            return point ? point : member("precell");
        };
        if (before.agrees(source) && behind.agrees([&] { return member("postcell"); }) &&
            target.agrees([&] { return member("syn"); }))
            append_to(*list, n);
    }
    return list;
}

constexpr hoc::Member kMembers[] = {
    {.name = "active",
     .signature = "([flag]) -> bool",
     .summary = "Whether the variable step is on",
     .call = variable_step::active},
    {.name = "solve",
     .signature = "([time]) -> float",
     .summary = "One variable step, or all up to a time [ms]",
     .call = variable_step::solve},
    {.name = "atolscale",
     .signature = "(name or reference[, scale]) -> float",
     .summary = "Factor of the absolute tolerance of a state: \"v\", \"m_hh\"",
     .call = variable_step::scale},
    {.name = "states",
     .signature = "(Vector) -> float",
     .summary = "What the variable step integrates, into a Vector",
     .call = variable_step::states},
    {.name = "dstates",
     .signature = "(Vector) -> float",
     .summary = "The rates of change of the states, into a Vector",
     .call = variable_step::rates},
    {.name = "f",
     .signature = "(time, states, rates) -> float",
     .summary = "The rates of change at a time [ms] and given states",
     .call = variable_step::rates_at},
    {.name = "ygather",
     .signature = "(Vector) -> float",
     .summary = "The present states, into a Vector",
     .call = variable_step::states},
    {.name = "yscatter",
     .signature = "(Vector) -> float",
     .summary = "The states become what a Vector holds",
     .call = variable_step::set_states},
    {.name = "statename",
     .signature = "(i, reference to a text[, style]) -> float",
     .summary = "The name of state i",
     .call = variable_step::state_name},
    {.name = "error_weights",
     .signature = "(Vector) -> float",
     .summary = "1 / tolerance of each state in the latest step",
     .call = variable_step::weights},
    {.name = "acor",
     .signature = "(Vector) -> float",
     .summary = "The local error of each state in the latest step, as it was estimated",
     .call = variable_step::errors},
    {.name = "statistics",
     .signature = "([i]) -> float",
     .summary = "Print how much the variable step has worked since finitialize",
     .call = variable_step::statistics},
    {.name = "fixed_step",
     .signature = "() -> float",
     .summary = "One step of dt, whatever method is on",
     .call = variable_step::fixed_step},
    {.name = "event",
     .signature = "(time[, callable or statement[, object]]) -> float",
     .summary = "Call at a time [ms], in the step that covers it",
     .call = event},
    {.name = "netconlist",
     .signature = "(precell, postcell, target[, List]) -> List",
     .summary =
         "NetCons by source cell, target cell and target: each an object, a pattern for its name, or \"\"",
     .call = netcon_list},
    {.name = "use_fast_imem",
     .signature = "([flag]) -> bool",
     .summary = "Compute i_membrane_ [nA] in each step; returns what held before",
     .call = keep_membrane_current},
    {.name = "extra_scatter_gather",
     .signature = "(direction, callable) -> float",
     .summary = "Call in each step (direction 0), when v is new and the states are the old ones",
     .call = call_each_step},
    {.name = "extra_scatter_gather_remove",
     .signature = "(callable) -> float",
     .summary = "Do not call it any more",
     .call = call_no_more},
    {.name = "re_init",
     .signature = "() -> float",
     .summary = "The present numbers begin a new history of the variable step",
     .call = variable_step::re_init},
    {.name = "atol",
     .signature = "([tolerance]) -> float",
     .summary = "Absolute tolerance of the variable step",
     .call = variable_step::absolute},
    {.name = "rtol",
     .signature = "([tolerance]) -> float",
     .summary = "Relative tolerance of the variable step",
     .call = variable_step::relative},
    {.name = "maxstep",
     .signature = "([ms]) -> float",
     .summary = "Longest step of the variable step [ms]",
     .call = variable_step::longest},
    {.name = "minstep",
     .signature = "([ms]) -> float",
     .summary = "Shortest step of the variable step [ms]",
     .call = variable_step::shortest},
    {.name = "maxorder",
     .signature = "([order]) -> int",
     .summary = "Highest order of the variable step",
     .call = variable_step::highest_order},
    {.name = "stiff",
     .signature = "([0, 1 or 2]) -> int",
     .summary = "How the variable step treats stiffness",
     .call = setting_of<&RunSettings::stiffness>},
    {.name = "jacobian",
     .signature = "([0, 1 or 2]) -> int",
     .summary = "Which Jacobian the variable step takes",
     .call = setting_of<&RunSettings::jacobian>},
    {.name = "condition_order",
     .signature = "([1 or 2]) -> int",
     .summary = "How the variable step finds the time of a threshold",
     .call = variable_step::condition_order},
    {.name = "order",
     .signature = "([i]) -> int",
     .summary = "Present order of the variable step",
     .call = variable_step::order},
    {.name = "use_local_dt",
     .signature = "([flag]) -> bool",
     .summary = "A variable step for each cell",
     .call = variable_step::local},
    {.name = "use_daspk",
     .signature = "([flag]) -> bool",
     .summary = "Another integrator of the variable step: it is not supported",
     .call = always_off},
    {.name = "use_long_double",
     .signature = "([flag]) -> bool",
     .summary = "Kept for scripts: sums over the states are taken in doubles",
     .call = flag_of<&RunSettings::long_double>},
    {.name = "cache_efficient",
     .signature = "([flag]) -> bool",
     .summary = "Kept for scripts: numbers always lie in the order in which they are computed",
     .call = [](Object&, const Arguments&) { return number(1); }},
    {.name = "queue_mode",
     .signature = "([bins[, self]]) -> int",
     .summary = "Kept for scripts: there is one kind of queue",
     .call = setting_of<&RunSettings::queue_mode>},
    {.name = "debug_event",
     .signature = "([level]) -> int",
     .summary = "Kept for scripts: events are not printed",
     .call = setting_of<&RunSettings::debug>},
    {.name = "record",
     .signature = "(ref, values, times[, 1]) -> float",
     .summary = "Record a number and the times of its cell's own steps [ms]; with 1: at the times given",
     .call = record_steps},
    {.name = "record_remove",
     .signature = "(values) -> float",
     .summary = "End what record has begun for a Vector",
     .call = record_no_more},
    {.name = "store_events",
     .signature = "([Vector]) -> float",
     .summary = "A Vector gets when each event is sent, and when it is due [ms]; without one: no more",
     .call = store_events},
    {.name = "print_event_queue",
     .signature = "([Vector]) -> float",
     .summary = "Print the events that are under way, or put their times into a Vector [ms]",
     .call = print_event_queue},
    {.name = "event_queue_info",
     .signature = "(2, times, List) or (3, times, flags, List) -> float",
     .summary = "Events under way: those of NetCons, or those that point processes sent to themselves",
     .call = event_queue_info},
    {.name = "spike_stat",
     .signature = "(Vector) -> float",
     .summary = "[0] number of states, [1] of NetCons, [8] events sent and [10] arrived since finitialize",
     .call = spike_statistics},
    {.name = "state_magnitudes",
     .signature = "(flag) or (Vector, which) or (name, error) -> float",
     .summary = "Largest states and errors since state_magnitudes(1): all (which 0, 1), or of one name",
     .call = variable_step::magnitudes},
    {.name = "current_method",
     .signature = "() -> int",
     .summary = "1 with sections + 10 use_mxb + 100 (3 variable step, else secondorder) + 1000 use_local_dt",
     .call = variable_step::current_method},
    {.name = "structure_change_count",
     .signature = "() -> int",
     .summary = "Grows with each change of sections and what is in them",
     .call =
         [](Object& o, const Arguments&) {
             return number(static_cast<double>(world_at_rest_of(o)->model().revisions().structure));
         }},
    {.name = "diam_change_count",
     .signature = "() -> int",
     .summary = "Grows with each change of lengths, diameters, Ra and cm",
     .call =
         [](Object& o, const Arguments&) {
             return number(static_cast<double>(world_at_rest_of(o)->model().revisions().geometry));
         }},
    {.name = "use_mxb",
     .signature = "([flag]) -> bool",
     .summary = "Kept for scripts: equations are solved as trees",
     .call = flag_of<&RunSettings::sparse>},
    {.name = "use_parallel",
     .signature = "() -> float",
     .summary = "Kept for scripts: ParallelContext.nthread says how many threads step",
     .call = [](Object&, const Arguments&) { return number(1); }},
    {.name = "dae_init_dteps",
     .signature = "([step[, style]]) -> float",
     .summary = "Kept for scripts: the first step of an integrator that is not here",
     .call = start_step},
    {.name = "poolshrink",
     .signature = "([flag]) -> float",
     .summary = "Kept for scripts: there is nothing to shrink",
     .call = shrink_pools},
    {.name = "free_event_queues",
     .signature = "() -> float",
     .summary = "Kept for scripts: events under way stay, their memory follows their number",
     .call = nothing},
    {.name = "simgraph_remove",
     .signature = "() -> float",
     .summary = "Kept for scripts: graphs hold no numbers of a run",
     .call = nothing},
    {.name = "ncs_netcons",
     .signature = "([List]) -> float",
     .summary = "Kept for scripts: no NetCons of another simulator",
     .call = nothing},
};

} // namespace

const Declaration kCVodeClass = {
    .name = "CVode",
    .signature = "()",
    .summary = "Events at given times, what happens in each step, and the variable step",
    .members = kMembers,
    .make = [](BuiltinClass& type, const Arguments&) -> ObjectPtr {
        return std::make_shared<CVode>(type.self());
    },
    .takes_section = true};

} // namespace ranvier::world::classes
