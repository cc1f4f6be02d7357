// SPDX-License-Identifier: BSD-3-Clause
// PatternStim: plays spikes of gids. They reach the NetCons of gids that no cell has; with fake_output cells spike, too.
#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/network.hpp"
#include "ranvier/world/classes/vector.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::MemberKind;
using hoc::Object;
using hoc::Value;

struct PatternStim final : Object {
    using Object::Object;
    ~PatternStim() override { stop(); }
    void stop() {
        const auto world = static_cast<BuiltinClass&>(type()).find_world();
        if (world && playing) world->release(playing);
        playing.reset();
    }
    engine::SpikePlayingPtr playing;
    std::shared_ptr<bool> of_ours = std::make_shared<bool>(false);
};

/// play(times, gids); play(): no more
Value play(Object& o, const Arguments& a) {
    const auto world = world_at_rest_of(o);
    auto& stim = as<PatternStim>(o);
    if (a.count() == 0) {
        stim.stop();
        return number(1);
    }
    const auto times = a.require<Vector>(0, "a Vector of times");
    const auto gids = a.require<Vector>(1, "a Vector of gids");
    const auto at = times->span();
    for (std::size_t i = 0; i < at.size(); ++i)
        if (!(at[i] >= (i ? at[i - 1] : 0)))
            throw InputError(ErrorParts{"the times of spikes must not decrease",
                                        o.name(),
                                        "element " + std::to_string(i) + " is " + number_text(at[i]) + " ms",
                                        "rising times from 0 on",
                                        {}});
    stim.stop();
    stim.playing = world->gids().play(times->numbers, gids->numbers, stim.of_ours);
    return number(1);
}

constexpr hoc::Member kMembers[] = {
    {.name = "play",
     .signature = "([times, gids]) -> float",
     .summary = "Play spikes of gids at times [ms], which rise, from the next finitialize on; without "
                "arguments: no more",
     .call = play},
    {.name = "fake_output",
     .kind = MemberKind::number,
     .summary = "Whether cells of this process spike, too",
     .get = [](Object& o, std::span<const double>) { return *as<PatternStim>(o).of_ours ? 1.0 : 0.0; },
     .set = [](Object& o, std::span<const double>,
               double value) { *as<PatternStim>(o).of_ours = value != 0; }},
    {.name = "initps",
     .signature = "() -> float",
     .summary = "Begin the train anew: finitialize does it",
     .call = [](Object&, const Arguments&) { return number(0); }},
    {.name = "sendgroup",
     .signature = "() -> float",
     .summary = "Send the spikes that are due: a run does it. When the next one is due [ms], -1 if none is",
     .call =
         [](Object& o, const Arguments&) {
             const auto& playing = as<PatternStim>(o).playing;
             return number(
                 playing && playing->next < playing->times->size() ? (*playing->times)[playing->next] : -1);
         }},
    {.name = "ptr",
     .kind = MemberKind::number,
     .summary = "Kept for scripts: the train is not behind a pointer",
     .get = [](Object&, std::span<const double>) { return 0.0; }},
    {.name = "loc",
     .signature = "(x, sec=) -> float",
     .summary = "Refused: an artificial cell has no place",
     .call = [](Object& o, const Arguments&) -> Value {
         throw InputError(ErrorParts{"an artificial cell has no place", o.name(), {}, {}, {}});
     }},
    {.name = "get_loc",
     .signature = "() -> float",
     .summary = "Refused: an artificial cell has no place",
     .call = [](Object& o, const Arguments&) -> Value {
         throw StateError(ErrorParts{"an artificial cell has no place", o.name(), {}, {}, {}});
     }},
    {.name = "has_loc",
     .signature = "() -> bool",
     .summary = "Whether it stands in a segment: it never does",
     .call = [](Object&, const Arguments&) { return number(0); }},
};

} // namespace

const Declaration kPatternStimClass = {.name = "PatternStim",
                                       .signature = "()",
                                       .summary = "Plays spikes of gids",
                                       .members = kMembers,
                                       .make = [](BuiltinClass& type, const Arguments&) -> hoc::ObjectPtr {
                                           return std::make_shared<PatternStim>(type.self());
                                       }};

} // namespace ranvier::world::classes
