// SPDX-License-Identifier: BSD-3-Clause
// What running kernels ask for: self events, spikes, watches, the weights of the NetCons that end at an instance. Nothing throws
// here: an error is kept by the call and thrown when the kernel has returned.
#include <algorithm>
#include <cmath>
#include <utility>

#include "kernel_call.hpp"
#include "ranvier/base/error.hpp"

namespace ranvier::engine {

namespace {

/// A condition this close to true counts as true when its WATCH begins, as in NEURON.
constexpr double kWatchTolerance = 1e-11;

void send_self(KernelCall& c, std::int64_t row, double time, double flag, model::NetCon* netcon) {
    auto* point = c.point(row);
    auto* events = c.events(row);
    if (!point || !events) return; // padding
    Event e;
    e.time = time;
    e.sent = c.now;
    e.source = point->serial();
    e.sequence = events->next_ticket++;
    e.kind = EventKind::self;
    e.group = c.group->index;
    e.block = c.kernel->block_index;
    e.index = c.first_row + row;
    e.flag = flag;
    e.netcon = netcon;
    e.netcon_serial = netcon ? netcon->serial : 0;
    e.weights = netcon ? netcon->weights->data() : nullptr;
    e.point = point;
    // net_move finds the latest event of flag 1, and no other
    if (flag == 1) {
        events->movable = e.sequence;
        events->movable_netcon = e.netcon_serial;
    }
    c.impl->push(e, *c.group);
}

void on_net_send(void* self, std::int64_t row, double delay, double flag) {
    auto& c = *static_cast<KernelCall*>(self);
    if (!c.point(row)) return;
    if (!(delay >= 0) || !std::isfinite(delay))
        return c.fail({"net_send sends into the past",
                       c.instance_name(row, {}),
                       "a delay of " + number_text(delay) + " ms at t = " + number_text(c.now) + " ms",
                       "0 <= delay, finite",
                       {}});
    send_self(c, row, c.now + delay, flag, c.netcon);
}

void on_net_move(void* self, std::int64_t row, double time) {
    auto& c = *static_cast<KernelCall*>(self);
    auto* events = c.events(row);
    if (!events) return;
    if (!events->movable)
        return c.fail({"there is no self event that net_move could move",
                       c.instance_name(row, {}),
                       {},
                       "one that net_send sent with flag 1 and that has not arrived",
                       {}});
    if (!(time >= c.now) || !std::isfinite(time))
        return c.fail({"net_move moves an event into the past",
                       c.instance_name(row, {}),
                       number_text(time) + " ms",
                       "t = " + number_text(c.now) + " ms or later",
                       {}});
    events->cancelled.push_back(events->movable);
    // it keeps the weights that it was sent with
    const auto sent_with = std::ranges::find(events->netcons, events->movable_netcon, &model::NetCon::serial);
    send_self(c, row, time, 1, sent_with == events->netcons.end() ? nullptr : *sent_with);
}

void on_net_event(void* self, std::int64_t row, double time) {
    auto& c = *static_cast<KernelCall*>(self);
    if (!c.point(row)) return;
    if (!(time >= c.now) || !std::isfinite(time))
        return c.fail({"net_event sends into the past",
                       c.instance_name(row, {}),
                       number_text(time) + " ms",
                       "t = " + number_text(c.now) + " ms or later",
                       {}});
    const int source = c.kernel->block->source[static_cast<std::size_t>(c.first_row + row)];
    if (source >= 0)
        c.impl->send_spike(c.impl->plan.sources[static_cast<std::size_t>(source)], time, *c.group);
}

/// @param value  of the condition now: one that holds already must become false before it fires.
void watch(KernelCall& c, PointEvents& events, int index, double flag, double value) {
    if (!c.has_watched) {
        for (const auto& old : events.watches)
            if (old.due) events.cancelled.push_back(old.due);
        events.watches.clear();
        c.has_watched = true;
    }
    std::erase_if(events.watches, [&](const ActiveWatch& w) { return w.index == index; });
    events.watches.push_back({index, flag, value >= -kWatchTolerance, 0});
}

double* netcon_weight(KernelCall& c, std::int64_t row, const PointEvents& events, double which,
                      double weight) {
    const auto i = static_cast<std::size_t>(which), w = static_cast<std::size_t>(weight);
    if (which >= 0 && i < events.netcons.size() && w < events.netcons[i]->weights->size())
        return &(*events.netcons[i]->weights)[w];
    c.fail({"there is no such weight",
            c.instance_name(row, {}),
            number_text(weight),
            "a weight of NetCon " + number_text(which),
            {}});
    return nullptr;
}

bool asks_about_events(mir::Service service) {
    return service == mir::Service::watch || service == mir::Service::netcon_count ||
           service == mir::Service::netcon_weight || service == mir::Service::set_netcon_weight;
}

double on_call(void* self, std::int32_t index, std::int64_t row, std::int32_t count, const double* arguments,
               std::int32_t* status) {
    auto& c = *static_cast<KernelCall*>(self);
    const auto& service = c.kernel->code->kernel.services[static_cast<std::size_t>(index)];
    double result = 0;
    if (!asks_about_events(service.service)) {
        result = answer(c, service, row, {arguments, static_cast<std::size_t>(count)}, *status);
    } else if (auto* events = c.events(row)) {
        switch (service.service) {
        case mir::Service::watch:
            watch(c, *events, static_cast<int>(service.integer), arguments[0], arguments[1]);
            break;
        case mir::Service::netcon_count: result = static_cast<double>(events->netcons.size()); break;
        case mir::Service::netcon_weight:
            if (const auto* w = netcon_weight(c, row, *events, arguments[0], arguments[1])) result = *w;
            break;
        case mir::Service::set_netcon_weight:
            if (auto* w = netcon_weight(c, row, *events, arguments[0], arguments[1])) *w = arguments[2];
            break;
        default: break;
        }
    }
    if (c.error) *status |= RV_STATUS_SERVICE;
    return result;
}

void on_fault(void* self, std::int32_t status, std::int64_t row, double detail, std::int32_t begin,
              std::int32_t end) {
    auto& c = *static_cast<KernelCall*>(self);
    // The first row counts: in which order rows come depends on how many run at a time.
    if ((c.fault && c.fault->row <= row) || c.is_padding(row)) return;
    c.fault = KernelFault{status, row, detail, begin, end};
}

} // namespace

const RvHost kHost = {nullptr, on_net_send, on_net_event, on_net_move, on_call, on_fault};

} // namespace ranvier::engine
