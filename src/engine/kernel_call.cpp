// SPDX-License-Identifier: BSD-3-Clause
// Runs kernels: whole regions and blocks, or single rows.
#include "kernel_call.hpp"

namespace ranvier::engine {

RowCall::RowCall(Simulator::Impl& impl, Group& group, const BoundKernel& kernel, std::int64_t first,
                 std::int64_t count)
    : impl_(impl), group_(group), kernel_(kernel), first_(first), count_(count), columns_(kernel.columns),
      indices_(kernel.indices) {
    for (const auto& slot : kernel.code->kernel.slots) {
        const bool goes_by_row =
            slot.access == mir::SlotAccess::row || slot.access == mir::SlotAccess::pointer;
        if (!goes_by_row || slot.owner == mir::SlotOwner::argument || slot.binding < 0) continue;
        const auto b = static_cast<std::size_t>(slot.binding);
        columns_[b] += first * kernel.strides[b];
    }
    for (auto& i : indices_)
        if (i) i += first;
}

void RowCall::bind(std::string_view name, int element, double* number) {
    for (const auto& a : kernel_.arguments)
        if (a.name == name && a.element == element) columns_[static_cast<std::size_t>(a.column)] = number;
}

void RowCall::run(model::NetCon* netcon) {
    const Timed timed(impl_.profile, kernel_.code);
    KernelCall call{&impl_, &group_, &kernel_, first_, netcon, group_.t};
    const RvHost host = host_for(call);
    auto args = kernel_.args(&impl_.stop_flag, &host);
    args.columns = columns_.data();
    args.indices = indices_.data();
    args.count = count_;
    args.padding = 0;
    call.check(kernel_.code->executable->run(args));
}

} // namespace ranvier::engine
