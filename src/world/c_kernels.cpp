// SPDX-License-Identifier: BSD-3-Clause
#include "c_kernels.hpp"

namespace ranvier::world {

namespace {

engine::KernelPtr shared(codegen::CUnit::Code code) {
    return std::make_shared<const engine::KernelCode>(
        engine::KernelCode{std::move(code.kernel), std::move(code.executable)});
}

} // namespace

CKernels::CKernels(std::shared_ptr<Runtime> runtime, CHost& host)
    : runtime_(std::move(runtime)), host_(host) {
    host.find_unit = [this](const mir::Mechanism& mechanism, bool make) -> codegen::CUnit* {
        if (make) return &unit(mechanism);
        const std::lock_guard lock(mutex_);
        const auto known = units_.find(&mechanism);
        return known == units_.end() ? nullptr : known->second.get();
    };
}

codegen::CUnit& CKernels::unit(const mir::Mechanism& mechanism) {
    const std::lock_guard lock(mutex_);
    auto& known = units_[&mechanism];
    if (!known) known = codegen::CUnit::make(mechanism, host_.connection(), runtime_->c_options());
    return *known;
}

engine::KernelPtr CKernels::operation(std::string name, const mir::Mechanism& mechanism,
                                      mir::FunctionId function, codegen::Addressing addressing) {
    return shared(unit(mechanism).operation(std::move(name), function, addressing));
}

engine::TableKernels CKernels::tables(const mir::Mechanism& mechanism, mir::TableId id) {
    const auto& table = mechanism.tables[static_cast<std::size_t>(id.value)];
    const auto bound = [&](mir::FunctionId f) {
        return f.valid() ? operation(mechanism.name + ".bound", mechanism, f, codegen::Addressing::rows)
                         : nullptr;
    };
    return {shared(unit(mechanism).table(id)), bound(table.low), bound(table.high), bound(table.prepare)};
}

} // namespace ranvier::world
