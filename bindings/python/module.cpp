// SPDX-License-Identifier: BSD-3-Clause
// The module ranvier._ext.
#include "hoc.hpp"
#include "hoc_object.hpp"
#include "objects.hpp"

NB_MODULE(_ext, m) {
    using namespace ranvier::python;
    m.doc() = "Compiled part of ranvier; import ranvier instead.";
    nanobind::set_leak_warnings(false); // worlds may outlive the interpreter's last look at them
    m.attr("__version__") = RANVIER_VERSION;
    register_errors(m);
    bind_ref(m);
    bind_function(m);
    bind_array(m);
    bind_mechanism(m);
    bind_segment(m);
    bind_section(m);
    bind_point(m);
    bind_hoc_object(m);
    bind_hoc_ref(m);
    bind_netcon(m);
    bind_vector(m);
    bind_ptr_vector(m);
    bind_world(m);
    bind_hoc(m);
    bind_many(m);
    bind_top_level(m);
    bind_tools(m);
    bind_pointer(m);
    bind_shape(m);
    bind_windows(m);
    bind_asking(m);
}
