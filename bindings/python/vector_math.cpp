// SPDX-License-Identifier: BSD-3-Clause
// Vector: arithmetic, statistics, searching, filling.
#include <nanobind/stl/string.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

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

template <Operation op>
void bind_operation(VectorClass& cls, const char* method, const char* op_name, const char* reflected) {
    cls.def(
        method,
        [](nb::handle h, nb::handle operand) {
            auto& v = *nb::inst_ptr<PyVector>(h);
            combine(v, *v.numbers, operand, op, false);
            return nb::borrow(h);
        },
        "operand"_a, "In place, with a number or a Vector of the same size; returns the Vector.");
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

std::span<double> part(const PyVector& v, nb::handle start, nb::handle end) {
    const auto r = range_of(v, start, end);
    return v.numbers->span().subspan(r.begin, r.end - r.begin);
}

std::span<double> nonempty(const PyVector& v, nb::handle start, nb::handle end, std::size_t least,
                           const char* what) {
    const auto s = part(v, start, end);
    if (s.size() < least)
        throw InputError::out_of_range(what, v.label, std::to_string(s.size()) + " elements",
                                       "at least " + std::to_string(least) +
                                           (least == 1 ? " element" : " elements"));
    return s;
}

double mean_of(std::span<const double> s) {
    return std::accumulate(s.begin(), s.end(), 0.0) / static_cast<double>(s.size());
}

double variance_of(std::span<const double> s) {
    const double mean = mean_of(s);
    double sum = 0;
    for (const double x : s) sum += (x - mean) * (x - mean);
    return sum / static_cast<double>(s.size() - 1);
}

/// A test by the text that hoc uses: "==", "!=", ">", "<", ">=", "<=", and intervals "[]", "[)", "(]", "()".
std::function<bool(double)> test_from(const std::string& op, double a, nb::handle second) {
    if (op == "==") return [a](double x) { return x == a; };
    if (op == "!=") return [a](double x) { return x != a; };
    if (op == ">") return [a](double x) { return x > a; };
    if (op == "<") return [a](double x) { return x < a; };
    if (op == ">=") return [a](double x) { return x >= a; };
    if (op == "<=") return [a](double x) { return x <= a; };
    if (op == "[]" || op == "[)" || op == "(]" || op == "()") {
        if (second.is_none()) raise(Category::type, {"an interval needs two bounds", "Vector", op, {}, {}});
        const double b = number_from(second, "the upper bound", "Vector");
        const bool with_low = op[0] == '[', with_high = op[1] == ']';
        return [=](double x) { return (with_low ? x >= a : x > a) && (with_high ? x <= b : x < b); };
    }
    throw InputError::out_of_range("the comparison", "Vector", op, "== != > < >= <= [] [) (] ()");
}

} // namespace

