// SPDX-License-Identifier: BSD-3-Clause
// What a unit's text means: a factor and a dimension, in the two systems of
// constants. A mole is a number, so that (faraday) is a charge and (k-mole) a
// gas constant.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "model.hpp"

namespace ranvier::nmodl {

/// Exponents of m, kg, s, coulomb, kelvin, candela, radian.
using Dimension = std::array<int, 7>;

struct Quantity {
    double modern = 1;
    double legacy = 1; ///< with the constants that NEURON used before 2018's
    Dimension dimension{};
};

struct UnitDefinition;

/// The units that the language knows and those that a file defines.
class UnitTable {
  public:
    explicit UnitTable(const ast::File& file);

    /// Nothing if a unit in `text` is unknown; then `unknown()` names it.
    [[nodiscard]] std::optional<Quantity> parse(std::string_view text);
    [[nodiscard]] const std::string& unknown() const { return unknown_; }
    [[nodiscard]] std::string hint() const;

  private:
    std::optional<Quantity> product(std::string_view text, int depth);
    std::optional<Quantity> fail(std::string_view name);
    std::optional<Quantity> named(std::string_view name, int depth);
    std::optional<Quantity> exact(std::string_view name, int depth);
    std::optional<Quantity> exact_singular(std::string_view name, int depth);
    std::optional<Quantity> define(const UnitDefinition& unit, int depth);
    std::optional<Quantity> builtin_product(std::string_view text, int depth);

    std::unordered_map<std::string, std::string> aliases_;
    std::string unknown_;
    int steps_ = 0;
};

/// `to` times `factor` to the power `exponent`.
void apply(Quantity& to, const Quantity& factor, int exponent);

} // namespace ranvier::nmodl
