// SPDX-License-Identifier: BSD-3-Clause
#include "independent_cells.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "order.hpp"

namespace ranvier::engine {

namespace {

using Entries = std::vector<const model::Pointers::Entry*>;
using Key = std::tuple<const void*, std::int64_t,
                       std::int64_t>; ///< of a number: array and element, or table, column, row

Key key_of(const model::PointerTarget& target) {
    if (target.array) return {target.array.get(), static_cast<std::int64_t>(target.element), -1};
    return {target.number.table.get(), target.number.column, target.number.id.slot};
}

bool is_set(const model::PointerTarget& target) { return target.array || !target.number.is_null(); }

/// Columns of the POINTERs that some operation writes through.
std::set<int> columns_written_through(const model::MechanismType& type) {
    std::set<int> columns;
    for (const auto& function : type.mechanism->functions)
        for (const auto& in : function.code) {
            if (in.op != mir::Op::store) continue;
            const auto& variable = (*type.mechanism)[mir::VariableId(in.symbol)];
            if (variable.kind != mir::VariableKind::pointer) continue;
            for (int e = 0; e < variable.count; ++e)
                columns.insert(type.column[static_cast<std::size_t>(in.symbol)] + e);
        }
    return columns;
}

const model::Section* root_of(const model::Section* section) {
    while (section && section->parent()) section = section->parent();
    return section;
}

/// The cell of each instance of a type, by its row's slot; null for what stands on none.
std::unordered_map<std::int32_t, const model::Section*> cells_of(const model::Model& model,
                                                                 const model::MechanismType& type) {
    std::unordered_map<std::int32_t, const model::Section*> cells;
    if (type.is_point()) {
        for (const auto* point : model.point_processes())
            if (point->type().get() == &type) cells[point->row().slot] = root_of(point->section());
        return cells;
    }
    for (const auto& section : model.sections())
        if (const auto* inserted = section->find(type))
            for (const auto& row : inserted->rows) cells[row.slot] = root_of(section.get());
    return cells;
}

/// The type whose instances a table holds; null for nodes, GLOBALs and the world's numbers.
const model::MechanismType* owner_of(const model::Model& model, const state::Table* table) {
    for (const auto& type : model.mechanisms().all())
        if (type->instances.get() == table) return type.get();
    return nullptr;
}

bool is_by_cell(const model::Model& model, const model::MechanismType& type, const Entries& entries) {
    const auto cells = cells_of(model, type);
    const auto cell_of = [&](const model::Pointers::Entry& entry) {
        const auto found = cells.find(entry.pointer.id.slot);
        return found == cells.end() ? nullptr : found->second;
    };
    const auto written = columns_written_through(type);
    std::map<Key, const model::Section*> writer;
    const state::Table* accepted = nullptr;
    for (const auto* entry : entries) {
        if (!is_set(entry->target) || !written.contains(entry->pointer.column)) continue;
        const auto* table = entry->target.number.table.get();
        if (!entry->target.array && table != accepted) {
            // another instance may read its own variables and its node without a POINTER
            const auto* owner = owner_of(model, table);
            if (!owner || owner == &type) return false;
            accepted = table;
        }
        const auto [at, is_new] = writer.try_emplace(key_of(entry->target), cell_of(*entry));
        if (!is_new && at->second != cell_of(*entry)) return false;
    }
    return std::ranges::all_of(entries, [&](const auto* entry) {
        const auto found = writer.find(key_of(entry->target));
        return found == writer.end() || found->second == cell_of(*entry);
    });
}

/// Whether its POINTERs lead to nothing that kernels write or keep to themselves: to v, to Vectors, to types that have none.
bool is_apart(const model::Model& model, TraitsOf& traits, const model::MechanismType& type,
              const Entries& entries) {
    if (!traits(type).has_no_kernel) return false;
    const state::Table* accepted = nullptr;
    return std::ranges::all_of(entries, [&](const auto* entry) {
        const auto& number = entry->target.number;
        if (entry->target.array || number.is_null() || number.table.get() == accepted) return true;
        if (number.table == model.nodes()) return number.column == model::kV;
        const auto* owner = owner_of(model, number.table.get());
        if (!owner || !traits(*owner).has_no_kernel) return false;
        accepted = number.table.get();
        return true;
    });
}

} // namespace

IndependentTypes find_independent_types(model::Model& model, TraitsOf& traits) {
    IndependentTypes out;
    const auto all = model.pointers().entries();
    for (const auto& type : model.mechanisms().all()) {
        if (!traits(*type).follows_pointers_only) continue;
        Entries entries;
        for (const auto* entry : all)
            if (entry->pointer.table == type->instances) entries.push_back(entry);
        if (!is_by_cell(model, *type, entries)) continue;
        out.by_cell.insert(type.get());
        if (is_apart(model, traits, *type, entries)) out.apart.insert(type.get());
    }
    return out;
}

} // namespace ranvier::engine
