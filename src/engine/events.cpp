// SPDX-License-Identifier: BSD-3-Clause
// Spikes, events and what they reach. Times follow the fixed-step method of the field's models: thresholds are looked at when a
// step begins, events act in the step whose middle they do not pass.
#include <algorithm>
#include <cmath>
#include <utility>

#include "kernel_call.hpp"
#include "ranvier/base/error.hpp"

namespace ranvier::engine {

namespace {
/// A threshold crossing is stamped this much after the step at whose end it was seen [ms].
constexpr double kDetectionDelay = 1e-10;

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

void Simulator::Impl::push(const Event& e, Group& from) {
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

void Simulator::Impl::hand_over_outboxes() {
    for (auto& group : plan.groups) {
        for (const auto& e : group->outbox) plan.groups[static_cast<std::size_t>(e.group)]->queue.push(e);
        group->outbox.clear();
    }
}

void Simulator::Impl::send_spike(SourceInfo& info, double time, Group& from) {
    for (auto* r : info.recordings) {
        if (!r->is_active) continue;
        if (r->times) r->times->push_back(time);
        if (r->ids) r->ids->push_back(r->id);
        if (r->callback) pending_callbacks.emplace_back(r->callback, time);
    }
    for (const auto& c : info.connections) {
        if (c.group < 0 || !c.netcon->active) continue;
        Event e;
        e.time = time + c.netcon->delay;
        e.sent = time;
        e.source = info.source->serial;
        e.sequence = c.netcon->serial;
        e.group = c.group;
        e.block = c.block;
        e.index = c.row;
        e.netcon = c.netcon;
        e.netcon_serial = c.netcon->serial;
        e.point = c.netcon->target;
        push(e, from);
    }
}

void Simulator::Impl::run_callbacks() {
    while (!pending_callbacks.empty()) {
        const auto pending = std::exchange(pending_callbacks, {});
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
    group.t_begin = group.t;
    for (auto& d : group.detectors) {
        const bool above = *d.value > d.state->threshold;
        if (above == d.state->is_above) continue;
        d.state->is_above = above;
        if (above)
            send_spike(plan.sources[static_cast<std::size_t>(d.source)], group.t + kDetectionDelay, group);
    }
    check_watches(group);
}

void Simulator::Impl::receive(Group& group, const Event& e, const BoundKernel& kernel) {
    if (!kernel) return;
    const AtTime at(group, e.time);
    alignas(64) double flag[RV_LANES] = {e.flag};
    std::vector<double> no_weights; // of an event that carries none
    if (!e.netcon) no_weights.assign(kernel.arguments.size(), 0.0);
    RowCall call(*this, group, kernel, e.index);
    call.bind("flag", 0, flag);
    for (std::size_t i = 0; i < kernel.arguments.size(); ++i) {
        const auto& a = kernel.arguments[i];
        if (a.name == "flag") continue;
        call.bind(a.name, a.element, e.netcon ? e.netcon->weights->data() + a.element : &no_weights[i]);
    }
    call.run(e.netcon);
}

/// False for an event that net_move or a new WATCH took back.
bool Simulator::Impl::arrives(PointEvents& events, const Event& e) {
    if (const auto it = std::ranges::find(events.cancelled, e.ticket); it != events.cancelled.end()) {
        events.cancelled.erase(it);
        return false;
    }
    for (auto& w : events.watches)
        if (w.due == e.ticket) w.due = 0;
    if (e.flag == 1) events.movable = 0; // net_move finds only events that have not arrived
    return true;
}

void Simulator::Impl::handle(Group& group, const Event& e) {
    if (stop_flag) throw Interrupted("the run was stopped");
    switch (e.kind) {
    case EventKind::netcon:
    case EventKind::self: {
        auto& block = group.blocks[static_cast<std::size_t>(e.block)];
        const bool arrived = e.kind == EventKind::netcon
                                 ? e.netcon->active
                                 : arrives(*block.events[static_cast<std::size_t>(e.index)], e);
        if (arrived) receive(group, e, block.net_receive);
        break;
    }
    case EventKind::sample: sample(group, e); break;
    case EventKind::set: set_stepwise(group, e); break;
    }
}

void Simulator::Impl::run_calls() {
    constexpr double kRounding = 1e-9; // [ms]
    while (!calls.empty() && calls.begin()->first <= t() + kRounding) {
        const auto call = std::move(calls.begin()->second);
        calls.erase(calls.begin());
        call();
        after_callback();
    }
}

void Simulator::Impl::deliver(Group& group, double until) {
    while (group.queue.has_due(until)) handle(group, group.queue.pop());
    group.delivered = until;
}

void Simulator::Impl::deliver_shared(double until) {
    while (shared.has_due(until)) {
        const Event e = shared.pop();
        handle(*plan.groups[static_cast<std::size_t>(e.group)], e);
        run_callbacks();
    }
    for (auto& group : plan.groups) group->delivered = until;
}

void Simulator::Impl::run_net_initial() {
    std::vector<model::NetCon*> netcons = model.netcons();
    std::ranges::sort(netcons, {}, [this](const auto* nc) { return netcon_rank(nc); });
    for (auto* nc : netcons) {
        if (!nc->target) continue;
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
