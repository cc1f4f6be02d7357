// SPDX-License-Identifier: BSD-3-Clause
// A point process or artificial cell as builtin classes are given it.
#pragma once

#include "ranvier/model/model.hpp"
#include "ranvier/world/classes/builtin_class.hpp"

namespace ranvier::world::classes {

class PointObject final : public hoc::Object {
  public:
    explicit PointObject(model::PointPtr of);
    const model::PointPtr point;
};

extern const Declaration kMechanismStandardClass;

} // namespace ranvier::world::classes
