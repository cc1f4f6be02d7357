// SPDX-License-Identifier: BSD-3-Clause
// Curves on graphs of what is no Vector.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "ranvier/hoc/object.hpp"

namespace ranvier::world::classes {

/// A curve that shows what `values` gives whenever it is drawn; arguments as of Vector.plot.
void plot_following(const hoc::Arguments& a, std::string label, std::function<std::vector<double>()> values);

} // namespace ranvier::world::classes
