// SPDX-License-Identifier: BSD-3-Clause
// Vector: the operators of Python.
#include <cmath>

#include "vector.hpp"

namespace ranvier::python {

using namespace nb::literals;

namespace {

using Operation = double (*)(double, double);
double plus(double a, double b) { return a + b; }
double minus(double a, double b) { return a - b; }
double times(double a, double b) { return a * b; }
double over(double a, double b) { return a / b; }

void require_same_size(const PyVector& v, const PyVector& other) {
    if (other.numbers->size() != v.numbers->size())
        throw InputError::out_of_range("the size of the other Vector", v.label,
                                       std::to_string(other.numbers->size()),
                                       std::to_string(v.numbers->size()) + ", that of this one");
}

/// numbers = numbers op operand, elementwise; with `reflected` the operand stands on the left.
void combine(PyVector& v, state::Numbers& target, nb::handle operand, Operation op, bool reflected) {
    if (auto* other = as_vector(operand)) {
        require_same_size(v, *other);
        for (std::size_t i = 0; i < target.size(); ++i)
            target[i] = reflected ? op((*other->numbers)[i], target[i]) : op(target[i], (*other->numbers)[i]);
        return;
    }
    if (PyFloat_Check(operand.ptr()) || PyLong_Check(operand.ptr()) ||
        !PyObject_HasAttrString(operand.ptr(), "__len__")) {
        const double x = number_from(operand, "the operand", v.label);
        for (auto& element : target.span()) element = reflected ? op(x, element) : op(element, x);
        return;
    }
    PyVector other(world::classes::new_vector()); // any other list of numbers
    append_values(*other.numbers, operand, v.label);
    require_same_size(v, other);
    for (std::size_t i = 0; i < target.size(); ++i)
        target[i] = reflected ? op((*other.numbers)[i], target[i]) : op(target[i], (*other.numbers)[i]);
}

std::shared_ptr<state::Numbers> copy_of(const PyVector& v) {
    auto copy = std::make_shared<state::Numbers>();
    copy->assign(v.numbers->span());
    return copy;
}

template <Operation op> void bind_operation(VectorClass& cls, const char* op_name, const char* reflected) {
    cls.def(op_name, [](PyVector& v, nb::handle operand) {
        auto made = copy_of(v);
        combine(v, *made, operand, op, false);
        return new_vector(std::move(made));
    });
    cls.def(reflected, [](PyVector& v, nb::handle operand) {
        auto made = copy_of(v);
        combine(v, *made, operand, op, true);
        return new_vector(std::move(made));
    });
}

} // namespace

void bind_vector_math(VectorClass& cls) {
    bind_operation<plus>(cls, "__add__", "__radd__");
    bind_operation<minus>(cls, "__sub__", "__rsub__");
    bind_operation<times>(cls, "__mul__", "__rmul__");
    bind_operation<over>(cls, "__truediv__", "__rtruediv__");
    cls.def("__neg__",
            [](const PyVector& v) {
                auto made = copy_of(v);
                for (auto& x : made->span()) x = -x;
                return new_vector(std::move(made));
            })
        .def("__abs__", [](const PyVector& v) {
            auto made = copy_of(v);
            for (auto& x : made->span()) x = std::abs(x);
            return new_vector(std::move(made));
        });
}

} // namespace ranvier::python
