// SPDX-License-Identifier: BSD-3-Clause
// WATCH conditions, looked at when a step begins, after thresholds: one that has become true since the last look sends an event
// at this moment.
#include "watches.hpp"

#include "kernel_call.hpp"

namespace ranvier::engine {

double Simulator::Impl::watch_value(Group& group, PointBlock& block, std::size_t row, int watch) {
    const auto& kernel = block.watches[static_cast<std::size_t>(watch)];
    RowCall call(*this, group, kernel, static_cast<std::int64_t>(row));
    alignas(64) double result[RV_LANES] = {};
    call.bind("result", 0, result);
    call.run(nullptr);
    return result[0];
}

double Simulator::Impl::watch_value(const WatchPlace& place) {
    return watch_value(*place.group, place.group->blocks[place.block], place.row, place.watch->index);
}

/// Its condition has become true.
void Simulator::Impl::send_watch(const WatchPlace& place, double time) {
    auto& group = *place.group;
    auto& block = group.blocks[place.block];
    Event e;
    e.time = e.sent = time;
    e.source = block.points[place.row]->serial();
    e.sequence = place.watch->due = block.events[place.row]->next_ticket++;
    e.kind = EventKind::self;
    e.group = group.index;
    e.block = static_cast<std::int32_t>(place.block);
    e.index = static_cast<std::int64_t>(place.row);
    e.flag = place.watch->flag;
    e.point = block.points[place.row];
    place.watch->holds = true;
    push(e, group);
}

void Simulator::Impl::check_watches(Group& group) {
    each_watch(group, [&](const WatchPlace& place) {
        auto& w = *place.watch;
        const bool was_true = w.holds;
        w.holds = watch_value(place) > 0 || group.t < w.sent_until;
        if (w.holds && !was_true) send_watch(place, group.t);
    });
}

} // namespace ranvier::engine
