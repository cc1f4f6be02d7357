// SPDX-License-Identifier: BSD-3-Clause
#include "snapshot.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include "ranvier/base/error.hpp"

namespace ranvier::test {

namespace {

bool same_bits(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

std::string digits(double value) {
    char text[64];
    std::snprintf(text, sizeof text, "%.17g", value);
    return text;
}

/// Calls visit(name, table, row, column) for every number, in an order that depends on the model alone.
template <class Visit> void each_number(world::World& world, Visit&& visit) {
    auto& model = world.model();
    auto& nodes = *model.nodes();
    const auto row_of_mechanism = [&](const std::string& place, const model::MechanismType& type,
                                      state::RowId id) {
        auto& table = *type.instances;
        for (int c = 0; c < table.column_count(); ++c)
            visit(place + "." + type.name() + "." + table.column_name(c), table, table.row(id), c);
    };
    for (const auto& section : model.sections()) {
        const auto node = [&](const std::string& place, state::RowId id) {
            visit(section->name() + "(" + place + ").v", nodes, nodes.row(id), static_cast<int>(model::kV));
        };
        if (!section->parent()) node("root", section->root_node());
        const int n = section->nseg();
        for (int i = 0; i <= n; ++i)
            node(i < n ? std::to_string(i) : "end", section->nodes()[static_cast<std::size_t>(i)]);
        for (const auto& inserted : section->inserted())
            for (int i = 0; i < n; ++i)
                row_of_mechanism(section->name() + "(" + std::to_string(i) + ")", *inserted.type,
                                 inserted.rows[static_cast<std::size_t>(i)]);
    }
    auto points = model.point_processes();
    std::sort(points.begin(), points.end(),
              [](const auto* a, const auto* b) { return a->serial() < b->serial(); });
    int ordinal = 0; // numbers in names count those that are gone
    for (const auto* point : points)
        row_of_mechanism("point[" + std::to_string(ordinal++) + "]", *point->type(), point->row());
    auto& scalars = *world.simulator().scalars();
    visit("t", scalars, 0, 0);
}

} // namespace

Snapshot snapshot(world::World& world) {
    Snapshot out;
    each_number(world, [&](std::string name, const state::Table& table, std::int32_t row, int column) {
        out.emplace_back(std::move(name), table.get(row, column));
    });
    return out;
}

std::string difference(const Snapshot& expected, const Snapshot& actual) {
    if (expected.size() != actual.size())
        return std::to_string(expected.size()) + " numbers expected, " + std::to_string(actual.size()) +
               " found";
    std::string first;
    int count = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (expected[i].first == actual[i].first && same_bits(expected[i].second, actual[i].second)) continue;
        if (count++ == 0)
            first = expected[i].first + " is " + digits(expected[i].second) + ", here " + actual[i].first +
                    " is " + digits(actual[i].second);
    }
    return count
               ? first + " (" + std::to_string(count) + " of " + std::to_string(expected.size()) + " differ)"
               : "";
}

std::string difference(const std::vector<double>& expected, const std::vector<double>& actual) {
    const auto named = [](const std::vector<double>& values) {
        Snapshot out;
        for (std::size_t i = 0; i < values.size(); ++i)
            out.emplace_back("[" + std::to_string(i) + "]", values[i]);
        return out;
    };
    return difference(named(expected), named(actual));
}

void copy_numbers(world::World& from, world::World& to) {
    const auto numbers = snapshot(from);
    std::size_t next = 0;
    each_number(to, [&](const std::string& name, state::Table& table, std::int32_t row, int column) {
        RV_CHECK(next < numbers.size() && numbers[next].first == name);
        table.set(row, column, numbers[next++].second);
    });
    RV_CHECK(next == numbers.size());
    to.set_dt(from.dt());
}

} // namespace ranvier::test
