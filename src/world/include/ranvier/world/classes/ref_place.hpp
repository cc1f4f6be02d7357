// SPDX-License-Identifier: BSD-3-Clause
// Where a number of a world, or of an array that stands alone, lies: what `&soma.v(0.5)` and `_ref_v` give to a builtin class.
#pragma once

#include "ranvier/hoc/object.hpp"
#include "ranvier/model/model.hpp"
#include "ranvier/state/table.hpp"

namespace ranvier::world::classes {

class RefPlace final : public hoc::NumberPlace {
  public:
    /// @param section  that the number was named by, if one was
    explicit RefPlace(state::DataRef ref, std::weak_ptr<model::Section> section = {})
        : ref_(std::move(ref)), section_(std::move(section)) {}
    [[nodiscard]] double get() const override { return ref_.get(); }
    void set(double value) override { ref_.set(value); }
    [[nodiscard]] double* address(std::size_t count) override;
    [[nodiscard]] const state::DataRef& ref() const noexcept { return ref_; }
    [[nodiscard]] model::SectionPtr section() const { return section_.lock(); }

  private:
    state::DataRef ref_;
    std::weak_ptr<model::Section> section_;
};

} // namespace ranvier::world::classes
