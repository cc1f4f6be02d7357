// SPDX-License-Identifier: BSD-3-Clause
// What a widget is bound to: numbers that it shows and changes, and what happens when it is used. Whoever makes the widget
// implements them; this layer knows neither hoc nor Python.
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace ranvier::ui {

/// A number somewhere else.
class Number {
  public:
    virtual ~Number() = default;
    /// @throws  the number is gone, or the name never meant one
    [[nodiscard]] virtual double get() const = 0;
    virtual void set(double value) = 0;
};
using NumberPtr = std::shared_ptr<Number>;

/// A text somewhere else, which may change.
using TextPtr = std::shared_ptr<std::string>;

/// What happens when a button is pressed, a value entered, a box closed.
struct Action {
    std::string text; ///< as the user wrote it: a statement, or how a function prints
    std::function<void()> run;
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(run); }
};

} // namespace ranvier::ui
