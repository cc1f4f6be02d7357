// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/base/diagnostics.hpp"

#include <gtest/gtest.h>

namespace ranvier {
namespace {

SourcePtr source(const std::string& text) { return std::make_shared<const SourceText>("a.mod", text); }

Span find(const SourcePtr& text, std::string_view word) {
    const auto at = text->text().find(word);
    EXPECT_NE(at, std::string_view::npos);
    return {text.get(), static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + word.size())};
}

TEST(SourceText, PlacesCountFromOne) {
    const auto text = source("ab\ncd\n");
    const auto expect = [&](std::uint32_t offset, int line, int column) {
        EXPECT_EQ(text->place(offset).line, line) << "offset " << offset;
        EXPECT_EQ(text->place(offset).column, column) << "offset " << offset;
    };
    expect(0, 1, 1);
    expect(1, 1, 2);
    expect(2, 1, 3); // the line's end belongs to it
    expect(3, 2, 1);
    expect(6, 3, 1); // the end of the text
}

TEST(SourceText, LinesEndInEveryWay) {
    const auto text = source("a\r\nb\rc\nd");
    const char* lines[] = {"a", "b", "c", "d"};
    int line = 1;
    for (const auto* content : lines) {
        const auto at = static_cast<std::uint32_t>(text->text().find(content));
        EXPECT_EQ(text->place(at).line, line++);
        EXPECT_EQ(text->place(at).column, 1);
        EXPECT_EQ(text->line_at(at), content);
    }
}

TEST(SourceText, AnEmptyTextHasAPlace) {
    const auto text = source("");
    EXPECT_EQ(text->place(0).line, 1);
    EXPECT_EQ(text->line_at(0), "");
}

TEST(Diagnostics, TextHasPlaceLineCaretAndHint) {
    const auto text = source("BREAKPOINT {\n    i = gmax*v\n}\n");
    Diagnostics diagnostics;
    diagnostics.error(find(text, "gmax"), "gmax is not declared", "did you mean g?");
    EXPECT_EQ(diagnostics.text(), "a.mod:2:9: error: gmax is not declared\n"
                                  "        i = gmax*v\n"
                                  "            ^~~~\n"
                                  "    did you mean g?\n");
}

TEST(Diagnostics, CaretStandsUnderItsWordBehindTabs) {
    const auto text = source("\ti =\tgmax");
    Diagnostics diagnostics;
    diagnostics.error(find(text, "gmax"), "it");
    EXPECT_EQ(diagnostics.text(), "a.mod:1:6: error: it\n    \ti =\tgmax\n    \t   \t^~~~\n");
}

TEST(Diagnostics, OrderIsThatOfTheText) {
    const auto text = source("one two three");
    Diagnostics diagnostics;
    diagnostics.error(find(text, "three"), "third");
    diagnostics.warning(find(text, "one"), "first");
    diagnostics.note(find(text, "two"), "second");
    const auto all = diagnostics.text();
    EXPECT_LT(all.find("warning: first"), all.find("note: second"));
    EXPECT_LT(all.find("note: second"), all.find("error: third"));
    EXPECT_EQ(diagnostics.error_count(), 1);
    EXPECT_EQ(diagnostics.all().size(), 3U);
}

TEST(Diagnostics, WarningsAreNoErrors) {
    Diagnostics diagnostics;
    diagnostics.warning({}, "careful");
    EXPECT_FALSE(diagnostics.has_errors());
    EXPECT_EQ(diagnostics.text(), "warning: careful\n");
    diagnostics.error({}, "wrong");
    EXPECT_TRUE(diagnostics.has_errors());
}

TEST(Diagnostics, SpansOverSeveralLinesMarkTheFirst) {
    const auto text = source("ab cd\nef");
    Diagnostics diagnostics;
    diagnostics.error({text.get(), 3, 8}, "wide");
    EXPECT_EQ(diagnostics.text(), "a.mod:1:4: error: wide\n    ab cd\n       ^~\n");
}

TEST(Diagnostics, BinaryAndLongLinesAreShownTame) {
    const auto binary = source(std::string("a\x01\xff\0b", 5));
    const auto endless = source(std::string(100000, 'x'));
    Diagnostics diagnostics;
    diagnostics.error({binary.get(), 4, 5}, "strange");
    diagnostics.error({endless.get(), 99999, 100000}, "far");
    const auto text = diagnostics.text();
    EXPECT_NE(text.find("    a???b\n        ^\n"), std::string::npos);
    EXPECT_LT(text.size(), 1000U);
    EXPECT_NE(text.find("a.mod:1:100000: error: far"), std::string::npos);
}

TEST(Diagnostics, OfSeveralSourcesStayTogether) {
    const auto first = source("x y"), second = source("x y");
    Diagnostics one, other;
    one.error(find(first, "y"), "first y");
    other.error(find(second, "y"), "second y");
    other.error(find(second, "x"), "second x");
    one.append(other);
    one.error(find(first, "x"), "first x");
    const auto text = one.text();
    EXPECT_EQ(one.error_count(), 4);
    EXPECT_LT(text.find("first x"), text.find("first y"));
    EXPECT_LT(text.find("first y"), text.find("second x"));
    EXPECT_LT(text.find("second x"), text.find("second y"));
}

TEST(CompileError, SaysAllAndKeepsItsSources) {
    const auto make = [] {
        const auto text = source("oops");
        Diagnostics diagnostics;
        diagnostics.hold(text);
        diagnostics.error(find(text, "oops"), "no good");
        return CompileError(std::move(diagnostics));
    };
    const auto error = make(); // the text has no other owner
    EXPECT_STREQ(error.what(), "a.mod:1:1: error: no good\n    oops\n    ^~~~\n");
    EXPECT_EQ(error.diagnostics().all()[0].span.source->name(), "a.mod");
}

} // namespace
} // namespace ranvier
