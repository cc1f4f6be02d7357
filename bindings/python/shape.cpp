// SPDX-License-Identifier: BSD-3-Clause
// define_shape and pt3dconst: 3-d points of whole models.
#include "objects.hpp"

namespace ranvier::python {

using namespace nb::literals;

void bind_shape(nb::module_& m) {
    m.def(
        "_define_shape",
        [](PyWorld& w) {
            (*w.data)->check_access();
            w.data->world->model().define_shape();
        },
        "world"_a);
    m.def(
        "_keep_points",
        [](const PySection& s, nb::handle flag) {
            auto& model = s.data->world->model();
            if (flag.is_none()) return s.live().points_lead();
            const double value = number_from(flag, "the flag", "pt3dconst");
            if (value != 0 && value != 1)
                throw InputError::out_of_range("the flag", "pt3dconst", number_text(value), "0 or 1");
            return model.keep_points(s.live(), value == 1);
        },
        "section"_a, "flag"_a.none(), "Whether L and diam leave the points as they are; returns what held.");
}

} // namespace ranvier::python
