// SPDX-License-Identifier: BSD-3-Clause
// What scripts give to mechanisms beside numbers: the data of a FUNCTION_TABLE (h.table_f_suf(...)), and RANDOM variables.
#include <nanobind/stl/string.h>

#include <cmath>

#include "ranvier/world/classes/nmodl_random.hpp"
#include "slots.hpp"
#include "vector.hpp"

namespace ranvier::python {

using namespace nb::literals;

namespace {

constexpr const char* kForms =
    "a number; a Vector of values and one of arguments; or (reference to the first value, count, "
    "min, max), once for each argument of the function";

std::vector<double> values_of(nb::handle given, const std::string& name) {
    state::Numbers numbers;
    append_values(numbers, given, name);
    return {numbers.data(), numbers.data() + numbers.size()};
}

std::size_t count_of(nb::handle given, const std::string& name) {
    const double count = number_from(given, "the number of values", name);
    constexpr double kMost = 1e9;
    if (!(count >= 0 && count < kMost))
        throw InputError::out_of_range("the number of values", name, number_text(count), "0 or more");
    return static_cast<std::size_t>(count);
}

/// Values from the one that a reference names.
std::vector<double> values_from(nb::handle reference, std::size_t count, const std::string& name) {
    PyRef* ref = nullptr;
    if (!cast_to(reference, ref) || !ref->ref.numbers)
        raise(Category::type, {"the values are given by a reference to the first of them",
                               name,
                               nb::repr(reference).c_str(),
                               "vector._ref_x[0]",
                               {}});
    const auto& numbers = *ref->ref.numbers;
    if (ref->ref.index + count > numbers.size())
        throw InputError(ErrorParts{"there are not so many values",
                                    name,
                                    std::to_string(count),
                                    "at most " + std::to_string(numbers.size() - ref->ref.index),
                                    {}});
    const double* first = numbers.data() + ref->ref.index;
    return {first, first + count};
}

} // namespace

double set_function_table(const PyFunction& f, const nb::args& arguments) {
    const std::string name = "h." + f.function->name;
    auto& table = f.data->world->function_table(*f.function);
    const auto number = [&](std::size_t i, const char* what) {
        return number_from(arguments[i], what, name);
    };
    if (arguments.size() == 1) {
        table.set_constant(number(0, "the value"));
    } else if (arguments.size() == 2) {
        table.set_curve(values_of(arguments[0], name), values_of(arguments[1], name));
    } else if (arguments.size() == 4) {
        table.set_curve(values_from(arguments[0], count_of(arguments[1], name), name), number(2, "min"),
                        number(3, "max"));
    } else if (arguments.size() == 7) {
        const auto rows = count_of(arguments[1], name), columns = count_of(arguments[4], name);
        table.set_surface(values_from(arguments[0], rows * columns, name), rows, columns, number(2, "min"),
                          number(3, "max"), number(5, "min"), number(6, "max"));
    } else {
        raise(Category::type, {"a FUNCTION_TABLE is not given like this",
                               name,
                               std::to_string(arguments.size()) + " arguments",
                               kForms,
                               {}});
    }
    return 0;
}

nb::object stream_object(const WorldDataPtr& data, nb::object owner, const model::MechanismType& type,
                         state::RowId id, mir::VariableId variable) {
    auto held = std::make_shared<PythonObject>(std::move(owner));
    return object_to_python(
        world::classes::new_nmodl_random(*data->world, type, id, variable, std::move(held)));
}

} // namespace ranvier::python
