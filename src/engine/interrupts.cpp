// SPDX-License-Identifier: BSD-3-Clause
// Runs that may not end by themselves: mechanisms with loops, and events that bring about events.
#include <algorithm>

#include "impl.hpp"

namespace ranvier::engine {

namespace {
bool has_loop(const mir::Function& function) {
    return std::ranges::any_of(function.code, [](const auto& in) {
        return in.op == mir::Op::while_ || in.op == mir::Op::verbatim ||
               (in.op == mir::Op::service &&
                in.symbol == static_cast<std::int32_t>(mir::Service::recursive_call));
    });
}

bool may_go_on(const mir::Mechanism& m) {
    if (m.sends_events) return true;
    return std::ranges::any_of(m.functions, has_loop);
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
    return has_loops ? begin_watch() : nullptr;
}

Watchdog* Simulator::Impl::watch(const mir::Kernel& kernel) {
    return kernel.needs_c || has_loop(kernel.function) ? begin_watch() : nullptr;
}

Watchdog* Simulator::Impl::begin_watch() {
    if (prepare_interrupts) prepare_interrupts();
    return &watchdog;
}

} // namespace ranvier::engine
