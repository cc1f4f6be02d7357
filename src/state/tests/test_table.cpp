// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "ranvier/base/error.hpp"
#include "ranvier/state/table.hpp"

namespace ranvier::state {
namespace {

TEST(Table, NewRowsHoldTheInitialValueAndColumnsStayUniform) {
    Table t("t");
    const int a = t.add_column("a", 1.5);
    for (int i = 0; i < 10; ++i) t.add_row();
    EXPECT_TRUE(t.is_uniform(a));
    EXPECT_EQ(t.stride(a), 0);
    for (int i = 0; i < 8; ++i) EXPECT_EQ(t.data(a)[i], 1.5); // a vector load finds it in every lane
    EXPECT_EQ(t.get(9, a), 1.5);
}

TEST(Table, AWriteOfAnotherNumberMaterialisesTheColumn) {
    Table t("t");
    const int a = t.add_column("a", 1);
    const auto first = t.add_row(), second = t.add_row();
    const auto before = t.revision();
    t.set(t.row(first), a, 1); // the same number
    EXPECT_TRUE(t.is_uniform(a));
    EXPECT_EQ(t.revision(), before);
    t.set(t.row(first), a, 2);
    EXPECT_FALSE(t.is_uniform(a));
    EXPECT_GT(t.revision(), before);
    EXPECT_EQ(t.get(t.row(first), a), 2);
    EXPECT_EQ(t.get(t.row(second), a), 1);
    t.set(t.row(first), a, 1);
    t.compact(a);
    EXPECT_TRUE(t.is_uniform(a));
}

TEST(Table, SignedZerosAreDifferentNumbers) {
    Table t("t");
    const int a = t.add_column("a", 0.0);
    const auto first = t.add_row(), second = t.add_row();
    t.set(t.row(second), a, -0.0);
    EXPECT_FALSE(std::signbit(t.get(t.row(first), a)));
    EXPECT_TRUE(std::signbit(t.get(t.row(second), a)));
    t.compact(a);
    EXPECT_FALSE(t.is_uniform(a));
}

TEST(Table, RowsAreKnownByGeneration) {
    Table t("t");
    t.add_column("a", 0);
    const auto first = t.add_row();
    t.remove_row(first);
    EXPECT_FALSE(t.is_alive(first));
    const auto second = t.add_row();
    EXPECT_EQ(second.slot, first.slot); // used again
    EXPECT_NE(second, first);
    EXPECT_TRUE(t.is_alive(second));
    EXPECT_FALSE(t.is_alive(first));
    EXPECT_FALSE(t.is_alive(RowId{}));
    EXPECT_FALSE(t.is_alive(RowId{1000, 0}));
}

TEST(Table, PermuteMovesRowsAndIdsFollow) {
    Table t("t");
    const int a = t.add_column("a", 0), uniform = t.add_column("u", 7);
    std::vector<RowId> ids;
    for (int i = 0; i < 5; ++i) {
        ids.push_back(t.add_row());
        t.set(t.row(ids.back()), a, i);
    }
    t.remove_row(ids[2]);
    // reversed, with a padding row that copies the last
    t.permute({{4, 3, 1, 0, -1}, {-1, -1, -1, -1, 3}});
    for (const int i : {0, 1, 3, 4}) EXPECT_EQ(t.get(t.row(ids[static_cast<std::size_t>(i)]), a), i);
    EXPECT_EQ(t.row(ids[4]), 0);
    EXPECT_EQ(t.get(4, a), 0); // padding
    EXPECT_EQ(t.get(4, uniform), 7);
    EXPECT_EQ(t.row_count(), 5);
    EXPECT_EQ(t.alive_count(), 4);
}

TEST(Table, PermuteRefusesToLoseARow) {
    Table t("t");
    t.add_column("a", 0);
    t.add_row();
    t.add_row();
    EXPECT_THROW(t.permute({{0}, {-1}}), InternalError);
}

TEST(Table, AddressesHoldWhileTheRevisionDoes) {
    Table t("t");
    const int a = t.add_column("a", 0);
    std::vector<RowId> ids;
    for (int i = 0; i < 100; ++i) ids.push_back(t.add_row());
    t.materialize(a);
    const auto revision = t.revision();
    double* const address = t.data(a);
    for (int i = 0; i < 100; ++i) t.set(i, a, i);
    t.fill(a, 3);
    EXPECT_EQ(t.revision(), revision);
    EXPECT_EQ(t.data(a), address);
    t.add_row();
    EXPECT_NE(t.revision(), revision);
}

/// A table under random edits agrees with a plain map from ids to numbers.
TEST(Table, AgreesWithAPlainMapUnderRandomEdits) {
    std::mt19937 random(7);
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    Table t("t");
    const int a = t.add_column("a", -1);
    struct Known {
        RowId id;
        double value;
    };
    std::vector<Known> known;
    for (int step = 0; step < 3000; ++step) {
        const auto action = below(10);
        if (action < 4 || known.empty()) {
            known.push_back({t.add_row(), -1});
        } else if (action < 6) {
            auto& k = known[below(known.size())];
            k.value = static_cast<double>(below(3));
            t.set(t.row(k.id), a, k.value);
        } else if (action < 8) {
            const auto i = below(known.size());
            t.remove_row(known[i].id);
            EXPECT_FALSE(t.is_alive(known[i].id));
            known.erase(known.begin() + static_cast<std::ptrdiff_t>(i));
        } else if (action == 8) {
            RowOrder order;
            for (const auto& k : known) order.old_row.push_back(t.row(k.id));
            std::shuffle(order.old_row.begin(), order.old_row.end(), random);
            order.copy_of.assign(order.old_row.size(), -1);
            t.permute(order);
        } else {
            t.compact(a);
        }
        for (const auto& k : known) ASSERT_EQ(t.get(t.row(k.id), a), k.value) << "step " << step;
    }
}

TEST(DataRef, FollowsItsRowAndKnowsWhenItIsGone) {
    const auto t = std::make_shared<Table>("t");
    const int a = t->add_column("a", 0);
    const auto first = t->add_row(), second = t->add_row();
    const DataRef ref{t, a, second, "soma(0.5).a"};
    ref.set(4);
    t->permute({{1, 0}, {-1, -1}});
    EXPECT_EQ(ref.get(), 4);
    EXPECT_EQ(*ref.address(false), 4);
    EXPECT_EQ(t->get(t->row(first), a), 0);
    EXPECT_EQ(ref, (DataRef{t, a, second, "another path"}));
    EXPECT_FALSE(ref == (DataRef{t, a, first, ""}));
    t->remove_row(second);
    EXPECT_FALSE(ref.is_alive());
    t->add_row(); // takes the slot, under another generation
    EXPECT_FALSE(ref.is_alive());
    try {
        (void)ref.get();
        FAIL() << "a reference to something deleted was read";
    } catch (const StateError& e) {
        EXPECT_EQ(e.parts().object, "soma(0.5).a");
    }
    EXPECT_TRUE(DataRef{}.is_null());
}

TEST(DataRef, AnAddressForWritingMakesTheColumnReal) {
    const auto t = std::make_shared<Table>("t");
    const int a = t->add_column("a", 1);
    const auto first = t->add_row(), second = t->add_row();
    *DataRef{t, a, second, ""}.address(true) = 5;
    EXPECT_EQ(t->get(t->row(first), a), 1);
    EXPECT_EQ(t->get(t->row(second), a), 5);
}

} // namespace
} // namespace ranvier::state
