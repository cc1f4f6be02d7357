// SPDX-License-Identifier: BSD-3-Clause
#include "variables.hpp"

#include "machine.hpp"

namespace ranvier::hoc {

std::string_view kind_name(Kind kind) {
    switch (kind) {
    case Kind::undefined: return "not defined";
    case Kind::number: return "a number";
    case Kind::numbers: return "an array of numbers";
    case Kind::text: return "a strdef";
    case Kind::object: return "an objref";
    case Kind::objects: return "an array of objrefs";
    case Kind::section: return "a section";
    case Kind::sections: return "an array of sections";
    case Kind::procedure: return "a procedure or function";
    case Kind::template_: return "a template";
    case Kind::language:
    case Kind::host_function: return "a function";
    case Kind::host_number: return "a number";
    case Kind::host_object: return "an objref";
    case Kind::host_text: return "a strdef";
    case Kind::class_: return "a class";
    case Kind::property: return "a property of sections";
    case Kind::range_variable: return "a variable of sections";
    case Kind::mechanism: return "a mechanism";
    case Kind::section_space: return "the place of Python's sections";
    }
    return "something else";
}

std::size_t element(const Array& array, std::string_view name, std::span<const double> indices,
                    double epsilon) {
    if (indices.size() != array.dimensions.size())
        throw InputError({.what = "has " + std::to_string(array.dimensions.size()) + " dimensions",
                          .object = std::string(name),
                          .value = std::to_string(indices.size()) + " indices",
                          .allowed = {},
                          .hint = {}});
    std::size_t at = 0;
    for (std::size_t i = 0; i < indices.size(); ++i) {
        const double index = indices[i] + epsilon;
        const auto size = array.dimensions[i];
        // -1 + epsilon is 0 by NEURON's rounding; programs may rest on it.
        if (!(index > -1 && index < static_cast<double>(size)))
            throw InputError::out_of_range("index " + std::to_string(i + 1), name, number_text(indices[i]),
                                           "0 to " + std::to_string(size - 1));
        at = at * size + static_cast<std::size_t>(index);
    }
    return at;
}

double& VariablePlace::number() const {
    if (!is_element_ && variable_.kind == Kind::number) return variable_.number;
    if (is_element_ && variable_.kind == Kind::numbers && index_ < variable_.array->numbers.size())
        return variable_.array->numbers[index_];
    throw StateError("the number that this refers to is gone: " + name_);
}

double* VariablePlace::address(std::size_t count) {
    double& first = number();
    if (!is_element_) return count <= 1 ? &first : nullptr;
    return index_ + count <= variable_.array->numbers.size() ? &first : nullptr;
}

ObjectPtr VariableObjectPlace::get() const {
    if (variable_.kind == Kind::object) return variable_.object;
    if (variable_.kind == Kind::objects && index_ < variable_.array->objects.size())
        return variable_.array->objects[index_];
    throw StateError("the objref that this refers to is gone");
}

void VariableObjectPlace::set(ObjectPtr object) {
    ObjectPtr* at = nullptr;
    if (variable_.kind == Kind::object) at = &variable_.object;
    else if (variable_.kind == Kind::objects && index_ < variable_.array->objects.size())
        at = &variable_.array->objects[index_];
    else throw StateError("the objref that this refers to is gone");
    machine_.assign_object(*at, std::move(object));
}

} // namespace ranvier::hoc
