// SPDX-License-Identifier: BSD-3-Clause
// Every number of a world stands once, in a table: one for nodes, one a mechanism, one for scalars. A column is a variable, a
// row an instance. Rows are named by ids that never change while the thing lives; the plan may move rows as it likes.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ranvier/base/ids.hpp"
#include "ranvier/state/numbers.hpp"

namespace ranvier::state {

/// Names a row for as long as the thing lives. A slot is used again under the next generation.
struct RowId {
    std::int32_t slot = -1;
    std::uint32_t generation = 0;
    [[nodiscard]] bool valid() const noexcept { return slot >= 0; }
    friend bool operator==(RowId, RowId) = default;
};

/// Doubles at a 64-byte boundary.
class AlignedArray {
  public:
    AlignedArray() = default;
    AlignedArray(std::size_t size, double value);
    [[nodiscard]] double* data() noexcept { return data_.get(); }
    [[nodiscard]] const double* data() const noexcept { return data_.get(); }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::size_t byte_count() const noexcept { return capacity_ * sizeof(double); }
    /// Keeps what fits; new elements hold `value`. Grows geometrically.
    void resize(std::size_t size, double value);

  private:
    struct Free {
        void operator()(double* p) const noexcept;
    };
    std::unique_ptr<double[], Free> data_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

/// Where the rows of a block shall stand after `permute`: old row of each new row, or -1 for padding, which copies the values
/// of the new row `copy_of` names (so that a padding row computes something harmless).
struct RowOrder {
    std::vector<std::int32_t> old_row;
    std::vector<std::int32_t> copy_of;
};

class Table {
  public:
    explicit Table(std::string name) : name_(std::move(name)) {}
    Table(const Table&) = delete;
    Table& operator=(const Table&) = delete;

    [[nodiscard]] const std::string& name() const noexcept { return name_; }

    // columns ------------------------------------------------------------------------------------------------------------
    int add_column(std::string name, double initial);
    [[nodiscard]] int column_count() const noexcept { return static_cast<int>(columns_.size()); }
    [[nodiscard]] int find_column(std::string_view name) const noexcept; ///< -1 if absent
    [[nodiscard]] const std::string& column_name(int column) const { return at(column).name; }
    /// The value that new rows get.
    [[nodiscard]] double initial(int column) const { return at(column).initial; }
    void set_initial(int column, double value) { at(column).initial = value; }

    // rows ---------------------------------------------------------------------------------------------------------------
    RowId add_row();
    void remove_row(RowId id); ///< leaves a hole until the next permute
    [[nodiscard]] bool is_alive(RowId id) const noexcept {
        return id.slot >= 0 && static_cast<std::size_t>(id.slot) < slots_.size() &&
               slots_[static_cast<std::size_t>(id.slot)].generation == id.generation &&
               slots_[static_cast<std::size_t>(id.slot)].row >= 0;
    }
    /// Present row of a living thing.
    [[nodiscard]] std::int32_t row(RowId id) const noexcept {
        return slots_[static_cast<std::size_t>(id.slot)].row;
    }
    /// Rows in use, holes and padding included.
    [[nodiscard]] std::int32_t row_count() const noexcept {
        return static_cast<std::int32_t>(slot_of_row_.size());
    }
    [[nodiscard]] std::int32_t alive_count() const noexcept { return alive_; }
    /// Whether the row belongs to nobody: a hole, or padding.
    [[nodiscard]] bool is_unused(std::int32_t row) const noexcept {
        return slot_of_row_[static_cast<std::size_t>(row)] < 0;
    }
    /// Moves every living row; `order` must name each exactly once.
    void permute(const RowOrder& order);

    // values -------------------------------------------------------------------------------------------------------------
    // A column is uniform while all its rows hold one number; then it stores that number alone (8 times, for vector loads).
    [[nodiscard]] bool is_uniform(int column) const { return at(column).uniform; }
    /// Row 0 of the column; for a uniform column the one number, 8 times. Valid until the layout changes or the column
    /// becomes or ceases to be uniform (`revision`).
    [[nodiscard]] double* data(int column) { return at(column).values.data(); }
    [[nodiscard]] const double* data(int column) const { return at(column).values.data(); }
    /// 0 for a uniform column, else 1.
    [[nodiscard]] std::int64_t stride(int column) const { return at(column).uniform ? 0 : 1; }
    [[nodiscard]] double get(std::int32_t row, int column) const {
        const Column& c = at(column);
        return c.values.data()[c.uniform ? 0 : row];
    }
    void set(std::int32_t row, int column, double value);
    void fill(int column, double value); ///< all rows
    /// Gives the column a number a row, because somebody will write through its address.
    void materialize(int column);
    /// Makes the column uniform again if all living rows are equal (bits). O(rows).
    void compact(int column);

    /// Changes whenever an address that `data` returned, or a stride, may have changed. Compared, never reset.
    [[nodiscard]] std::uint64_t revision() const noexcept { return revision_; }
    [[nodiscard]] std::size_t byte_count() const noexcept;
    [[nodiscard]] std::size_t byte_count(int column) const { return at(column).values.byte_count(); }

  private:
    struct Column {
        std::string name;
        double initial = 0;
        bool uniform = true;
        AlignedArray values;
    };
    struct Slot {
        std::int32_t row = -1;
        std::uint32_t generation = 0;
    };
    [[nodiscard]] Column& at(int column) { return columns_[static_cast<std::size_t>(column)]; }
    [[nodiscard]] const Column& at(int column) const { return columns_[static_cast<std::size_t>(column)]; }

    std::string name_;
    std::vector<Column> columns_;
    std::vector<Slot> slots_;
    std::vector<std::int32_t> free_slots_;
    std::vector<std::int32_t> slot_of_row_; ///< -1 for holes and padding
    std::int32_t alive_ = 0;
    std::uint64_t revision_ = 1;
};

using TablePtr = std::shared_ptr<Table>;

/// A reference to one number: `_ref_v`, a recorded variable, a POINTER. Follows its row wherever it goes; knows when it is gone.
/// Or to one element of an array that stands alone (the weights of a NetCon, a Vector), which it keeps alive.
struct DataRef {
    TablePtr table;
    int column = -1;
    RowId id;
    std::string path; ///< as the user writes it: "soma(0.5).hh.m"
    NumbersPtr numbers{};
    std::size_t index = 0; ///< in `numbers`

    [[nodiscard]] bool is_null() const noexcept { return !table && !numbers; }
    [[nodiscard]] bool is_alive() const noexcept {
        return numbers ? index < numbers->size() : table && table->is_alive(id);
    }
    [[nodiscard]] double get() const; ///< throws StateError if gone
    void set(double value) const;     ///< throws StateError if gone
    /// Address for as long as the table's revision (or the array's size) stays; the column is materialised if `for_writing`.
    [[nodiscard]] double* address(bool for_writing) const;
    friend bool operator==(const DataRef& a, const DataRef& b) {
        return a.table == b.table && a.column == b.column && a.id == b.id && a.numbers == b.numbers &&
               a.index == b.index;
    }

  private:
    [[nodiscard]] std::int32_t live_row() const;
};

} // namespace ranvier::state
