// SPDX-License-Identifier: BSD-3-Clause
// Fused, promoted and cleaned kernels against the same operations copied one after the other, to the bit.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <string>
#include <vector>

#include "assemble.hpp"
#include "random_mechanism.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/codegen/fuse.hpp"
#include "ranvier/codegen/passes.hpp"
#include "ranvier/mir/named_call.hpp"
#include "ranvier/mir/passes.hpp"

namespace ranvier::codegen {
namespace {

using namespace mir;

constexpr int kCount = 70; // more than one block of rows

/// The parts as they are: nothing promoted, nothing simplified, row by row. The judge.
Kernel literal(const std::vector<Part>& parts, Addressing addressing) {
    Assembler assembler("literal", addressing);
    for (const Part& part : parts) assembler.append(part);
    Kernel kernel = assembler.finish();
    kernel.is_ordered = true;
    bind_slots(kernel);
    verify(kernel);
    return kernel;
}

/// Random numbers for every slot that one of the kernels names.
NamedNumbers numbers_for(const std::vector<const Kernel*>& kernels, std::uint64_t seed) {
    NamedNumbers out;
    std::mt19937_64 random(seed);
    const auto number = [&] { return static_cast<double>(random() % 4001) / 500 - 4; };
    for (const Kernel* kernel : kernels) {
        for (const Slot& slot : kernel->slots) {
            if (slot.access == SlotAccess::scalar) out.scalars.try_emplace(name(slot), number());
            else if (std::vector<double>& column = out.columns[name(slot)]; column.empty())
                for (int i = 0; i < kCount; ++i) column.push_back(number());
        }
        for (const std::string& set : kernel->index_sets)
            if (std::vector<std::int32_t>& rows = out.indices[set]; rows.empty())
                for (int i = 0; i < kCount; ++i)
                    rows.push_back(static_cast<std::int32_t>(random() % 9)); // many rows share a node
    }
    return out;
}

std::int32_t run(const Kernel& kernel, NamedNumbers& numbers) {
    return call(kernel, *interpreter_provider()(kernel), kCount, numbers);
}

bool same_bits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) ||
           (std::isnan(a) && std::isnan(b));
}

void expect_same(const NamedNumbers& a, const NamedNumbers& b, const std::string& where) {
    for (const auto& [key, column] : a.columns)
        for (std::size_t i = 0; i < column.size(); ++i)
            ASSERT_TRUE(same_bits(column[i], b.columns.at(key)[i]))
                << where << ": " << key << " row " << i << " " << column[i] << " " << b.columns.at(key)[i];
    for (const auto& [key, value] : a.scalars)
        ASSERT_TRUE(same_bits(value, b.scalars.at(key))) << where << ": " << key;
}

std::vector<Part> step_of(const Mechanism& mechanism) {
    return {{&mechanism, mechanism.advance, "t"}, {&mechanism, mechanism.current, "t_next"}};
}

TEST(Fuse, GivesTheBitsOfThePartsOneAfterTheOther) {
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        const RandomMechanism first(seed, "first", false);
        const RandomMechanism second(seed + 1000, "second", false);
        verify(first.mechanism());
        std::vector<Part> parts = step_of(first.mechanism());
        for (const Part& part : step_of(second.mechanism())) parts.push_back(part);
        const Kernel fused = fuse("fused", parts, {});
        verify(fused);
        EXPECT_FALSE(fused.is_ordered);
        std::vector<Kernel> single;
        std::vector<const Kernel*> all{&fused};
        for (const Part& part : parts) single.push_back(literal({part}, Addressing::rows));
        for (const Kernel& kernel : single) all.push_back(&kernel);
        NamedNumbers expected = numbers_for(all, seed);
        NamedNumbers found = expected;
        for (const Kernel& kernel : single) run(kernel, expected);
        run(fused, found);
        expect_same(expected, found, "seed " + std::to_string(seed));
    }
}

TEST(Fuse, KeepsValuesThatGlobalsCarryFromRowToRow) {
    int ordered = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const RandomMechanism random(seed, "m", true);
        const std::vector<Part> parts = step_of(random.mechanism());
        const Kernel fused = fuse("fused", parts, {});
        verify(fused);
        ordered += fused.is_ordered;
        const Kernel plain = literal(parts, Addressing::rows);
        NamedNumbers expected = numbers_for({&fused, &plain}, seed);
        NamedNumbers found = expected;
        run(plain, expected);
        run(fused, found);
        expect_same(expected, found, "seed " + std::to_string(seed));
    }
    EXPECT_GT(ordered, 20);
}

