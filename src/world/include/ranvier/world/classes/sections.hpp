// SPDX-License-Identifier: BSD-3-Clause
// Sections as builtin classes are given and hand them out, and sequences of values.
#pragma once

#include <cstdint>
#include <vector>

#include "ranvier/model/model.hpp"
#include "ranvier/world/classes/builtin_class.hpp"

namespace ranvier::world::classes {

/// A section as languages pass it.
[[nodiscard]] inline hoc::SectionKey key_of(const model::Section& section) {
    return {reinterpret_cast<std::uintptr_t>(&section)};
}

/// An object of a language that may stand for a place: `dend(0.3)` of Python.
class PlaceArgument {
  public:
    virtual ~PlaceArgument() = default;
    /// False if it is something else.
    virtual bool place(model::SectionPtr& section, double& x) const = 0;
};

/// What a language gives where a sequence of objects is taken.
class Sequence final : public hoc::Object {
  public:
    explicit Sequence(std::vector<hoc::Value> values);
    const std::vector<hoc::Value> items;
};

/// Those of a SectionList that still exist; false if `list` is none.
[[nodiscard]] bool sections_of(hoc::Object& list, std::vector<model::SectionPtr>& out);

extern const Declaration kSectionListClass;
extern const Declaration kSectionRefClass;

} // namespace ranvier::world::classes
