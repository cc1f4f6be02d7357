// SPDX-License-Identifier: BSD-3-Clause
// Where phases are cut, and the order of instances. The orders were recorded from NEURON 9.0.2 with a counter in INITIAL.
#include "order.hpp"

#include <gtest/gtest.h>

#include "layout.hpp"

namespace ranvier::engine {
namespace {

std::shared_ptr<mir::Mechanism> made(std::string name, mir::MechanismKind kind) {
    auto m = std::make_shared<mir::Mechanism>();
    m->name = std::move(name);
    m->kind = kind;
    return m;
}

class Order : public testing::Test {
  protected:
    model::SectionPtr section(const std::string& name) {
        auto s = model_.create_section(name);
        model_.set_nseg(*s, 3);
        return s;
    }
    Plan plan() {
        Plan plan;
        model_.update_geometry();
        TraitsOf traits;
        lay_out(model_, options_, traits, plan);
        find_order(model_, traits, plan, false);
        return plan;
    }
    /// Rows of the mechanism's table in the order of its instances.
    static std::vector<std::int32_t> rows(const Plan& plan, const model::TypePtr& type) {
        std::vector<std::int32_t> out;
        for (const auto& run : plan.in_order.at(type.get())) {
            const auto& group = *plan.groups[static_cast<std::size_t>(run.group)];
            const auto base = run.block >= 0 ? group.blocks[static_cast<std::size_t>(run.block)].base
                                             : group.regions[static_cast<std::size_t>(run.region)]
                                                   .type_base[static_cast<std::size_t>(run.type)];
            for (std::int64_t r = 0; r < run.count; ++r)
                out.push_back(base + static_cast<std::int32_t>(run.first + r));
        }
        return out;
    }

    model::Model model_;
    SimulatorOptions options_;
};

TEST_F(Order, InstancesComeAsNeuronRunsThem) {
    auto ordered = made("ord", mir::MechanismKind::density);
    auto ordered_point = made("POrd", mir::MechanismKind::point_process);
    ordered->is_ordered = ordered_point->is_ordered = true;
    const auto type = model_.mechanisms().add(ordered), point_type = model_.mechanisms().add(ordered_point);
    const auto a = section("a"), b = section("b"), c = section("c"), d = section("d"), e = section("e"),
               f = section("f"), g = section("g");
    for (const auto& s : {a, b, c, d, e, f, g}) model_.insert(*s, type);
    model_.connect(*a, 0, *c, 1);
    model_.connect(*b, 0, *c, 0.5);
    model_.connect(*d, 1, *b, 1);
    model_.connect(*f, 0, *e, 0);
    model_.connect(*g, 0, *c, 1);
    std::vector<model::PointPtr> points;
    for (const auto& [s, x] : std::vector<std::pair<model::SectionPtr, double>>{{a, .5},
                                                                                {c, .5},
                                                                                {e, 0},
                                                                                {f, 0},
                                                                                {c, 1},
                                                                                {a, .5},
                                                                                {d, .1},
                                                                                {g, 1},
                                                                                {a, .5},
                                                                                {c, 0},
                                                                                {d, 0},
                                                                                {d, 1},
                                                                                {a, 0}}) {
        points.push_back(model_.create_point(point_type, "p"));
        model_.place_point(*points.back(), *s, x);
    }
    const auto made_plan = plan();

    std::vector<std::int32_t> expected;
    for (const auto& [s, reversed] : std::vector<std::pair<model::SectionPtr, bool>>{
             {c, false}, {b, false}, {g, false}, {a, false}, {d, true}, {e, false}, {f, false}})
        for (std::size_t i = 0; i < 3; ++i)
            expected.push_back(type->instances->row(s->find(*type)->rows[reversed ? 2 - i : i]));
    EXPECT_EQ(rows(made_plan, type), expected);

    expected.clear();
    for (const std::size_t i : {9, 3, 2, 1, 12, 4, 11, 7, 8, 5, 0, 6, 10})
        expected.push_back(point_type->instances->row(points[i]->row()));
    EXPECT_EQ(rows(made_plan, point_type), expected);
    EXPECT_TRUE(made_plan.steps_together);
}

TEST_F(Order, PhasesAreCutOnlyWhereAMechanismRunsAlone) {
    const auto before = made("a", mir::MechanismKind::density),
               alone = made("b", mir::MechanismKind::density), after = made("c", mir::MechanismKind::density);
    for (const auto& m : {before, alone, after}) {
        mir::Function nothing;
        nothing.blocks.emplace_back();
        nothing.body = mir::BlockId(0);
        m->functions = {nothing};
        m->advance = mir::FunctionId(0);
    }
    alone->runs_alone = true;
    std::vector<model::TypePtr> types;
    for (const auto& m : {before, alone, after}) types.push_back(model_.mechanisms().add(m));
    const auto s = section("s"), other = section("t");
    for (const auto& type : types) model_.insert(*s, type);
    model_.insert(*other, types[0]);
    auto cut = plan();
    EXPECT_EQ(cut.advance.cuts, (std::vector<model::TypePtr>{types[1]}));
    EXPECT_TRUE(cut.current.cuts.empty()); // it has no current
    EXPECT_EQ(cut.advance.part_of(*types[0]), 0U);
    EXPECT_EQ(cut.advance.part_of(*types[2]), 1U);
    EXPECT_TRUE(cut.steps_together);
    EXPECT_FALSE(cut.may_fuse);
    EXPECT_TRUE(cut.in_order.empty()); // it only looks
    model_.uninsert(*s, types[1]);
    const auto whole = plan();
    EXPECT_TRUE(whole.advance.cuts.empty());
    EXPECT_FALSE(whole.steps_together);
    EXPECT_TRUE(whole.may_fuse);
}

TEST_F(Order, OnlyServicesThatReachOutsideKeepInstancesInOrder) {
    for (const auto& [service, keeps] : {std::pair{mir::Service::print, true},
                                         {mir::Service::random, true},
                                         {mir::Service::watch, false},
                                         {mir::Service::netcon_weight, false},
                                         {mir::Service::random_bits, false}}) {
        const auto m = made("s" + std::to_string(static_cast<int>(service)), mir::MechanismKind::density);
        mir::Function asks;
        mir::Instruction in;
        in.op = mir::Op::service;
        in.symbol = static_cast<std::int32_t>(service);
        asks.code = {in};
        asks.blocks = {{{mir::ValueId(0)}}};
        asks.body = mir::BlockId(0);
        m->functions = {asks};
        TraitsOf traits;
        EXPECT_EQ(traits(*model_.mechanisms().add(m)).keeps_order, keeps) << m->name;
    }
}

TEST_F(Order, TheLatestWriterOfConcentrationsComesFirst) {
    std::vector<model::TypePtr> types;
    for (const char* name : {"reader", "one", "two"}) {
        auto m = made(name, mir::MechanismKind::density);
        m->writes_concentration = std::string(name) != "reader";
        types.push_back(model_.mechanisms().add(m));
    }
    const auto s = section("s");
    for (const auto& type : types) model_.insert(*s, type);
    std::vector<std::string> names;
    for (const auto& inserted : s->inserted()) names.push_back(inserted.type->name());
    EXPECT_EQ(names, (std::vector<std::string>{"two", "one", "reader"}));
}

} // namespace
} // namespace ranvier::engine
