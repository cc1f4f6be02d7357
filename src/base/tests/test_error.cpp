// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/base/error.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>

namespace ranvier {
namespace {

TEST(Error, TextHasItsPartsInOrder) {
    const ErrorParts all{"nseg is out of range", "soma", "0", "1 <= nseg <= 32767", "use an odd number"};
    EXPECT_EQ(all.text(),
              "soma: nseg is out of range (got 0); allowed: 1 <= nseg <= 32767; use an odd number");
    EXPECT_EQ((ErrorParts{"it failed", {}, {}, {}, {}}.text()), "it failed");
    EXPECT_EQ((ErrorParts{"it failed", {}, {}, {}, "try again"}.text()), "it failed; try again");
}

TEST(Error, CarriesItsParts) {
    try {
        throw InputError::out_of_range("diam", "dend[3](0.5)", "-1 um", "diam > 0", "look here");
    } catch (const Error& error) {
        EXPECT_EQ(error.parts().what, "diam is out of range");
        EXPECT_EQ(error.parts().object, "dend[3](0.5)");
        EXPECT_EQ(error.parts().value, "-1 um");
        EXPECT_EQ(error.parts().allowed, "diam > 0");
        EXPECT_EQ(error.parts().hint, "look here");
        EXPECT_EQ(error.parts().text(), error.what());
    }
}

TEST(Error, PlainTextIsItsWhat) {
    const StateError error("the world is running");
    EXPECT_STREQ(error.what(), "the world is running");
    EXPECT_EQ(error.parts().what, "the world is running");
}

TEST(Error, ChecksAreOurOwnMistakes) {
    EXPECT_NO_THROW(RV_CHECK(1 + 1 == 2));
    try {
        RV_CHECK(1 + 1 == 3);
        ADD_FAILURE() << "no error";
    } catch (const InternalError& error) {
        const std::string text = error.what();
        EXPECT_NE(text.find("1 + 1 == 3"), std::string::npos);
        EXPECT_NE(text.find("test_error.cpp:"), std::string::npos);
        EXPECT_NE(text.find("report"), std::string::npos);
    }
}

TEST(NumberText, ReadsBackAsTheSameNumber) {
    for (const double x : {0.1, 1.0 / 3, 1e-300, -2.5e17, 0.025, 123456789.0,
                           std::numeric_limits<double>::denorm_min(), std::numeric_limits<double>::max()})
        EXPECT_EQ(std::strtod(number_text(x).c_str(), nullptr), x) << number_text(x);
    EXPECT_EQ(number_text(0.025), "0.025");
    EXPECT_EQ(number_text(-70), "-70");
}

TEST(NumberText, NamesWhatIsNoNumber) {
    EXPECT_EQ(number_text(std::nan("")), "nan");
    EXPECT_EQ(number_text(-std::nan("")), "nan");
    EXPECT_EQ(number_text(std::numeric_limits<double>::infinity()), "inf");
    EXPECT_EQ(number_text(-std::numeric_limits<double>::infinity()), "-inf");
}

using Names = std::vector<std::string>;

TEST(NearNames, BestFirstAndAtMostThree) {
    const Names known{"gkbar_hh", "gnabar_hh", "gna_hh", "gnabar", "celsius", "pas"};
    EXPECT_EQ(near_names("gnabr_hh", known)[0], "gnabar_hh");
    EXPECT_LE(near_names("gnabr_hh", known).size(), 3U);
    EXPECT_EQ(near_names("pass", known), Names{"pas"});
    EXPECT_EQ(near_names("x1", {"a1", "b1", "c1", "d1"}),
              (Names{"a1", "b1", "c1"})); // ties in the order given
}

TEST(NearNames, ExactNameComesFirst) { EXPECT_EQ(near_names("hh", {"hd", "hh"})[0], "hh"); }

TEST(NearNames, NeighboursThatChangedPlacesAreNear) {
    EXPECT_EQ(near_names("IClmap", {"IClamp", "VClamp"})[0], "IClamp");
}

TEST(NearNames, ShortNamesMustBeNearer) {
    EXPECT_TRUE(near_names("xyz", {"abc", "xab"}).empty());
    EXPECT_TRUE(near_names("nothing_like_it", {"celsius", "dt", ""}).empty());
    EXPECT_TRUE(near_names("", {"celsius"}).empty());
    EXPECT_TRUE(near_names(std::string(100000, 'a'), {std::string(100000, 'a')})
                    .empty()); // no user's name; the cost is quadratic
}

TEST(NearNames, DuplicatesAreSaidOnce) { EXPECT_EQ(near_names("pas", {"pas", "pas", "pas"}), Names{"pas"}); }

TEST(NearNames, HintIsAQuestion) {
    EXPECT_EQ(near_names_hint("pass", {"pas"}), "did you mean pas?");
    EXPECT_EQ(near_names_hint("x1", {"a1", "b1"}), "did you mean a1 or b1?");
    EXPECT_EQ(near_names_hint("x1", {"a1", "b1", "c1"}), "did you mean a1, b1 or c1?");
    EXPECT_EQ(near_names_hint("zzzzz", {"a1"}), "");
}

} // namespace
} // namespace ranvier
