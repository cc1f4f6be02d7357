// SPDX-License-Identifier: BSD-3-Clause
// Memory of connections' weights. A network has hundreds of thousands of them, one or two numbers each: they are cut from
// larger pieces, and a piece goes with the last of its connections.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <utility>

#include "ranvier/base/pool.hpp"
#include "ranvier/state/numbers.hpp"

namespace ranvier::model {

class WeightStore {
  public:
    /// As many zeros.
    [[nodiscard]] state::NumbersPtr make(std::size_t count) {
        if (arrays_used_ == arrays_size_) {
            arrays_size_ = std::clamp<std::size_t>(2 * arrays_size_, 4, kMost);
            arrays_ = piece<state::Numbers>(arrays_size_);
            arrays_used_ = 0;
        }
        if (count > memory_size_ - memory_used_) {
            memory_size_ = std::max(arrays_size_, count);
            memory_ = piece<double>(memory_size_);
            memory_used_ = 0;
        }
        auto* numbers = arrays_.get() + arrays_used_++;
        *numbers = state::Numbers(std::shared_ptr<double[]>(memory_, memory_.get() + memory_used_), count);
        memory_used_ += count;
        return {arrays_, numbers};
    }

  private:
    static constexpr std::size_t kMost = 64;

    /// Those of the usual size are many.
    template <class T> static std::shared_ptr<T[]> piece(std::size_t count) {
        if (count != kMost) return std::shared_ptr<T[]>(new T[count]());
        using Piece = std::array<T, kMost>;
        auto made = std::allocate_shared<Piece>(Pooled<Piece>());
        auto* first = made->data();
        return {std::move(made), first};
    }

    std::shared_ptr<state::Numbers[]> arrays_;
    std::shared_ptr<double[]> memory_;
    std::size_t arrays_size_ = 0, arrays_used_ = 0, memory_size_ = 0, memory_used_ = 0;
};

} // namespace ranvier::model
