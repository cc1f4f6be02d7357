// SPDX-License-Identifier: BSD-3-Clause
// What another language needs of hoc beyond the object model: classes whose members are found when they are used, and errors that
// keep what the other language threw.
#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <vector>

#include "ranvier/hoc/interpreter.hpp"
#include "ranvier/hoc/object.hpp"

namespace ranvier::hoc {

/// A class of objects of another language. Its members are declared as objects; what one is turns out when it is used.
class ForeignClass : public Class {
  public:
    using Class::Class;
    [[nodiscard]] ForeignClass* as_foreign() noexcept final { return this; }
    /// `object.member[indices](arguments)`: the arguments hold the indices first; `is_called` tells `a.f()` from `a.f`.
    virtual Value use(Object& self, const Member& member, std::size_t indices, bool is_called,
                      const Arguments& arguments) = 0;
};

/// An error of a program that something outside of hoc threw.
class ForeignError final : public HocError {
  public:
    ForeignError(const HocError& error, std::exception_ptr cause)
        : HocError(error.reason(), error.place(), error.calls()), cause_(std::move(cause)) {}
    [[nodiscard]] const std::exception_ptr& cause() const noexcept { return cause_; }

  private:
    std::exception_ptr cause_;
};

} // namespace ranvier::hoc
