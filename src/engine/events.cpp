// SPDX-License-Identifier: BSD-3-Clause
// Spikes, events and what they reach. Times follow the fixed-step method of the field's models: thresholds are looked at when a
// step begins, events act in the step whose middle they do not pass.
#include <algorithm>
#include <cmath>
#include <utility>

#include "impl.hpp"
#include "ranvier/base/error.hpp"

namespace ranvier::engine {

namespace {
/// A threshold crossing is stamped this much after the step at whose end it was seen [ms].
constexpr double kDetectionDelay = 1e-10;
} // namespace

/// What a kernel that sends events is told about.
struct EventContext {
    Simulator::Impl* impl;
    Group* group;
    PointBlock* block;
    std::int32_t block_index;
    std::int64_t first_row; ///< of the call, in the block
    model::NetCon* netcon;  ///< whose weights are at hand, or null
    double now;
};

namespace {

void send_self(const EventContext& c, std::int64_t row, double time, double flag) {
    const auto r = static_cast<std::size_t>(c.first_row + row);
    auto* point = c.block->points[r];
    if (!point) return; // padding
    Event e;
    e.time = time;
    e.sent = c.now;
    e.source = point->serial();
    e.ticket = e.sequence = c.group->next_ticket++;
    e.kind = EventKind::self;
    e.group = c.group->index;
    e.block = c.block_index;
    e.index = static_cast<std::int64_t>(r);
    e.flag = flag;
    e.netcon = c.netcon;
    e.netcon_serial = c.netcon ? c.netcon->serial : 0;
    e.point = point;
    c.block->last_ticket[r] = e.ticket;
    c.impl->push(e, *c.group);
}

void on_net_send(void* self, std::int64_t row, double delay, double flag) {
    const auto& c = *static_cast<EventContext*>(self);
    send_self(c, row, c.now + delay, flag);
}

void on_net_move(void* self, std::int64_t row, double time) {
    const auto& c = *static_cast<EventContext*>(self);
    const auto r = static_cast<std::size_t>(c.first_row + row);
    if (!c.block->points[r]) return;
    c.group->cancelled.push_back(c.block->last_ticket[r]);
    send_self(c, row, time, 1);
}

void on_net_event(void* self, std::int64_t row, double time) {
    const auto& c = *static_cast<EventContext*>(self);
    const int source = c.block->source[static_cast<std::size_t>(c.first_row + row)];
    if (source >= 0)
        c.impl->send_spike(c.impl->plan.sources[static_cast<std::size_t>(source)], time, *c.group);
}

} // namespace

RvHost Simulator::Impl::events_for(EventContext& context) {
    return {&context, on_net_send, on_net_event, on_net_move, nullptr, nullptr};
}

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
}

void Simulator::Impl::receive(Group& group, const Event& e) {
    auto& block = group.blocks[static_cast<std::size_t>(e.block)];
    const auto& bound = block.net_receive;
    if (!bound) return;
    const double before = group.t;
    group.t = e.time;
    const auto& kernel = bound.code->kernel;
    std::vector<double*> columns(bound.columns);
    std::vector<const std::int32_t*> indices(bound.indices);
    for (const auto& slot : kernel.slots)
        if (slot.access == mir::SlotAccess::row && slot.owner != mir::SlotOwner::argument &&
            slot.binding >= 0)
            columns[static_cast<std::size_t>(slot.binding)] +=
                e.index * bound.strides[static_cast<std::size_t>(slot.binding)];
    for (auto& i : indices) i += e.index;
    alignas(64) double flag[RV_LANES] = {e.flag};
    double no_weight[RV_LANES] = {};
    for (const auto& a : bound.arguments) {
        double*& column = columns[static_cast<std::size_t>(a.column)];
        if (a.name == "flag") column = flag;
        else if (e.netcon && static_cast<std::size_t>(a.element) < e.netcon->weights.size())
            column = e.netcon->weights.data() + a.element;
        else column = no_weight;
    }
    EventContext context{this, &group, &block, e.block, e.index, e.netcon, e.time};
    const RvHost host = events_for(context);
    const RvKernelArgs args{columns.data(),
                            bound.strides.data(),
                            bound.scalars.data(),
                            indices.data(),
                            bound.tables.data(),
                            1,
                            &host,
                            &stop_flag,
                            0};
    const auto status = bound.code->executable->run(args);
    group.t = before;
    if (status) check_status(status, bound, group);
}

void Simulator::Impl::handle(Group& group, const Event& e) {
    switch (e.kind) {
    case EventKind::netcon:
        if (e.netcon->active) receive(group, e);
        break;
    case EventKind::self: {
        const auto it = std::find(group.cancelled.begin(), group.cancelled.end(), e.ticket);
        if (it != group.cancelled.end()) group.cancelled.erase(it);
        else receive(group, e);
        break;
    }
    case EventKind::sample: sample(group, e); break;
    case EventKind::set: set_stepwise(group, e); break;
    }
}

/// t is a sum of steps, so a time that is meant to be its end may stand a rounding error beyond it.
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

void Simulator::Impl::run_block(Group& group, std::int32_t block, const BoundKernel& kernel,
                                std::int64_t first, std::int64_t count) {
    EventContext context{this,    &group, &group.blocks[static_cast<std::size_t>(block)], block, first,
                         nullptr, group.t};
    const RvHost host = events_for(context);
    run_rows(kernel, group, first, count, &host);
}

void Simulator::Impl::run_net_initial() {
    for (auto* nc : model.netcons()) {
        if (!nc->target) continue;
        const auto it = plan.block_of_point.find(nc->target);
        if (it == plan.block_of_point.end()) continue;
        auto& group = *plan.groups[static_cast<std::size_t>(it->second.first)];
        auto& block = group.blocks[static_cast<std::size_t>(it->second.second)];
        if (!block.net_initial) {
            for (std::size_t i = 1; i < nc->weights.size(); ++i) nc->weights[i] = 0;
            continue;
        }
        std::swap(block.net_initial, block.net_receive);
        Event e;
        e.time = group.t;
        e.block = it->second.second;
        e.index = nc->target->type()->instances->row(nc->target->row()) - block.base;
        e.netcon = nc;
        try {
            receive(group, e);
        } catch (...) {
            std::swap(block.net_initial, block.net_receive);
            throw;
        }
        std::swap(block.net_initial, block.net_receive);
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
