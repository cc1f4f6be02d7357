// SPDX-License-Identifier: BSD-3-Clause
// Matrix: a dense matrix of numbers; rows and columns from and to Vectors, products, linear equations.
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <cmath>
#include <cstdio>

#include "objects.hpp"
#include "vector.hpp"

namespace ranvier::python {

using namespace nb::literals;

namespace {

nb::handle matrix_type;

struct PyMatrix {
    std::size_t rows = 0, columns = 0;
    std::vector<double> values; ///< row by row

    PyMatrix() = default;
    PyMatrix(std::size_t r, std::size_t c) : rows(r), columns(c), values(r * c, 0.0) {}
    [[nodiscard]] double& at(std::size_t r, std::size_t c) { return values[r * columns + c]; }
    [[nodiscard]] double at(std::size_t r, std::size_t c) const { return values[r * columns + c]; }
};

/// m.x[i]
struct PyMatrixRow {
    nb::object owner;
    PyMatrix* matrix;
    std::size_t row;
};
/// m.x
struct PyMatrixRows {
    nb::object owner;
    PyMatrix* matrix;
};

std::string size_text(const PyMatrix& m) {
    return std::to_string(m.rows) + " x " + std::to_string(m.columns);
}

std::size_t index_from(double index, std::size_t count, const char* what, const PyMatrix& m) {
    if (!(index >= 0) || index >= static_cast<double>(count))
        raise(Category::index, {std::string(what) + " is out of range",
                                "Matrix of " + size_text(m),
                                number_text(index),
                                "0 <= index < " + std::to_string(count),
                                {}});
    return static_cast<std::size_t>(index);
}
std::size_t row_of(const PyMatrix& m, double i) { return index_from(i, m.rows, "the row", m); }
std::size_t column_of(const PyMatrix& m, double i) { return index_from(i, m.columns, "the column", m); }

PyMatrix make(double rows, double columns) {
    constexpr double kMostNumbers = 4e9;
    if (!(rows >= 1) || !(columns >= 1) || rows * columns > kMostNumbers)
        throw InputError::out_of_range("the size", "Matrix", number_text(rows) + " x " + number_text(columns),
                                       "at least 1 x 1, at most 4e9 numbers");
    try {
        return {static_cast<std::size_t>(rows), static_cast<std::size_t>(columns)};
    } catch (const std::bad_alloc&) {
        throw InputError::out_of_range("the size", "Matrix", number_text(rows) + " x " + number_text(columns),
                                       "what fits into memory");
    }
}

nb::object object_of(PyMatrix m) { return make_object<PyMatrix>(matrix_type, std::move(m)); }

PyMatrix* as_matrix(nb::handle h) {
    PyMatrix* found = nullptr;
    return cast_to(h, found) ? found : nullptr;
}

PyVector& vector_from(nb::handle h, const char* method) {
    if (auto* vector = as_vector(h)) return *vector;
    raise(Category::type,
          {"a Vector is needed", std::string("Matrix.") + method, nb::repr(h).c_str(), {}, {}});
}

const state::Numbers& numbers_of(nb::handle h, std::size_t size, const char* method) {
    const auto& numbers = *vector_from(h, method).numbers;
    if (numbers.size() != size)
        throw InputError::out_of_range("the size of the Vector", std::string("Matrix.") + method,
                                       std::to_string(numbers.size()), std::to_string(size));
    return numbers;
}

/// Into the Vector that was given, else into a new one.
nb::object result(const std::vector<double>& values, nb::handle target, const char* method) {
    if (!target.is_none()) {
        vector_from(target, method).numbers->assign(values);
        return nb::borrow(target);
    }
    auto numbers = std::make_shared<state::Numbers>();
    numbers->assign(values);
    return new_vector(std::move(numbers));
}

/// Into the Matrix that was given (the matrix itself for None, as in m.add(a)), which is returned.
nb::object into(PyMatrix values, nb::handle target, nb::handle self) {
    if (auto* to = as_matrix(target)) {
        *to = std::move(values);
        return nb::borrow(target);
    }
    if (!target.is_none())
        raise(Category::type, {"a Matrix is needed", "Matrix", nb::repr(target).c_str(), {}, {}});
    if (self.is_valid()) {
        *nb::inst_ptr<PyMatrix>(self) = std::move(values);
        return nb::borrow(self);
    }
    return object_of(std::move(values));
}

void check_same(const PyMatrix& a, const PyMatrix& b, const char* method) {
    if (a.rows != b.rows || a.columns != b.columns)
        throw InputError::out_of_range("the size of the Matrix", std::string("Matrix.") + method,
                                       size_text(b), size_text(a));
}

PyMatrix product(const PyMatrix& a, const PyMatrix& b) {
    if (a.columns != b.rows)
        throw InputError::out_of_range("the size of the Matrix", "Matrix.mulm", size_text(b),
                                       std::to_string(a.columns) + " rows");
    PyMatrix out(a.rows, b.columns);
    for (std::size_t i = 0; i < a.rows; ++i)
        for (std::size_t k = 0; k < a.columns; ++k)
            for (std::size_t j = 0; j < b.columns; ++j) out.at(i, j) += a.at(i, k) * b.at(k, j);
    return out;
}

void check_square(const PyMatrix& m, const char* method) {
    if (m.rows != m.columns)
        throw InputError::out_of_range("the size of the Matrix", std::string("Matrix.") + method,
                                       size_text(m), "as many rows as columns");
}

/// LU factors with the largest pivot of each column.
struct Factors {
    PyMatrix lu;
    std::vector<std::size_t> order;
    double sign = 1;
    bool is_singular = false;

