// SPDX-License-Identifier: BSD-3-Clause
#include "hoc_call_arguments.hpp"

#include "ranvier/world/classes/random_object.hpp"
#include "ranvier/world/classes/vector.hpp"

namespace ranvier::world {

CallArguments::Kind HocCallArguments::kind(int i) const {
    switch (arguments_.kind(at(i))) {
    case hoc::ArgumentKind::text: return Kind::text;
    case hoc::ArgumentKind::place: return Kind::reference;
    case hoc::ArgumentKind::object: return Kind::object;
    case hoc::ArgumentKind::number: break;
    }
    return Kind::number;
}

double* HocCallArguments::reference(int i) const { return arguments_.place(at(i))->address(1); }

state::NumbersPtr HocCallArguments::vector(int i) const {
    const auto found = arguments_.find<classes::Vector>(at(i));
    return found ? found->numbers : nullptr;
}

std::shared_ptr<Random> HocCallArguments::random(int i) const {
    const auto found = arguments_.find<classes::RandomObject>(at(i));
    return found ? found->random : nullptr;
}

} // namespace ranvier::world