TEST(Fuse, LeanKernelsGiveTheBitsOfFullOnesForTheColumnsKept) {
    int fewer = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const RandomMechanism random(seed, "m", true);
        const std::vector<Part> parts = step_of(random.mechanism());
        const auto is_needed = [](const std::string& table, const std::string& variable) {
            return table == "na_ion" || variable == "a";
        };
        const Kernel full = fuse("full", parts, {});
        const Kernel lean = fuse("lean", parts, {.is_needed = is_needed});
        verify(lean);
        fewer += lean.function.code.size() < full.function.code.size();
        NamedNumbers expected = numbers_for({&full, &lean}, seed);
        NamedNumbers found = expected;
        run(full, expected);
        run(lean, found);
        for (const auto& [key, column] : expected.columns) {
            if (key.starts_with("m.") && key != "m.a") continue;
            for (std::size_t i = 0; i < column.size(); ++i)
                ASSERT_TRUE(same_bits(column[i], found.columns.at(key)[i]))
                    << seed << " " << key << " row " << i;
        }
    }
    EXPECT_GT(fewer, 25);
}

TEST(Fuse, IndexedKernelsAddOneNumberARow) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const RandomMechanism random(seed, "m", false);
        const Kernel kernel = fuse("point", step_of(random.mechanism()), {.addressing = Addressing::indexed});
        verify(kernel);
        EXPECT_FALSE(kernel.is_ordered);
        NamedNumbers found = numbers_for({&kernel}, seed);
        NamedNumbers expected = found;
        run(kernel, found);
        Kernel one_by_one = kernel;
        one_by_one.is_ordered = true;
        run(one_by_one, expected);
        expect_same(expected, found, "seed " + std::to_string(seed));
        for (const Slot& slot : kernel.slots)
            if (slot.owner == SlotOwner::node && slot.variable == "rhs") {
                EXPECT_EQ(kernel.index_sets.at(static_cast<std::size_t>(slot.index_set)), "node");
            }
    }
}

/// A leak with two currents: i1 = g * v, i2 = 3, conductance g.
struct Leak {
    Mechanism mechanism;
    explicit Leak(std::string name) {
        mechanism.name = std::move(name);
        mechanism.variables = {{.name = "g", .kind = VariableKind::parameter},
                               {.name = "v", .kind = VariableKind::voltage},
                               {.name = "i1", .kind = VariableKind::current},
                               {.name = "didv", .kind = VariableKind::conductance},
                               {.name = "t", .kind = VariableKind::world},
                               {.name = "seen", .kind = VariableKind::assigned}};
        Builder code("current", {}, false);
        const ValueId g = code.load(VariableId(0));
        code.accumulate(VariableId(2), code.binary(Op::mul, g, code.load(VariableId(1))));
        code.accumulate(VariableId(2), code.number(3));
        code.accumulate(VariableId(3), g);
        code.store(VariableId(5), code.load(VariableId(4)));
        mechanism.functions.push_back(code.finish());
        mechanism.current = FunctionId(0);
    }
};

TEST(Fuse, StoresNodeSumsThatStartAtZero) {
    const Leak a("a");
    const Leak b("b");
    const std::vector<Part> parts{{&a.mechanism, FunctionId(0), "t"},
                                  {&b.mechanism, FunctionId(0), "t_next"}};
    const Kernel kernel = fuse("region", parts, {.stores_node = true});
    verify(kernel);
    NamedNumbers numbers = numbers_for({&kernel}, 1);
    run(kernel, numbers);
    const auto at = [&](const std::string& key, std::size_t i) { return numbers.columns.at(key).at(i); };
    for (std::size_t i = 0; i < kCount; ++i) {
        double rhs = 0;
        rhs -= at("a.g", i) * at("node.v", i);
        rhs -= 3;
        rhs -= at("b.g", i) * at("node.v", i);
        rhs -= 3;
        EXPECT_EQ(at("node.rhs", i), rhs);
        EXPECT_EQ(at("node.d", i), 0 + at("a.g", i) + at("b.g", i));
        EXPECT_EQ(at("a.seen", i), numbers.scalars.at("world.t"));
        EXPECT_EQ(at("b.seen", i), numbers.scalars.at("world.t_next"));
    }
    for (const Slot& slot : kernel.slots)
        EXPECT_EQ(slot.is_read,
                  slot.variable == "g" || slot.variable == "v" || slot.owner == SlotOwner::world)
            << name(slot);
}

