// SPDX-License-Identifier: BSD-3-Clause
// FInitializeHandler: something that each finitialize calls.
#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/action.hpp"
#include "ranvier/world/classes/callable.hpp"
#include "ranvier/world/classes/network.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Object;
using hoc::Value;

struct FInitializeHandler final : Object {
    using Object::Object;
    std::shared_ptr<InitializeHandler> handler; ///< lives as long as this
};

/// As allprint shows it.
std::string text_of(const Arguments& a, std::size_t i) {
    if (a.kind(i) != hoc::ArgumentKind::text) return a.description(i);
    return (a.has(i + 1) ? a.description(i + 1) + "." : "") + a.text(i);
}

Value print_all(Object& o, const Arguments&) {
    const auto world = world_of(o);
    for (int stage = 0; stage < 4; ++stage) {
        std::string text;
        for (const auto& handler : world->handlers())
            if (static_cast<int>(handler->stage) == stage) text += "\t" + handler->text + "\n";
        if (!text.empty())
            world->print("Type " + std::to_string(stage) + " FInitializeHandler statements\n" + text);
    }
    return number(0);
}

constexpr hoc::Member kMembers[] = {
    {.name = "allprint",
     .signature = "() -> float",
     .summary = "Print what the handlers of this world call",
     .call = print_all},
};

} // namespace

const Declaration kFInitializeHandlerClass = {
    .name = "FInitializeHandler",
    .signature = "([type,] callable or statement[, object])",
    .summary = "Calls something in each finitialize, as long as this object lives. Type 3: first of all; 0: "
               "v is set, INITIAL "
               "blocks have not run; 1 (default): after them; 2: last",
    .members = kMembers,
    .make = [](BuiltinClass& type, const Arguments& a) -> hoc::ObjectPtr {
        const auto world = type.world();
        const std::size_t at = a.has(0) && a.kind(0) == hoc::ArgumentKind::number ? 1 : 0;
        auto made = std::make_shared<FInitializeHandler>(type.self());
        made->handler = std::make_shared<InitializeHandler>();
        if (at) {
            const double stage = a.number(0);
            if (!(stage >= 0 && stage < 4))
                throw InputError::out_of_range("the type", "FInitializeHandler", a.description(0), "0 to 3");
            made->handler->stage = static_cast<InitializeStage>(static_cast<int>(stage));
        }
        made->handler->call = action_argument(*world, a, at);
        made->handler->text = text_of(a, at);
        world->add_handler(made->handler);
        return made;
    }};

} // namespace ranvier::world::classes
