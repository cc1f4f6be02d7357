// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/classes/vector.hpp"

namespace ranvier::world::classes {

VectorPtr new_vector(state::NumbersPtr numbers) {
    return std::make_shared<Vector>(shared_class(kVectorClass), std::move(numbers));
}

VectorPtr new_vector(std::span<const double> values) {
    auto numbers = std::make_shared<state::Numbers>();
    numbers->assign(values);
    return new_vector(std::move(numbers));
}

VectorPtr vector_argument(const hoc::Arguments& arguments, std::size_t i) {
    return arguments.require<Vector>(i, "a Vector");
}

const Declaration kVectorClass = {
    .name = "Vector",
    .signature = "([n[, value]] or iterable)",
    .summary = "A growing array of numbers",
    .members = {},
    .make = [](BuiltinClass&, const hoc::Arguments&) -> hoc::ObjectPtr { return new_vector(); },
    .takes_sequences = true,
    .is_shared = true};

} // namespace ranvier::world::classes
