// SPDX-License-Identifier: BSD-3-Clause
// POINTER variables follow what they point to through every change of the model, and say so when it is gone.
#include <gtest/gtest.h>

#include "ranvier/base/error.hpp"
#include "runtimes.hpp"

namespace ranvier::test {
namespace {

using model::PointerTarget;

constexpr const char* kReader = R"(
NEURON { SUFFIX reader RANGE seen POINTER p }
ASSIGNED { seen p }
BREAKPOINT { seen = p }
)";

constexpr const char* kPointReader = R"(
NEURON { POINT_PROCESS PointReader RANGE seen, gain POINTER p }
PARAMETER { gain = 1 }
ASSIGNED { seen p }
BREAKPOINT { seen = gain*p }
)";

constexpr const char* kWriter = R"(
NEURON { POINT_PROCESS Writer RANGE by POINTER p }
PARAMETER { by = 1 }
ASSIGNED { p }
BREAKPOINT { p = p + by }
)";

class Pointers : public testing::Test {
  protected:
    Pointers() : world_(make_world({.threads = 2, .lane_cells = 2})) {
        world_->load_mechanism_text("reader.mod", kReader);
        world_->load_mechanism_text("point_reader.mod", kPointReader);
        world_->load_mechanism_text("writer.mod", kWriter);
    }
    world::Section cell(const std::string& name) {
        auto s = world_->section(name);
        s.set_nseg(3);
        s.insert("pas");
        return s;
    }
    static std::string message(const std::function<void()>& what) {
        try {
            what();
        } catch (const Error& e) {
            return e.what();
        }
        return "nothing was thrown";
    }
    static void expect_has(const std::string& text, const std::vector<std::string>& parts) {
        for (const auto& part : parts)
            EXPECT_NE(text.find(part), std::string::npos) << part << " in " << text;
    }

    std::shared_ptr<world::World> world_;
};

TEST_F(Pointers, ReadNumbersOfEveryKind) {
    const auto a = cell("a"), b = cell("b");
    for (const auto& s : {a, b}) s.insert("reader");
    a(0.5).set("v", -50);
    auto numbers = std::make_shared<state::Numbers>(3, 7.0);
    for (const auto& s : {a, b})
        for (const double x : {0.1, 0.5, 0.9})
            s(x).set_pointer("p_reader", PointerTarget::of(b(0.5).ref("v")));
    b(0.1).set_pointer("p_reader", PointerTarget::of(a(0.1).ref("g_pas"))); // one number for all segments
    b(0.5).set_pointer("p_reader", PointerTarget::of(numbers, 2, "vector[2]"));
    b(0.9).set_pointer("p_reader", PointerTarget::of(world_->simulator().scalar("dt")));
    world_->initialize(-60);
    world_->step();
    EXPECT_EQ(a(0.5).get("seen_reader"), b(0.5).get("v"));
    EXPECT_EQ(b(0.1).get("seen_reader"), a(0.1).get("g_pas"));
    EXPECT_EQ(b(0.5).get("seen_reader"), 7);
    EXPECT_EQ(b(0.9).get("seen_reader"), world_->dt());
    EXPECT_EQ(b(0.5).get("p_reader"), 7); // it reads as what it points to
    b(0.5).set("p_reader", 9);
    EXPECT_EQ((*numbers)[2], 9);
    // the array moves, and a number gets a row of its own
    numbers->resize(10000, 1);
    (*numbers)[2] = 11;
    a(0.1).set("g_pas", 0.25);
    world_->step();
    EXPECT_EQ(b(0.5).get("seen_reader"), 11);
    EXPECT_EQ(b(0.1).get("seen_reader"), 0.25);
}

TEST_F(Pointers, FollowTheirTargetsThroughEveryLayout) {
    const auto target = cell("target");
    std::vector<world::Section> readers;
    for (int i = 0; i < 11; ++i) {
        readers.push_back(cell("reader[" + std::to_string(i) + "]"));
        readers.back().insert("reader");
        for (const double x : {0.1, 0.5, 0.9})
            readers.back()(x).set_pointer("p_reader", PointerTarget::of(target(0.5).ref("v")));
    }
    const auto check = [&] {
        world_->step();
        for (const auto& s : readers)
            for (const double x : {0.1, 0.5, 0.9})
                EXPECT_EQ(s(x).get("seen_reader"), target(0.5).get("v")) << s.name() << x;
    };
    world_->initialize(-65);
    check();
    target.set_nseg(1);
    check();
    std::vector<world::Section> more;
    for (int i = 0; i < 20; ++i) more.push_back(cell("more"));
    check();
    for (const auto& s : more) s.erase();
    check();
    readers.back().erase();
    readers.pop_back();
    check();
}

TEST_F(Pointers, WriteWhereTheyPoint) {
    const auto a = cell("a");
    std::vector<world::Point> writers;
    for (int i = 0; i < 5; ++i) {
        writers.push_back(world_->point_process("Writer", a(0.1 * i)));
        writers.back().set("by", i + 1);
        writers.back().set_pointer(
            "p", PointerTarget::of(a(0.9).ref("e_pas"))); // e of all segments was one number
    }
    world_->initialize(-65);
    const double before = a(0.9).get("e_pas");
    world_->run_steps(10);
    EXPECT_EQ(a(0.9).get("e_pas"), before + 150);
    EXPECT_EQ(a(0.1).get("e_pas"), before);
}

TEST_F(Pointers, ThatPointToNothingNameTheInstance) {
    const auto a = cell("a");
    a.insert("reader");
    for (const double x : {0.1, 0.9}) a(x).set_pointer("p_reader", PointerTarget::of(a(0.5).ref("v")));
    expect_has(message([&] { static_cast<void>(a(0.5).get("p_reader")); }),
               {"a(0.5).reader.p", "points to nothing"});
    world_->initialize(-65);
    expect_has(message([&] { world_->step(); }), {"a(0.5)", "reader", "'p'", "reader.mod:4"});
    a(0.5).set_pointer("p_reader", PointerTarget::of(a(0.1).ref("v")));
    world_->step(); // the world stays usable
    EXPECT_EQ(a(0.5).get("seen_reader"), a(0.1).get("v"));
}

TEST_F(Pointers, WhoseTargetWasDeletedSayWhatItWas) {
    const auto a = cell("a"), b = cell("b");
    auto reader = world_->point_process("PointReader", a(0.5));
    reader.set_pointer("p", PointerTarget::of(b(0.5).ref("v")));
    world_->initialize(-65);
    world_->step();
    EXPECT_EQ(reader.get("seen"), b(0.5).get("v"));
    b.erase();
    expect_has(message([&] { world_->step(); }), {"PointReader[0]", "'p'", "b(0.5).v"});
    expect_has(message([&] { static_cast<void>(reader.get("p")); }), {"PointReader[0].p", "b(0.5).v"});
    reader.set_pointer("p", PointerTarget::of(a(0.1).ref("v")));
    world_->step();
    EXPECT_EQ(reader.get("seen"), a(0.1).get("v"));
}

TEST_F(Pointers, NeedAPointerAndALivingNumber) {
    const auto a = cell("a");
    auto reader = world_->point_process("PointReader", a(0.5));
    expect_has(message([&] { reader.set_pointer("gain", PointerTarget::of(a(0.5).ref("v"))); }),
               {"PointReader[0]", "gain", "not a POINTER"});
    const auto gone = cell("gone");
    const auto ref = gone(0.5).ref("v");
    gone.erase();
    expect_has(message([&] { reader.set_pointer("p", PointerTarget::of(ref)); }), {"gone(0.5).v"});
}

} // namespace
} // namespace ranvier::test
