// SPDX-License-Identifier: BSD-3-Clause
// Function: a FUNCTION or PROCEDURE of a mechanism (h.rates_hh, seg.hh.rates, synapse.rates), and the switches that belong to
// them (h.setdata_hh).
#include <nanobind/stl/string.h>

#include "call_arguments.hpp"
#include "slots.hpp"

namespace ranvier::python {

using Kind = world::FunctionName::Kind;

namespace {

nb::handle function_type;

std::string name_of(const PyFunction& f) {
    if (f.section)
        return place_text(f.section->name(), f.x) + "." + f.function->type->name() + "." +
               f.function->short_name;
    if (f.point) return f.point->point->name() + "." + f.function->short_name;
    return "h." + f.function->name;
}

/// h.setdata_suf(section(x)) or h.setdata_suf(x, sec=section).
double set_data(const PyFunction& f, const nb::args& arguments, const nb::kwargs& keywords) {
    PySection* section = nullptr;
    double x = 0.5;
    if (arguments.size() == 1) {
        if (const auto* segment = as_segment(arguments[0])) {
            section = segment->section;
            x = segment->x;
        } else if (keywords.contains("sec") && cast_to(nb::handle(keywords["sec"]), section)) {
            x = number_from(arguments[0], "x", name_of(f));
        }
    }
    if (!section) raise(Category::type, {"a place is needed", name_of(f), {}, "section(x)", {}});
    if (section->data != f.data) throw InputError("the section belongs to another world");
    section->live();
    f.data->world->set_data(*f.function, section->section, x);
    return 1;
}

double call(const PyFunction& f, const nb::args& arguments, const nb::kwargs& keywords) {
    if (f.function->kind == Kind::set_data) return set_data(f, arguments, keywords);
    if (keywords.size() > 0)
        raise(Category::type, {"there are no keyword arguments", name_of(f), {}, {}, {}});
    if (f.function->kind == Kind::table) return set_function_table(f, arguments);
    const bool takes_anything = world::World::takes_anything(*f.function);
    std::vector<double> numbers;
    for (const auto argument : arguments)
        if (!takes_anything)
            numbers.push_back(number_of(argument.ptr(), "an argument", [&] { return name_of(f); }));
    world::World::CallPlace place;
    if (f.section) {
        place.section = &f.section->live();
        place.x = f.x;
    }
    if (f.point) place.point = f.point->point.get();
    double result = 0;
    if (takes_anything) {
        const PyCallArguments given(arguments, name_of(f));
        f.data->run(false, [&] { result = f.data->world->call(*f.function, place, given); });
        return result;
    }
    f.data->run(false, [&] { result = f.data->world->call(*f.function, place, numbers); });
    return result;
}

} // namespace

nb::object function_object(PyFunction function) {
    return make_object<PyFunction>(function_type, std::move(function));
}

void bind_function(nb::module_& m) {
    auto cls = nb::class_<PyFunction>(m, "Function",
                                      "A FUNCTION or PROCEDURE of a mechanism. ``seg.suf.f(...)`` and "
                                      "``synapse.f(...)`` work where they stand;\n"
                                      "``h.f_suf(...)`` works where ``h.setdata_suf(seg)`` said, if it needs "
                                      "a place. A PROCEDURE gives 1.");
    cls.def("__call__", call)
        .def("name", [](const PyFunction& f) { return f.function->short_name; })
        .def("__repr__", [](const PyFunction& f) {
            return "<function " + name_of(f).substr(0, name_of(f).rfind(f.function->short_name)) +
                   world::World::signature(*f.function) + ">";
        });
    function_type = cls.ptr();
}

} // namespace ranvier::python
