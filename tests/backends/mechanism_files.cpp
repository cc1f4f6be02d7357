// SPDX-License-Identifier: BSD-3-Clause
#include "mechanism_files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "ranvier/nmodl/compile.hpp"

namespace ranvier::test {

namespace fs = std::filesystem;

namespace {

const fs::path kRoot = RANVIER_SOURCE_DIR;

} // namespace

std::vector<std::string> mechanism_files(const std::string& folder) {
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
        const auto& path = entry.path();
        if (path.extension() == ".mod") found.push_back(path.string());
    }
    std::sort(found.begin(), found.end());
    return found;
}

namespace {

std::optional<mir::Mechanism> compiled(const std::string& path, Diagnostics& diagnostics) {
    std::ifstream in(path, std::ios::binary);
    const auto source =
        std::make_shared<SourceText>(path, std::string(std::istreambuf_iterator<char>(in), {}));
    return nmodl::compile(source, {}, diagnostics);
}

} // namespace

std::optional<mir::Mechanism> read_mechanism(const std::string& path) {
    Diagnostics diagnostics;
    auto mechanism = compiled(path, diagnostics);
    EXPECT_TRUE(mechanism) << diagnostics.text();
    return mechanism;
}

std::optional<mir::Mechanism> try_mechanism(const std::string& path) {
    Diagnostics diagnostics;
    return compiled(path, diagnostics);
}

} // namespace ranvier::test
