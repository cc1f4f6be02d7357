// SPDX-License-Identifier: BSD-3-Clause
// CVode.record: numbers of a cell and the times of that cell's steps.
#include "cvode_records.hpp"

#include <algorithm>

#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/ref_place.hpp"
#include "ranvier/world/classes/step_records.hpp"
#include "ranvier/world/classes/vector.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

/// What Vector.record and Vector.play have begun ends.
void end_of_own(Vector& vector) {
    if (const auto* remove = vector.type().find("play_remove"))
        vector.type().call(vector, *remove, hoc::Arguments("play_remove", {}));
}

} // namespace

void end_step_record(World& world, const state::NumbersPtr& values) {
    auto& all = world.classes().run_settings.step_records;
    const auto found =
        std::ranges::find_if(all, [&](const StepRecord& r) { return r.values->target == values; });
    if (found == all.end()) return;
    const auto gone = std::move(*found);
    all.erase(found);
    world.simulator().remove(gone.values);
    if (gone.times && std::ranges::none_of(all, [&](const StepRecord& r) { return r.times == gone.times; }))
        world.simulator().remove(gone.times);
}

hoc::Value record_steps(hoc::Object& o, const hoc::Arguments& a) {
    const auto world = world_at_rest_of(o);
    const auto place = a.place(0);
    const auto* named = hoc::place_as<RefPlace>(*place);
    if (!named || !named->ref().is_alive() || !named->ref().table)
        a.refuse(0, "a reference to a number of a cell");
    const auto values = vector_argument(a, 1), times = vector_argument(a, 2);
    if (values->numbers == times->numbers) a.refuse(2, "another Vector than that of the values");
    const bool at_given_times = a.has(3) && a.whole(3, 0, 1) == 1;
    auto& all = world->classes().run_settings.step_records;
    std::erase_if(all, [](const StepRecord& r) { return !r.values->is_active; });
    end_step_record(*world, values->numbers);
    end_of_own(*values);
    StepRecord made;
    made.values = std::make_shared<engine::Recording>();
    made.values->source = named->ref();
    made.values->target = values->numbers;
    if (at_given_times) {
        made.values->times = times->numbers;
    } else {
        // a Vector of times may serve several numbers of one cell
        for (const auto& r : all)
            if (r.times && r.times->target == times->numbers) made.times = r.times;
        if (!made.times) {
            made.times = std::make_shared<engine::Recording>();
            made.times->source = named->ref();
            made.times->target = times->numbers;
            made.times->is_time = true;
            world->simulator().record(made.times);
        }
    }
    world->simulator().record(made.values);
    all.push_back(std::move(made));
    return number(0);
}

hoc::Value record_no_more(hoc::Object& o, const hoc::Arguments& a) {
    const auto world = world_at_rest_of(o);
    end_step_record(*world, vector_argument(a, 0)->numbers);
    return number(0);
}

} // namespace ranvier::world::classes
