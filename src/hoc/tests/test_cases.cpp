// SPDX-License-Identifier: BSD-3-Clause
// The data cases of tests/hoc: a program, `---`, what it prints. neuron_*.txt were recorded from NEURON (record.py there): an
// error is one line `error`. In the other files errors stand with their words; RANVIER_UPDATE=1 writes what is printed now.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "fake_host.hpp"

namespace ranvier::hoc {
namespace {

struct Case {
    std::string title, text, expected;
};

std::vector<Case> cases_of(const std::filesystem::path& path) {
    std::vector<Case> out;
    std::string* part = nullptr;
    std::ifstream in(path, std::ios::binary);
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("=== ")) {
            out.push_back({line.substr(4), {}, {}});
            part = &out.back().text;
        } else if (line == "---" && part && part == &out.back().text) {
            part = &out.back().expected;
        } else if (part) {
            *part += line + "\n";
        }
    }
    for (auto& item : out) { // blank lines separate cases
        while (item.expected.ends_with("\n\n")) item.expected.pop_back();
        if (item.expected == "\n") item.expected.clear();
    }
    return out;
}

std::string printed(const Case& item, bool with_words) {
    test::FakeHost host;
    Interpreter interpreter(host);
    std::string error;
    try {
        interpreter.run(std::make_shared<SourceText>("case.hoc", item.text));
    } catch (const QuitRequest&) {
        error = with_words ? "quit\n" : "";
    } catch (const HocError& e) {
        error = with_words ? std::string(e.what()) + "\n" : "error\n";
    }
    EXPECT_EQ(host.depth(), 0U) << item.title << ": sections stay pushed";
    EXPECT_EQ(interpreter.call_depth(), 0U) << item.title;
    std::string out = host.out;
    if (!error.empty() && !out.empty() && !out.ends_with("\n")) out += "\n";
    out += error;
    while (out.ends_with("\n\n")) out.pop_back(); // as cases are read
    if (out == "\n") out.clear();
    return out;
}

class Cases : public testing::TestWithParam<std::string> {};

TEST_P(Cases, PrintWhatIsExpected) {
    const auto path = std::filesystem::path(RANVIER_SOURCE_DIR) / "tests/hoc" / (GetParam() + ".txt");
    const auto cases = cases_of(path);
    ASSERT_FALSE(cases.empty()) << path;
    const bool is_recorded = GetParam().starts_with("neuron_");
    const bool updates = std::getenv("RANVIER_UPDATE") != nullptr && !is_recorded;
    std::string file;
    for (const auto& item : cases) {
        const auto found = printed(item, !is_recorded);
        if (!updates) {
            EXPECT_EQ(found, item.expected) << GetParam() << ".txt: " << item.title << "\n" << item.text;
        }
        file += "=== " + item.title + "\n" + item.text + "---\n" + found + "\n";
    }
    if (!updates) return;
    while (file.ends_with("\n\n")) file.pop_back();
    std::ofstream(path, std::ios::binary) << file;
}

std::vector<std::string> case_files() {
    std::vector<std::string> out;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(RANVIER_SOURCE_DIR) / "tests/hoc"))
        if (entry.path().extension() == ".txt") out.push_back(entry.path().stem().string());
    std::ranges::sort(out);
    return out;
}

INSTANTIATE_TEST_SUITE_P(Hoc, Cases, testing::ValuesIn(case_files()),
                         [](const auto& one) { return one.param; });

} // namespace
} // namespace ranvier::hoc
