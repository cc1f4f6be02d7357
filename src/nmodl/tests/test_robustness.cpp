// SPDX-License-Identifier: BSD-3-Clause
// Whatever the text, the front end answers with a mechanism or with errors that have places; and what it
// prints it can read.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "ranvier/mir/passes.hpp"
#include "ranvier/nmodl/compile.hpp"

namespace ranvier::nmodl {
namespace {

const std::filesystem::path kMechanisms = std::filesystem::path(RANVIER_SOURCE_DIR) / "mechanisms";

std::string read(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::filesystem::path> mechanism_files() {
    std::vector<std::filesystem::path> out;
    for (const auto& entry : std::filesystem::directory_iterator(kMechanisms))
        if (entry.path().extension() == ".mod") out.push_back(entry.path());
    return out;
}

/// Compiles; a mechanism must be valid, a failure must say something inside the text.
Diagnostics check(const std::string& text) {
    Diagnostics diagnostics;
    const auto source = std::make_shared<SourceText>("x.mod", text);
    const auto mechanism = compile(source, {}, diagnostics);
    EXPECT_EQ(mechanism.has_value(), !diagnostics.has_errors());
    if (mechanism) mir::verify(*mechanism);
    for (const auto& d : diagnostics.all()) {
        EXPECT_EQ(d.span.source, source.get()) << d.message;
        EXPECT_LE(d.span.begin, d.span.end) << d.message;
        EXPECT_LE(d.span.end, text.size()) << d.message;
    }
    EXPECT_FALSE(diagnostics.has_errors() && diagnostics.text().empty());
    return diagnostics;
}

std::string repeated(const std::string& text, int n) {
    std::string out;
    for (int i = 0; i < n; ++i) out += text;
    return out;
}

TEST(Mechanisms, AllCompileAndPassTheVerifier) {
    const auto files = mechanism_files();
    EXPECT_GE(files.size(), 13u);
    for (const auto& file : files) EXPECT_EQ(check(read(file)).text(), "") << file;
}

TEST(Mechanisms, ThePrintedTreeReadsBackAsItself) {
    for (const auto& file : mechanism_files()) {
        Diagnostics diagnostics;
        const auto first = print(parse(std::make_shared<SourceText>("a.mod", read(file)), {}, diagnostics));
        const auto second = print(parse(std::make_shared<SourceText>("b.mod", first), {}, diagnostics));
        EXPECT_EQ(first, second) << file;
        EXPECT_EQ(diagnostics.text(), "") << file;
    }
}

TEST(Mechanisms, LineEndsDoNotMatter) {
    const auto printed = [](std::string text) {
        Diagnostics diagnostics;
        return print(parse(std::make_shared<SourceText>("a.mod", std::move(text)), {}, diagnostics)) +
               diagnostics.text();
    };
    const auto text = read(kMechanisms / "hh.mod");
    std::string carriage_return, both;
    for (const char c : text) {
        carriage_return += c == '\n' ? '\r' : c;
        both += c == '\n' ? "\r\n" : std::string(1, c);
    }
    EXPECT_EQ(printed(carriage_return), printed(text));
    EXPECT_EQ(printed(both), printed(text));
}

TEST(BrokenText, EveryPrefixOfAMechanism) {
    for (const auto* name : {"hh.mod", "NetStim.mod", "VClamp.mod"}) {
        const auto text = read(kMechanisms / name);
        for (std::size_t length = 0; length < text.size(); ++length) check(text.substr(0, length));
    }
}

TEST(BrokenText, EveryMissingBraceOfAMechanismIsAnError) {
    const auto text = read(kMechanisms / "hh.mod");
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '{' || text[i] == '}') {
            EXPECT_TRUE(check(text.substr(0, i) + text.substr(i + 1)).has_errors())
                << "without the brace at " << i;
        }
}

TEST(BrokenText, RandomEditsOfMechanisms) {
    std::mt19937_64 random(20250101);
    std::vector<std::string> texts;
    for (const auto& file : mechanism_files()) texts.push_back(read(file));
    std::sort(texts.begin(), texts.end());
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    for (int round = 0; round < 3000; ++round) {
        std::string text = texts[below(texts.size())];
        const auto& other = texts[below(texts.size())];
        for (std::size_t edits = 1 + below(4); edits > 0; --edits) {
            const std::size_t at = below(text.size());
            switch (below(4)) {
            case 0: text[at] = static_cast<char>(32 + below(95)); break;
            case 1: text.erase(at, 1 + below(30)); break;
            case 2: text.insert(at, other.substr(below(other.size()), below(40))); break;
            default: text.insert(at, std::string(1, "{}()[]'\"=~<>:*/^,"[below(17)])); break;
            }
            if (text.empty()) text = " ";
        }
        check(text);
    }
}

TEST(BrokenText, BinaryFilesGiveOneError) {
    EXPECT_EQ(check(std::string("NEURON { SUFFIX x }\0 INITIAL { }", 33)).error_count(), 1);
    std::mt19937_64 random(7);
    std::string noise;
    for (int i = 0; i < 5000; ++i) noise += static_cast<char>(random());
    EXPECT_EQ(check(noise).error_count(), 1);
    EXPECT_EQ(check("\x7f"
                    "ELF\x02\x01\x01\x03\x80\x90\x91\x92")
                  .error_count(),
              1);
}

TEST(BrokenText, NonAsciiLettersInCommentsAndUnitsAreFine) {
    EXPECT_EQ(
        check("NEURON { SUFFIX x }\n: \xe9t\xe9 \xc2\xb5m\nPARAMETER { a = 1 (\xc2\xb5m) }\nINITIAL { }")
            .text(),
        "");
}

TEST(BrokenText, DeepNestingIsAnErrorAndNotAnOverflow) {
    const std::string head = "NEURON { SUFFIX x }\nASSIGNED { a }\nINITIAL {\n";
    const int n = 100000;
    EXPECT_TRUE(check(head + repeated("{", n) + repeated("}", n) + "}").has_errors());
    EXPECT_TRUE(check(head + repeated("if (a) {", n) + repeated("}", n) + "}").has_errors());
    EXPECT_TRUE(check(head + "if (a) { } " + repeated("else if (a) { }", n) + "}").has_errors());
    EXPECT_TRUE(check(head + "a = " + repeated("(", n) + "1" + repeated(")", n) + "}").has_errors());
    EXPECT_TRUE(check(head + "a = " + repeated("-", n) + "1 }").has_errors());
    EXPECT_TRUE(check(head + "a = " + repeated("2^", n) + "1 }").has_errors());
    EXPECT_TRUE(check(head + "a = " + repeated("1 + ", n) + "1 }").has_errors());
    EXPECT_TRUE(check(head + "a = " + repeated("exp(", n) + "1" + repeated(")", n) + "}").has_errors());
    EXPECT_TRUE(check(head + repeated("{", n)).has_errors());
    EXPECT_FALSE(check(repeated("COMMENT\nENDCOMMENT\n", n) + head + "}").has_errors());
}

TEST(BrokenText, LongTextsAreFine) {
    const std::string head = "NEURON { SUFFIX x }\nASSIGNED { a }\nINITIAL {\n";
    EXPECT_FALSE(check(head + repeated("a = a + 1\n", 20000) + "}").has_errors());
    EXPECT_FALSE(check(head + "a = " + repeated("1 + ", 900) + "1 }").has_errors());
    EXPECT_FALSE(check(head + repeated("if (a) {", 90) + repeated("}", 90) + "}").has_errors());
}

TEST(BrokenText, ManyErrorsAreCut) {
    const auto errors = check("NEURON { SUFFIX x }\n" + repeated("WRONG { }\n", 5000)).error_count();
    EXPECT_GT(errors, 50);
    EXPECT_LT(errors, 200);
}

TEST(BrokenText, LongChainsOfCallsAreAnError) {
    std::string text = "NEURON { SUFFIX x }\nFUNCTION f0(u) { f0 = u }\n";
    for (int i = 1; i < 5000; ++i) {
        const auto name = "f" + std::to_string(i), callee = "f" + std::to_string(i - 1);
        text += "FUNCTION " + name + "(u) { " + name + " = " + callee + "(u) }\n";
    }
    const auto diagnostics = check(text);
    ASSERT_EQ(diagnostics.error_count(), 1);
    EXPECT_NE(diagnostics.text().find("levels deep"), std::string::npos);
}

TEST(BrokenText, CallsThatDoubleAtEveryLevelAreAnErrorAndNotAnExplosion) {
    std::string text =
        "NEURON { SUFFIX x NONSPECIFIC_CURRENT i }\nASSIGNED { i v a }\nFUNCTION f0(u) { a = u f0 = a }\n";
    for (int i = 1; i < 100; ++i) {
        const auto name = "f" + std::to_string(i), callee = "f" + std::to_string(i - 1);
        text += "FUNCTION " + name + "(u) { " + name + " = " + callee + "(1) + " + callee + "(2) }\n";
    }
    const auto diagnostics = check(text + "BREAKPOINT { i = v*f99(1) }");
    EXPECT_NE(diagnostics.text().find("too large"), std::string::npos);
}

} // namespace
} // namespace ranvier::nmodl
