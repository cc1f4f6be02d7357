// SPDX-License-Identifier: BSD-3-Clause
#include "python_object.hpp"

#include <cmath>

#include "hoc_values.hpp"
#include "objects.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::python {

namespace {

nb::handle held(hoc::Object& object) { return dynamic_cast<PythonObject&>(object).held; }

nb::object main_module() { return nb::borrow(PyImport_AddModule("__main__")); }

/// `o.name`; `o._` is the object itself, so that hoc can index and call it.
nb::object attribute(hoc::Object& self, const hoc::Member& member) {
    const nb::handle object = held(self);
    if (member.name == "_") return nb::borrow(object);
    const std::string name(member.name);
    if (object.is(main_module()) && !nb::hasattr(object, name.c_str())) {
        const auto builtins = nb::module_::import_("builtins");
        if (nb::hasattr(builtins, name.c_str())) return nb::getattr(builtins, name.c_str());
    }
    return nb::getattr(object, name.c_str());
}

nb::object index_of(double i) {
    if (std::floor(i) == i && std::abs(i) < 1e15) return nb::int_(static_cast<long long>(i));
    return nb::float_(i);
}

/// To hoc None is no object.
hoc::Value to_hoc(nb::handle value) { return to_value(value, Sequences::as_they_are); }

/// Programs that are restricted may not come here. Which world's is using the object is not known: any that runs counts.
void require_allowed() {
    for (const auto& data : WorldData::all())
        if (data->world->has_hoc() && data->world->hoc().call_depth() > 0)
            data->world->hoc_host().access().require_python("PythonObject");
}

} // namespace

const std::shared_ptr<PythonObjectClass>& PythonObjectClass::shared() {
    static auto* one = new std::shared_ptr<PythonObjectClass>(std::make_shared<PythonObjectClass>());
    return *one; // outlives the interpreter
}

hoc::ObjectPtr PythonObjectClass::make(const hoc::Arguments&) {
    const nb::gil_scoped_acquire locked;
    require_allowed();
    return std::make_shared<PythonObject>(main_module());
}

const hoc::Member* PythonObjectClass::find(std::string_view name) const {
    auto& kept = members_[std::string(name)];
    if (!kept) {
        kept = std::make_unique<Kept>();
        kept->name = name;
        kept->member.name = kept->name;
        kept->member.kind = hoc::MemberKind::object;
    }
    return &kept->member;
}

hoc::Value PythonObjectClass::use(hoc::Object& self, const hoc::Member& member, std::size_t indices,
                                  bool is_called, const hoc::Arguments& arguments) {
    const nb::gil_scoped_acquire locked;
    require_allowed();
    return without_python_errors([&] {
        nb::object value = attribute(self, member);
        for (std::size_t i = 0; i < indices; ++i) {
            const auto* number = std::get_if<double>(&arguments[i]);
            value = value[number ? index_of(*number) : to_python(arguments[i])];
        }
        if (is_called) {
            nb::list given;
            for (std::size_t i = indices; i < arguments.count(); ++i)
                given.append(argument_to_python(arguments[i]));
            value = value(*given);
        }
        return to_hoc(value);
    });
}

void PythonObjectClass::assign(hoc::Object& self, const hoc::Member& member, std::span<const double> indices,
                               const hoc::Value& value) {
    const nb::gil_scoped_acquire locked;
    require_allowed();
    without_python_errors([&] {
        const nb::object given = to_python(value);
        if (indices.empty())
            return nb::setattr(held(self), nb::str(member.name.data(), member.name.size()), given);
        nb::object owner = attribute(self, member);
        for (const double i : indices.first(indices.size() - 1)) owner = owner[index_of(i)];
        owner[index_of(indices.back())] = given;
    });
}

double run_python(world::World& world, const std::string& text) {
    const nb::gil_scoped_acquire locked;
    world.hoc_host().access().require_python("nrnpython");
    const nb::object names = nb::getattr(main_module(), "__dict__");
    const nb::object code = nb::steal(Py_CompileString(text.c_str(), "<nrnpython>", Py_file_input));
    if (code.is_valid()) {
        const nb::object result = nb::steal(PyEval_EvalCode(code.ptr(), names.ptr(), names.ptr()));
        if (result.is_valid()) return 1.0;
    }
    if (PyErr_ExceptionMatches(PyExc_KeyboardInterrupt) || PyErr_ExceptionMatches(PyExc_SystemExit)) {
        nb::python_error error;
        rethrow_as_ours(error);
    }
    PyErr_Print(); // through sys.stderr
    return 0.0;
}

} // namespace ranvier::python
