// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <string>

#include "ranvier/base/error.hpp"
#include "ranvier/base/pattern.hpp"

namespace ranvier {
namespace {

TEST(Pattern, FindsWholeBeginningAndFirstPlace) {
    const Pattern number("[0-9]+");
    EXPECT_TRUE(number.fits("042"));
    EXPECT_FALSE(number.fits("42 "));
    EXPECT_TRUE(number.fits_beginning("42 "));
    EXPECT_FALSE(number.fits_beginning(" 42"));
    const auto found = number.find("dend[12]");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->begin, 5U);
    EXPECT_EQ(found->end, 7U);
    EXPECT_FALSE(number.find("soma"));
}

TEST(Pattern, GoesOnFromAPlaceAndGivesTheFirstGroup) {
    const Pattern word("\\b([a-z])[a-z]*");
    const std::string_view text = "soma axon";
    const auto first = word.find(text);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->group, "s");
    const auto second = word.find(text, first->end);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->begin, 5U);
    EXPECT_EQ(second->group, "a");
    EXPECT_FALSE(word.find(text, 6)); // inside a word no word begins
}

TEST(Pattern, WrongExpressionsAndLongTextsAreErrors) {
    try {
        const Pattern wrong("dend[", "issection");
        FAIL() << "no error";
    } catch (const InputError& error) {
        EXPECT_NE(std::string(error.what()).find("issection: this is no regular expression (got 'dend[')"),
                  std::string::npos)
            << error.what();
    }
    const std::string longer(Pattern::kLongestText + 1, 'a');
    const Pattern many("a*");
    EXPECT_THROW(static_cast<void>(many.fits(longer)), InputError);
    EXPECT_THROW(static_cast<void>(many.fits_beginning(longer)), InputError);
    EXPECT_THROW(static_cast<void>(many.find(longer)), InputError);
    EXPECT_TRUE(many.fits(std::string_view(longer).substr(1))); // the longest that is looked through
    EXPECT_THROW(Pattern(std::string(Pattern::kLongestExpression + 1, '(')), InputError);
    EXPECT_THROW(Pattern("(a)\\1"), InputError); // what only backtracking finds
}

/// Neither stack nor time grow with what could be tried.
TEST(Pattern, AlternativesInRepeatedGroupsAreNoDanger) {
    const std::string text(Pattern::kLongestText, 'a');
    EXPECT_TRUE(Pattern("((((a)|(b))))*").fits(text));
    EXPECT_FALSE(Pattern("((a|a)*)*b").fits(text));
    const std::string deep = std::string(400, '(') + "a" + std::string(400, ')') + "*";
    EXPECT_TRUE(Pattern(deep).fits(text.substr(0, 100)));
}

TEST(Pattern, OfMatchesThatBeginFirstTheLongestIsFound) {
    EXPECT_EQ(Pattern("a|ab").find("xabc")->end, 3U);
    EXPECT_EQ(Pattern("(b|bc)(a|cab)").find("abcabc")->end, 5U);
    EXPECT_EQ(Pattern("a+").find("baab")->end, 3U);
}

} // namespace
} // namespace ranvier
