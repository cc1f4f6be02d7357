// SPDX-License-Identifier: BSD-3-Clause
#include "event_call.hpp"

#include <algorithm>

namespace ranvier::engine {

EventCall::EventCall(const BoundKernel& kernel)
    : kernel_(kernel), places_(kernel), no_weights_(kernel.arguments.size(), 0.0) {
    for (const auto& a : kernel.arguments) {
        if (a.column < 0) continue;
        if (a.name == "flag") flag_column_ = a.column;
        else weights_.push_back({static_cast<std::size_t>(a.column), static_cast<std::size_t>(a.element)});
    }
}

void EventCall::run(Simulator::Impl& impl, Group& group, const Event& e) {
    const Timed timed(impl.profile, kernel_.code);
    places_.move_to(kernel_, e.index);
    auto& columns = places_.columns();
    alignas(64) double flag[RV_LANES] = {e.flag};
    if (flag_column_ >= 0) columns[static_cast<std::size_t>(flag_column_)] = flag;
    if (!e.weights) std::ranges::fill(no_weights_, 0.0);
    for (std::size_t i = 0; i < weights_.size(); ++i)
        columns[weights_[i].column] = e.weights ? e.weights + weights_[i].element : &no_weights_[i];
    KernelCall call{&impl, &group, &kernel_, e.index, e.netcon, group.t};
    const RvHost host = host_for(call);
    auto args = kernel_.args(&impl.stop_flag, &host);
    args.columns = columns.data();
    args.indices = places_.indices().data();
    args.count = 1;
    args.padding = 0;
    call.check(kernel_.code->executable->run(args));
}

} // namespace ranvier::engine
