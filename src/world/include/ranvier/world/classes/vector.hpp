// SPDX-License-Identifier: BSD-3-Clause
// Vector: a growing array of numbers.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "ranvier/state/numbers.hpp"
#include "ranvier/world/classes/builtin_class.hpp"

namespace ranvier::world::classes {

class Vector final : public hoc::Object {
  public:
    explicit Vector(std::shared_ptr<hoc::Class> type,
                    state::NumbersPtr own = std::make_shared<state::Numbers>())
        : Object(std::move(type)), numbers(std::move(own)) {}
    [[nodiscard]] std::span<double> span() const { return numbers->span(); }
    [[nodiscard]] std::size_t size() const { return numbers->size(); }

    const state::NumbersPtr numbers;
    std::string label;          ///< what `label` gave it
    std::shared_ptr<void> kept; ///< what a language keeps as long as this lives: recordings into it
};
using VectorPtr = std::shared_ptr<Vector>;

[[nodiscard]] VectorPtr new_vector(state::NumbersPtr numbers = std::make_shared<state::Numbers>());
[[nodiscard]] VectorPtr new_vector(std::span<const double> values);
[[nodiscard]] VectorPtr vector_argument(const hoc::Arguments& arguments, std::size_t i);

/// An order of all doubles: NaN stands last. Sorting by < alone is undefined if there is one.
[[nodiscard]] inline bool comes_before(double a, double b) { return a < b || (b != b && a == a); }

extern const Declaration kVectorClass;

} // namespace ranvier::world::classes
