// SPDX-License-Identifier: BSD-3-Clause
// Vector: numbers of a Random.
#include "ranvier/world/classes/random_object.hpp"
#include "vector_methods.hpp"

namespace ranvier::world::classes::vector_methods {

Value draw(Object& o, const Arguments& a) {
    const auto random = a.require<RandomObject>(0, "a Random");
    for (auto& x : part(o, a, 1)) x = random->random->draw();
    return itself(o);
}

Value add_draws(Object& o, const Arguments& a) {
    const auto random = a.require<RandomObject>(0, "a Random");
    for (auto& x : part(o, a, 1)) x += random->random->draw();
    return itself(o);
}

} // namespace ranvier::world::classes::vector_methods
