// SPDX-License-Identifier: BSD-3-Clause
// What a user passed to a FUNCTION or PROCEDURE, as C in it may fetch it: numbers, texts, references, Vectors, Randoms.
#pragma once

#include <memory>
#include <string>

#include "ranvier/state/numbers.hpp"
#include "ranvier/state/table.hpp"

namespace ranvier::world {

class Random;

/// Filled by each language's bindings. Positions count from 0; asking for what an argument is not throws an InputError
/// that says what it is.
class CallArguments {
  public:
    enum class Kind : std::uint8_t { number, text, reference, object };

    virtual ~CallArguments() = default;
    [[nodiscard]] virtual int count() const = 0;
    [[nodiscard]] virtual Kind kind(int i) const = 0;
    [[nodiscard]] virtual double number(int i) const = 0;
    [[nodiscard]] virtual std::string text(int i) const = 0;
    [[nodiscard]] virtual double* reference(int i) const = 0;              ///< stands until the call returns
    [[nodiscard]] virtual state::NumbersPtr vector(int i) const = 0;       ///< null if it is no Vector
    [[nodiscard]] virtual std::shared_ptr<Random> random(int i) const = 0; ///< null if it is no Random
    /// How the user would write it, for messages: "a Vector", "'soma'".
    [[nodiscard]] virtual std::string description(int i) const = 0;
};

} // namespace ranvier::world
