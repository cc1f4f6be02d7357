// SPDX-License-Identifier: BSD-3-Clause
// Random: a generator and a distribution.
#pragma once

#include <memory>
#include <vector>

#include "ranvier/engine/simulator.hpp"
#include "ranvier/world/classes/builtin_class.hpp"
#include "ranvier/world/random.hpp"

namespace ranvier::world::classes {

class RandomObject final : public hoc::Object {
  public:
    using Object::Object;
    ~RandomObject() override;
    const std::shared_ptr<Random> random = std::make_shared<Random>();
    std::vector<engine::DrawingPtr>
        plays; ///< numbers that are drawn anew in each step, as long as this lives
};

extern const Declaration kRandomClass;

} // namespace ranvier::world::classes