TEST(Fuse, ARegionWithoutCurrentsStoresZeros) {
    const Kernel kernel = fuse("empty", {}, {.stores_node = true});
    verify(kernel);
    NamedNumbers numbers = numbers_for({&kernel}, 1);
    run(kernel, numbers);
    EXPECT_EQ(numbers.columns.at("node.rhs"), std::vector<double>(kCount, 0.0));
    EXPECT_EQ(numbers.columns.at("node.d"), std::vector<double>(kCount, 0.0));
}

TEST(Fuse, AnIonAndTheMechanismsThatUseItMeetInOneSlot) {
    Mechanism ion;
    ion.name = "na_ion";
    ion.variables = {{.name = "ina", .kind = VariableKind::assigned},
                     {.name = "ena", .kind = VariableKind::parameter}};
    Builder zero("current", {}, false);
    zero.store(VariableId(0), zero.number(0));
    ion.functions.push_back(zero.finish());

    Mechanism channel;
    channel.name = "channel";
    channel.variables = {
        {.name = "v", .kind = VariableKind::voltage},
        {.name = "ena", .kind = VariableKind::ion, .ion = "na", .quantity = IonQuantity::reversal},
        {.name = "ina", .kind = VariableKind::ion, .ion = "na", .quantity = IonQuantity::current}};
    Builder current("current", {}, false);
    current.accumulate(VariableId(2),
                       current.binary(Op::sub, current.load(VariableId(0)), current.load(VariableId(1))));
    channel.functions.push_back(current.finish());

    const std::vector<Part> parts{{&ion, FunctionId(0)}, {&channel, FunctionId(0)}};
    const Kernel kernel = fuse("region", parts, {});
    ASSERT_EQ(kernel.slots.size(), 3U);
    NamedNumbers numbers = numbers_for({&kernel}, 1);
    run(kernel, numbers);
    for (std::size_t i = 0; i < kCount; ++i)
        EXPECT_EQ(numbers.columns.at("na_ion.ina")[i],
                  0 + (numbers.columns.at("node.v")[i] - numbers.columns.at("na_ion.ena")[i]));
    for (const Slot& slot : kernel.slots)
        if (slot.variable == "ina") {
            EXPECT_FALSE(slot.is_read); // the ion's own part sets it first
        }
}

TEST(Fuse, APointProcessThatChangesWhatItReadsRunsInOrder) {
    Mechanism pump;
    pump.name = "pump";
    pump.variables = {
        {.name = "nai", .kind = VariableKind::ion, .ion = "na", .quantity = IonQuantity::inside}};
    Builder code("advance", {}, false);
    code.store(VariableId(0), code.binary(Op::mul, code.load(VariableId(0)), code.number(0.5)));
    pump.functions.push_back(code.finish());
    const std::vector<Part> parts{{&pump, FunctionId(0)}};
    EXPECT_FALSE(fuse("density", parts, {}).is_ordered);
    const Kernel kernel = fuse("point", parts, {.addressing = Addressing::indexed});
    EXPECT_TRUE(kernel.is_ordered);
    NamedNumbers numbers{.columns = {{"na_ion.nai", {1024, 16}}}, .indices = {{"na_ion", {0, 1, 0, 0}}}};
    call(kernel, *interpreter_provider()(kernel), 4, numbers);
    EXPECT_EQ(numbers.columns["na_ion.nai"], (std::vector<double>{128, 8}));
}

TEST(Fuse, RefusesRecursion) {
    Mechanism mechanism;
    mechanism.name = "m";
    Builder code("f", {}, false);
    code.call(FunctionId(0), {}, false);
    mechanism.functions.push_back(code.finish());
    const std::vector<Part> parts{{&mechanism, FunctionId(0)}};
    EXPECT_THROW(static_cast<void>(fuse("k", parts, {})), InputError);
}

