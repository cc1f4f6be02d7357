// SPDX-License-Identifier: BSD-3-Clause
// A system of linear equations as straight-line code. The pattern of the matrix is known here, so the order of
// elimination and the places of fill-in are decided here too, and the code names each entry by a local.
#pragma once

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "tree.hpp"

namespace ranvier::nmodl {

/// A x = b. Entries are made by naming them; what is never named is 0 and costs nothing.
///
/// Rows and unknowns are matched so that each diagonal entry exists, then cut into blocks that depend on each other (strongly
/// connected parts), solved one after the other. A block is eliminated either along its diagonal, in the order of fewest
/// products (Markowitz), or with the largest pivot of each column.
class LinearSystem {
  public:
    explicit LinearSystem(int size);

    /// The local that holds A(row, column) or b(row).
    int entry(Writer& out, int row, int column);
    int right(Writer& out, int row);
    /// The local that holds x(unknown) after `substitute`.
    [[nodiscard]] int answer(int unknown) const {
        return right_[static_cast<std::size_t>(row_of_[static_cast<std::size_t>(unknown)])];
    }
    [[nodiscard]] bool has(int row, int column) const { return entries_.count({row, column}) > 0; }

    /// Finds blocks and orders; every entry and right side exists by then. Blocks of up to `largest_pivoted` rows are eliminated with pivoting.
    /// False if some unknown is determined by no equation; `undetermined` then holds one.
    [[nodiscard]] bool order(int largest_pivoted);
    int undetermined = -1;

    /// Writes the elimination of A. With `is_checked` a pivot that is 0 makes the row fail.
    void factor(Writer& out, bool is_checked = false);
    /// Writes the solution for b; may follow `factor` more than once.
    void substitute(Writer& out);

    [[nodiscard]] int size() const { return size_; }
    /// The entries that are no fill-in, and their locals.
    [[nodiscard]] std::vector<std::pair<std::pair<int, int>, int>> given() const;

  private:
    struct Part {
        std::vector<int> rows, columns; ///< matched pairs, in the order of elimination
        bool is_pivoted = false;
        std::vector<int> pivots;   ///< locals: 1 / pivot
        std::vector<int> exchange; ///< locals: which row became the pivot's
    };

    [[nodiscard]] bool match();
    bool augment(int row, std::vector<bool>& seen);
    void find_parts();
    void order_part(Part& part) const;
    void factor_diagonal(Writer& out, Part& part, bool is_checked);
    void factor_pivoted(Writer& out, Part& part, bool is_checked);
    void check_pivot(Writer& out, const ast::Expression& pivot);
    void swap(Writer& out, int a, int b, int spare);
    [[nodiscard]] ast::ExpressionPtr get(Writer& out, int row, int column);

    using Place = std::pair<int, int>; ///< row, column

    int size_;
    std::map<Place, int> entries_; ///< locals
    std::set<Place> given_;        ///< entries that are no fill-in
    std::set<Place> known_;        ///< entries that have a value where the code stands
    std::vector<int> right_;
    std::vector<int> row_of_;    ///< by unknown
    std::vector<int> column_of_; ///< by row
    std::vector<Part> parts_;
    int spare_ = -1;
};

} // namespace ranvier::nmodl
