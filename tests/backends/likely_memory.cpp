// SPDX-License-Identifier: BSD-3-Clause
#include "likely_memory.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

namespace ranvier::test {

using codegen::test::Memory;
using mir::Slot;
using mir::SlotAccess;
using mir::SlotOwner;

namespace {

constexpr std::int64_t kOtherRows = 37;

using Random = std::mt19937_64;

double between(Random& random, double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
}

/// A number that the variable behind a slot may have in a model.
double likely(const Slot& slot, const std::vector<const mir::Mechanism*>& mechanisms, Random& random) {
    const auto& name = slot.variable;
    switch (slot.owner) {
    case SlotOwner::node:
        if (name == "v") return between(random, -100, 60);
        return between(random, 0.5, 400); // area, diam, and sums
    case SlotOwner::world:
        if (name == "dt") return 0.025;
        if (name == "celsius") return between(random, 5, 38);
        if (name.starts_with("t")) return std::floor(between(random, 0, 2000)) * 0.0125;
        return 0;
    case SlotOwner::argument:
    case SlotOwner::external: return between(random, -5, 5);
    case SlotOwner::mechanism:
    case SlotOwner::global: break;
    }
    for (const auto* mechanism : mechanisms) {
        if (mechanism->name != slot.table) continue;
        const auto id = mechanism->find(name);
        if (!id.valid()) break;
        const auto& variable = (*mechanism)[id];
        if (variable.kind == mir::VariableKind::constant) return variable.initial;
        if (variable.kind == mir::VariableKind::state) return between(random, 0, 1);
        if (variable.initial != 0) return variable.initial * between(random, 0.8, 1.25);
        return between(random, -2, 2);
    }
    if (name.starts_with("e")) return between(random, -95, 130); // of an ion: ena, nai, nao, ina, dina_dv_
    if (name.ends_with("i")) return between(random, 5e-5, 15);
    if (name.ends_with("o")) return between(random, 1, 150);
    return between(random, -1e-2, 1e-2);
}

/// Pointers of each row into a column of their own at the end, some to the same place, one to nothing.
void add_pointers(const mir::Kernel& kernel, Memory& memory, Random& random) {
    for (const auto& slot : kernel.slots) {
        if (slot.access != SlotAccess::pointer) continue;
        Memory::Pointers pointers{static_cast<std::size_t>(slot.binding), {}};
        const auto target = static_cast<int>(memory.columns.size());
        memory.columns.emplace_back(static_cast<std::size_t>(memory.count) + 1, between(random, -70, 10));
        memory.strides.push_back(1);
        for (std::int64_t r = 0; r < memory.count; ++r)
            pointers.targets.emplace_back(target, r % 7 == 5 ? -1 : static_cast<int>(r - r % 3));
        memory.pointers.push_back(std::move(pointers));
    }
}

} // namespace

Memory random_memory(const mir::Kernel& kernel, const std::vector<const mir::Mechanism*>& mechanisms,
                     Numbers numbers, std::int64_t rows, unsigned seed, int uniform_every) {
    Memory memory(kernel, rows, seed, kOtherRows, uniform_every);
    Random random(seed + 1);
    if (numbers == Numbers::likely) {
        for (const auto& slot : kernel.slots) {
            const auto binding = static_cast<std::size_t>(slot.binding);
            if (slot.access == SlotAccess::scalar) {
                memory.scalars[binding] = likely(slot, mechanisms, random);
                continue;
            }
            auto& column = memory.columns[binding];
            if (memory.strides[binding] == 0)
                std::fill(column.begin(), column.end(), likely(slot, mechanisms, random));
            else
                for (auto& x : column) x = likely(slot, mechanisms, random);
        }
    }
    add_pointers(kernel, memory, random);
    for (const auto& table : kernel.tables)
        for (const auto* mechanism : mechanisms)
            if (mechanism->name == table.mechanism) {
                const auto& stated = mechanism->tables[static_cast<std::size_t>(table.table.value)];
                memory.add_table(stated.columns, -90, 160.0 / stated.intervals, stated.intervals, seed);
            }
    return memory;
}

} // namespace ranvier::test
