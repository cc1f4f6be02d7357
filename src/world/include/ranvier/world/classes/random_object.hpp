// SPDX-License-Identifier: BSD-3-Clause
// Random: a generator and a distribution.
#pragma once

#include "ranvier/world/classes/builtin_class.hpp"
#include "ranvier/world/random.hpp"

namespace ranvier::world::classes {

class RandomObject final : public hoc::Object {
  public:
    using Object::Object;
    const std::shared_ptr<Random> random = std::make_shared<Random>();
};

extern const Declaration kRandomClass;

} // namespace ranvier::world::classes
