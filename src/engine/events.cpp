// SPDX-License-Identifier: BSD-3-Clause
// Spikes, events and what they reach. Times follow the fixed-step method of the field's models: thresholds are looked at when a
// step begins, events act in the step whose middle they do not pass.
#include <algorithm>
#include <cmath>
#include <utility>

#include "event_call.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/base/stop_flag.hpp"
#include "variable_step.hpp"

namespace ranvier::engine {

namespace {
/// A threshold crossing is stamped this much after the step at whose end it was seen [ms].
constexpr double kDetectionDelay = 1e-10;

/// What a point process sends to itself comes before what its NetCons carry at the same time.
constexpr std::uint64_t kAfterOwnEvents = std::uint64_t{1} << 62U;

/// Weights of a large network lie all over the memory: those of an event some places ahead are asked for early.
constexpr std::size_t kFetchedEarly = 6;

/// Events act at their own time; afterwards, however that ends, the group is at its own again.
class AtTime {
  public:
    AtTime(Group& group, double time) : group_(group), before_(group.t) { group.t = time; }
    ~AtTime() { group_.t = before_; }
    AtTime(const AtTime&) = delete;
    AtTime& operator=(const AtTime&) = delete;

  private:
    Group& group_;
    double before_;
};
} // namespace

void Simulator::Impl::push(const Event& event, Group& from) {
    Event e = event;
    e.hops = e.time > from.t ? 0 : from.hops + 1;
    ++from.sent_count;
    if (sent_log && (e.kind == EventKind::netcon || e.kind == EventKind::self))
        note_sent(from, e.sent, e.time);
    if (events_are_shared) shared.push(e);
    else if (e.group == from.index) from.queue.push(e);
    else from.outbox.push_back(e);
}

void Simulator::Impl::share_events(bool want_shared) {
    if (want_shared == events_are_shared) return;
    if (want_shared) {
        for (auto& group : plan.groups)
            for (const auto& e : group->queue.drain()) shared.push(e);
    } else {
        for (const auto& e : shared.drain()) plan.groups[static_cast<std::size_t>(e.group)]->queue.push(e);
    }
    events_are_shared = want_shared;
}

void Simulator::Impl::hand_over_outbox(Group& group) {
    for (const auto& e : group.outbox) plan.groups[static_cast<std::size_t>(e.group)]->queue.push(e);
    group.outbox.clear();
}

void Simulator::Impl::send_spike(SourceInfo& info, double time, Group& from) {
    for (auto* r : info.recordings) {
        if (!r->is_active) continue;
        if (groups_are_apart) {
            from.spikes.add(*r, time);
            continue;
        }
        if (r->times) r->times->push_back(time);
        if (r->ids) r->ids->push_back(r->id);
        if (r->callback) pending_callbacks.emplace_back(r->callback, time);
    }
    for (const auto& c : info.connections) {
        if (c.group < 0 || !c.active) continue;
        const double due = time + c.delay;
        ++from.sent_count;
        if (sent_log) note_sent(from, time, due);
        const auto fill = [&](Event& e) {
            e.sent = time;
            e.source = info.order;
            e.sequence = c.serial + kAfterOwnEvents;
            e.netcon = c.netcon;
            e.netcon_serial = c.serial;
            e.weights = c.weights;
            e.index = c.row;
            e.group = c.group;
            e.block = c.block;
            e.hops = due > from.t ? 0 : from.hops + 1;
        };
        if (events_are_shared) {
            shared.emplace(due, fill);
        } else if (c.group == from.index) {
            from.queue.emplace(due, fill);
        } else {
            auto& e = from.outbox.emplace_back();
            e.time = due;
            fill(e);
        }
    }
}

void Simulator::Impl::run_callbacks() {
    while (!pending_callbacks.empty()) {
        const auto pending = std::exchange(pending_callbacks, {});
        const Timed timed(profile, Activity::functions);
        for (const auto& [function, time] : pending) function(time);
        after_callback();
    }
}

/// The groups stand at one time here, in the middle of `steps_together` or at the end of `initialize`.
void Simulator::Impl::after_callback() {
    const double now = plan.groups[0]->t, begin = plan.groups[0]->t_begin,
                 delivered = plan.groups[0]->delivered;
    bring_up_to_date();
    for (auto& group : plan.groups) {
        group->t = now;
        group->t_begin = begin;
        group->delivered = delivered;
    }
    update_rate();
    tables.check();
    if (options.fuse_steps && second_order() != 2) make_lean_kernels();
}

void Simulator::Impl::detect(Group& group) {
    const Timed timed(profile, Activity::events);
    group.t_begin = group.t;
    for (auto& d : group.detectors) {
        const bool above = *d.value > d.state->threshold;
        if (above == d.state->is_above) continue;
        d.state->is_above = above;
        if (above)
            send_spike(plan.sources[static_cast<std::size_t>(d.source)], group.t + kDetectionDelay, group);
    }
    if (group.has_watches) check_watches(group);
}

void Simulator::Impl::receive(Group& group, const Event& e, BoundKernel& kernel) {
    if (!kernel) return;
    const AtTime at(group, e.time);
    group.hops = e.hops;
    if (!kernel.events) kernel.events = std::make_shared<EventCall>(kernel);
    kernel.events->run(*this, group, e);
}

void Simulator::Impl::check_end(Group& group, const Event& e) {
    const auto size = static_cast<std::int64_t>(model.netcons().size() + model.point_processes().size());
    // no chain passes anybody twice unless it is a loop; a burst may reach all at once, some of them by several ways
    constexpr std::int64_t kFewestHops = 100000, kFewestEvents = 1000000, kOfEach = 100;
    auto& burst = group.burst;
    if (e.time != burst.time) burst = {e.time, 0};
    if (++burst.count < kFewestEvents + kOfEach * size && e.hops < kFewestHops + size) return;
    throw StateError(ErrorParts{"events bring about others at the same time without an end",
                                e.point    ? e.point->name()
                                : e.netcon ? e.netcon->target->name()
                                           : "",
                                std::to_string(burst.count) + " events at t = " + number_text(e.time) + " ms",
                                {},
                                "give a NetCon of the loop a delay"});
}

/// False for an event that net_move or a new WATCH took back.
bool Simulator::Impl::arrives(PointEvents& events, const Event& e) {
    if (const auto it = std::ranges::find(events.cancelled, e.sequence); it != events.cancelled.end()) {
        events.cancelled.erase(it);
        return false;
    }
    for (auto& w : events.watches)
        if (w.due == e.sequence) w.due = 0;
    if (e.flag == 1) events.movable = 0; // net_move finds only events that have not arrived
    return true;
}

void Simulator::Impl::handle(Group& group, const Event& e) {
    if (is_raised(stop_flag)) throw Interrupted("the run was stopped");
    switch (e.kind) {
    case EventKind::netcon:
    case EventKind::self: {
        auto& block = group.blocks[static_cast<std::size_t>(e.block)];
        // a NetCon that was made inactive meanwhile does not take back what it sent
        if (e.kind == EventKind::self && !arrives(*block.events[static_cast<std::size_t>(e.index)], e)) break;
        check_end(group, e);
        if (group.cell_class) disturb(group);
        receive(group, e, block.net_receive);
        break;
    }
    case EventKind::sample: sample(group, e); break;
    case EventKind::set:
        disturb(group);
        set_stepwise(group, e);
        break;
    case EventKind::fire: fire(group, e); break;
    }
}

void Simulator::Impl::disturb(Group& group) {
    if (!variable_settings.is_active) return; // threads that take fixed steps have nobody to tell
    varying->before_change(group);
    is_disturbed = true;
}

bool Simulator::Impl::run_calls() {
    constexpr double kRounding = 1e-9; // [ms]
    bool has_run = false;
    while (!calls.empty() && calls.begin()->first <= t() + kRounding) {
        const auto call = std::move(calls.begin()->second);
        calls.erase(calls.begin());
        has_run = true;
        if (!call) {
            was_told_to_stop = true;
            continue;
        }
        const Timed timed(profile, Activity::functions);
        call();
        after_callback();
    }
    return has_run;
}

void Simulator::Impl::deliver(Group& group, double until, SpikeMoment moment) {
    if (!group.queue.empty()) {
        const Timed timed(profile, Activity::events);
        group.spikes.begin_delivery(moment);
        while (group.queue.has_due(until)) {
            const Event e = group.queue.pop();
            group.spikes.set_event(e);
            if (const auto* next = group.queue.upcoming(kFetchedEarly)) __builtin_prefetch(next->weights, 1);
            handle(group, e);
        }
    }
    group.hops = 0;
    group.delivered = until;
}

void Simulator::Impl::deliver_shared(double until) {
    const Timed timed(profile, Activity::events);
    while (shared.has_due(until)) {
        const Event e = shared.pop();
        handle(*plan.groups[static_cast<std::size_t>(e.group)], e);
        run_callbacks();
    }
    for (auto& group : plan.groups) {
        group->hops = 0;
        group->delivered = until;
    }
}

void Simulator::Impl::run_net_initial() {
    std::vector<model::NetCon*> netcons; // those that have something to start with
    for (auto* nc : model.netcons())
        if (nc->target && (nc->weights->size() > 1 || nc->target->type()->mechanism->net_initial.valid()))
            netcons.push_back(nc);
    std::ranges::sort(netcons, {}, [this](const auto* nc) { return netcon_rank(nc); });
    for (auto* nc : netcons) {
        const auto it = plan.block_of_point.find(nc->target);
        if (it == plan.block_of_point.end()) continue;
        auto& group = *plan.groups[static_cast<std::size_t>(it->second.first)];
        auto& block = group.blocks[static_cast<std::size_t>(it->second.second)];
        if (!block.net_initial) {
            for (std::size_t i = 1; i < nc->weights->size(); ++i) (*nc->weights)[i] = 0;
            continue;
        }
        Event e;
        e.time = group.t;
        e.block = it->second.second;
        e.index = nc->target->type()->instances->row(nc->target->row()) - block.base;
        e.netcon = nc;
        e.weights = nc->weights->data();
        receive(group, e, block.net_initial);
    }
}

void Simulator::Impl::start_timed(Group& group, double from) {
    const auto first = [&](EventKind kind, std::uint64_t serial, double time) {
        Event e;
        e.time = time;
        e.sent = from;
        e.source = 0; // before spikes of the same time
        e.sequence = serial;
        e.kind = kind;
        e.group = group.index;
        e.index = static_cast<std::int64_t>(serial);
        push(e, group);
    };
    for (auto& r : group.timed) {
        auto& target = *r.recording->target;
        target.clear();
        r.recording->next = 0;
        if (r.recording->times) {
            if (!r.recording->times->empty()) first(EventKind::sample, r.serial, (*r.recording->times)[0]);
        } else {
            first(EventKind::sample, r.serial, from);
        }
    }
    for (auto& p : group.stepwise) {
        p.playing->next = 0;
        if (p.playing->values->empty()) continue;
        if (p.playing->times && p.playing->times->empty()) continue;
        first(EventKind::set, p.serial, p.playing->times ? (*p.playing->times)[0] : 0);
    }
}

void Simulator::Impl::sample(Group& group, const Event& e) {
    const auto it = group.timed_of_serial.find(static_cast<std::uint64_t>(e.index));
    if (it == group.timed_of_serial.end()) return;
    auto& r = group.timed[it->second];
    auto& recording = *r.recording;
    if (!recording.is_active) return;
    recording.target->push_back(r.from ? *r.from : e.time);
    Event next = e;
    next.sent = e.time;
    if (recording.times) {
        if (++recording.next >= recording.times->size()) return;
        next.time = std::max((*recording.times)[recording.next], e.time);
    } else {
        next.time = e.time + recording.interval;
    }
    push(next, group);
}

void Simulator::Impl::set_stepwise(Group& group, const Event& e) {
    const auto it = group.stepwise_of_serial.find(static_cast<std::uint64_t>(e.index));
    if (it == group.stepwise_of_serial.end()) return;
    auto& playing = *group.stepwise[it->second].playing;
    if (!playing.is_active || playing.next >= playing.values->size()) return;
    *group.stepwise[it->second].to = (*playing.values)[playing.next];
    ++playing.next;
    if (playing.next >= playing.values->size()) return;
    Event next = e;
    next.sent = e.time;
    if (playing.times) {
        if (playing.next >= playing.times->size()) return;
        next.time = (*playing.times)[playing.next];
    } else {
        next.time = e.time + playing.interval;
    }
    push(next, group);
}

} // namespace ranvier::engine
