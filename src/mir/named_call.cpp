// SPDX-License-Identifier: BSD-3-Clause
// Binds a kernel's slots by name.
#include "ranvier/mir/named_call.hpp"

#include <algorithm>
#include <memory>
#include <new>

#include "ranvier/base/error.hpp"

namespace ranvier::mir {
namespace {

template <class T> T& find(std::map<std::string, T>& numbers, const std::string& name) {
    const auto found = numbers.find(name);
    if (found == numbers.end())
        throw LookupFailure("a kernel needs " + name + ", which the call does not give");
    return found->second;
}

/// 64-byte aligned doubles, as kernel_abi.h asks of tables.
struct AlignedDelete {
    void operator()(double* p) const { ::operator delete[](p, std::align_val_t(64)); }
};
using AlignedDoubles = std::unique_ptr<double[], AlignedDelete>;

AlignedDoubles fill(const NamedTable& table, RvTable& out) {
    const std::size_t columns = table.rows.at(0).size();
    const std::size_t stride = (columns + RV_LANES - 1) / RV_LANES * RV_LANES;
    const std::size_t size = (table.rows.size() + 1) * stride;
    AlignedDoubles data(new (std::align_val_t(64)) double[size]());
    for (std::size_t j = 0; j < table.rows.size(); ++j)
        for (std::size_t k = 0; k < columns; ++k) data[j * stride + k] = table.rows[j].at(k);
    out = {.low = table.low,
           .inverse_step = table.inverse_step,
           .intervals = static_cast<double>(table.rows.size() - 1),
           .rows = data.get(),
           .stride = static_cast<std::int64_t>(stride)};
    return data;
}

} // namespace

std::int32_t call(const Kernel& kernel, const Executable& executable, std::int64_t count,
                  NamedNumbers& numbers, const RvHost* host, const volatile std::int32_t* stop) {
    std::vector<double*> columns(static_cast<std::size_t>(kernel.column_count));
    std::vector<std::int64_t> strides(columns.size());
    std::vector<double*> scalars(static_cast<std::size_t>(kernel.scalar_count));
    std::vector<std::unique_ptr<double[]>> uniform;
    for (const Slot& slot : kernel.slots) {
        const auto binding = static_cast<std::size_t>(slot.binding);
        if (slot.access == SlotAccess::scalar) {
            scalars[binding] = &find(numbers.scalars, name(slot));
            continue;
        }
        std::vector<double>& column = find(numbers.columns, name(slot));
        const bool is_uniform = column.size() == 1 && count > 1 && slot.access == SlotAccess::row;
        RV_CHECK(is_uniform || slot.access == SlotAccess::indexed ||
                 static_cast<std::int64_t>(column.size()) >= count);
        RV_CHECK(!is_uniform || !slot.is_written);
        columns[binding] = column.data();
        strides[binding] = is_uniform ? 0 : 1;
        if (is_uniform) {
            uniform.push_back(std::make_unique<double[]>(RV_LANES));
            std::fill_n(uniform.back().get(), RV_LANES, column[0]);
            columns[binding] = uniform.back().get();
        }
    }
    std::vector<const std::int32_t*> indices;
    for (const std::string& set : kernel.index_sets) indices.push_back(find(numbers.indices, set).data());
    RV_CHECK(numbers.tables.size() >= kernel.tables.size());
    std::vector<RvTable> tables(kernel.tables.size());
    std::vector<AlignedDoubles> table_data;
    std::vector<const RvTable*> table_pointers;
    for (std::size_t t = 0; t < tables.size(); ++t) {
        table_data.push_back(fill(numbers.tables[t], tables[t]));
        table_pointers.push_back(&tables[t]);
    }
    const RvKernelArgs args{.columns = columns.data(),
                            .strides = strides.data(),
                            .scalars = scalars.data(),
                            .indices = indices.data(),
                            .tables = table_pointers.data(),
                            .count = count,
                            .host = host,
                            .stop = stop,
                            .padding = 0};
    return executable.run(args);
}

} // namespace ranvier::mir
