// SPDX-License-Identifier: BSD-3-Clause
// How far groups of cells may run ahead of each other: no farther than the shortest delay between them, and only where nobody
// sees two of them at once.
#include <cmath>
#include <limits>
#include <unordered_set>

#include "impl.hpp"

namespace ranvier::engine {

/// Whether an array that is recorded into is somebody's source as well, or C holds it: such numbers cross from group to group.
bool Simulator::Impl::observers_meet() const {
    std::unordered_set<const state::Numbers*> filled;
    for (const auto& r : recordings) filled.insert(r->target.get());
    for (const auto& r : spike_recordings) {
        filled.insert(r->times.get());
        filled.insert(r->ids.get());
    }
    filled.erase(nullptr);
    const auto is_filled = [&](const state::NumbersPtr& array) {
        return array && (filled.contains(array.get()) || array->is_held_by_c());
    };
    const auto& homes = plan.independent.home_of_array;
    return std::ranges::any_of(filled, [](const auto* array) { return array->is_held_by_c(); }) ||
           std::ranges::any_of(recordings, [&](const auto& r) { return is_filled(r->source.numbers); }) ||
           std::ranges::any_of(playings,
                               [&](const auto& p) { return is_filled(p->values) || is_filled(p->times); }) ||
           std::ranges::any_of(homes, [&](const auto& home) {
               return filled.contains(home.first) || home.first->is_held_by_c();
           });
}

Interval Simulator::Impl::interval() {
    if (plan.steps_together || !step_calls.empty() || !bound_transfers.empty() || !drawings.empty())
        return {};
    if (!known_interval.is_known || known_interval.dt != dt())
        known_interval = {.is_known = true, .dt = dt(), .interval = find_interval()};
    return known_interval.interval;
}

Interval Simulator::Impl::find_interval() const {
    for (const auto& p : playings)
        if (p->target.table == scalars) return {}; // everybody reads it
    constexpr double kNever = std::numeric_limits<double>::infinity();
    double shortest = kNever, from_none = kNever; // delays between groups, and of what stands on no cell
    bool cells_follow = true;
    for (const auto& source : plan.sources) {
        for (const auto* r : source.recordings)
            if (r->callback) return {};
        int from = 0;
        if (source.source->point) {
            const auto it = plan.block_of_point.find(source.source->point);
            if (it != plan.block_of_point.end()) from = it->second.first;
        } else if (source.source->is_watched()) {
            from = group_of(source.source->value);
        }
        for (const auto& c : source.connections) {
            if (c.group < 0 || c.group == from) continue;
            const double delay = c.netcon->delay;
            if (from == 0) from_none = std::min(from_none, delay);
            else shortest = std::min(shortest, delay);
            if (c.group == 0) cells_follow = false;
        }
    }
    if (!spike_playings.empty()) // a spike of any source may come from a train, which stands on no cell
        for (const auto& source : plan.sources)
            for (const auto& c : source.connections)
                if (c.group >= 0) from_none = std::min(from_none, c.netcon->delay);
    if (observers_meet()) return {};
    if (!cells_follow) {
        if (plan.has_lone_event_cells) return {};
        shortest = std::min(shortest, from_none);
    }
    shortest = communicator->minimum(shortest);
    Interval out{std::numeric_limits<std::int64_t>::max(), cells_follow};
    // An event sent when the interval begins must not be due before it ends.
    if (std::isfinite(shortest)) out.steps = static_cast<std::int64_t>(std::ceil(shortest / dt() - 1e-9)) - 1;
    return out;
}

} // namespace ranvier::engine
