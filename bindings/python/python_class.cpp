// SPDX-License-Identifier: BSD-3-Clause
#include "python_class.hpp"

#include <map>

#include "hoc_values.hpp"
#include "objects.hpp"
#include "ranvier/world/classes/ref_place.hpp"

namespace ranvier::python {

namespace {

/// By type; under the interpreter lock. Types are held, so that an address never means another one.
std::map<PyObject*, std::shared_ptr<PythonClass>>& known() {
    static auto* all = new std::map<PyObject*, std::shared_ptr<PythonClass>>(); // outlives the interpreter
    return *all;
}

nb::handle held(hoc::Object& object) { return dynamic_cast<PythonObject&>(object).held; }

nb::object element(nb::object value, std::span<const double> indices) {
    for (const double i : indices) value = value[nb::int_(static_cast<long long>(i))];
    return value;
}

} // namespace

PythonClass::PythonClass(nb::handle type, std::string name) : Class(std::move(name)), type_(type.ptr()) {
    Py_INCREF(type_);
}
PythonClass::~PythonClass() = default; // the type stays: the interpreter may be gone

std::shared_ptr<PythonClass> PythonClass::of(nb::handle type) {
    auto& found = known()[type.ptr()];
    if (!found) found = std::make_shared<PythonClass>(type, nb::str(nb::getattr(type, "__name__")).c_str());
    return found;
}

hoc::ObjectPtr PythonClass::make(const hoc::Arguments& arguments) {
    const nb::gil_scoped_acquire locked;
    return without_python_errors([&] {
        const nb::object made = nb::handle(type_)(*arguments_to_python(arguments));
        return std::get<hoc::ObjectPtr>(to_value(made, Sequences::as_they_are));
    });
}

const hoc::Member* PythonClass::find(std::string_view name) const {
    const nb::gil_scoped_acquire locked;
    auto& kept = members_[std::string(name)];
    if (kept) return &kept->member;
    const std::string text(name);
    if (!nb::hasattr(nb::handle(type_), text.c_str())) {
        members_.erase(text);
        return nullptr;
    }
    const nb::object attribute = nb::getattr(nb::handle(type_), text.c_str());
    kept = std::make_unique<Kept>();
    kept->name = text;
    kept->member.name = kept->name;
    const bool is_method = PyCallable_Check(attribute.ptr()) != 0;
    kept->member.kind = is_method ? hoc::MemberKind::method : hoc::MemberKind::number;
    // A NetCon's weights are the one array among them.
    kept->member.dimensions = !is_method && name == "weight" ? 1 : 0;
    return &kept->member;
}

hoc::Value PythonClass::call(hoc::Object& self, const hoc::Member& member, const hoc::Arguments& arguments) {
    const nb::gil_scoped_acquire locked;
    return without_python_errors([&] {
        const nb::object method = nb::getattr(held(self), std::string(member.name).c_str());
        return answer_to_hoc(method(*arguments_to_python(arguments)));
    });
}

hoc::PlacePtr PythonClass::place(hoc::Object& self, const hoc::Member& member,
                                 std::span<const double> indices) {
    const nb::gil_scoped_acquire locked;
    return without_python_errors([&] {
        const std::string name = "_ref_" + std::string(member.name);
        const auto value =
            to_value(element(nb::getattr(held(self), name.c_str()), indices), Sequences::as_they_are);
        const auto* place = std::get_if<hoc::PlacePtr>(&value);
        if (!place) throw InputError(self.name() + "." + std::string(member.name) + " cannot be pointed to");
        return *place;
    });
}

double PythonClass::get(hoc::Object& self, const hoc::Member& member, std::span<const double> indices) {
    const nb::gil_scoped_acquire locked;
    return without_python_errors([&] {
        const double first = 0;
        if (member.dimensions == 1 && indices.empty()) indices = {&first, 1};
        const auto found = element(nb::getattr(held(self), std::string(member.name).c_str()), indices);
        return number_from(found, "a member", self.name());
    });
}

void PythonClass::set(hoc::Object& self, const hoc::Member& member, std::span<const double> indices,
                      double value) {
    const nb::gil_scoped_acquire locked;
    without_python_errors([&] {
        const std::string name(member.name);
        const double first = 0;
        if (member.dimensions == 1 && indices.empty()) indices = {&first, 1};
        if (indices.empty()) return nb::setattr(held(self), name.c_str(), nb::float_(value));
        const auto array = element(nb::getattr(held(self), name.c_str()), indices.first(indices.size() - 1));
        array[nb::int_(static_cast<long long>(indices.back()))] = nb::float_(value);
    });
}

} // namespace ranvier::python
