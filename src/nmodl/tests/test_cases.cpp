// SPDX-License-Identifier: BSD-3-Clause
// The data cases of tests/nmodl: text in, diagnostics and printed MIR out. A file holds many cases:
//     === title
//     NMODL text
//     [+++ name
//     text of a file that it may include]
//     --- [functions whose MIR is expected]
//     what the compiler says, then the functions
// RANVIER_UPDATE=1 writes what the compiler says now into the files: read the difference before you keep it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "ranvier/mir/passes.hpp"
#include "ranvier/nmodl/compile.hpp"

namespace ranvier::nmodl {
namespace {

struct Case {
    std::string title, text, functions, expected;
};

std::string read(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<Case> cases_of(const std::filesystem::path& path) {
    std::vector<Case> out;
    std::string* part = nullptr;
    std::istringstream in(read(path));
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("=== ")) {
            out.push_back({line.substr(4), {}, {}, {}});
            part = &out.back().text;
        } else if (line.starts_with("---") && part && part == &out.back().text) {
            out.back().functions = line.size() > 4 ? line.substr(4) : "";
            part = &out.back().expected;
        } else if (part) {
            *part += line + "\n";
        }
    }
    for (auto& item : out) // a blank line may separate cases
        while (item.expected.ends_with("\n\n")) item.expected.pop_back();
    for (auto& item : out)
        if (item.expected == "\n") item.expected.clear();
    return out;
}

/// The file itself, by the name x.mod, and those that it may include.
std::map<std::string, std::string> files_of(const Case& item) {
    std::map<std::string, std::string> out;
    std::string* file = &out["x.mod"];
    std::istringstream in(item.text);
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("+++ ")) file = &out[line.substr(4)];
        else *file += line + "\n";
    }
    return out;
}

/// The source is named after nothing, so that the expected text shows line:column only.
std::string said(const Case& item) {
    Diagnostics diagnostics;
    const auto files = files_of(item);
    CompileOptions options;
    options.include = [&](const std::string& name, const SourceText&) -> SourcePtr {
        const auto found = files.find(name);
        return found == files.end() ? nullptr : std::make_shared<SourceText>(name, found->second);
    };
    const auto source = std::make_shared<SourceText>("x.mod", files.at("x.mod"));
    const auto mechanism = compile(source, options, diagnostics);
    EXPECT_EQ(mechanism.has_value(), !diagnostics.has_errors()) << item.title;
    std::string out = diagnostics.text();
    if (!mechanism) return out;
    mir::verify(*mechanism);
    std::istringstream names(item.functions);
    for (std::string name; names >> name;) {
        if (name == "ordered") {
            out += mechanism->is_ordered ? "ordered: " + mechanism->ordered_reason + "\n" : "not ordered\n";
            continue;
        }
        if (name == "header") {
            const auto all = mir::print(*mechanism);
            out += all.substr(0, all.find("\n\n") + 1);
            continue;
        }
        bool found = false;
        for (const auto& function : mechanism->functions) {
            if (function.name != name) continue;
            out += mir::print(*mechanism, function);
            found = true;
        }
        EXPECT_TRUE(found) << item.title << ": no function " << name;
    }
    return out;
}

class Cases : public testing::TestWithParam<std::string> {};

TEST_P(Cases, SayWhatIsExpected) {
    const auto path = std::filesystem::path(RANVIER_SOURCE_DIR) / "tests/nmodl" / (GetParam() + ".txt");
    const auto cases = cases_of(path);
    ASSERT_FALSE(cases.empty()) << path;
    const bool updates = std::getenv("RANVIER_UPDATE") != nullptr;
    std::string file;
    for (const auto& item : cases) {
        const auto found = said(item);
        if (!updates) {
            EXPECT_EQ(found, item.expected) << GetParam() << ".txt: " << item.title;
        }
        file += "=== " + item.title + "\n" + item.text + "---" +
                (item.functions.empty() ? "" : " " + item.functions) + "\n" + found + "\n";
    }
    if (updates) std::ofstream(path, std::ios::binary) << file;
}

INSTANTIATE_TEST_SUITE_P(Nmodl, Cases,
                         testing::Values("syntax_errors", "name_errors", "meaning_errors", "not_taken",
                                         "c_blocks", "include", "warnings", "lenient", "lowering", "events",
                                         "scheme_errors"),
                         [](const auto& param) { return param.param; });

} // namespace
} // namespace ranvier::nmodl