void bind_vector_math(VectorClass& cls) {
    bind_operation<plus>(cls, "add", "__add__", "__radd__");
    bind_operation<minus>(cls, "sub", "__sub__", "__rsub__");
    bind_operation<times>(cls, "mul", "__mul__", "__rmul__");
    bind_operation<over>(cls, "div", "__truediv__", "__rtruediv__");
    cls.def("__neg__",
            [](const PyVector& v) {
                auto made = copy_of(v);
                for (auto& x : made->span()) x = -x;
                return new_vector(std::move(made));
            })
        .def("__abs__",
             [](const PyVector& v) {
                 auto made = copy_of(v);
                 for (auto& x : made->span()) x = std::abs(x);
                 return new_vector(std::move(made));
             })
        .def("abs",
             [](nb::handle h) {
                 for (auto& x : nb::inst_ptr<PyVector>(h)->numbers->span()) x = std::abs(x);
                 return nb::borrow(h);
             })
        .def("sqrt",
             [](nb::handle h) {
                 for (auto& x : nb::inst_ptr<PyVector>(h)->numbers->span()) x = std::sqrt(x);
                 return nb::borrow(h);
             })
        .def(
            "scale",
            [](PyVector& v, double low, double high) {
                const auto s = nonempty(v, nb::none(), nb::none(), 1, "scale");
                const auto [least, most] = std::minmax_element(s.begin(), s.end());
                const double from = *least, to = *most;
                const double factor = to > from ? (high - low) / (to - from) : 0;
                for (auto& x : s) x = low + (x - from) * factor;
                return factor;
            },
            "low"_a, "high"_a)
        // copies
        .def(
            "c",
            [](const PyVector& v, nb::object start, nb::object end) {
                auto made = std::make_shared<state::Numbers>();
                made->assign(part(v, start, end));
                return new_vector(std::move(made));
            },
            "start"_a = nb::none(), "end"_a = nb::none(),
            "A copy, of a range if given (both ends belong to it).")
        .def(
            "at",
            [](const PyVector& v, nb::object start, nb::object end) {
                auto made = std::make_shared<state::Numbers>();
                made->assign(part(v, start, end));
                return new_vector(std::move(made));
            },
            "start"_a = nb::none(), "end"_a = nb::none())
        .def(
            "copy",
            [](nb::handle h, const PyVector& source, nb::object to, nb::object start, nb::object end) {
                auto& v = *nb::inst_ptr<PyVector>(h);
                // copy(src), copy(src, to), copy(src, start, end), copy(src, to, start, end)
                if (end.is_none() && !start.is_none()) {
                    end = start;
                    start = to;
                    to = nb::none();
                }
                const auto s = part(source, start, end);
                const std::vector<double> values(s.begin(), s.end());
                if (to.is_none()) {
                    v.numbers->assign(values);
                    return nb::borrow(h);
                }
                const double at = number_from(to, "the destination", v.label);
                if (!(at >= 0) || at > 1e12)
                    throw InputError::out_of_range("the destination", v.label, number_text(at), "0 <= index");
                const auto first = static_cast<std::size_t>(at);
                if (first + values.size() > v.numbers->size()) v.numbers->resize(first + values.size());
                std::copy(values.begin(), values.end(), v.numbers->data() + first);
                return nb::borrow(h);
            },
            "source"_a, "to"_a = nb::none(), "start"_a = nb::none(), "end"_a = nb::none(),
            "Take over the elements of another Vector; returns the Vector.")
        .def(
            "eq",
            [](const PyVector& v, const PyVector& other) {
                const auto a = v.numbers->span(), b = other.numbers->span();
                return std::equal(a.begin(), a.end(), b.begin(), b.end()) ? 1.0 : 0.0;
            },
            "other"_a, "1 if both hold the same numbers.")
        // filling
        .def(
            "fill",
            [](nb::handle h, double value, nb::object start, nb::object end) {
                auto& v = *nb::inst_ptr<PyVector>(h);
                const auto s = part(v, start, end);
                std::fill(s.begin(), s.end(), value);
                return nb::borrow(h);
            },
            "value"_a, "start"_a = nb::none(), "end"_a = nb::none())
        .def(
            "indgen",
            [](nb::handle h, nb::args args) {
                auto& v = *nb::inst_ptr<PyVector>(h);
                const auto n = nb::len(args);
                double values[3] = {0, 0, 1};
                if (n > 3)
                    raise(Category::type, {"indgen takes at most start, stop and step", v.label, {}, {}, {}});
                for (std::size_t i = 0; i < n; ++i)
                    values[i] = number_from(args[i], "an argument of indgen", v.label);
                if (n == 3) { // start, stop, step: a new size
                    const double count = (values[1] - values[0]) / values[2];
                    if (!std::isfinite(count) || count < 0 || count > 1e12)
                        throw InputError::out_of_range("the step", v.label, number_text(values[2]),
                                                       "a step that leads from start to stop");
                    v.numbers->resize(static_cast<std::size_t>(std::floor(count + 1e-10)) + 1);
                }
                const double start = n >= 2 ? values[0] : 0;
                const double step = n == 0 ? 1 : n == 1 ? values[0] : n == 2 ? values[1] : values[2];
                for (std::size_t i = 0; i < v.numbers->size(); ++i)
                    (*v.numbers)[i] = start + static_cast<double>(i) * step;
                return nb::borrow(h);
            },
            "indgen(), indgen(step), indgen(start, step): fill; indgen(start, stop, step): size and fill. "
            "Returns the Vector.")
        .def("reverse",
             [](nb::handle h) {
                 const auto s = nb::inst_ptr<PyVector>(h)->numbers->span();
                 std::reverse(s.begin(), s.end());
                 return nb::borrow(h);
             })
        .def("sort",
             [](nb::handle h) {
                 const auto s = nb::inst_ptr<PyVector>(h)->numbers->span();
                 std::sort(s.begin(), s.end(), comes_before);
                 return nb::borrow(h);
             })
        // statistics
        .def(
            "sum",
            [](const PyVector& v, nb::object a, nb::object b) {
                const auto s = part(v, a, b);
                return std::accumulate(s.begin(), s.end(), 0.0);
            },
            "start"_a = nb::none(), "end"_a = nb::none())
        .def(
            "sumsq",
            [](const PyVector& v, nb::object a, nb::object b) {
                double sum = 0;
                for (const double x : part(v, a, b)) sum += x * x;
                return sum;
            },
            "start"_a = nb::none(), "end"_a = nb::none())
        .def(
            "mean",
            [](const PyVector& v, nb::object a, nb::object b) {
                return mean_of(nonempty(v, a, b, 1, "mean"));
            },
            "start"_a = nb::none(), "end"_a = nb::none())
        .def(
            "var",
            [](const PyVector& v, nb::object a, nb::object b) {
                return variance_of(nonempty(v, a, b, 2, "var"));
            },
            "start"_a = nb::none(), "end"_a = nb::none(), "Sample variance (divisor n - 1).")
        .def(
            "stdev",
            [](const PyVector& v, nb::object a, nb::object b) {
                return std::sqrt(variance_of(nonempty(v, a, b, 2, "stdev")));
            },
            "start"_a = nb::none(), "end"_a = nb::none())
        .def(
            "stderr",
            [](const PyVector& v, nb::object a, nb::object b) {
                const auto s = nonempty(v, a, b, 2, "stderr");
                return std::sqrt(variance_of(s) / static_cast<double>(s.size()));
            },
            "start"_a = nb::none(), "end"_a = nb::none())
        .def(
            "min",
            [](const PyVector& v, nb::object a, nb::object b) {
                const auto s = nonempty(v, a, b, 1, "min");
                return *std::min_element(s.begin(), s.end());
            },
            "start"_a = nb::none(), "end"_a = nb::none())
        .def(
            "max",
            [](const PyVector& v, nb::object a, nb::object b) {
                const auto s = part(v, a, b);
                return s.empty() ? 0.0 : *std::max_element(s.begin(), s.end());
            },
            "start"_a = nb::none(), "end"_a = nb::none(), "Largest element; 0 for an empty Vector.")
        .def(
            "min_ind",
            [](const PyVector& v, nb::object a, nb::object b) {
                const auto s = nonempty(v, a, b, 1, "min_ind");
                return static_cast<std::int64_t>(&*std::min_element(s.begin(), s.end()) - v.numbers->data());
            },
            "start"_a = nb::none(), "end"_a = nb::none())
        .def(
            "max_ind",
            [](const PyVector& v, nb::object a, nb::object b) {
                const auto s = nonempty(v, a, b, 1, "max_ind");
                return static_cast<std::int64_t>(&*std::max_element(s.begin(), s.end()) - v.numbers->data());
            },
            "start"_a = nb::none(), "end"_a = nb::none())
        .def("dot",
             [](const PyVector& v, const PyVector& other) {
                 require_same_size(v, other);
                 return std::inner_product(v.numbers->data(), v.numbers->data() + v.numbers->size(),
                                           other.numbers->data(), 0.0);
             })
        .def("mag",
             [](const PyVector& v) {
                 double sum = 0;
                 for (const double x : v.numbers->span()) sum += x * x;
                 return std::sqrt(sum);
             })
        // searching
        .def("contains",
             [](const PyVector& v, double value) {
                 return std::any_of(v.numbers->data(), v.numbers->data() + v.numbers->size(),
                                    [&](double x) { return std::abs(x - value) <= 1e-11; });
             })
        .def(
            "indwhere",
            [](const PyVector& v, const std::string& op, double a, nb::object b) {
                const auto test = test_from(op, a, b);
                const auto s = v.numbers->span();
                const auto found = std::find_if(s.begin(), s.end(), test);
                return found == s.end() ? std::int64_t{-1} : static_cast<std::int64_t>(found - s.begin());
            },
            "op"_a, "value"_a, "upper"_a = nb::none(), "First index where the comparison holds, or -1.")
        .def("indvwhere",
             [](nb::handle h, nb::args args) {
                 // v.indvwhere(op, a[, b]) gives indices; target.indvwhere(source, op, a[, b]) stores them
                 auto& v = *nb::inst_ptr<PyVector>(h);
                 const bool into = nb::len(args) > 0 && as_vector(args[0]);
                 const auto& source = into ? *as_vector(args[0]) : v;
                 const std::size_t at = into ? 1 : 0;
                 if (nb::len(args) < at + 2)
                     raise(Category::type, {"indvwhere needs a comparison and a value", v.label, {}, {}, {}});
                 const auto test =
                     test_from(nb::str(args[at]).c_str(), number_from(args[at + 1], "the value", v.label),
                               nb::len(args) > at + 2 ? nb::object(args[at + 2]) : nb::object(nb::none()));
                 auto made = std::make_shared<state::Numbers>();
                 for (std::size_t i = 0; i < source.numbers->size(); ++i)
                     if (test((*source.numbers)[i])) made->push_back(static_cast<double>(i));
                 if (!into) return new_vector(std::move(made));
                 v.numbers->assign(made->span());
                 return nb::borrow(h);
             })
        .def("where", [](nb::handle h, nb::args args) {
            auto& v = *nb::inst_ptr<PyVector>(h);
            const bool from_other = nb::len(args) > 0 && as_vector(args[0]);
            const auto& source = from_other ? *as_vector(args[0]) : v;
            const std::size_t at = from_other ? 1 : 0;
            if (nb::len(args) < at + 2)
                raise(Category::type, {"where needs a comparison and a value", v.label, {}, {}, {}});
            const auto test =
                test_from(nb::str(args[at]).c_str(), number_from(args[at + 1], "the value", v.label),
                          nb::len(args) > at + 2 ? nb::object(args[at + 2]) : nb::object(nb::none()));
            state::Numbers made;
            for (const double x : source.numbers->span())
                if (test(x)) made.push_back(x);
            v.numbers->assign(made.span());
            return nb::borrow(h);
        });
}

} // namespace ranvier::python