    explicit Factors(const PyMatrix& m) : lu(m), order(m.rows) {
        const auto n = m.rows;
        for (std::size_t i = 0; i < n; ++i) order[i] = i;
        for (std::size_t k = 0; k < n; ++k) {
            std::size_t pivot = k;
            for (std::size_t i = k + 1; i < n; ++i)
                if (std::abs(lu.at(i, k)) > std::abs(lu.at(pivot, k))) pivot = i;
            if (!(std::abs(lu.at(pivot, k)) > 0)) {
                is_singular = true;
                return;
            }
            if (pivot != k) {
                for (std::size_t j = 0; j < n; ++j) std::swap(lu.at(k, j), lu.at(pivot, j));
                std::swap(order[k], order[pivot]);
                sign = -sign;
            }
            for (std::size_t i = k + 1; i < n; ++i) {
                lu.at(i, k) /= lu.at(k, k);
                for (std::size_t j = k + 1; j < n; ++j) lu.at(i, j) -= lu.at(i, k) * lu.at(k, j);
            }
        }
    }
    void require_regular(const char* method) const {
        if (is_singular)
            throw InputError(
                ErrorParts{"the matrix is singular", std::string("Matrix.") + method, size_text(lu), {}, {}});
    }
    [[nodiscard]] std::vector<double> solve(const std::vector<double>& b) const {
        const auto n = lu.rows;
        std::vector<double> x(n);
        for (std::size_t i = 0; i < n; ++i) {
            x[i] = b[order[i]];
            for (std::size_t j = 0; j < i; ++j) x[i] -= lu.at(i, j) * x[j];
        }
        for (std::size_t i = n; i-- > 0;) {
            for (std::size_t j = i + 1; j < n; ++j) x[i] -= lu.at(i, j) * x[j];
            x[i] /= lu.at(i, i);
        }
        return x;
    }
};

nb::object mulv(const PyMatrix& m, nb::handle v, nb::handle target) {
    const auto& x = numbers_of(v, m.columns, "mulv");
    std::vector<double> out(m.rows, 0.0);
    for (std::size_t i = 0; i < m.rows; ++i) {
        double sum = 0;
        const double* row = m.values.data() + i * m.columns;
        for (std::size_t j = 0; j < m.columns; ++j) sum += row[j] * x[j];
        out[i] = sum;
    }
    return result(out, target, "mulv");
}

/// setrow(i, Vector) or setrow(i, number)
template <class Set> void set_line(nb::handle what, std::size_t size, const char* method, Set&& set) {
    if (as_vector(what)) {
        const auto& from = numbers_of(what, size, method);
        for (std::size_t j = 0; j < size; ++j) set(j, from[j]);
        return;
    }
    const double value = number_from(what, "the value", "Matrix");
    for (std::size_t j = 0; j < size; ++j) set(j, value);
}

/// Calls `use` with each row that the diagonal `k` to the right of the main one crosses, and the column there.
template <class Use> void along_diagonal(const PyMatrix& m, long k, Use&& use) {
    const auto rows = static_cast<long>(m.rows), columns = static_cast<long>(m.columns);
    if (k <= -rows || k >= columns)
        throw InputError::out_of_range("the diagonal", "Matrix of " + size_text(m), std::to_string(k),
                                       "one that crosses the matrix");
    for (long i = std::max(0L, -k); i < std::min(rows, columns - k); ++i)
        use(static_cast<std::size_t>(i), static_cast<std::size_t>(i + k));
}

} // namespace

void bind_matrix(nb::module_& m) {
    nb::class_<PyMatrixRow>(m, "MatrixRow", "A row of a Matrix: ``m.x[i]``.")
        .def("__len__", [](const PyMatrixRow& r) { return r.matrix->columns; })
        .def("__getitem__",
             [](const PyMatrixRow& r, double j) { return r.matrix->at(r.row, column_of(*r.matrix, j)); })
        .def("__setitem__", [](PyMatrixRow& r, double j, double value) {
            r.matrix->at(r.row, column_of(*r.matrix, j)) = value;
        });
    nb::class_<PyMatrixRows>(m, "MatrixRows", "The rows of a Matrix: ``m.x``.")
        .def("__len__", [](const PyMatrixRows& r) { return r.matrix->rows; })
        .def("__getitem__", [](const PyMatrixRows& r, double i) {
            return PyMatrixRow{r.owner, r.matrix, row_of(*r.matrix, i)};
        });
    auto cls = nb::class_<PyMatrix>(
        m, "Matrix", nb::is_weak_referenceable(),
        "A matrix of numbers; elements are ``m.x[row][column]``. Methods that fill a matrix "
        "return it.");
    matrix_type = cls.ptr();
    const auto self_of_args = [](nb::handle h) -> PyMatrix& { return *nb::inst_ptr<PyMatrix>(h); };
    cls.def(
           "__init__",
           [](PyMatrix* self, double rows, double columns, nb::handle) {
               new (self) PyMatrix(make(rows, columns));
           },
           "rows"_a = 1, "columns"_a = 1, "kind"_a = 1)
        .def("nrow", [](const PyMatrix& a) { return a.rows; })
        .def("ncol", [](const PyMatrix& a) { return a.columns; })
        .def_prop_ro("x", [](nb::handle h) { return PyMatrixRows{nb::borrow(h), nb::inst_ptr<PyMatrix>(h)}; })
        .def("getval",
             [](const PyMatrix& a, double i, double j) {
                 const auto r = row_of(a, i); // in this order, for the message
                 return a.at(r, column_of(a, j));
             })
        .def("setval",
             [](PyMatrix& a, double i, double j, double value) {
                 const auto r = row_of(a, i);
                 return a.at(r, column_of(a, j)) = value;
             })
        .def("resize",
             [=](nb::handle h, double rows, double columns) {
                 auto& a = self_of_args(h);
                 auto out = make(rows, columns);
                 for (std::size_t i = 0; i < std::min(a.rows, out.rows); ++i)
                     for (std::size_t j = 0; j < std::min(a.columns, out.columns); ++j)
                         out.at(i, j) = a.at(i, j);
                 a = std::move(out);
                 return nb::borrow(h);
             })
        .def(
            "c", [](const PyMatrix& a) { return object_of(a); }, "A copy.")
        .def("zero",
             [=](nb::handle h) {
                 auto& a = self_of_args(h);
                 std::fill(a.values.begin(), a.values.end(), 0.0);
                 return nb::borrow(h);
             })
        .def("ident",
             [=](nb::handle h) {
                 auto& a = self_of_args(h);
                 std::fill(a.values.begin(), a.values.end(), 0.0);
                 for (std::size_t i = 0; i < std::min(a.rows, a.columns); ++i) a.at(i, i) = 1;
                 return nb::borrow(h);
             })
        .def(
            "set",
            [=](nb::handle h, const nb::args& values) {
                auto& a = self_of_args(h);
                if (values.size() != a.values.size())
                    throw InputError::out_of_range("the number of values", "Matrix.set",
                                                   std::to_string(values.size()),
                                                   std::to_string(a.values.size()));
                for (std::size_t i = 0; i < a.values.size(); ++i)
                    a.values[i] = number_from(values[i], "a value", "Matrix");
                return nb::borrow(h);
            },
            "All elements, row by row.")
        .def(
            "getrow",
            [](const PyMatrix& a, double i, nb::handle target) {
                const auto first = a.values.begin() + static_cast<std::ptrdiff_t>(row_of(a, i) * a.columns);
                return result({first, first + static_cast<std::ptrdiff_t>(a.columns)}, target, "getrow");
            },
            "row"_a, "target"_a.none() = nb::none())
        .def(
            "getcol",
            [](const PyMatrix& a, double j, nb::handle target) {
                const auto c = column_of(a, j);
                std::vector<double> out(a.rows);
                for (std::size_t i = 0; i < a.rows; ++i) out[i] = a.at(i, c);
                return result(out, target, "getcol");
            },
            "column"_a, "target"_a.none() = nb::none())
        .def(
            "getdiag",
            [](const PyMatrix& a, long k, nb::handle target) {
                std::vector<double> out(a.rows, 0.0);
                along_diagonal(a, k, [&](std::size_t i, std::size_t j) { out[i] = a.at(i, j); });
                return result(out, target, "getdiag");
            },
            "k"_a, "target"_a.none() = nb::none(),
            "The diagonal `k` to the right of the main one, each element at the index of its row.")
        .def("setrow",
             [=](nb::handle h, double i, nb::handle what) {
                 auto& a = self_of_args(h);
                 const auto r = row_of(a, i);
                 set_line(what, a.columns, "setrow",
                          [&](std::size_t j, double value) { a.at(r, j) = value; });
                 return nb::borrow(h);
             })
        .def("setcol",
             [=](nb::handle h, double j, nb::handle what) {
                 auto& a = self_of_args(h);
                 const auto c = column_of(a, j);
                 set_line(what, a.rows, "setcol", [&](std::size_t i, double value) { a.at(i, c) = value; });
                 return nb::borrow(h);
             })
        .def("setdiag",
             [=](nb::handle h, long k, nb::handle what) {
                 auto& a = self_of_args(h);
                 along_diagonal(a, k, [&](std::size_t i, std::size_t j) {
                     a.at(i, j) = as_vector(what) ? numbers_of(what, a.rows, "setdiag")[i]
                                                  : number_from(what, "the value", "Matrix");
                 });
                 return nb::borrow(h);
             })
        .def("mulv", mulv, "vector"_a, "target"_a.none() = nb::none(), "The product with a Vector.")
        .def(
            "mulm",
            [](const PyMatrix& a, const PyMatrix& b, nb::handle target) {
                return into(product(a, b), target, {});
            },
            "other"_a, "target"_a.none() = nb::none(),
            "The product with a Matrix: a new one, or into `target`.")
        .def(
            "add",
            [=](nb::handle h, const PyMatrix& b, nb::handle target) {
                auto out = self_of_args(h);
                check_same(out, b, "add");
                for (std::size_t i = 0; i < out.values.size(); ++i) out.values[i] += b.values[i];
                return into(std::move(out), target, h);
            },
            "other"_a, "target"_a.none() = nb::none())
        .def(
            "muls",
            [=](nb::handle h, double factor, nb::handle target) {
                auto out = self_of_args(h);
                for (auto& value : out.values) value *= factor;
                return into(std::move(out), target, h);
            },
            "factor"_a, "target"_a.none() = nb::none())
        .def(
            "bcopy",
            [](const PyMatrix& a, double i0, double j0, double rows, double columns, const nb::args& rest) {
                double to_row = 0, to_column = 0;
                std::size_t next = 0;
                if (rest.size() >= 2) {
                    to_row = number_from(rest[0], "the row", "Matrix");
                    to_column = number_from(rest[1], "the column", "Matrix");
                    next = 2;
                }
                const nb::object target =
                    rest.size() > next ? nb::object(rest[next]) : nb::object(nb::none());
                const auto r = row_of(a, i0), c = column_of(a, j0);
                if (!(rows >= 1) || !(columns >= 1) ||
                    static_cast<double>(r) + rows > static_cast<double>(a.rows) ||
                    static_cast<double>(c) + columns > static_cast<double>(a.columns))
                    throw InputError::out_of_range("the block", "Matrix of " + size_text(a),
                                                   number_text(rows) + " x " + number_text(columns),
                                                   "a block of the matrix");
                auto* given = as_matrix(target);
                PyMatrix out = given ? *given : make(rows + to_row, columns + to_column);
                const auto m_rows = static_cast<std::size_t>(rows),
                           m_columns = static_cast<std::size_t>(columns);
                const auto r1 = row_of(out, to_row), c1 = column_of(out, to_column);
                if (r1 + m_rows > out.rows || c1 + m_columns > out.columns)
                    throw InputError::out_of_range("the block", "Matrix of " + size_text(out),
                                                   number_text(rows) + " x " + number_text(columns),
                                                   "a block that fits into the target");
                for (std::size_t i = 0; i < m_rows; ++i)
                    for (std::size_t j = 0; j < m_columns; ++j) out.at(r1 + i, c1 + j) = a.at(r + i, c + j);
                return into(std::move(out), target, {});
            },
            "A block (row, column, rows, columns[, to row, to column][, target]) as a new Matrix or into "
            "another.")
        .def(
            "transpose",
            [=](nb::handle h, nb::handle target) {
                const auto& a = self_of_args(h);
                PyMatrix out(a.columns, a.rows);
                for (std::size_t i = 0; i < a.rows; ++i)
                    for (std::size_t j = 0; j < a.columns; ++j) out.at(j, i) = a.at(i, j);
                return into(std::move(out), target, {});
            },
            "target"_a.none() = nb::none())
        .def(
            "from_vector",
            [=](nb::handle h, nb::handle v) {
                auto& a = self_of_args(h);
                const auto& from = numbers_of(v, a.values.size(), "from_vector");
                for (std::size_t j = 0, k = 0; j < a.columns; ++j)
                    for (std::size_t i = 0; i < a.rows; ++i) a.at(i, j) = from[k++];
                return nb::borrow(h);
            },
            "All elements, column by column.")
        .def(
            "to_vector",
            [](const PyMatrix& a, nb::handle target) {
                std::vector<double> out;
                out.reserve(a.values.size());
                for (std::size_t j = 0; j < a.columns; ++j)
                    for (std::size_t i = 0; i < a.rows; ++i) out.push_back(a.at(i, j));
                return result(out, target, "to_vector");
            },
            "target"_a.none() = nb::none(), "All elements, column by column.")
        .def(
            "pow",
            [](const PyMatrix& a, double n, nb::handle target) {
                check_square(a, "pow");
                constexpr double kMostProducts = 1e6;
                if (!(n >= 0) || n > kMostProducts || n != std::floor(n))
                    throw InputError::out_of_range("the power", "Matrix.pow", number_text(n),
                                                   "0, 1, ... 1e6");
                PyMatrix out(a.rows, a.columns), base = a;
                for (std::size_t i = 0; i < a.rows; ++i) out.at(i, i) = 1;
                for (auto left = static_cast<std::uint64_t>(n); left; left >>= 1U) {
                    if (left & 1U) out = product(out, base);
                    if (left > 1) base = product(base, base);
                }
                return into(std::move(out), target, {});
            },
            "n"_a, "target"_a.none() = nb::none())
        .def(
            "inverse",
            [](const PyMatrix& a, nb::handle target) {
                check_square(a, "inverse");
                const Factors f(a);
                f.require_regular("inverse");
                PyMatrix out(a.rows, a.rows);
                std::vector<double> unit(a.rows, 0.0);
                for (std::size_t j = 0; j < a.rows; ++j) {
                    unit[j] = 1;
                    const auto x = f.solve(unit);
                    unit[j] = 0;
                    for (std::size_t i = 0; i < a.rows; ++i) out.at(i, j) = x[i];
                }
                return into(std::move(out), target, {});
            },
            "target"_a.none() = nb::none())
        .def(
            "solv",
            [](const PyMatrix& a, nb::handle b, const nb::args& rest) {
                check_square(a, "solv");
                const auto& numbers = numbers_of(b, a.rows, "solv");
                const Factors f(a);
                f.require_regular("solv");
                const std::vector<double> right(numbers.data(), numbers.data() + numbers.size());
                nb::object target = nb::none();
                for (const auto& given : rest)
                    if (as_vector(given)) target = nb::borrow(given);
                return result(f.solve(right), target, "solv");
            },
            "b"_a, "rest"_a, "x of A x = b.")
        .def(
            "det",
            [](const PyMatrix& a, nb::object exponent) {
                check_square(a, "det");
                const Factors f(a);
                double mantissa = f.is_singular ? 0 : f.sign;
                int power = 0;
                for (std::size_t i = 0; i < a.rows && mantissa != 0; ++i) {
                    mantissa *= f.lu.at(i, i);
                    for (; std::abs(mantissa) >= 10; ++power) mantissa /= 10;
                    for (; mantissa != 0 && std::abs(mantissa) < 1; --power) mantissa *= 10;
                }
                exponent[0] = power;
                return mantissa;
            },
            "exponent"_a,
            "The determinant: the mantissa is returned, the power of ten goes into the reference.")
        .def(
            "printf",
            [](const PyMatrix& a, const std::string& format, const std::string& after_row) {
                // one number a time, in the format of a number
                nb::object text = nb::str(" ");
                const nb::object print = nb::module_::import_("builtins").attr("print");
                for (std::size_t i = 0; i < a.rows; ++i) {
                    std::string line;
                    for (std::size_t j = 0; j < a.columns; ++j)
                        line += nb::str(nb::str(format.c_str()).attr("__mod__")(a.at(i, j))).c_str();
                    print(nb::str((line + after_row).c_str()), nb::arg("end") = "");
                }
                return 0.0;
            },
            "format"_a = " %-8.3g", "after_row"_a = "\n")
        .def("sprowlen", [](const PyMatrix& a, double i) {
            row_of(a, i);
            return a.columns;
        });
}

} // namespace ranvier::python
