// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "mechanisms.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/model/model.hpp"

namespace ranvier::model {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

double value(Model& m, const Section& s, std::size_t segment, int column) {
    return m.nodes()->get(m.nodes()->row(s.nodes()[segment]), column);
}

TEST(Sections, NewOnesHaveTheFieldsDefaults) {
    Model m;
    const auto s = m.create_section("soma");
    EXPECT_EQ(s->nseg(), 1);
    EXPECT_EQ(s->length(), 100);
    EXPECT_EQ(s->ra(), 35.4);
    EXPECT_EQ(m.diameter(*s, 0.5), 500);
    EXPECT_EQ(m.cm(*s, 0.5), 1);
    EXPECT_EQ(value(m, *s, 0, kV), -65);
    EXPECT_DOUBLE_EQ(m.area(*s, 0.5), std::numbers::pi * 500 * 100);
    EXPECT_EQ(m.area(*s, 0), 0);
}

TEST(Sections, BadValuesAreRefusedAndChangeNothing) {
    Model m;
    const auto s = m.create_section("soma");
    for (const long nseg : {0L, -3L, 32768L, 1000000000L})
        EXPECT_THROW(m.set_nseg(*s, nseg), InputError) << nseg;
    for (const double bad : {0.0, -1.0, kNan, std::numeric_limits<double>::infinity()}) {
        EXPECT_THROW(m.set_length(*s, bad), InputError) << bad;
        EXPECT_THROW(m.set_ra(*s, bad), InputError) << bad;
        EXPECT_THROW(m.set_diameter(*s, -1, bad), InputError) << bad;
    }
    EXPECT_THROW(m.set_cm(*s, -1, -1), InputError);
    for (const double x : {-0.1, 1.5, kNan}) EXPECT_THROW(m.check_x(*s, x), InputError) << x;
    EXPECT_EQ(s->nseg(), 1);
    EXPECT_EQ(s->length(), 100);
    EXPECT_EQ(m.diameter(*s, 0.5), 500);
}

TEST(Sections, EvenNsegPutsTheMiddleToTheRight) {
    Model m;
    const auto s = m.create_section("s");
    m.set_nseg(*s, 4);
    EXPECT_EQ(m.node_at(*s, 0.5), m.node_at(*s, 0.6));
    EXPECT_EQ(s->segment_index(0), 0);
    EXPECT_EQ(s->segment_index(1), 3);
}

TEST(Sections, RaisingNsegCopiesPiecewiseAndLoweringKeepsCentres) {
    Model m;
    const auto type = m.mechanisms().add(test::leak());
    const auto s = m.create_section("s");
    m.set_nseg(*s, 3);
    m.insert(*s, type);
    auto& table = *type->instances;
    const auto g = [&] {
        std::vector<double> out;
        for (const auto row : s->find(*type)->rows)
            out.push_back(table.get(table.row(row), type->instance_column("g")));
        return out;
    };
    for (std::size_t i = 0; i < 3; ++i)
        table.set(table.row(s->find(*type)->rows[i]), type->instance_column("g"), static_cast<double>(i));
    const auto middle = s->nodes()[1];
    m.set_nseg(*s, 9);
    EXPECT_EQ(g(), (std::vector<double>{0, 0, 0, 1, 1, 1, 2, 2, 2}));
    EXPECT_EQ(s->nodes()[4], middle); // references to the middle still mean the middle
    m.set_nseg(*s, 3);
    EXPECT_EQ(g(), (std::vector<double>{0, 1, 2}));
}

TEST(Sections, DeletingOneMakesRootsOfItsChildrenAndTakesItsRows) {
    Model m;
    const auto type = m.mechanisms().add(test::leak());
    const auto a = m.create_section("a"), b = m.create_section("b");
    m.connect(*b, 0, *a, 1);
    m.insert(*a, type);
    const auto node = m.node_at(*a, 0.5);
    m.delete_section(*a);
    EXPECT_TRUE(a->is_deleted());
    EXPECT_EQ(b->parent(), nullptr);
    EXPECT_TRUE(b->root_node().valid());
    EXPECT_FALSE(m.nodes()->is_alive(node));
    EXPECT_EQ(type->instances->alive_count(), 0);
    EXPECT_EQ(m.sections().size(), 1u);
    EXPECT_THROW(m.set_nseg(*a, 3), StateError);
    EXPECT_THROW(m.insert(*a, type), StateError);
    EXPECT_THROW(m.connect(*b, 0, *a, 1), StateError);
}

TEST(Sections, ConnectionsShareNodesAndLoopsAreRefused) {
    Model m;
    const auto a = m.create_section("a"), b = m.create_section("b"), c = m.create_section("c");
    m.connect(*b, 0, *a, 1);
    m.connect(*c, 1, *b, 0.5);
    EXPECT_EQ(m.node_at(*b, 0), m.node_at(*a, 1));
    EXPECT_EQ(m.node_at(*c, 1), m.node_at(*b, 0.5));
    EXPECT_THROW(m.connect(*a, 0, *c, 0), InputError);
    EXPECT_THROW(m.connect(*a, 0, *a, 1), InputError);
    EXPECT_THROW(m.connect(*c, 0.5, *a, 1), InputError);
    EXPECT_EQ(c->parent(), b.get());
    m.connect(*c, 0, *a, 0.3); // replaces the old one
    EXPECT_EQ(c->parent(), a.get());
    EXPECT_EQ(c->parent_x(), 0.3);
    EXPECT_TRUE(b->children().empty());
    m.disconnect(*c);
    EXPECT_EQ(c->parent(), nullptr);
    m.disconnect(*c);
}

TEST(Sections, DistanceIsThePathLength) {
    Model m;
    const auto root = m.create_section("root"), left = m.create_section("left"),
               right = m.create_section("right"), alone = m.create_section("alone");
    m.connect(*left, 0, *root, 1);
    m.connect(*right, 0, *root, 1);
    m.set_length(*left, 30);
    m.set_length(*right, 50);
    EXPECT_DOUBLE_EQ(m.distance(*left, 1, *right, 1), 80);
    EXPECT_DOUBLE_EQ(m.distance(*right, 1, *left, 1), 80);
    EXPECT_DOUBLE_EQ(m.distance(*root, 0, *left, 0.5), 115);
    EXPECT_EQ(m.distance(*root, 0, *alone, 0), 1e20);
}

TEST(Sections, RevisionsTellWhatBecameStale) {
    Model m;
    const auto s = m.create_section("s");
    auto before = m.revisions();
    m.set_length(*s, 50);
    EXPECT_GT(m.revisions().geometry, before.geometry);
    EXPECT_EQ(m.revisions().structure, before.structure);
    before = m.revisions();
    m.set_nseg(*s, 3);
    EXPECT_GT(m.revisions().structure, before.structure);
    before = m.revisions();
    m.set_nseg(*s, 3);
    EXPECT_EQ(m.revisions().structure, before.structure);
}

/// Random editing keeps the structure whole: the tree has no dangling ends and every row belongs to one living thing.
TEST(Sections, RandomEditingKeepsTheStructureWhole) {
    std::mt19937 random(3);
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    Model m;
    const auto type = m.mechanisms().add(test::leak());
    std::vector<SectionPtr> sections;
    int refused = 0;
    for (int step = 0; step < 2000; ++step) {
        const auto action = below(8);
        if (action == 0 || sections.size() < 2) {
            sections.push_back(m.create_section("s" + std::to_string(step)));
            continue;
        }
        const auto i = below(sections.size());
        auto& s = *sections[i];
        switch (action) {
        case 1: m.set_nseg(s, static_cast<long>(1 + below(7))); break;
        case 2: m.insert(s, type); break;
        case 3: m.uninsert(s, type); break;
        case 4: m.disconnect(s); break;
        case 5:
            if (below(3) == 0) {
                m.delete_section(s);
                sections.erase(sections.begin() + static_cast<std::ptrdiff_t>(i));
            }
            break;
        default:
            try {
                m.connect(s, static_cast<double>(below(2)), *sections[below(sections.size())],
                          static_cast<double>(below(5)) / 4);
            } catch (const InputError&) {
                ++refused;
            }
        }
        std::int32_t nodes = 0, rows = 0;
        for (const auto& section : sections) {
            ASSERT_EQ(section->nodes().size(), static_cast<std::size_t>(section->nseg()) + 1);
            nodes += section->nseg() + 1 + (section->parent() ? 0 : 1);
            ASSERT_EQ(section->root_node().valid(), section->parent() == nullptr);
            for (const auto node : section->nodes()) ASSERT_TRUE(m.nodes()->is_alive(node));
            if (const auto* inserted = section->find(*type)) {
                ASSERT_EQ(inserted->rows.size(), static_cast<std::size_t>(section->nseg()));
                rows += section->nseg();
            }
            for (const auto* child : section->children()) ASSERT_EQ(child->parent(), section.get());
        }
        ASSERT_EQ(m.nodes()->alive_count(), nodes);
        ASSERT_EQ(type->instances->alive_count(), rows);
    }
    EXPECT_GT(refused, 0); // loops did come up
}

} // namespace
} // namespace ranvier::model
