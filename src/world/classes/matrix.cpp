// SPDX-License-Identifier: BSD-3-Clause
// The table of Matrix's methods.
#include "ranvier/world/classes/matrix.hpp"

#include <array>
#include <cmath>

#include "matrix_algebra.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/hoc/formatted.hpp"
#include "ranvier/world/classes/file.hpp"
#include "ranvier/world/classes/vector.hpp"

namespace ranvier::world::classes {

Matrix::Matrix(std::shared_ptr<hoc::Class> type, std::size_t rows, std::size_t columns, bool is_sparse)
    : Object(std::move(type)), rows_(rows), columns_(columns), is_sparse_(is_sparse) {
    if (is_sparse) sparse_.resize(rows);
    else dense_ = Dense(rows, columns);
}

Matrix::Matrix(std::shared_ptr<hoc::Class> type, Dense values)
    : Object(std::move(type)), rows_(values.rows), columns_(values.columns), is_sparse_(false),
      dense_(std::move(values)) {}

double Matrix::get(std::size_t row, std::size_t column) const {
    if (!is_sparse_) return dense_.at(row, column);
    const auto found = sparse_[row].find(column);
    return found == sparse_[row].end() ? 0 : found->second;
}

void Matrix::set(std::size_t row, std::size_t column, double value) {
    if (is_sparse_) sparse_[row][column] = value;
    else dense_.at(row, column) = value;
}

Dense Matrix::dense() const {
    if (!is_sparse_) return dense_;
    Dense out(rows_, columns_);
    for (std::size_t i = 0; i < rows_; ++i)
        for (const auto& [j, x] : sparse_[i]) out.at(i, j) = x;
    return out;
}

void Matrix::assign(Dense values) {
    rows_ = values.rows;
    columns_ = values.columns;
    if (!is_sparse_) {
        dense_ = std::move(values);
        return;
    }
    sparse_.assign(rows_, {});
    for (std::size_t i = 0; i < rows_; ++i)
        for (std::size_t j = 0; j < columns_; ++j)
            if (values.at(i, j) != 0) sparse_[i][j] = values.at(i, j);
}

std::string Matrix::size_text() const { return std::to_string(rows_) + " x " + std::to_string(columns_); }

namespace {

using hoc::Arguments;
using hoc::Object;
using hoc::Value;
using Values = std::vector<double>;

std::size_t index_from(double index, std::size_t count, const char* what, const Matrix& m) {
    if (!(index >= 0 && index < static_cast<double>(count)))
        throw InputError::out_of_range(what, "Matrix of " + m.size_text(), number_text(index),
                                       "0 <= index < " + std::to_string(count));
    return static_cast<std::size_t>(index);
}

/// Sizes of a new matrix; throws what is wrong with them.
void check_size(double rows, double columns, bool is_sparse) {
    constexpr double kMostNumbers = 4e9, kMostRows = 1e8;
    const bool fits = is_sparse ? rows < kMostRows && columns < kMostRows : rows * columns < kMostNumbers;
    if (!(rows >= 1 && columns >= 1) || !fits)
        throw InputError::out_of_range("the size", "Matrix", number_text(rows) + " x " + number_text(columns),
                                       "at least 1 x 1, at most 4e9 numbers");
}

Dense sized(double rows, double columns) {
    check_size(rows, columns, false);
    try {
        return {static_cast<std::size_t>(rows), static_cast<std::size_t>(columns)};
    } catch (const std::bad_alloc&) {
        throw InputError::out_of_range("the size", "Matrix", number_text(rows) + " x " + number_text(columns),
                                       "what fits into memory");
    }
}

Matrix& self(Object& o) { return as<Matrix>(o); }
std::string who(const Arguments& a) { return std::string(a.function()); }

Value new_matrix(Dense values) {
    return hoc::ObjectPtr(std::make_shared<Matrix>(shared_class(kMatrixClass), std::move(values)));
}

std::shared_ptr<Matrix> matrix_argument(const Arguments& a, std::size_t i) {
    return a.require<Matrix>(i, "a Matrix");
}

/// Into the Matrix that was given as argument i, else into a new one.
Value into(const Arguments& a, std::size_t i, Dense values) {
    if (!a.has(i)) return new_matrix(std::move(values));
    const auto target = matrix_argument(a, i);
    target->assign(std::move(values));
    return hoc::ObjectPtr(target);
}

/// Into the Matrix that was given as argument i, else into the matrix itself.
Value into_self(Object& o, const Arguments& a, std::size_t i, Dense values) {
    if (a.has(i)) return into(a, i, std::move(values));
    self(o).assign(std::move(values));
    return itself(o);
}

/// Into the Vector that was given as argument i, else into a new one.
Value into_vector(const Arguments& a, std::size_t i, const Values& values) {
    if (!a.has(i)) return hoc::ObjectPtr(new_vector(std::span(values)));
    const auto target = vector_argument(a, i);
    target->numbers->assign(values);
    return hoc::ObjectPtr(target);
}

Values vector_of_size(const Arguments& a, std::size_t i, std::size_t size) {
    const auto v = vector_argument(a, i);
    if (v->size() != size)
        throw InputError::out_of_range("the size of the Vector", who(a), std::to_string(v->size()),
                                       std::to_string(size));
    return {v->span().begin(), v->span().end()};
}

/// Numbers for a line of elements: a Vector of that size, or one number for all.
Values line_argument(const Arguments& a, std::size_t i, std::size_t size) {
    if (a.has(i) && a.kind(i) == hoc::ArgumentKind::number) return Values(size, a.number(i));
    if (!a.find<Vector>(i)) a.refuse(i, "a number or a Vector");
    return vector_of_size(a, i, size);
}

/// Calls `use` with each row that the diagonal `k` to the right of the main one crosses, and the column there.
template <class Use> void along_diagonal(const Matrix& m, double at, Use&& use) {
    const auto rows = static_cast<double>(m.rows()), columns = static_cast<double>(m.columns());
    if (!(at > -rows && at < columns))
        throw InputError::out_of_range("the diagonal", "Matrix of " + m.size_text(), number_text(at),
                                       "one that crosses the matrix");
    const auto k = static_cast<std::int64_t>(at);
    for (std::size_t i = k < 0 ? static_cast<std::size_t>(-k) : 0; i < m.rows(); ++i) {
        const auto j = static_cast<std::size_t>(static_cast<std::int64_t>(i) + k);
        if (j >= m.columns()) break;
        use(i, j);
    }
}

Value mulv(Object& o, const Arguments& a) {
    auto& m = self(o);
    const auto x = vector_of_size(a, 0, m.columns());
    Values out(m.rows());
    for (std::size_t i = 0; i < m.rows(); ++i) {
        if (m.is_sparse()) {
            for (const auto& [j, value] : m.set_in(i)) out[i] += value * x[j];
            continue;
        }
        for (std::size_t j = 0; j < m.columns(); ++j) out[i] += m.get(i, j) * x[j];
    }
    return into_vector(a, 1, out);
}

/// bcopy(row, column, rows, columns[, to row, to column][, target])
Value bcopy(Object& o, const Arguments& a) {
    const auto& m = self(o);
    const auto row = m.row_from(a.number(0)), column = m.column_from(a.number(1));
    const double rows = a.number(2), columns = a.number(3);
    if (!(rows >= 1 && columns >= 1 && static_cast<double>(row) + rows <= static_cast<double>(m.rows()) &&
          static_cast<double>(column) + columns <= static_cast<double>(m.columns())))
        throw InputError::out_of_range("the block", "Matrix of " + m.size_text(),
                                       number_text(rows) + " x " + number_text(columns),
                                       "a block of the matrix");
    const bool placed = a.has(5);
    const double to_row = placed ? a.number(4) : 0, to_column = placed ? a.number(5) : 0;
    const std::size_t target_at = placed ? 6 : 4;
    Dense out =
        a.has(target_at) ? matrix_argument(a, target_at)->dense() : sized(rows + to_row, columns + to_column);
    if (!(to_row >= 0 && to_column >= 0 && to_row + rows <= static_cast<double>(out.rows) &&
          to_column + columns <= static_cast<double>(out.columns)))
        throw InputError::out_of_range(
            "the block", "Matrix of " + std::to_string(out.rows) + " x " + std::to_string(out.columns),
            number_text(rows) + " x " + number_text(columns), "a block that fits into the target");
    for (std::size_t i = 0; i < static_cast<std::size_t>(rows); ++i)
        for (std::size_t j = 0; j < static_cast<std::size_t>(columns); ++j)
            out.at(static_cast<std::size_t>(to_row) + i, static_cast<std::size_t>(to_column) + j) =
                m.get(row + i, column + j);
    return into(a, target_at, std::move(out));
}

std::string text_of(const Matrix& m, const Arguments& a, std::size_t next) {
    hoc::Value format = std::make_shared<std::string>(" %-8.3g");
    if (a.has(next)) format = std::make_shared<std::string>(a.text(next));
    const std::string end = a.has(next + 1) ? a.text(next + 1) : "\n";
    std::string out;
    std::array<hoc::Value, 2> element{format, 0.0};
    for (std::size_t i = 0; i < m.rows(); ++i) {
        for (std::size_t j = 0; j < m.columns(); ++j) {
            element[1] = m.get(i, j);
            out += hoc::formatted(Arguments(a.function(), element), 0);
        }
        out += end;
    }
    return out;
}

/// fprint([0,] file[, format[, end of row]]): with the size in front, or without it.
Value fprint(Object& o, const Arguments& a) {
    const auto& m = self(o);
    const bool without_size = a.has(0) && a.kind(0) == hoc::ArgumentKind::number && a.number(0) == 0;
    const std::size_t next = a.has(0) && a.kind(0) == hoc::ArgumentKind::number ? 1 : 0;
    auto& out = file_argument(a, next)->opened("fprint");
    std::string text =
        without_size ? "" : std::to_string(m.rows()) + " " + std::to_string(m.columns()) + "\n";
    text += text_of(m, a, next + 1);
    if (std::fwrite(text.data(), 1, text.size(), out.handle()) != text.size())
        throw IoError(ErrorParts{"the file cannot be written", out.path, {}, {}, "is the disk full?"});
    return number(0);
}

Value scanf(Object& o, const Arguments& a) {
    auto& in = file_argument(a, 0)->opened("scanf");
    const auto next = [&] {
        const auto x = in.number();
        if (!x)
            throw InputError(
                ErrorParts{"the file holds fewer numbers than the matrix needs", in.path, {}, {}, {}});
        return *x;
    };
    const double rows = a.has(1) ? a.number(1) : next(), columns = a.has(1) ? a.number(2) : next();
    Dense out = sized(rows, columns);
    for (auto& x : out.values) x = next();
    self(o).assign(std::move(out));
    return number(0);
}

const std::map<std::size_t, double>& sparse_row(Object& o, const Arguments& a) {
    const auto& m = self(o);
    if (!m.is_sparse())
        throw InputError(ErrorParts{"this is for sparse matrices",
                                    who(a),
                                    "a full matrix of " + m.size_text(),
                                    "a Matrix(rows, columns, 2)",
                                    {}});
    return m.set_in(m.row_from(a.number(0)));
}

constexpr hoc::Member method(std::string_view name, std::string_view signature, std::string_view summary,
                             Value (*call)(Object&, const Arguments&)) {
    return {.name = name, .signature = signature, .summary = summary, .call = call};
}

constexpr hoc::Member kMembers[] = {
    {.name = "x",
     .kind = hoc::MemberKind::number,
     .summary = "Elements by row and column",
     .dimensions = 2,
     .get =
         [](Object& o, std::span<const double> at) {
             const auto& m = self(o);
             const auto row = m.row_from(at[0]);
             return m.get(row, m.column_from(at[1]));
         },
     .set =
         [](Object& o, std::span<const double> at, double value) {
             auto& m = self(o);
             const auto row = m.row_from(at[0]);
             m.set(row, m.column_from(at[1]), value);
         }},
    method("nrow", "() -> int", "Number of rows",
           [](Object& o, const Arguments&) { return number(static_cast<double>(self(o).rows())); }),
    method("ncol", "() -> int", "Number of columns",
           [](Object& o, const Arguments&) { return number(static_cast<double>(self(o).columns())); }),
    method("getval", "(row, column) -> float", "An element",
           [](Object& o, const Arguments& a) {
               const auto row = self(o).row_from(a.number(0));
               return number(self(o).get(row, self(o).column_from(a.number(1))));
           }),
    method("setval", "(row, column, value) -> float", "Assign an element",
           [](Object& o, const Arguments& a) {
               const auto row = self(o).row_from(a.number(0));
               self(o).set(row, self(o).column_from(a.number(1)), a.number(2));
               return number(a.number(2));
           }),
    method(
        "sprowlen", "(row) -> int", "How many elements of a row of a sparse matrix were set",
        [](Object& o, const Arguments& a) { return number(static_cast<double>(sparse_row(o, a).size())); }),
    method("spgetrowval", "(row, i, reference) -> float",
           "The i-th element of those that were set; its column goes into the reference",
           [](Object& o, const Arguments& a) {
               const auto& row = sparse_row(o, a);
               if (row.empty()) a.refuse(1, "none: nothing of this row was set");
               auto at = row.begin();
               std::advance(at, a.whole(1, 0, static_cast<std::int64_t>(row.size()) - 1));
               a.place(2)->set(static_cast<double>(at->first));
               return number(at->second);
           }),
    method("printf", "([format, end of row]) -> float", "Print it",
           [](Object& o, const Arguments& a) {
               print_top(text_of(self(o), a, 0));
               return number(0);
           }),
    method("fprint", "([0,] file[, format, end of row]) -> float",
           "Write it, with its size in front unless 0 is given", fprint),
    method("scanf", "(file[, rows, columns]) -> float", "Read it, its size first unless that is given",
           scanf),
    method("resize", "(rows, columns) -> Matrix", "New elements are 0",
           [](Object& o, const Arguments& a) {
               auto& m = self(o);
               check_size(a.number(0), a.number(1), m.is_sparse());
               Dense out = sized(a.number(0), a.number(1));
               for (std::size_t i = 0; i < std::min(m.rows(), out.rows); ++i)
                   for (std::size_t j = 0; j < std::min(m.columns(), out.columns); ++j)
                       out.at(i, j) = m.get(i, j);
               m.assign(std::move(out));
               return itself(o);
           }),
    method("c", "() -> Matrix", "A copy",
           [](Object& o, const Arguments&) { return new_matrix(self(o).dense()); }),
    method("bcopy", "(row, column, rows, columns[, to row, to column][, target]) -> Matrix",
           "A block as a new Matrix or into another", bcopy),
    method("getrow", "(row[, target]) -> Vector", "A row",
           [](Object& o, const Arguments& a) {
               const auto& m = self(o);
               const auto row = m.row_from(a.number(0));
               Values out;
               for (std::size_t j = 0; j < m.columns(); ++j) out.push_back(m.get(row, j));
               return into_vector(a, 1, out);
           }),
    method("getcol", "(column[, target]) -> Vector", "A column",
           [](Object& o, const Arguments& a) {
               const auto& m = self(o);
               const auto column = m.column_from(a.number(0));
               Values out;
               for (std::size_t i = 0; i < m.rows(); ++i) out.push_back(m.get(i, column));
               return into_vector(a, 1, out);
           }),
    method("getdiag", "(k[, target]) -> Vector",
           "The diagonal k to the right of the main one, each element at the index of its row",
           [](Object& o, const Arguments& a) {
               const auto& m = self(o);
               Values out(m.rows());
               along_diagonal(m, a.number(0), [&](std::size_t i, std::size_t j) { out[i] = m.get(i, j); });
               return into_vector(a, 1, out);
           }),
    method("setrow", "(row, Vector or value) -> Matrix", "Assign a row",
           [](Object& o, const Arguments& a) {
               auto& m = self(o);
               const auto row = m.row_from(a.number(0));
               const auto line = line_argument(a, 1, m.columns());
               for (std::size_t j = 0; j < line.size(); ++j) m.set(row, j, line[j]);
               return itself(o);
           }),
    method("setcol", "(column, Vector or value) -> Matrix", "Assign a column",
           [](Object& o, const Arguments& a) {
               auto& m = self(o);
               const auto column = m.column_from(a.number(0));
               const auto line = line_argument(a, 1, m.rows());
               for (std::size_t i = 0; i < line.size(); ++i) m.set(i, column, line[i]);
               return itself(o);
           }),
    method("setdiag", "(k, Vector or value) -> Matrix",
           "Assign a diagonal, each element by the index of its row",
           [](Object& o, const Arguments& a) {
               auto& m = self(o);
               const auto line = line_argument(a, 1, m.rows());
               along_diagonal(m, a.number(0), [&](std::size_t i, std::size_t j) { m.set(i, j, line[i]); });
               return itself(o);
           }),
    method("zero", "() -> Matrix", "All elements 0",
           [](Object& o, const Arguments&) {
               self(o).assign(Dense(self(o).rows(), self(o).columns()));
               return itself(o);
           }),
    method("ident", "() -> Matrix", "1 on the main diagonal, else 0",
           [](Object& o, const Arguments&) {
               Dense out(self(o).rows(), self(o).columns());
               for (std::size_t i = 0; i < std::min(out.rows, out.columns); ++i) out.at(i, i) = 1;
               self(o).assign(std::move(out));
               return itself(o);
           }),
    method("set", "(values...) -> Matrix", "All elements, row by row",
           [](Object& o, const Arguments& a) {
               Dense out(self(o).rows(), self(o).columns());
               if (a.count() != out.values.size())
                   throw InputError::out_of_range("the number of values", who(a), std::to_string(a.count()),
                                                  std::to_string(out.values.size()));
               for (std::size_t i = 0; i < a.count(); ++i) out.values[i] = a.number(i);
               self(o).assign(std::move(out));
               return itself(o);
           }),
    method("from_vector", "(Vector) -> Matrix", "All elements, column by column",
           [](Object& o, const Arguments& a) {
               Dense out(self(o).rows(), self(o).columns());
               const auto from = vector_of_size(a, 0, out.values.size());
               for (std::size_t j = 0, k = 0; j < out.columns; ++j)
                   for (std::size_t i = 0; i < out.rows; ++i) out.at(i, j) = from[k++];
               self(o).assign(std::move(out));
               return itself(o);
           }),
    method("to_vector", "([target]) -> Vector", "All elements, column by column",
           [](Object& o, const Arguments& a) {
               Values out;
               for (std::size_t j = 0; j < self(o).columns(); ++j)
                   for (std::size_t i = 0; i < self(o).rows(); ++i) out.push_back(self(o).get(i, j));
               return into_vector(a, 0, out);
           }),
    method("mulv", "(Vector[, target]) -> Vector", "The product with a Vector", mulv),
    method("mulm", "(Matrix[, target]) -> Matrix", "The product with a Matrix",
           [](Object& o, const Arguments& a) {
               return into(a, 1, product(self(o).dense(), matrix_argument(a, 0)->dense(), who(a)));
           }),
    method("muls", "(factor[, target]) -> Matrix", "In place, or into another",
           [](Object& o, const Arguments& a) {
               auto out = self(o).dense();
               for (auto& x : out.values) x *= a.number(0);
               return into_self(o, a, 1, std::move(out));
           }),
    method("add", "(Matrix[, target]) -> Matrix", "In place, or into another",
           [](Object& o, const Arguments& a) {
               auto out = self(o).dense();
               const auto other = matrix_argument(a, 0);
               if (out.rows != other->rows() || out.columns != other->columns())
                   throw InputError::out_of_range("the size of the Matrix", who(a), other->size_text(),
                                                  self(o).size_text());
               const auto more = other->dense();
               for (std::size_t i = 0; i < out.values.size(); ++i) out.values[i] += more.values[i];
               return into_self(o, a, 1, std::move(out));
           }),
    method("transpose", "([target]) -> Matrix", "Rows and columns exchanged",
           [](Object& o, const Arguments& a) { return into(a, 0, transposed(self(o).dense())); }),
    method("pow", "(n[, target]) -> Matrix", "A power",
           [](Object& o, const Arguments& a) {
               return into(a, 1, power(self(o).dense(), a.number(0), who(a)));
           }),
    method("inverse", "([target]) -> Matrix", "The inverse",
           [](Object& o, const Arguments& a) { return into(a, 0, inverse(self(o).dense(), who(a))); }),
    method("exp", "([target]) -> Matrix", "The exponential",
           [](Object& o, const Arguments& a) { return into(a, 0, exponential(self(o).dense(), who(a))); }),
    method("solv", "(b[, target][, 1]) -> Vector", "x of A x = b",
           [](Object& o, const Arguments& a) {
               const auto b = vector_of_size(a, 0, self(o).rows());
               const auto x = solution(self(o).dense(), b, who(a));
               if (a.find<Vector>(1)) return into_vector(a, 1, x);
               return Value(hoc::ObjectPtr(new_vector(std::span(x))));
           }),
    method("det", "(reference) -> float",
           "The determinant: the mantissa is returned, the power of ten goes into the reference",
           [](Object& o, const Arguments& a) {
               const auto [mantissa, exponent] = determinant(self(o).dense(), who(a));
               a.place(0)->set(exponent);
               return number(mantissa);
           }),
    method("symmeig", "(vectors) -> Vector",
           "Eigenvalues of a symmetric matrix; eigenvectors as columns into a Matrix",
           [](Object& o, const Arguments& a) {
               auto [values, vectors] = symmetric_eigen(self(o).dense(), who(a));
               matrix_argument(a, 0)->assign(std::move(vectors));
               return Value(hoc::ObjectPtr(new_vector(std::span(values))));
           }),
    method("svd", "([u, v]) -> Vector", "Singular values d; u and v of the matrix, which is u^T d v",
           [](Object& o, const Arguments& a) {
               auto [values, u, v] = singular_values(self(o).dense());
               if (a.has(0)) {
                   matrix_argument(a, 1)->assign(std::move(v));
                   matrix_argument(a, 0)->assign(std::move(u));
               }
               return Value(hoc::ObjectPtr(new_vector(std::span(values))));
           }),
};

} // namespace

std::size_t Matrix::row_from(double index) const { return index_from(index, rows_, "the row", *this); }
std::size_t Matrix::column_from(double index) const {
    return index_from(index, columns_, "the column", *this);
}

const Declaration kMatrixClass = {
    .name = "Matrix",
    .signature = "(rows, columns[, kind])",
    .summary = "A matrix of numbers; of kind 2 only elements that were set take memory",
    .members = kMembers,
    .make = [](BuiltinClass& type, const Arguments& a) -> hoc::ObjectPtr {
        const double rows = a.number_or(0, 1), columns = a.number_or(1, 1);
        const bool is_sparse = a.has(2) && a.whole(2, 1, 3) != 1;
        check_size(rows, columns, is_sparse);
        if (!is_sparse) return std::make_shared<Matrix>(type.self(), sized(rows, columns));
        return std::make_shared<Matrix>(type.self(), static_cast<std::size_t>(rows),
                                        static_cast<std::size_t>(columns), true);
    },
    .takes_sequences = true,
    .is_shared = true};

} // namespace ranvier::world::classes
