// SPDX-License-Identifier: BSD-3-Clause
// Where the columns of a kernel stand when it runs from another row on: what does not change from call to call is looked up once.
// Private to engine.
#pragma once

#include <vector>

#include "plan.hpp"

namespace ranvier::engine {

class RowPlaces {
  public:
    explicit RowPlaces(const BoundKernel& kernel) : columns_(kernel.columns), indices_(kernel.indices) {
        for (const auto& slot : kernel.code->kernel.slots) {
            const bool goes_by_row =
                slot.access == mir::SlotAccess::row || slot.access == mir::SlotAccess::pointer;
            if (!goes_by_row || slot.owner == mir::SlotOwner::argument || slot.binding < 0) continue;
            const auto b = static_cast<std::size_t>(slot.binding);
            if (kernel.strides[b] != 0) by_row_.push_back({b, kernel.strides[b]});
        }
    }
    /// @param row  of the region or block
    void move_to(const BoundKernel& kernel, std::int64_t row) {
        for (const auto& [binding, stride] : by_row_)
            columns_[binding] = kernel.columns[binding] + row * stride;
        for (std::size_t i = 0; i < indices_.size(); ++i)
            if (kernel.indices[i]) indices_[i] = kernel.indices[i] + row;
    }
    [[nodiscard]] std::vector<double*>& columns() { return columns_; }
    [[nodiscard]] const std::vector<const std::int32_t*>& indices() const { return indices_; }

  private:
    struct ByRow {
        std::size_t binding;
        std::int64_t stride;
    };
    std::vector<ByRow> by_row_;
    std::vector<double*> columns_;
    std::vector<const std::int32_t*> indices_;
};

} // namespace ranvier::engine
