// SPDX-License-Identifier: BSD-3-Clause
// What scripts give to mechanisms beside numbers: the data of a FUNCTION_TABLE (h.table_f_suf(...)), and RANDOM variables
// (seg.suf.r.set_ids(1, 2, 3)).
#include <nanobind/stl/string.h>

#include <cmath>

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

/// A RANDOM variable of an instance.
struct PyStream {
    WorldDataPtr data;
    nb::object owner; ///< of the place; keeps it alive
    state::TablePtr table;
    state::RowId id;
    int column = 0;
    std::string name;

    [[nodiscard]] std::int32_t row() const {
        (*data)->check_access();
        if (!table->is_alive(id))
            throw StateError(ErrorParts{"the instance of this RANDOM variable is gone", name, {}, {}, {}});
        return table->row(id);
    }
    [[nodiscard]] double get(int element) const { return table->get(row(), column + element); }
    void set(int element, double value) const { table->set(row(), column + element, value); }
};

constexpr double kPlaces = 17179869184.0; // 2^34: the places of a stream
constexpr int kSequence = 3;

double uniform(const PyStream& s) {
    const double place = s.get(kSequence);
    const double u = s.data->world->simulator().services().stream_unit(s.get(0), s.get(1), s.get(2), place);
    s.set(kSequence, place + 1 < kPlaces ? place + 1 : 0);
    return u;
}

void set_sequence(const PyStream& s, double place) {
    if (!(place > -kPlaces && place < 2 * kPlaces))
        throw InputError::out_of_range("the sequence", s.name, number_text(place), "0 .. 2^34 - 1");
    place = std::trunc(place < 0 ? 0 : place);
    s.set(kSequence, place < kPlaces ? place : place - kPlaces);
}

nb::handle stream_type;

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
    const auto& name = (*type.mechanism)[variable].name;
    return make_object<PyStream>(stream_type, data, std::move(owner), type.instances, id,
                                 type.column[static_cast<std::size_t>(variable.value)],
                                 type.name() + "." + name);
}

mir::VariableId find_stream(const model::MechanismType& type, std::string_view name) {
    const auto found = type.mechanism->find(name);
    const bool is_stream = found.valid() && (*type.mechanism)[found].kind == mir::VariableKind::stream;
    return is_stream ? found : mir::VariableId();
}

void bind_mechanism_data(nb::module_& m) {
    auto cls = nb::class_<PyStream>(
        m, "RandomVariable",
        "A RANDOM variable of a mechanism: a stream of random numbers, named by three ids, "
        "and a place in it.");
    cls.def(
           "set_ids",
           [](const PyStream& s, double id1, double id2, double id3) {
               const double ids[] = {id1, id2, id3};
               for (int i = 0; i < 3; ++i) s.set(i, engine::Services::id(ids[i]));
               return 0.0;
           },
           "id1"_a, "id2"_a, "id3"_a, "The stream with these ids, each a whole number of 32 bits.")
        .def(
            "get_ids",
            [](const PyStream& s) {
                auto numbers = std::make_shared<state::Numbers>();
                for (int i = 0; i < 3; ++i) numbers->push_back(s.get(i));
                return new_vector(std::move(numbers));
            },
            "A Vector of the three ids.")
        .def(
            "set_seq",
            [](const PyStream& s, double place) {
                set_sequence(s, place);
                return 0.0;
            },
            "sequence"_a, "Goes to a place in the stream: 0 is its beginning.")
        .def(
            "get_seq", [](const PyStream& s) { return s.get(kSequence); },
            "How many numbers have been drawn since the beginning of the stream.")
        .def("uniform", uniform, "The next number, between 0 and 1.")
        .def("__repr__", [](const PyStream& s) { return "<RANDOM " + s.name + ">"; });
    stream_type = cls.ptr();
}

} // namespace ranvier::python
