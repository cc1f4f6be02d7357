// SPDX-License-Identifier: BSD-3-Clause
// What CVode tells of events: those that are under way, when each was sent, how many there were.
#include "cvode_events.hpp"

#include <algorithm>
#include <unordered_map>

#include "ranvier/base/error.hpp"
#include "ranvier/engine/run_state.hpp"
#include "ranvier/world/classes/list.hpp"
#include "ranvier/world/classes/netcon.hpp"
#include "ranvier/world/classes/vector.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Object;
using hoc::ObjectPtr;
using hoc::Value;

/// An event under way that a model or a user has sent.
struct Waiting {
    double time = 0, flag = 0;
    model::NetCon* netcon = nullptr;      ///< of what a NetCon carries
    model::PointProcess* point = nullptr; ///< of what a point process sent to itself
    // both null: a call, or a spike of a played train
};

/// In the order in which they will arrive.
std::vector<Waiting> waiting(World& world) {
    const auto state = world.simulator().run_state();
    std::unordered_map<std::uint64_t, model::NetCon*> netcons;
    std::unordered_map<std::uint64_t, model::PointProcess*> points;
    for (auto* nc : world.model().netcons()) netcons[nc->serial] = nc;
    for (auto* p : world.model().point_processes()) points[p->serial()] = p;
    std::vector<Waiting> out;
    for (const auto& e : state.events) {
        switch (e.what()) {
        case engine::RunState::Event::What::carried:
            out.push_back({e.time, 0, netcons.at(e.netcon), nullptr});
            break;
        case engine::RunState::Event::What::own:
            out.push_back({e.time, e.flag, nullptr, points.at(e.point)});
            break;
        case engine::RunState::Event::What::train: out.push_back({e.time, 0, nullptr, nullptr}); break;
        case engine::RunState::Event::What::observer: break;
        }
    }
    for (const auto& [time, call] : state.calls) out.push_back({time, 0, nullptr, nullptr});
    std::ranges::stable_sort(out, {}, &Waiting::time);
    return out;
}

} // namespace

/// With a Vector: it gets two numbers for each event that is sent from now on. Without: no more.
Value store_events(Object& o, const Arguments& a) {
    const auto world = world_at_rest_of(o);
    world->simulator().log_sent_events(a.has(0) ? vector_argument(a, 0)->numbers : nullptr);
    return number(1);
}

Value print_event_queue(Object& o, const Arguments& a) {
    const auto world = world_at_rest_of(o);
    const auto all = waiting(*world);
    if (a.has(0)) {
        std::vector<double> times;
        for (const auto& e : all) times.push_back(e.time);
        vector_argument(a, 0)->numbers->assign(times);
        return number(1);
    }
    for (const auto& e : all) {
        const auto at = number_text(e.time) + " ms: ";
        if (e.point) {
            world->print(at + e.point->name() + " to itself, flag " + number_text(e.flag) + "\n");
        } else if (e.netcon) {
            const auto object = object_of(*e.netcon);
            world->print(at + (object ? object->name() : std::string("a connection")) + " to " +
                         e.netcon->target->name() + "\n");
        } else {
            world->print(at + "a call\n");
        }
    }
    return number(1);
}

/// (2, times, NetCons): what NetCons carry. (3, times, flags, targets): what point processes have sent to themselves.
Value event_queue_info(Object& o, const Arguments& a) {
    const auto world = world_at_rest_of(o);
    const bool carried = a.whole(0, 2, 3) == 2;
    const auto times = vector_argument(a, 1);
    const auto flags = carried ? nullptr : vector_argument(a, 2);
    const auto list = list_argument(*world, a, carried ? 2 : 3);
    std::vector<double> at, with;
    for (const auto& e : waiting(*world)) {
        ObjectPtr object;
        if (carried && e.netcon) object = object_of(*e.netcon);
        if (!carried && e.point) object = world->hoc_host().object_of(*e.point);
        if (!object) continue; // it has no name: one of many that were made at once
        at.push_back(e.time);
        with.push_back(e.flag);
        append_to(*list, object);
    }
    times->numbers->assign(at);
    if (flags) flags->numbers->assign(with);
    return number(1);
}

Value spike_statistics(Object& o, const Arguments& a) {
    const auto world = world_at_rest_of(o);
    const auto vector = vector_argument(a, 0);
    const auto events = world->simulator().event_counts();
    std::vector<double> out(11, 0.0); // what is not counted stays 0, as in NEURON
    if (world->simulator().variable().is_active)
        out[0] = static_cast<double>(world->simulator().variable_counts().states);
    out[1] = static_cast<double>(world->model().netcons().size());
    out[8] = static_cast<double>(events.sent);
    out[10] = static_cast<double>(events.arrived);
    vector->numbers->assign(out);
    return number(0);
}

} // namespace ranvier::world::classes
