// SPDX-License-Identifier: BSD-3-Clause
// A growing array of doubles whose memory outlives it while somebody still looks at it (a numpy view).
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>

namespace ranvier::state {

class Numbers {
  public:
    Numbers() = default;
    explicit Numbers(std::size_t size, double value = 0) { resize(size, value); }
    /// On memory that is there; grows out of it like any other.
    Numbers(std::shared_ptr<double[]> block, std::size_t size)
        : block_(std::move(block)), size_(size), capacity_(size) {}

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] double* data() noexcept { return block_.get(); }
    [[nodiscard]] const double* data() const noexcept { return block_.get(); }
    [[nodiscard]] double& operator[](std::size_t i) { return block_[static_cast<std::ptrdiff_t>(i)]; }
    [[nodiscard]] double operator[](std::size_t i) const { return block_[static_cast<std::ptrdiff_t>(i)]; }
    [[nodiscard]] std::span<double> span() noexcept { return {data(), size_}; }
    [[nodiscard]] std::span<const double> span() const noexcept { return {data(), size_}; }
    /// The present memory; a view keeps it alive, and goes stale (but stays valid) when the array grows out of it.
    [[nodiscard]] const std::shared_ptr<double[]>& block() const noexcept { return block_; }

    void push_back(double value) {
        if (size_ == capacity_) reserve(capacity_ ? 2 * capacity_ : 16);
        block_[static_cast<std::ptrdiff_t>(size_++)] = value;
    }
    void resize(std::size_t size, double value = 0) {
        if (size > capacity_) reserve(size);
        if (size > size_) std::fill(data() + size_, data() + size, value);
        size_ = size;
    }
    void reserve(std::size_t capacity) {
        if (capacity <= capacity_) return;
        std::shared_ptr<double[]> block(new double[capacity]);
        std::copy(data(), data() + size_, block.get());
        block_ = std::move(block);
        capacity_ = capacity;
    }
    void clear() noexcept { size_ = 0; }
    /// C of a mechanism has been given it, and may look at it or change it at any time.
    [[nodiscard]] bool is_held_by_c() const noexcept { return is_held_by_c_ != 0; }
    void give_to_c() noexcept { is_held_by_c_ = 1; }
    void assign(std::span<const double> values) {
        if (values.size() > capacity_) {
            std::shared_ptr<double[]> block(new double[values.size()]);
            std::copy(values.begin(), values.end(), block.get());
            block_ = std::move(block);
            capacity_ = values.size();
        } else {
            std::copy(values.begin(), values.end(), data());
        }
        size_ = values.size();
    }

  private:
    std::shared_ptr<double[]> block_;
    std::size_t size_ = 0;
    std::size_t capacity_ : 63 = 0; // with the next in one word: networks have an array a connection
    std::size_t is_held_by_c_ : 1 = 0;
};

using NumbersPtr = std::shared_ptr<Numbers>;

} // namespace ranvier::state
