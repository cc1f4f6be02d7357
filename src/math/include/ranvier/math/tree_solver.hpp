// SPDX-License-Identifier: BSD-3-Clause
// The tree (Hines 1984) solver: one implicit step of the cable equation on branched cells, one cell alone or eight equal trees
// in lanes. Root and order of elimination are a function of the tree alone, so the bits do not depend on how cells are grouped.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace ranvier::math {

/// A forest hung up at the centre of each tree, and an order that eliminates children first. Both are functions of the trees
/// alone, so that a cell computes the same numbers alone, in lanes and on any thread.
struct CentredForest {
    std::vector<std::int32_t>
        parent; ///< by node; -1 for roots. The edges are those given, some of them reversed
    std::vector<std::int32_t>
        order; ///< nodes by steps: far from the root first, near ones in this order independent
};

/// @param parent  by node, -1 for roots; parents may stand before or after their children.
/// The centre halves the longest path of a tree (ties: the smaller index), so that a lone cable is two chains which a core
/// works on at the same time. O(n log n). Throws InputError if an index is out of range or there is a loop.
[[nodiscard]] CentredForest centre_forest(std::span<const std::int32_t> parent);

/// Order of elimination. Step k eliminates node `row[k]` into `parent_row[k]`; a root has parent -1 and comes after all nodes
/// of its tree. With 8 lanes a row is the first of 8 consecutive rows, one a cell.
struct TreeSchedule {
    std::vector<std::int32_t> row;
    std::vector<std::int32_t> parent_row;
    int lanes = 1; ///< 1 or 8
    /// Steps chain_first[i] .. chain_last[i] - 1 are two long unbranched runs that alternate: step k goes into the row of
    /// step k + 2. They take a faster loop with the same bits. May be left empty.
    std::vector<std::int32_t> chain_first;
    std::vector<std::int32_t> chain_last;
};

/// @param position  by node of the forest: where it stands in the columns, in units of `lanes` rows.
[[nodiscard]] TreeSchedule make_schedule(const CentredForest& forest, std::span<const std::int32_t> position,
                                         int lanes);

/// Columns by row; none overlap, no alignment is needed.
struct TreeArrays {
    double* v;                 ///< [mV] updated
    double* rhs;               ///< membrane current sums, outward negative; on return the change of v [mV]
    double* d;                 ///< membrane conductance sums; scratch
    const double* d_static;    ///< capacitance / dt and axial conductances of the node
    const double* to_parent;   ///< axial conductance to the parent at the node's own area
    const double* from_parent; ///< the same at the parent's area, stored at the node
};

/// Solves for the change of v and adds `v_factor` times it to v (1, or 2 for the second-order methods).
/// Order of operations for node n with parent p (leaves first):
///   i = 1 / (d[n] + d_static[n]);  dv = v[p] - v[n];  d[p] = d[p] - (from*to)*i
///   y = (rhs[n] + to*dv) * i;  rhs[p] = (rhs[p] - from*dv) + from*y
/// at a root x = rhs*i; then from the roots down: x[n] = y + (to*i)*x[p];  v[n] = v[n] + v_factor*x[n].
/// False if some number of a tree is not finite: then v is as before. Does not allocate. Thread safe on disjoint arrays.
bool solve_tree(const TreeSchedule& schedule, const TreeArrays& arrays, double v_factor) noexcept;

} // namespace ranvier::math
