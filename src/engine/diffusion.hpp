// SPDX-License-Identifier: BSD-3-Clause
// LONGITUDINAL_DIFFUSION: what spreads along the sections of a group's cells, solved implicitly once a step; or its rates, for the
// variable step. Private to engine.
#pragma once

#include <cstdint>
#include <vector>

#include "ranvier/engine/kernels.hpp"
#include "ranvier/math/tree_solver.hpp"
#include "ranvier/model/model.hpp"

namespace ranvier::engine {

struct BoundKernel;
struct Group;
struct Plan;

/// One diffusing number (a state, or an element of one) of one mechanism in one group. Its compartments are the segments that have
/// the mechanism; they stand in the order of cells, sections and segments.
struct Diffuser {
    model::TypePtr type;   ///< the mechanism that says so
    std::size_t which = 0; ///< index into Mechanism::diffusions
    state::TablePtr table; ///< of the number: the mechanism's, or an ion's
    int column = -1;
    std::vector<std::int32_t> row;     ///< by compartment, in `table`
    std::vector<std::int32_t> value;   ///< by compartment, in the results of the two kernels
    std::vector<std::int32_t> parent;  ///< by compartment; -1: none
    std::vector<double> length;        ///< by compartment [um]
    std::vector<std::int32_t> towards; ///< by compartment: its parent in the solver's tree
    math::TreeSchedule schedule;
    /// Kernels over the rows of each region that has the mechanism, and where their results begin.
    struct Source {
        std::size_t region = 0; ///< of the group
        std::size_t type = 0;   ///< of the region
        std::int32_t first = 0;
    };
    std::vector<Source> sources;
    KernelPtr rate_kernel, volume_kernel;
    std::vector<double> rate, volume;                              ///< their results [um4/ms], [um2]
    std::vector<double> amount, sum, diagonal, fixed, conductance; ///< of the solver
};

/// Finds what diffuses in a group; the layout stands.
[[nodiscard]] std::vector<Diffuser> find_diffusers(const model::Model& model, const Plan& plan,
                                                   const Group& group);
/// Lengths of the segments.
void measure(const Group& group, Diffuser& diffuser);
/// Puts the numbers of all compartments into `amount`.
void load_amounts(Diffuser& diffuser);
/// One implicit step of `amount` by `dt` [ms], from rates and volumes that are up to date.
void spread(Diffuser& diffuser, double dt);
/// What diffusion adds to the rate of each number of `amount`, into `sum` [1/ms].
void rates_of_spread(Diffuser& diffuser);
/// One step of the numbers themselves.
void diffuse(Diffuser& diffuser, double dt);

} // namespace ranvier::engine
