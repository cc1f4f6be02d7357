// SPDX-License-Identifier: BSD-3-Clause
// WATCH conditions, looked at when a step begins, after thresholds: one that has become true since the last look sends an event
// at this moment.
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

void Simulator::Impl::check_watches(Group& group) {
    for (std::size_t b = 0; b < group.blocks.size(); ++b) {
        auto& block = group.blocks[b];
        if (block.watches.empty()) continue;
        for (std::size_t r = 0; r < block.points.size(); ++r) {
            auto* events = block.points[r] ? block.events[r] : nullptr;
            if (!events) continue;
            for (auto& w : events->watches) {
                const bool was_true = w.holds;
                w.holds = watch_value(group, block, r, w.index) > 0;
                if (!w.holds || was_true) continue;
                Event e;
                e.time = e.sent = group.t;
                e.source = block.points[r]->serial();
                e.sequence = w.due = events->next_ticket++;
                e.kind = EventKind::self;
                e.group = group.index;
                e.block = static_cast<std::int32_t>(b);
                e.index = static_cast<std::int64_t>(r);
                e.flag = w.flag;
                e.point = block.points[r];
                push(e, group);
            }
        }
    }
}

} // namespace ranvier::engine
