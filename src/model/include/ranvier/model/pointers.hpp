// SPDX-License-Identifier: BSD-3-Clause
// What the POINTER variables of instances point to. Kept here as references; the engine turns them into addresses whenever
// numbers move.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "ranvier/state/numbers.hpp"
#include "ranvier/state/table.hpp"

namespace ranvier::model {

/// A number that may be pointed to: one of a table, or an element of an array (a Vector).
struct PointerTarget {
    state::DataRef number; ///< null if it is an element
    state::NumbersPtr array;
    std::size_t element = 0;
    std::string path; ///< as the user writes it: "soma(0.5).v"

    [[nodiscard]] static PointerTarget of(state::DataRef number);
    [[nodiscard]] static PointerTarget of(state::NumbersPtr array, std::size_t element, std::string path);
    /// False if what was pointed to is gone.
    [[nodiscard]] bool is_alive() const noexcept;
    [[nodiscard]] double get() const; ///< throws StateError if gone
    void set(double value) const;     ///< throws StateError if gone
};

/// By instance and pointer variable. Both are named by a reference to the pointer's own column and row.
class Pointers {
  public:
    struct Entry {
        state::DataRef pointer;
        PointerTarget target;
    };
    void set(const state::DataRef& pointer, PointerTarget target);
    void clear(const state::DataRef& pointer); ///< points to nothing
    /// Null if it was never set. What it names may be gone.
    [[nodiscard]] const PointerTarget* find(const state::DataRef& pointer) const;
    /// Those of instances that are gone are dropped first.
    [[nodiscard]] std::vector<const Entry*> entries();
    [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
    /// Counts the changes; compared, never reset.
    [[nodiscard]] std::uint64_t revision() const noexcept { return revision_; }

  private:
    using Key = std::tuple<const state::Table*, int, std::int32_t, std::uint32_t>; // table, column, row's id
    static Key key_of(const state::DataRef& pointer);
    std::map<Key, Entry> entries_;
    std::uint64_t revision_ = 1;
};

} // namespace ranvier::model
