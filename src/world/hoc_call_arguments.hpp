// SPDX-License-Identifier: BSD-3-Clause
// What hoc hands to a FUNCTION or PROCEDURE of a mechanism, for the C in it to ask: numbers, texts, places, Vectors, Randoms.
#pragma once

#include "ranvier/hoc/object.hpp"
#include "ranvier/world/call_arguments.hpp"

namespace ranvier::world {

/// Stands no longer than the call.
class HocCallArguments final : public CallArguments {
  public:
    explicit HocCallArguments(const hoc::Arguments& arguments) : arguments_(arguments) {}
    [[nodiscard]] int count() const override { return static_cast<int>(arguments_.count()); }
    [[nodiscard]] Kind kind(int i) const override;
    [[nodiscard]] double number(int i) const override { return arguments_.number(at(i)); }
    [[nodiscard]] std::string text(int i) const override { return arguments_.text(at(i)); }
    [[nodiscard]] double* reference(int i) const override;
    [[nodiscard]] state::NumbersPtr vector(int i) const override;
    [[nodiscard]] std::shared_ptr<Random> random(int i) const override;
    [[nodiscard]] std::string description(int i) const override { return arguments_.description(at(i)); }

  private:
    static std::size_t at(int i) { return static_cast<std::size_t>(i); }
    const hoc::Arguments& arguments_;
};

} // namespace ranvier::world
