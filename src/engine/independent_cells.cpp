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

/// The cell of each node, by its row's slot.
std::unordered_map<std::int32_t, const model::Section*> cells_of_nodes(const model::Model& model) {
    std::unordered_map<std::int32_t, const model::Section*> cells;
    for (const auto& section : model.sections()) {
        const auto* root = root_of(section.get());
        for (const auto& id : section->nodes()) cells[id.slot] = root;
        if (root == section.get()) cells[section->root_node().slot] = root;
    }
    return cells;
}

/// Which cell a number belongs to, for the tables that have been asked for.
class Homes {
  public:
    explicit Homes(const model::Model& model) : model_(model) {}
    /// Null for what stands on no cell.
    const model::Section* of(const state::DataRef& number) {
        const auto [known, is_new] = by_table_.try_emplace(number.table.get());
        if (is_new) {
            const auto* owner = owner_of(model_, number.table.get());
            if (number.table == model_.nodes()) known->second = cells_of_nodes(model_);
            else if (owner) known->second = cells_of(model_, *owner);
        }
        const auto found = known->second.find(number.id.slot);
        return found == known->second.end() ? nullptr : found->second;
    }

  private:
    const model::Model& model_;
    std::unordered_map<const state::Table*, std::unordered_map<std::int32_t, const model::Section*>>
        by_table_;
};

/// Whether each POINTER leads to its own cell, or to an array that no other cell's POINTERs lead to.
bool is_at_home(Homes& homes, const Entries& entries,
                std::unordered_map<const state::Numbers*, const model::Section*>& home_of_array) {
    return std::ranges::all_of(entries, [&](const auto* entry) {
        const auto& target = entry->target;
        if (!is_set(target)) return true;
        const auto* own = homes.of(entry->pointer);
        if (!own) return false;
        if (!target.array) return homes.of(target.number) == own;
        return home_of_array.try_emplace(target.array.get(), own).first->second == own;
    });
}

} // namespace

IndependentTypes find_independent_types(model::Model& model, TraitsOf& traits) {
    IndependentTypes out;
    std::unordered_map<const state::Table*, Entries> of_type;
    for (const auto* entry : model.pointers().entries()) of_type[entry->pointer.table.get()].push_back(entry);
    Homes homes(model);
    bool all_arrays_have_homes = true;
    std::unordered_map<const state::Numbers*, const model::Section*> pointed_from;
    for (const auto& type : model.mechanisms().all()) {
        const auto& entries = of_type[type->instances.get()];
        const auto& own = traits(*type);
        const bool points = std::ranges::any_of(entries, [](const auto* e) { return is_set(e->target); });
        if (own.is_artificial_alone && !points) out.event_cells.insert(type.get());
        bool is_home = false;
        if (own.follows_pointers_only && is_by_cell(model, *type, entries)) {
            out.by_cell.insert(type.get());
            if (is_at_home(homes, entries, pointed_from)) out.within_cells.insert(type.get());
            if (is_apart(model, traits, *type, entries)) {
                out.apart.insert(type.get());
                is_home = is_at_home(homes, entries, out.home_of_array);
                if (is_home) out.at_home.insert(type.get());
            }
        }
        // somebody else's POINTER may lead to an array of a cell
        if (points && !is_home) all_arrays_have_homes = false;
    }
    if (!all_arrays_have_homes) {
        out.at_home.clear();
        out.home_of_array.clear();
    }
    return out;
}

} // namespace ranvier::engine
