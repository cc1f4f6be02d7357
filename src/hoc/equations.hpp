// SPDX-License-Identifier: BSD-3-Clause
// The solver of equations that are part of the language: `depvar x, y`, then `eqn x:: x + y = 3`, `eqn y:: x - y = 1`, and solve()
// moves x and y by one step of Newton's method. Slopes are differences: each side is computed again with each unknown moved.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "ranvier/hoc/object.hpp"

namespace ranvier::hoc {

class Equations {
  public:
    static constexpr std::size_t kMost = 1000; ///< unknowns

    void add_unknown(PlacePtr place, std::string name); ///< depvar; throws InputError the second time
    void forget();                                      ///< eqinit: no unknowns, no equations

    /// An `eqn` statement begins. `is_new`: what was said of this unknown before is dropped.
    /// @param depth  of the frame that it stands in
    void open(NumberPlace& unknown, const std::string& name, bool is_new, std::size_t depth);
    /// The sides as they are now. True: they are to be computed again, since an unknown has been moved.
    bool take(double left, double right);
    /// Statements at this depth and deeper ended with an error: puts back what they moved.
    void abandon(std::size_t depth);

    /// Moves the unknowns, drops the equations. How far they were from being true, plus how far the unknowns went.
    double solve();
    /// Which unknowns stand in which equations, as a table.
    [[nodiscard]] std::string picture() const;

  private:
    struct Unknown {
        PlacePtr place;
        std::string name;
    };
    struct Row {
        std::map<std::size_t, double> slopes;
        double lacking = 0; ///< right side minus left side
    };
    struct Open {
        std::size_t row = 0, moved = 0; ///< moved: which unknown, `unknowns_.size()` before the first
        double before = 0, base = 0;    ///< the moved one's value; left minus right with none moved
        std::size_t depth = 0;
    };
    [[nodiscard]] bool move(Open& at, std::size_t next);

    std::vector<Unknown> unknowns_;
    std::vector<Row> rows_; ///< by unknown
    std::vector<Open> open_;
};

} // namespace ranvier::hoc
