// SPDX-License-Identifier: BSD-3-Clause
// Matrix: numbers in rows and columns, all of them (kind 1) or those that were set (kind 2).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ranvier/world/classes/builtin_class.hpp"

namespace ranvier::world::classes {

/// All elements, row by row: what algebra works on.
struct Dense {
    std::size_t rows = 0, columns = 0;
    std::vector<double> values;

    Dense() = default;
    Dense(std::size_t r, std::size_t c) : rows(r), columns(c), values(r * c, 0.0) {}
    [[nodiscard]] double& at(std::size_t r, std::size_t c) { return values[r * columns + c]; }
    [[nodiscard]] double at(std::size_t r, std::size_t c) const { return values[r * columns + c]; }
};

class Matrix final : public hoc::Object {
  public:
    Matrix(std::shared_ptr<hoc::Class> type, std::size_t rows, std::size_t columns, bool is_sparse);
    explicit Matrix(std::shared_ptr<hoc::Class> type, Dense values);

    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
    [[nodiscard]] std::size_t columns() const noexcept { return columns_; }
    [[nodiscard]] bool is_sparse() const noexcept { return is_sparse_; }
    [[nodiscard]] double get(std::size_t row, std::size_t column) const;
    void set(std::size_t row, std::size_t column, double value);
    [[nodiscard]] Dense dense() const;
    void assign(Dense values); ///< with their size; of a sparse matrix zeros are left out
    /// Elements of a row that were set; of a sparse matrix only.
    [[nodiscard]] const std::map<std::size_t, double>& set_in(std::size_t row) const { return sparse_[row]; }
    [[nodiscard]] std::string size_text() const;
    /// @throws InputError
    [[nodiscard]] std::size_t row_from(double index) const;
    [[nodiscard]] std::size_t column_from(double index) const;

  private:
    std::size_t rows_, columns_;
    bool is_sparse_;
    Dense dense_;
    std::vector<std::map<std::size_t, double>> sparse_;
};

extern const Declaration kMatrixClass;

} // namespace ranvier::world::classes
