// SPDX-License-Identifier: BSD-3-Clause
// What mechanisms make of an ion: its charge, and its style in a segment. Styles were recorded from NEURON 9.0.2.
#include <gtest/gtest.h>

#include <map>

#include "ranvier/base/error.hpp"
#include "runtimes.hpp"

namespace ranvier::test {
namespace {

class Ions : public testing::Test {
  protected:
    void load(const std::string& name, const std::string& use, const std::string& rest) {
        world_->load_mechanism_text(name + ".mod",
                                    "NEURON { SUFFIX " + name + " USEION " + use + " }\n" + rest);
    }
    std::string mistake(const std::string& name, const std::string& use) {
        try {
            load(name, use, "ASSIGNED { zzi }");
        } catch (const InputError& e) {
            return e.what();
        }
        return "nothing was thrown";
    }
    /// The number that h.ion_style gives, without the bits that say which concentrations are written.
    int style(const world::Section& section) {
        const auto ion = world_->mechanism("ca_ion");
        const auto& table = *ion->instances;
        const auto row = table.row(section.get()->find(*ion)->rows[0]);
        const auto number = [&](const char* name) {
            return static_cast<int>(table.get(row, table.find_column(name)));
        };
        return number("c_style_") + 4 * number("cinit_") + 8 * number("e_style_") + 32 * number("einit_") +
               64 * number("eadvance_");
    }

    std::shared_ptr<world::World> world_ = make_world();
};

TEST_F(Ions, StylesFollowEveryPairOfUses) {
    const std::string writes = "BREAKPOINT { SOLVE p }\nPROCEDURE p() { ";
    load("rc", "ca READ cai", "ASSIGNED { cai }");
    load("re", "ca READ eca", "ASSIGNED { eca }");
    load("we", "ca WRITE eca", "ASSIGNED { eca }\n" + writes + "eca = 1 }");
    load("wc", "ca WRITE cai", "ASSIGNED { cai }\n" + writes + "cai = 1 }");
    load("wo", "ca WRITE cao", "ASSIGNED { cao }\n" + writes + "cao = 1 }");
    load("ri", "ca READ ica", "ASSIGNED { ica }");
    const int written = 128 | 256;
    const std::map<std::vector<std::string>, int> recorded = {{{"rc"}, 49},
                                                              {{"re"}, 8},
                                                              {{"we"}, 24},
                                                              {{"wc"}, 247},
                                                              {{"wo"}, 375},
                                                              {{"ri"}, 0},
                                                              {{"rc", "re"}, 49},
                                                              {{"rc", "we"}, 25},
                                                              {{"rc", "wc"}, 247},
                                                              {{"rc", "wo"}, 375},
                                                              {{"re", "rc"}, 49},
                                                              {{"re", "we"}, 24},
                                                              {{"re", "wc"}, 247},
                                                              {{"re", "wo"}, 375},
                                                              {{"we", "rc"}, 25},
                                                              {{"we", "re"}, 24},
                                                              {{"we", "wc"}, 159},
                                                              {{"we", "wo"}, 287},
                                                              {{"wc", "rc"}, 247},
                                                              {{"wc", "re"}, 247},
                                                              {{"wc", "we"}, 159},
                                                              {{"wc", "wo"}, 503},
                                                              {{"wo", "rc"}, 375},
                                                              {{"wo", "re"}, 375},
                                                              {{"wo", "we"}, 287},
                                                              {{"wo", "wc"}, 503},
                                                              {{"we", "wc", "rc"}, 159},
                                                              {{"wc", "we", "rc"}, 159},
                                                              {{"rc", "we", "re"}, 25}};
    for (const auto& [mechanisms, expected] : recorded) {
        const auto section = world_->section("s");
        std::string names;
        for (const auto& name : mechanisms) {
            section.insert(name);
            names += " " + name;
        }
        EXPECT_EQ(style(section), expected & ~written) << names;
    }
}

TEST_F(Ions, FilesThatDisagreeAboutAChargeAreBothNamed) {
    load("first", "zz READ zzi VALENCE -2", "ASSIGNED { zzi }");
    load("silent", "zz READ zzi", "ASSIGNED { zzi }");
    load("agrees", "zz READ zzi VALENCE -2", "ASSIGNED { zzi }");
    const auto text = mistake("other", "zz READ zzi VALENCE 1");
    for (const char* part : {"zz", "VALENCE 1 in other.mod", "-2", "first.mod"})
        EXPECT_NE(text.find(part), std::string::npos) << part << " in " << text;
    EXPECT_EQ(world_->find_mechanism("other"), nullptr);
    EXPECT_NE(mistake("calcium", "ca READ cai VALENCE 1").find("2, as in"), std::string::npos);
}

TEST_F(Ions, AChargeMayComeLaterButNotAfterUse) {
    load("silent", "zz READ zzi", "ASSIGNED { zzi }");
    const auto section = world_->section("s");
    try {
        section.insert("silent");
        FAIL() << "the ion has no charge";
    } catch (const InputError& e) {
        EXPECT_NE(std::string(e.what()).find("charge of the ion 'zz'"), std::string::npos) << e.what();
        EXPECT_NE(std::string(e.what()).find("silent.mod"), std::string::npos) << e.what();
    }
    EXPECT_TRUE(section.get()->inserted().empty());
    load("first", "zz READ zzi VALENCE -2", "ASSIGNED { zzi }");
    section.insert("silent");
    EXPECT_EQ(world_->mechanism("zz_ion")->valence, -2);
}

} // namespace
} // namespace ranvier::test
