// SPDX-License-Identifier: BSD-3-Clause
// What others ask of a Random; its methods are those of the class's table.
#include "objects.hpp"
#include "ranvier/world/classes/random_object.hpp"
#include "slots.hpp"

namespace ranvier::python {

using world::Random;

std::shared_ptr<Random> as_random(nb::handle h) {
    PyHocObject* found = nullptr;
    if (!cast_to(h, found)) return nullptr;
    const auto random = std::dynamic_pointer_cast<world::classes::RandomObject>(found->object);
    return random ? random->random : nullptr;
}

} // namespace ranvier::python
