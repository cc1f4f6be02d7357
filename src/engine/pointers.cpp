// SPDX-License-Identifier: BSD-3-Clause
// POINTER and EXTERNAL variables get the addresses of the numbers that they stand for, whenever numbers have moved.
#include <algorithm>
#include <bit>

#include "impl.hpp"
#include "ranvier/base/error.hpp"

namespace ranvier::engine {

namespace {
double as_number(double* address) { return std::bit_cast<double>(address); }
} // namespace

/// What is pointed to, and the columns of the pointers themselves, get a number a row.
void Simulator::Impl::prepare_pointers() {
    for (const auto& type : model.mechanisms().all())
        for (const int column : type->pointer_columns()) type->instances->materialize(column);
    for (const auto* entry : model.pointers().entries()) {
        const auto& number = entry->target.number;
        if (number.is_alive() && number.table != scalars) static_cast<void>(number.address(true));
    }
}

/// Null where the target is gone.
double* Simulator::Impl::address_of(const model::PointerTarget& target) {
    if (!target.is_alive()) return nullptr;
    if (target.array) {
        pointed_arrays.try_emplace(target.array.get(),
                                   PointedArray{target.array, target.array->block(), target.array->size()});
        return target.array->data() + target.element;
    }
    // between two steps all groups are at one time, which is the world's
    if (target.number.table == scalars && target.number.column == 0) return &plan.groups[0]->t;
    return target.number.address(false);
}

/// Arrays move, or become shorter, without a word.
bool Simulator::Impl::pointed_arrays_moved() const {
    return std::ranges::any_of(pointed_arrays, [](const auto& entry) {
        const auto& [array, block, size] = entry.second;
        return array->block() != block || array->size() != size;
    });
}

void Simulator::Impl::write_pointers() {
    pointed_arrays.clear();
    for (const auto* entry : model.pointers().entries()) {
        auto& table = *entry->pointer.table;
        table.data(entry->pointer.column)[table.row(entry->pointer.id)] =
            as_number(address_of(entry->target));
    }
    copy_pointers_to_padding();
    seen_pointers = model.pointers().revision();
}

/// A padding row does what the row that it copies does.
void Simulator::Impl::copy_pointers_to_padding() {
    const auto pad = [](state::Table& table, int column, std::int32_t base, std::int64_t count, int lanes) {
        double* numbers = table.data(column) + base;
        for (std::int64_t r = 1; r < count; ++r)
            if (table.is_unused(base + static_cast<std::int32_t>(r)))
                numbers[r] = numbers[r % lanes ? r - r % lanes : r - lanes];
    };
    for (const auto& group : plan.groups) {
        for (const auto& region : group->regions) {
            const auto& types = plan.regions[static_cast<std::size_t>(region.region)].types;
            for (std::size_t i = 0; i < types.size(); ++i)
                for (const int column : types[i]->pointer_columns())
                    pad(*types[i]->instances, column, region.type_base[i], region.count, group->lanes);
        }
        for (const auto& block : group->blocks) {
            const auto& type = *plan.points[static_cast<std::size_t>(block.point_class)].type;
            for (const int column : type.pointer_columns())
                pad(*type.instances, column, block.base, block.count, group->lanes);
        }
    }
}

/// The number that an EXTERNAL of this name stands for.
double* Simulator::Impl::external(const mir::Slot& slot, const std::string& who, Group& group) {
    state::DataRef found;
    if (const int column = scalars->find_column(slot.variable); column >= 0)
        found = {scalars, column, scalar_row, slot.variable};
    if (found.is_null() && external_names) found = external_names(slot.variable);
    if (found.is_null())
        for (const auto& type : model.mechanisms().all()) {
            const auto& m = *type->mechanism;
            for (std::size_t v = 0; v < m.variables.size(); ++v)
                if (m.variables[v].kind == mir::VariableKind::global &&
                    m.variables[v].name + "_" + m.name == slot.variable)
                    found = {type->globals, type->column[v], type->globals_row, slot.variable};
        }
    if (found.is_null())
        throw LookupFailure(
            ErrorParts{"an EXTERNAL names what is not there",
                       who,
                       slot.variable,
                       "a number of the simulator, or a GLOBAL of another mechanism with its suffix",
                       {}});
    if (found.table == scalars && found.column == 0) return &group.t;
    return found.table->data(found.column + slot.element);
}

} // namespace ranvier::engine
