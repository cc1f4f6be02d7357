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
    explicit RefPlace(state::DataRef ref, const std::weak_ptr<model::Section>& section = {})
        : ref_(std::move(ref)), section_(section.lock()) {}
    /// A variable of a place on a section. Its path is written out only if somebody asks: a network's `&v(0.5)` are many, and
    /// most are used once, for a source that is known already.
    RefPlace(state::DataRef nameless, model::SectionPtr section, double x, std::string variable)
        : ref_(std::move(nameless)), section_(std::move(section)), x_(x), variable_(std::move(variable)) {}
    [[nodiscard]] double get() const override { return living().get(); }
    void set(double value) override { living().set(value); }
    [[nodiscard]] double* address(std::size_t count) override;
    [[nodiscard]] const state::DataRef& ref() const;
    /// Where it lies, perhaps without its path.
    [[nodiscard]] const state::DataRef& where() const noexcept { return ref_; }
    [[nodiscard]] model::SectionPtr section() const {
        return section_ && !section_->is_deleted() ? section_ : nullptr;
    }

  private:
    /// What is gone says in an error what it was.
    [[nodiscard]] const state::DataRef& living() const { return ref_.is_alive() ? ref_ : ref(); }
    mutable state::DataRef ref_;
    model::SectionPtr section_;
    double x_ = 0;
    std::string variable_;
};

} // namespace ranvier::world::classes
