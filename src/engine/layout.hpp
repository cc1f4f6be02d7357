// SPDX-License-Identifier: BSD-3-Clause
// From the model to groups of cells and the order of all rows. Private to engine.
#pragma once

#include "order.hpp"
#include "plan.hpp"

namespace ranvier::engine {

/// Groups cells into classes and lanes, and permutes every table into the new layout. Kernels are not touched.
void lay_out(model::Model& model, const SimulatorOptions& options, TraitsOf& traits, Plan& plan);

/// Axial conductances of all groups from the present geometry.
void compute_axial(model::Model& model, Plan& plan);
/// d_static = cm / dt and the axial conductances; `rate` is 1/dt, or 2/dt for the second-order methods [1/ms].
void compute_static_diagonal(model::Model& model, const Group& group, double rate);

/// The user's name for a node row: "soma(0.5)".
[[nodiscard]] std::string node_name(const model::Model& model, const Group& group, std::int32_t row);

} // namespace ranvier::engine
