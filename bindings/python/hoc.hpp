// SPDX-License-Identifier: BSD-3-Clause
// hoc inside Python: what Python's `h` knows becomes known to hoc, and the other way round.
#pragma once

#include "world_data.hpp"

namespace ranvier::python {

/// Whose names hoc finds: the `h` of a world; null takes it away.
void set_top_level(const WorldDataPtr& data, PyObject* top_level);
void bind_hoc(nb::module_& m);

} // namespace ranvier::python
