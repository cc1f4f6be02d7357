// SPDX-License-Identifier: BSD-3-Clause
// What others ask of a Random; its methods are those of the class's table.
#include "objects.hpp"
#include "ranvier/world/classes/random_object.hpp"
#include "slots.hpp"

namespace ranvier::python {

using namespace nb::literals;
using world::Random;

std::shared_ptr<Random> as_random(nb::handle h) {
    PyHocObject* found = nullptr;
    if (!cast_to(h, found)) return nullptr;
    const auto random = std::dynamic_pointer_cast<world::classes::RandomObject>(found->object);
    return random ? random->random : nullptr;
}

void bind_random(nb::module_& m) {
    m.def(
        "_random_ids",
        [](nb::handle h) {
            const auto random = as_random(h);
            if (!random) raise(Category::type, {"a Random is needed", "Random", nb::repr(h).c_str(), {}, {}});
            if (random->generator() != Random::Generator::philox)
                throw InputError(
                    ErrorParts{"the Random has no stream of ids", "Random", {}, "one of Random123", {}});
            const auto ids = random->stream().ids();
            return nb::make_tuple(ids[0], ids[1], ids[2]);
        },
        "random"_a.none());
}

} // namespace ranvier::python
