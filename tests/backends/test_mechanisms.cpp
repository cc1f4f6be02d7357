// SPDX-License-Identifier: BSD-3-Clause
// Every operation, FUNCTION and TABLE of every mechanism without C on random states: interpreter, scalar code and vectors give
// the same bits, events and faults.
#include <filesystem>
#include <iostream>
#include <utility>

#include <gtest/gtest.h>

#include "likely_memory.hpp"
#include "mechanism_files.hpp"
#include "ranvier/codegen/fuse.hpp"

#include "ranvier/mir/passes.hpp"

namespace ranvier::test {
namespace {

using codegen::Addressing;
using codegen::FuseOptions;
using codegen::Part;
using mir::FunctionId;
using mir::Mechanism;

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

/// Compares back ends on the kernels of some mechanisms.
class Comparison {
  public:
    explicit Comparison(std::vector<const Mechanism*> mechanisms) : mechanisms_(std::move(mechanisms)) {}

    void kernel(const mir::Kernel& kernel) {
        SCOPED_TRACE(kernel.name);
        for (const auto numbers : {Numbers::likely, Numbers::any}) {
            check(kernel, random_memory(kernel, mechanisms_, numbers, kRows, seed_++, 0));
            check(kernel, random_memory(kernel, mechanisms_, numbers, kFewRows, seed_++, 2));
        }
        ++kernels_;
    }
    /// Memories on which a kernel did not come to its end.
    [[nodiscard]] int endless() const { return endless_; }
    [[nodiscard]] int kernels() const { return kernels_; }

  private:
    void check(const mir::Kernel& kernel, codegen::test::Memory memory) {
        constexpr int kPatience = 100; // [ms] a loop that ends does so in one
        memory.patience = kPatience;
        const auto outcome = codegen::test::check(kernel, memory, true);
        if ((outcome.status & RV_STATUS_STOPPED) != 0) ++endless_;
    }
    std::vector<const Mechanism*> mechanisms_;
    unsigned seed_ = 1;
    int kernels_ = 0, endless_ = 0;
};

/// All kernels of one mechanism; returns how many.
int compare(const Mechanism& mechanism) {
    Comparison comparison({&mechanism});
    const auto addressing =
        mechanism.kind == mir::MechanismKind::density ? Addressing::rows : Addressing::indexed;
    for (const auto& [name, operation] : operations()) {
        if (!(mechanism.*operation).valid()) continue;
        const Part part{&mechanism, mechanism.*operation, "t"};
        FuseOptions options;
        options.addressing = addressing;
        comparison.kernel(codegen::fuse(name, {&part, 1}, options));
    }
    const bool has_step = mechanism.advance.valid() && mechanism.current.valid();
    if (has_step && addressing == Addressing::rows && !mechanism.runs_alone) {
        // A step as the engine runs it: states, then the currents of the next, sums stored.
        const Part parts[] = {{&mechanism, mechanism.advance, "t"},
                              {&mechanism, mechanism.current, "t_next"}};
        FuseOptions options;
        options.stores_node = true;
        comparison.kernel(codegen::fuse("advance_current", parts, options));
    }
    const auto value = [&](FunctionId function) {
        comparison.kernel(codegen::call_kernel(mechanism, function, addressing));
    };
    for (const auto function : mechanism.callable) value(function);
    for (const auto& watch : mechanism.watches) value(watch.value);
    for (const auto& diffusion : mechanism.diffusions) {
        value(diffusion.rate);
        value(diffusion.volume);
    }
    for (std::size_t i = 0; i < mechanism.tables.size(); ++i)
        comparison.kernel(codegen::table_kernel(mechanism, mir::TableId(static_cast<std::int32_t>(i))));
    if (comparison.endless() > 0)
        std::cout << mechanism.file << ": " << comparison.endless() << " of " << 4 * comparison.kernels()
                  << " calls did not end\n";
    // A WHILE that waits for something need not meet it on random numbers; that is seldom.
    EXPECT_LE(comparison.endless(), 2 * comparison.kernels());
    return comparison.kernels();
}

constexpr int kShards = 4;

/// The files of a folder in four parts, so that parts run side by side.
class Folder : public testing::TestWithParam<std::pair<const char*, int>> {};

TEST_P(Folder, GivesTheSameBitsOnEveryBackEnd) {
    const auto [folder, shard] = GetParam();
    const auto files = mechanism_files(folder);
    int kernels = 0;
    for (std::size_t i = static_cast<std::size_t>(shard); i < files.size(); i += kShards) {
        SCOPED_TRACE(files[i]);
        const auto mechanism = read_mechanism(files[i]);
        if (!mechanism || mechanism->needs_c) continue;
        try {
            kernels += compare(*mechanism);
        } catch (const std::exception& error) {
            ADD_FAILURE() << error.what();
        }
    }
    EXPECT_GT(kernels, 0);
    RecordProperty("kernels", kernels);
}

std::vector<std::pair<const char*, int>> parts() {
    std::vector<std::pair<const char*, int>> all;
    for (const char* folder :
         {"mechanisms", "tests/conformance/nmodl/reference", "tests/conformance/nmodl/corners", "bench/mod"})
        for (int shard = 0; shard < kShards; ++shard) all.emplace_back(folder, shard);
    return all;
}

INSTANTIATE_TEST_SUITE_P(Mechanisms, Folder, testing::ValuesIn(parts()), [](const auto& part) {
    const std::string name = std::filesystem::path(part.param.first).filename().string();
    return name + "_" + std::to_string(part.param.second);
});

/// A stretch of membrane: ions and several channels in one kernel.
TEST(Region, GivesTheSameBitsOnEveryBackEnd) {
    std::vector<Mechanism> read;
    for (const char* file :
         {"mechanisms/na_ion.mod", "mechanisms/k_ion.mod", "mechanisms/ca_ion.mod",
          "bench/mod/channels/cad.mod", "mechanisms/hh.mod", "mechanisms/pas.mod",
          "bench/mod/channels/cal.mod", "bench/mod/channels/kca.mod", "bench/mod/channels/km.mod"}) {
        auto mechanism = read_mechanism(std::string(RANVIER_SOURCE_DIR) + "/" + file);
        ASSERT_TRUE(mechanism);
        read.push_back(std::move(*mechanism));
    }
    std::vector<const Mechanism*> all;
    for (const auto& mechanism : read) all.push_back(&mechanism);
    std::vector<Part> advance, current, both;
    for (const auto* m : all) {
        if (m->advance.valid()) advance.push_back({m, m->advance, "t"});
        if (m->current.valid()) current.push_back({m, m->current, "t_next"});
    }
    both = advance;
    both.insert(both.end(), current.begin(), current.end());
    Comparison comparison(all);
    FuseOptions full;
    full.stores_node = true;
    FuseOptions lean = full;
    lean.is_needed = [](const std::string& table, const std::string& variable) {
        return table.ends_with("_ion") || variable.size() == 1;
    };
    comparison.kernel(codegen::fuse("advance", advance, {}));
    comparison.kernel(codegen::fuse("current", current, full));
    comparison.kernel(codegen::fuse("advance_current", both, full));
    comparison.kernel(codegen::fuse("advance_current_lean", both, lean));
}

} // namespace
} // namespace ranvier::test
