// SPDX-License-Identifier: BSD-3-Clause
#include "backend_comparison.hpp"

#include <iostream>

#include <gtest/gtest.h>

#include "likely_memory.hpp"
#include "ranvier/codegen/fuse.hpp"
#include "ranvier/mir/passes.hpp"

namespace ranvier::test {

using codegen::Addressing;
using codegen::FuseOptions;
using codegen::Part;
using mir::FunctionId;
using mir::Mechanism;

namespace {

/// Whole lane groups and a rest; fewer than a group.
constexpr std::int64_t kRows = 21, kFewRows = 3;

const std::vector<std::pair<const char*, FunctionId Mechanism::*>>& operations() {
    static const std::vector<std::pair<const char*, FunctionId Mechanism::*>> all{
        {"initial", &Mechanism::initial},
        {"current", &Mechanism::current},
        {"advance", &Mechanism::advance},
        {"net_receive", &Mechanism::net_receive},
        {"net_initial", &Mechanism::net_initial},
        {"before_initial", &Mechanism::before_initial},
        {"after_initial", &Mechanism::after_initial},
        {"before_breakpoint", &Mechanism::before_breakpoint},
        {"after_solve", &Mechanism::after_solve},
        {"before_step", &Mechanism::before_step},
        {"constructor", &Mechanism::constructor},
        {"destructor", &Mechanism::destructor},
    };
    return all;
}

} // namespace

void Comparison::kernel(const mir::Kernel& kernel) {
    SCOPED_TRACE(kernel.name);
    for (const auto numbers : {Numbers::likely, Numbers::any}) {
        check(kernel, random_memory(kernel, mechanisms_, numbers, kRows, seed_++, 0));
        check(kernel, random_memory(kernel, mechanisms_, numbers, kFewRows, seed_++, 2));
    }
    ++kernels_;
}

void Comparison::check(const mir::Kernel& kernel, codegen::test::Memory memory) {
    constexpr int kPatience = 100; // [ms] a loop that ends does so in one
    memory.patience = kPatience;
    const auto outcome = codegen::test::check(kernel, memory, true);
    if ((outcome.status & RV_STATUS_STOPPED) != 0) ++endless_;
}

void Comparison::operations_of(const Mechanism& mechanism) {
    const auto addressing =
        mechanism.kind == mir::MechanismKind::density ? Addressing::rows : Addressing::indexed;
    for (const auto& [name, operation] : operations()) {
        if (!(mechanism.*operation).valid()) continue;
        const Part part{&mechanism, mechanism.*operation, "t"};
        FuseOptions options;
        options.addressing = addressing;
        kernel(codegen::fuse(name, {&part, 1}, options));
    }
    const bool has_step = mechanism.advance.valid() && mechanism.current.valid();
    if (has_step && addressing == Addressing::rows && !mechanism.runs_alone) {
        // A step as the engine runs it: states, then the currents of the next, sums stored.
        const Part parts[] = {{&mechanism, mechanism.advance, "t"},
                              {&mechanism, mechanism.current, "t_next"}};
        FuseOptions options;
        options.stores_node = true;
        kernel(codegen::fuse("advance_current", parts, options));
    }
    const auto value = [&](FunctionId function) {
        kernel(codegen::call_kernel(mechanism, function, addressing));
    };
    for (const auto function : mechanism.callable) value(function);
    for (const auto& watch : mechanism.watches) value(watch.value);
    for (const auto& diffusion : mechanism.diffusions) {
        value(diffusion.rate);
        value(diffusion.volume);
    }
    for (std::size_t i = 0; i < mechanism.tables.size(); ++i)
        kernel(codegen::table_kernel(mechanism, mir::TableId(static_cast<std::int32_t>(i))));
    if (endless_ > 0)
        std::cout << mechanism.file << ": " << endless_ << " of " << 4 * kernels_ << " calls did not end\n";
    // A WHILE that waits for something need not meet it on random numbers; that is seldom.
    EXPECT_LE(endless_, 2 * kernels_);
}

} // namespace ranvier::test
