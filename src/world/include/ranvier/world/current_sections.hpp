// SPDX-License-Identifier: BSD-3-Clause
// Which section is meant where none is named: the last one pushed, else the one accessed, else the first one made. One stack for
// all languages.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "ranvier/model/model.hpp"

namespace ranvier::world {

class CurrentSections {
  public:
    explicit CurrentSections(model::Model& model) : model_(model) {}

    /// Null if there is no section at all. Those that were deleted are passed over.
    [[nodiscard]] model::SectionPtr current() const;
    /// The same; throws StateError if there is none.
    [[nodiscard]] model::SectionPtr require() const;
    void push(model::SectionPtr section) { stack_.push_back(std::move(section)); }
    void pop(); ///< does nothing if none was pushed
    void access(const model::SectionPtr& section) { accessed_ = section; }
    [[nodiscard]] std::size_t depth() const noexcept { return stack_.size(); }
    /// Drops what was pushed above a depth.
    void restore(std::size_t depth);

  private:
    model::Model& model_;
    std::vector<model::SectionPtr> stack_;
    std::weak_ptr<model::Section> accessed_;
};

} // namespace ranvier::world
