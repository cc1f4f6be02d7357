// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/classes/action.hpp"

#include "ranvier/base/error.hpp"
#include "ranvier/hoc/interpreter.hpp"
#include "ranvier/world/classes/callable.hpp"
#include "ranvier/world/hoc_points.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

std::function<void()> action_argument(World& world, const hoc::Arguments& a, std::size_t i) {
    if (const auto callable = a.find<Callable>(i)) return callable->action(world, a.function());
    if (!a.has(i) || a.kind(i) != hoc::ArgumentKind::text) a.refuse(i, "a statement or a callable");
    // the statement may outlive the object, and the object must not live because of it
    std::weak_ptr<hoc::Object> object =
        a.has(i + 1) && !a.find<PointObject>(i + 1) ? a.object(i + 1) : world.hoc().current_object();
    const bool has_object = !object.expired();
    return [&world, statement = a.text(i), object, has_object] {
        const auto self = object.lock();
        if (has_object && !self) return;
        world.hoc().execute(statement, self);
    };
}

} // namespace ranvier::world::classes
