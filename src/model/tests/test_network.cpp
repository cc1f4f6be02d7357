// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include "mechanisms.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/model/model.hpp"

namespace ranvier::model {
namespace {

TEST(Mechanisms, TablesHaveAColumnAnElement) {
    Mechanisms mechanisms;
    const auto type = mechanisms.add(test::leak());
    EXPECT_EQ(mechanisms.find("leak"), type);
    EXPECT_EQ(mechanisms.find("nosuch"), nullptr);
    EXPECT_EQ(type->instances->column_count(), 6); // g, i, m, w[0..2]
    EXPECT_EQ(type->instances->column_name(type->instance_column("w", 2)), "w[2]");
    EXPECT_EQ(type->instance_column("w", 3), -1);
    EXPECT_EQ(type->instance_column("q"), -1); // a global
    const auto row = type->instances->add_row();
    EXPECT_EQ(type->instances->get(type->instances->row(row), type->instance_column("g")), 0.001);
    EXPECT_EQ(type->instances->get(type->instances->row(row), type->instance_column("m")), 0);
    EXPECT_EQ(type->globals->get(0, 0), 2);
    EXPECT_THROW(mechanisms.add(test::leak()), StateError);
}

TEST(Mechanisms, LegacyUnitsSwitchConstants) {
    Mechanisms mechanisms;
    auto m = test::leak();
    m->variables.push_back(test::variable("F", mir::VariableKind::constant, 96485.33));
    m->variables.back().legacy_initial = 96485.309;
    const auto type = mechanisms.add(m);
    const int column = type->globals->find_column("F");
    EXPECT_EQ(type->globals->get(0, column), 96485.33);
    mechanisms.use_legacy_units(true);
    EXPECT_EQ(type->globals->get(0, column), 96485.309);
    const auto later = mechanisms.add([&] {
        auto other = std::make_shared<mir::Mechanism>(*m);
        other->name = "later";
        return other;
    }());
    EXPECT_EQ(later->globals->get(0, column), 96485.309);
}

TEST(Insert, BringsTheIonsFirstAndIsSilentWhenRepeated) {
    Model m;
    m.mechanisms().add(test::ion("na"));
    const auto channel = m.mechanisms().add(
        test::uses_ion("channel", "na", {mir::IonQuantity::reversal}, {mir::IonQuantity::current}));
    const auto s = m.create_section("s");
    m.insert(*s, channel);
    m.insert(*s, channel);
    ASSERT_EQ(s->inserted().size(), 2u);
    EXPECT_EQ(s->inserted()[0].type->name(), "na_ion");
    EXPECT_EQ(s->inserted()[1].type, channel);
    m.uninsert(*s, channel);
    m.uninsert(*s, channel);
    EXPECT_EQ(s->find(*channel), nullptr);
    EXPECT_NE(s->find(*m.mechanisms().ion("na")), nullptr);
    const auto point = m.mechanisms().add(test::synapse());
    EXPECT_THROW(m.insert(*s, point), InputError);
}

TEST(Insert, TheStyleOfAnIonFollowsItsUse) {
    Model m;
    const auto ion = m.mechanisms().add(test::ion("ca"));
    using Q = mir::IonQuantity;
    const auto reader = m.mechanisms().add(test::uses_ion("reader", "ca", {Q::reversal}, {Q::current}));
    const auto pump = m.mechanisms().add(test::uses_ion("pump", "ca", {Q::current}, {Q::inside}));
    const auto s = m.create_section("s");
    const auto at = [&](const char* column) {
        return ion->instances->get(ion->instances->row(s->find(*ion)->rows[0]),
                                   ion->instances->find_column(column));
    };
    m.insert(*s, reader);
    EXPECT_EQ(at("e_style_"), 1);
    EXPECT_EQ(at("eadvance_"), 0); // the reversal potential is a parameter
    m.insert(*s, pump);
    EXPECT_EQ(at("c_style_"), 3);
    EXPECT_EQ(at("e_style_"), 2);
    EXPECT_EQ(at("eadvance_"), 1); // now it follows the concentration
    EXPECT_EQ(at("cinit_"), 1);
}

class Points : public ::testing::Test {
  protected:
    Model model;
    TypePtr synapse = model.mechanisms().add(test::synapse());
    SectionPtr section = model.create_section("s");
};

TEST_F(Points, StandWhereTheyArePut) {
    const auto p = model.create_point(synapse, "Synapse[0]");
    EXPECT_EQ(p->section(), nullptr);
    model.place_point(*p, *section, 0.5);
    EXPECT_EQ(section->point_processes(), (std::vector<PointProcess*>{p.get()}));
    const auto other = model.create_section("other");
    model.place_point(*p, *other, 1);
    EXPECT_TRUE(section->point_processes().empty());
    model.delete_section(*other);
    EXPECT_EQ(p->section(), nullptr);
    EXPECT_TRUE(synapse->instances->is_alive(p->row()));
    model.destroy_point(*p);
    EXPECT_FALSE(synapse->instances->is_alive(p->row()));
    EXPECT_TRUE(model.point_processes().empty());
}

TEST_F(Points, GoingToOneSegmentMovesThemToItsCentre) {
    model.set_nseg(*section, 3);
    const auto p = model.create_point(synapse, "Synapse[0]");
    model.place_point(*p, *section, 0.9);
    model.set_nseg(*section, 1);
    EXPECT_EQ(model.node_at(*section, p->x()), model.node_at(*section, 0.5));
    model.set_nseg(*section, 5);
    EXPECT_EQ(model.node_at(*section, p->x()), model.node_at(*section, 0.5));
}

TEST_F(Points, SourcesAreSharedByLocation) {
    const auto one = model.source_at(*section, 0.5), same = model.source_at(*section, 0.6);
    EXPECT_EQ(one, same);
    EXPECT_NE(model.source_at(*section, 1), one);
    model.set_nseg(*section, 3);
    EXPECT_NE(model.source_at(*section, 0.9), one);
    model.delete_section(*section);
    EXPECT_TRUE(one->is_gone());
}

TEST(Network, AnyNumberMayBeWatchedAndKnowsWhenItIsGone) {
    Model model;
    const auto section = model.create_section("soma");
    const state::DataRef cm{model.nodes(), kCm, section->nodes()[0], "soma(0.5).cm"};
    const auto one = model.source_of(cm, section.get());
    EXPECT_EQ(model.source_of(cm, nullptr), one);
    EXPECT_NE(model.source_at(*section, 0.5), one);
    EXPECT_TRUE(one->is_watched());
    model.delete_section(*section);
    EXPECT_TRUE(one->is_gone());
    EXPECT_FALSE(one->is_watched());
}

TEST_F(Points, NetConsOutliveWhatTheyConnect) {
    const auto target = model.create_point(synapse, "Synapse[0]");
    const auto a = model.create_netcon(model.source_at(*section, 0.5), target.get());
    const auto b = model.create_netcon(model.source_of(*target), nullptr);
    EXPECT_EQ(a->weights->size(), 2u);
    EXPECT_EQ(b->weights->size(), 1u); // without a target
    EXPECT_EQ(a->delay, 1);
    model.destroy_point(*target);
    EXPECT_EQ(a->target, nullptr);
    EXPECT_TRUE(b->source->is_gone());
    EXPECT_EQ(b->source->point, nullptr);
    model.destroy_netcon(*a);
    EXPECT_EQ(model.netcons(), (std::vector<NetCon*>{b.get()}));
    EXPECT_EQ(b->index, 0u);
}

TEST_F(Points, KnowTheNetConsThatEndAtThem) {
    const auto one = model.create_point(synapse, "Synapse[0]"),
               two = model.create_point(synapse, "Synapse[1]");
    std::vector<NetConPtr> netcons;
    for (int i = 0; i < 4; ++i) netcons.push_back(model.create_netcon(nullptr, one.get()));
    const auto network = model.revisions().network;
    model.set_target(*netcons[1], two.get());
    EXPECT_GT(model.revisions().network, network);
    EXPECT_EQ(one->netcons().size(), 3U);
    EXPECT_EQ(two->netcons(), (std::vector<NetCon*>{netcons[1].get()}));
    model.destroy_netcon(*netcons[0]);
    EXPECT_EQ(one->netcons().size(), 2U);
    model.destroy_point(*one);
    EXPECT_EQ(netcons[2]->target, nullptr);
    EXPECT_EQ(netcons[3]->target, nullptr);
    EXPECT_EQ(netcons[1]->target, two.get());
}

} // namespace
} // namespace ranvier::model
