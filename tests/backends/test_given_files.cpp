// SPDX-License-Identifier: BSD-3-Clause
// The same comparison over .mod files from elsewhere: RANVIER_MOD_FILES names a text file with one path a line. What does not compile
// or holds C is left out; the counts are printed.
#include <cstdlib>
#include <fstream>
#include <iostream>

#include <gtest/gtest.h>

#include "backend_comparison.hpp"
#include "mechanism_files.hpp"

namespace ranvier::test {
namespace {

constexpr int kShards = 4;

class GivenFiles : public testing::TestWithParam<int> {};

TEST_P(GivenFiles, GiveTheSameBitsOnEveryBackEnd) {
    const char* list = std::getenv("RANVIER_MOD_FILES");
    if (!list) GTEST_SKIP() << "RANVIER_MOD_FILES names no list of files";
    std::ifstream lines(list);
    ASSERT_TRUE(lines.good()) << list;
    int files = 0, kernels = 0, endless = 0, left_out = 0, number = 0;
    for (std::string path; std::getline(lines, path);) {
        if (number++ % kShards != GetParam()) continue;
        SCOPED_TRACE(path);
        const auto mechanism = try_mechanism(path);
        if (!mechanism || mechanism->needs_c) {
            ++left_out;
            continue;
        }
        Comparison comparison({&*mechanism});
        try {
            comparison.operations_of(*mechanism);
        } catch (const std::exception& error) {
            ADD_FAILURE() << error.what();
        }
        ++files;
        kernels += comparison.kernels();
        endless += comparison.endless();
    }
    EXPECT_GT(kernels, 0);
    std::cout << "compared " << files << " files, " << kernels << " kernels; calls without an end " << endless
              << "; left out " << left_out << " files\n";
}

INSTANTIATE_TEST_SUITE_P(Shards, GivenFiles, testing::Range(0, kShards));

} // namespace
} // namespace ranvier::test