TEST(Fuse, WeightsFlagAndEventsArePassedOn) {
    Mechanism synapse;
    synapse.name = "syn";
    synapse.variables = {{.name = "w0", .kind = VariableKind::weight, .weight_index = 0},
                         {.name = "w1", .kind = VariableKind::weight, .weight_index = 1},
                         {.name = "flag", .kind = VariableKind::flag},
                         {.name = "s", .kind = VariableKind::state}};
    Builder code("net_receive", {}, false);
    code.begin_if(code.binary(Op::eq, code.load(VariableId(2)), code.number(0)));
    code.store(VariableId(3), code.binary(Op::add, code.load(VariableId(3)), code.load(VariableId(0))));
    code.store(VariableId(1), code.number(9));
    code.net_send(code.number(1), code.number(2));
    code.end_if();
    synapse.functions.push_back(code.finish());
    const std::vector<Part> parts{{&synapse, FunctionId(0)}};
    const Kernel kernel = fuse("receive", parts, {.addressing = Addressing::indexed});
    verify(kernel);
    EXPECT_TRUE(kernel.sends_events);
    NamedNumbers numbers{.columns = {{"argument.weight", {0.5, 0.25}},
                                     {"argument.weight[1]", {1, 2}},
                                     {"argument.flag", {0, 3}},
                                     {"syn.s", {10, 20}}}};
    call(kernel, *interpreter_provider()(kernel), 2, numbers);
    EXPECT_EQ(numbers.columns["syn.s"], (std::vector<double>{10.5, 20}));
    EXPECT_EQ(numbers.columns["argument.weight[1]"], (std::vector<double>{9, 2}));
}

TEST(CallKernel, TakesArgumentsAndGivesAResult) {
    Mechanism mechanism;
    mechanism.name = "m";
    mechanism.variables = {{.name = "k", .kind = VariableKind::parameter}};
    Builder code("scaled", {"x", "y"}, true);
    const ValueId sum = code.binary(Op::sub, code.get(LocalId(0)), code.get(LocalId(1)));
    code.set(code.result(), code.binary(Op::mul, sum, code.load(VariableId(0))));
    mechanism.functions.push_back(code.finish());
    const Kernel kernel = call_kernel(mechanism, FunctionId(0), Addressing::rows);
    verify(kernel);
    NamedNumbers numbers{
        .columns = {
            {"argument.0", {5, 7}}, {"argument.1", {1, 2}}, {"argument.result", {0, 0}}, {"m.k", {10, 100}}}};
    EXPECT_EQ(call(kernel, *interpreter_provider()(kernel), 2, numbers), 0);
    EXPECT_EQ(numbers.columns["argument.result"], (std::vector<double>{40, 500}));
}

TEST(TableKernel, FillsItsOutputColumns) {
    Mechanism mechanism;
    mechanism.name = "m";
    mechanism.variables = {{.name = "inf", .kind = VariableKind::assigned, .count = 2, .is_array = true},
                           {.name = "tau", .kind = VariableKind::global},
                           {.name = "q10", .kind = VariableKind::global}};
    Builder code("rates", {"v"}, false);
    const ValueId v = code.get(LocalId(0));
    code.store(VariableId(0), v, code.integer(0));
    code.store(VariableId(0), code.binary(Op::mul, v, v), code.integer(1));
    code.store(VariableId(1),
               code.binary(Op::mul, code.load(VariableId(0), code.integer(1)), code.load(VariableId(2))));
    mechanism.functions.push_back(code.finish());
    mechanism.tables.push_back(
        {.body = FunctionId(0), .outputs = {VariableId(0), VariableId(1)}, .intervals = 10, .columns = 3});
    const Kernel kernel = table_kernel(mechanism, TableId(0));
    verify(kernel);
    EXPECT_FALSE(kernel.is_ordered);
    NamedNumbers numbers{.columns = {{"argument.x", {2, 3}},
                                     {"argument.0", {0, 0}},
                                     {"argument.1", {0, 0}},
                                     {"argument.2", {0, 0}}},
                         .scalars = {{"m.q10", 0.5}}};
    EXPECT_EQ(call(kernel, *interpreter_provider()(kernel), 2, numbers), 0);
    EXPECT_EQ(numbers.columns["argument.0"], (std::vector<double>{2, 3}));
    EXPECT_EQ(numbers.columns["argument.1"], (std::vector<double>{4, 9}));
    EXPECT_EQ(numbers.columns["argument.2"], (std::vector<double>{2, 4.5}));
}

} // namespace
} // namespace ranvier::codegen
