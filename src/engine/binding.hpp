// SPDX-License-Identifier: BSD-3-Clause
// Kernels get their addresses. Private to engine.
#pragma once

#include <functional>

#include "plan.hpp"
#include "tables.hpp"

namespace ranvier::engine {

class Binder {
  public:
    Binder(model::Model& model, state::TablePtr scalars, Tables& tables)
        : model_(model), scalars_(std::move(scalars)), tables_(tables) {}

    /// Where the number of an EXTERNAL stands; the kernel's name is for messages.
    using External = std::function<double*(const mir::Slot&, const std::string& kernel, Group&)>;
    void set_external(External find) { external_ = std::move(find); }
    /// Gives every column that some kernel of the plan writes, or reaches through an index, a number a row. Addresses are
    /// stable from here until the model, or somebody who needs a column of his own, changes it.
    void materialize(const Plan& plan);
    /// Binds all kernels of all groups.
    void bind(Plan& plan);
    /// The table and column behind a slot of a mechanism, its globals or a node.
    state::Table& table_of(const mir::Slot& slot, int& column) const;

  private:
    void materialize(const KernelPtr& code);
    BoundKernel bind_rows(const KernelPtr& code, const RegionClass& region_class, Group& group,
                          const Region& region);
    void bind_region(const RegionClass& region_class, Group& group, Region& region);
    void bind_nodes(Group& group);
    void bind_block(const PointClass& point_class, Group& group, PointBlock& block);
    template <class FirstRow, class Indices>
    BoundKernel bind(const KernelPtr& code, Group& group, std::int64_t count, FirstRow&& first_row,
                     Indices&& indices);

    model::Model& model_;
    state::TablePtr scalars_;
    Tables& tables_;
    External external_;
};

} // namespace ranvier::engine
