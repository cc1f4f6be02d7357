// SPDX-License-Identifier: BSD-3-Clause
// What a world says about itself: where time and memory went, what a step does, how far a run is.
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "objects.hpp"

namespace ranvier::python {

using namespace nb::literals;

void bind_asking(nb::module_& m) {
    m.def("_set_profile", [](PyWorld& w, bool on) {
        (*w.data)->check_access();
        w.data->world->simulator().set_profile(on);
    });
    m.def("_profile", [](PyWorld& w) -> nb::object {
        (*w.data)->check_access();
        const auto report = w.data->world->simulator().profile();
        if (!report.is_on) return nb::none();
        nb::dict seconds;
        for (int i = 0; i < engine::kActivities; ++i)
            seconds[engine::name(static_cast<engine::Activity>(i))] = report.seconds[i];
        nb::list kernels;
        for (const auto& k : report.kernels)
            kernels.append(nb::make_tuple(k.operation, k.mechanisms, k.calls, k.seconds));
        return nb::make_tuple(seconds, kernels, report.inside, report.outside, report.threads);
    });
    m.def("_memory", [](PyWorld& w) {
        (*w.data)->check_access();
        nb::list out;
        for (const auto& part : w.data->world->simulator().memory().parts) {
            nb::list columns;
            for (const auto& column : part.columns) columns.append(nb::make_tuple(column.name, column.bytes));
            out.append(nb::make_tuple(part.kind, part.name, part.bytes, part.count, columns));
        }
        return out;
    });
    m.def("_describe_step", [](PyWorld& w) {
        (*w.data)->check_access();
        return w.data->world->simulator().describe_step();
    });
    m.def(
        "_set_progress", [](PyWorld& w, nb::object progress) { w.data->progress = std::move(progress); },
        "world"_a, "progress"_a.none());
}

} // namespace ranvier::python
