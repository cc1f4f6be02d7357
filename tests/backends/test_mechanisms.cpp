// SPDX-License-Identifier: BSD-3-Clause
// Every operation, FUNCTION and TABLE of every mechanism without C on random states: interpreter, scalar code and vectors give
// the same bits, events and faults.
#include <filesystem>
#include <utility>

#include <gtest/gtest.h>

#include "backend_comparison.hpp"
#include "mechanism_files.hpp"
#include "ranvier/codegen/fuse.hpp"

namespace ranvier::test {
namespace {

using codegen::FuseOptions;
using codegen::Part;
using mir::Mechanism;

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
            Comparison comparison({&*mechanism});
            comparison.operations_of(*mechanism);
            kernels += comparison.kernels();
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
