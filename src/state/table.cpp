// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/state/table.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <new>

#include "ranvier/base/error.hpp"

namespace ranvier::state {

namespace {
constexpr std::size_t kAlignment = 64;
/// A uniform column's one number stands this often, so that a vector load at its address finds it in every lane.
constexpr std::size_t kUniformCopies = 8;
bool same_bits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}
} // namespace

void AlignedArray::Free::operator()(double* p) const noexcept { std::free(p); }

AlignedArray::AlignedArray(std::size_t size, double value) { resize(size, value); }

void AlignedArray::resize(std::size_t size, double value) {
    if (size > capacity_) {
        // Growing from nothing takes the exact size, since most columns are made once at their final length.
        std::size_t capacity = capacity_ == 0 ? size : std::max(size, capacity_ + capacity_ / 2);
        capacity = (capacity + 7) / 8 * 8;
        auto* p = static_cast<double*>(std::aligned_alloc(kAlignment, capacity * sizeof(double)));
        if (!p) throw std::bad_alloc();
        if (size_) std::memcpy(p, data_.get(), size_ * sizeof(double));
        data_.reset(p);
        capacity_ = capacity;
    }
    if (size > size_) std::fill(data_.get() + size_, data_.get() + size, value);
    size_ = size;
}

int Table::add_column(std::string name, double initial) {
    Column column{std::move(name), initial, true, AlignedArray(kUniformCopies, initial)};
    columns_.push_back(std::move(column));
    ++revision_;
    return column_count() - 1;
}

int Table::find_column(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (columns_[i].name == name) return static_cast<int>(i);
    return -1;
}

RowId Table::add_row() {
    std::int32_t slot;
    if (!free_slots_.empty()) {
        slot = free_slots_.back();
        free_slots_.pop_back();
    } else {
        slot = static_cast<std::int32_t>(slots_.size());
        slots_.emplace_back();
    }
    const auto row = row_count();
    slot_of_row_.push_back(slot);
    auto& s = slots_[static_cast<std::size_t>(slot)];
    s.row = row;
    for (auto& c : columns_) {
        if (c.uniform) {
            if (alive_ == 0) // nobody holds the old number
                std::fill_n(c.values.data(), kUniformCopies, c.initial);
            else if (!same_bits(c.values.data()[0], c.initial)) {
                c.uniform = false;
                const double value = c.values.data()[0];
                c.values = AlignedArray(static_cast<std::size_t>(row), value);
                c.values.resize(static_cast<std::size_t>(row) + 1, c.initial);
            }
        } else {
            c.values.resize(static_cast<std::size_t>(row) + 1, c.initial);
        }
    }
    ++alive_;
    ++revision_;
    return {slot, s.generation};
}

void Table::remove_row(RowId id) {
    RV_CHECK(is_alive(id));
    auto& s = slots_[static_cast<std::size_t>(id.slot)];
    slot_of_row_[static_cast<std::size_t>(s.row)] = -1;
    s.row = -1;
    ++s.generation;
    free_slots_.push_back(id.slot);
    --alive_;
    ++revision_;
}

void Table::permute(const RowOrder& order) {
    const auto count = order.old_row.size();
    RV_CHECK(order.copy_of.size() == count);
    std::vector<std::int32_t> slots(count, -1);
    std::int32_t seen = 0;
    for (std::size_t r = 0; r < count; ++r) {
        if (order.old_row[r] < 0) continue;
        slots[r] = slot_of_row_[static_cast<std::size_t>(order.old_row[r])];
        RV_CHECK(slots[r] >= 0);
        ++seen;
    }
    RV_CHECK(seen == alive_);
    for (auto& c : columns_) {
        if (c.uniform) continue;
        AlignedArray moved(count, c.initial);
        for (std::size_t r = 0; r < count; ++r)
            if (order.old_row[r] >= 0) moved.data()[r] = c.values.data()[order.old_row[r]];
        for (std::size_t r = 0; r < count; ++r)
            if (order.old_row[r] < 0 && order.copy_of[r] >= 0)
                moved.data()[r] = moved.data()[order.copy_of[r]];
        c.values = std::move(moved);
    }
    slot_of_row_ = std::move(slots);
    for (std::size_t r = 0; r < count; ++r)
        if (slot_of_row_[r] >= 0)
            slots_[static_cast<std::size_t>(slot_of_row_[r])].row = static_cast<std::int32_t>(r);
    ++revision_;
}

void Table::set(std::int32_t row, int column, double value) {
    Column& c = at(column);
    if (c.uniform) {
        if (same_bits(c.values.data()[0], value)) return;
        if (alive_ == 1) { // one row alone: the number stays uniform
            std::fill_n(c.values.data(), kUniformCopies, value);
            return;
        }
        materialize(column);
    }
    c.values.data()[row] = value;
}

void Table::fill(int column, double value) {
    Column& c = at(column);
    if (c.uniform) std::fill_n(c.values.data(), kUniformCopies, value);
    else std::fill_n(c.values.data(), c.values.size(), value);
}

void Table::materialize(int column) {
    Column& c = at(column);
    if (!c.uniform) return;
    const double value = c.values.data()[0];
    c.values = AlignedArray(static_cast<std::size_t>(row_count()), value);
    c.uniform = false;
    ++revision_;
}

void Table::compact(int column) {
    Column& c = at(column);
    if (c.uniform) return;
    double value = c.initial;
    bool first = true;
    for (std::size_t r = 0; r < slot_of_row_.size(); ++r) {
        if (slot_of_row_[r] < 0) continue;
        if (first) value = c.values.data()[r];
        else if (!same_bits(c.values.data()[r], value)) return;
        first = false;
    }
    c.values = AlignedArray(kUniformCopies, value);
    c.uniform = true;
    ++revision_;
}

std::size_t Table::byte_count() const noexcept {
    std::size_t bytes = slots_.capacity() * sizeof(Slot) + slot_of_row_.capacity() * sizeof(std::int32_t);
    for (const auto& c : columns_) bytes += c.values.byte_count();
    return bytes;
}

std::int32_t DataRef::live_row() const {
    if (!is_alive())
        throw StateError(
            ErrorParts{"the reference is no longer valid: what it pointed to was deleted", path, {}, {}, {}});
    return numbers ? 0 : table->row(id);
}

double DataRef::get() const {
    const auto row = live_row();
    return numbers ? (*numbers)[index] : table->get(row, column);
}
void DataRef::set(double value) const {
    const auto row = live_row();
    if (numbers) (*numbers)[index] = value;
    else table->set(row, column, value);
}
double* DataRef::address(bool for_writing) const {
    const auto row = live_row();
    if (numbers) return numbers->data() + index;
    if (for_writing) table->materialize(column);
    return table->data(column) + (table->is_uniform(column) ? 0 : row);
}

} // namespace ranvier::state
