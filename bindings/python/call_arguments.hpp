// SPDX-License-Identifier: BSD-3-Clause
// Arguments of a call as C in a mechanism may fetch them.
#pragma once

#include <vector>

#include "objects.hpp"
#include "ranvier/world/call_arguments.hpp"

namespace ranvier::python {

/// Holds the Python objects for the time of the call.
class PyCallArguments final : public world::CallArguments {
  public:
    PyCallArguments(const nb::tuple& arguments, std::string function);
    [[nodiscard]] int count() const override { return static_cast<int>(arguments_.size()); }
    [[nodiscard]] Kind kind(int i) const override;
    [[nodiscard]] double number(int i) const override;
    [[nodiscard]] std::string text(int i) const override;
    [[nodiscard]] double* reference(int i) const override;
    [[nodiscard]] state::NumbersPtr vector(int i) const override;
    [[nodiscard]] std::shared_ptr<world::Random> random(int i) const override;
    [[nodiscard]] std::string description(int i) const override;

  private:
    [[nodiscard]] nb::handle at(int i) const { return arguments_[static_cast<std::size_t>(i)]; }
    [[noreturn]] void wrong(int i, const char* wanted) const;
    std::vector<nb::object> arguments_;
    std::string function_;
};

} // namespace ranvier::python
