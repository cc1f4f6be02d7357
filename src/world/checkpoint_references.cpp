// SPDX-License-Identifier: BSD-3-Clause
// Tables, rows and arrays by name and number: what a checkpoint says instead of addresses.
#include "checkpoint_parts.hpp"
#include "ranvier/base/error.hpp"

namespace ranvier::world {

TableNames::TableNames(World& world, const state::TablePtr& own) {
    const auto only = [](const state::DataRef& ref) { return model::Rows{ref.id}; };
    auto& model = world.model();
    add("node", model.nodes(), model::ModelImage::node_rows(model));
    add("world", world.simulator().scalars(), only(world.simulator().scalar("t")));
    if (const auto* tstop = world.names().find_global("tstop"))
        add("run", tstop->ref.table, only(tstop->ref));
    for (const auto& type : model.mechanisms().all()) {
        add("instances " + type->name(), type->instances, model::ModelImage::instance_rows(model, *type));
        add("globals " + type->name(), type->globals, {type->globals_row});
    }
    if (own)
        for (const auto& name : world.names().global_names())
            if (const auto* found = world.names().find_global(name); found && found->ref.table == own) {
                add("own", own, only(found->ref));
                break;
            }
}

void TableNames::add(std::string name, const state::TablePtr& table, model::Rows rows) {
    Known known{std::move(name), table, std::move(rows), {}};
    for (std::size_t i = 0; i < known.rows.size(); ++i) {
        const auto slot = static_cast<std::size_t>(known.rows[i].slot);
        if (slot >= known.place_of_slot.size()) known.place_of_slot.resize(slot + 1, -1);
        known.place_of_slot[slot] = static_cast<std::int32_t>(i);
    }
    by_table_.emplace(table.get(), all_.size());
    by_name_.emplace(known.name, all_.size());
    all_.push_back(std::move(known));
}

const TableNames::Known* TableNames::find(const state::Table& table) const {
    const auto found = by_table_.find(&table);
    return found == by_table_.end() ? nullptr : &all_[found->second];
}
const TableNames::Known* TableNames::find(const std::string& name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : &all_[found->second];
}

RefWriter::RefWriter(World& world, const TableNames& tables) : tables_(tables) {
    std::int64_t i = 0;
    for (const auto* nc : world.model().netcons()) netcon_of_.emplace(nc->weights.get(), i++);
}

std::int32_t RefWriter::add(const state::NumbersPtr& array) {
    if (!array) return -1;
    const auto [known, is_new] = place_of_.try_emplace(array.get(), static_cast<std::int32_t>(arrays.size()));
    if (is_new) arrays.push_back(array);
    return known->second;
}

std::int32_t RefWriter::add(const state::DataRef& ref) {
    if (ref.is_null() || !ref.is_alive()) return -1;
    RefPart part;
    part.path = ref.path;
    if (ref.numbers) {
        part.index = ref.index;
        const auto netcon = netcon_of_.find(ref.numbers.get());
        part.kind = netcon == netcon_of_.end() ? RefPart::Kind::array : RefPart::Kind::weight;
        part.which = netcon == netcon_of_.end() ? add(ref.numbers) : netcon->second;
    } else {
        const auto* table = tables_.find(*ref.table);
        if (!table)
            throw StateError(
                ErrorParts{"a reference to something outside the model cannot be kept", ref.path});
        part.kind = RefPart::Kind::table;
        part.table = table->name;
        part.column = ref.table->column_name(ref.column);
        part.which = table->place_of_slot.at(static_cast<std::size_t>(ref.id.slot));
    }
    refs.push_back(std::move(part));
    return static_cast<std::int32_t>(refs.size()) - 1;
}

} // namespace ranvier::world
