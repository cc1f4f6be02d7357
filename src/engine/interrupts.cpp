// SPDX-License-Identifier: BSD-3-Clause
// Runs that may not end by themselves: mechanisms with loops, and events that bring about events.
#include "impl.hpp"

namespace ranvier::engine {

namespace {
bool may_go_on(const mir::Mechanism& m) {
    if (m.sends_events) return true;
    for (const auto& function : m.functions)
        for (const auto& in : function.code)
            if (in.op == mir::Op::while_ || in.op == mir::Op::verbatim) return true;
    return false;
}
} // namespace

Watchdog* Simulator::Impl::watch() {
    if (model.revisions().structure != seen_loops.structure) {
        seen_loops = model.revisions();
        has_loops = false;
        for (const auto& region : plan.regions)
            for (const auto& type : region.types) has_loops = has_loops || may_go_on(*type->mechanism);
        for (const auto& point : plan.points) has_loops = has_loops || may_go_on(*point.type->mechanism);
    }
    if (!has_loops) return nullptr;
    if (prepare_interrupts) prepare_interrupts();
    return &watchdog;
}

} // namespace ranvier::engine
