// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/engine/run_state.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <tuple>

#include "impl.hpp"
#include "ranvier/base/error.hpp"
#include "variable_step.hpp"

namespace ranvier::engine {

namespace {

[[noreturn]] void refuse(const std::string& what, const std::string& value = {}) {
    throw StateError(
        ErrorParts{"the saved state does not fit the model: " + what,
                   {},
                   value,
                   "the model as it was when the state was saved",
                   "build the same sections, mechanisms, point processes, NetCons and recordings first"});
}

std::uint64_t serial_of(const model::NetCon* nc) { return nc ? nc->serial : 0; }
std::uint64_t serial_of(const model::PointProcess* p) { return p ? p->serial() : 0; }

} // namespace

Simulator::Observers Simulator::observers() {
    auto& impl = *impl_;
    impl.forget_dead_observers();
    return {impl.recordings, impl.playings,  impl.spike_recordings,  impl.spike_playings,
            impl.drawings,   impl.transfers, impl.step_calls.size(), impl.calls.size()};
}

RunState Simulator::run_state() {
    auto& impl = *impl_;
    if (impl.is_running && !impl.in_hook && impl.groups_are_apart)
        throw StateError("the state cannot be saved in the middle of a step");
    impl.bring_up_to_date();
    impl.forget_dead_observers();
    RunState out;
    out.t = impl.t();
    out.wanted_rate = impl.wanted_rate;
    out.rate_dt = impl.rate_dt;
    out.next_observer = impl.next_observer;
    out.sequential_random = std::bit_cast<std::uint32_t>(impl.services.sequential());
    out.stream_index = impl.services.stream_index();
    out.calls = impl.calls;

    std::unordered_map<std::uint64_t, std::int64_t> recording_of, playing_of;
    const auto serial = [&](const void* observer) {
        const auto found = impl.observer_serial.find(observer);
        return found == impl.observer_serial.end() ? 0 : found->second;
    };
    for (const auto& r : impl.recordings) {
        const auto s = serial(r.get());
        if (s) recording_of[s] = static_cast<std::int64_t>(out.recordings.size());
        out.recordings.push_back({s, r->next});
    }
    for (const auto& p : impl.playings) {
        const auto s = serial(p.get());
        if (s) playing_of[s] = static_cast<std::int64_t>(out.playings.size());
        out.playings.push_back({s, p->next});
    }
    for (const auto& p : impl.spike_playings) out.trains.push_back({0, p->next});

    const bool were_shared = impl.events_are_shared;
    for (auto& group : impl.plan.groups) impl.hand_over_outbox(*group);
    impl.share_events(true);
    const auto events = impl.shared.drain();
    for (const auto& e : events) {
        impl.shared.push(e);
        RunState::Event one{e.time,
                            e.sent,
                            e.source,
                            e.sequence,
                            serial_of(e.netcon),
                            0,
                            e.flag,
                            0,
                            static_cast<std::uint8_t>(e.kind)};
        switch (e.kind) {
        case EventKind::netcon: one.point = serial_of(e.netcon->target); break;
        case EventKind::self: one.point = serial_of(e.point); break;
        case EventKind::sample:
        case EventKind::set: {
            const auto& known = e.kind == EventKind::sample ? recording_of : playing_of;
            const auto found = known.find(static_cast<std::uint64_t>(e.index));
            if (found == known.end()) continue; // of one that was removed
            one.index = found->second;
            break;
        }
        case EventKind::fire: one.index = e.index; break;
        }
        out.events.push_back(one);
    }
    if (!were_shared) impl.share_events(false);
    std::ranges::sort(out.events, {}, [](const RunState::Event& e) {
        return std::tie(e.time, e.sent, e.source, e.sequence, e.netcon, e.index);
    });

    for (const auto& [point, events_of] : impl.point_events) {
        RunState::Point one{point, events_of.next_ticket, events_of.movable, events_of.movable_netcon,
                            {},    events_of.cancelled};
        for (const auto& w : events_of.watches)
            one.watches.push_back({w.index, w.flag, w.holds, w.due, w.sent_until});
        if (one.next_ticket > 1 || one.movable || !one.watches.empty() || !one.cancelled.empty())
            out.points.push_back(std::move(one));
    }
    std::ranges::sort(out.points, {}, &RunState::Point::serial);
    if (impl.variable_settings.is_active) impl.varying->mark_sent();
    for (const auto& source : impl.plan.sources) {
        out.above.push_back(source.source->is_above ? 1 : 0);
        out.sent_until.push_back(source.source->sent_until);
    }
    impl.tables.save(out.tables);
    return out;
}

RunState::Event::What RunState::Event::what() const {
    switch (static_cast<EventKind>(kind)) {
    case EventKind::netcon: return What::carried;
    case EventKind::self: return What::own;
    case EventKind::fire: return What::train;
    case EventKind::sample:
    case EventKind::set: break;
    }
    return What::observer;
}

void Simulator::set_run_state(const RunState& state, bool with_events) {
    auto& impl = *impl_;
    if (impl.is_running) throw StateError("a state cannot be restored while the world is running");
    impl.bring_up_to_date();
    impl.forget_dead_observers();
    std::unordered_map<std::uint64_t, model::NetCon*> netcons;
    std::unordered_map<std::uint64_t, model::PointProcess*> points;
    for (auto* nc : impl.model.netcons()) netcons[nc->serial] = nc;
    for (auto* p : impl.model.point_processes()) points[p->serial()] = p;
    if (state.above.size() != impl.plan.sources.size())
        refuse("other sources of spikes", std::to_string(impl.plan.sources.size()) + " instead of " +
                                              std::to_string(state.above.size()));
    if (state.sent_until.size() != state.above.size()) refuse("other sources of spikes");
    for (const auto& p : state.points)
        if (!points.contains(p.serial)) refuse("a point process is missing");
    // recordings and plays that are others than then begin anew at the time of the state
    const bool same_observers = state.recordings.size() == impl.recordings.size() &&
                                state.playings.size() == impl.playings.size() &&
                                state.trains.size() == impl.spike_playings.size();

    std::vector<Event> events;
    for (const auto& saved : with_events ? state.events : std::vector<RunState::Event>{}) {
        Event e;
        e.time = saved.time;
        e.sent = saved.sent;
        e.source = saved.source;
        e.sequence = saved.sequence;
        e.flag = saved.flag;
        e.kind = static_cast<EventKind>(saved.kind);
        const bool is_observers =
            e.kind == EventKind::sample || e.kind == EventKind::set || e.kind == EventKind::fire;
        if (is_observers && !same_observers) continue;
        if (saved.netcon) {
            const auto found = netcons.find(saved.netcon);
            if (found == netcons.end()) refuse("a NetCon is missing");
            e.netcon = found->second;
            e.netcon_serial = saved.netcon;
            e.weights = e.netcon->weights->data();
        }
        const auto in = [&](const auto& list) {
            if (saved.index < 0 || static_cast<std::size_t>(saved.index) >= list.size())
                refuse("an event names a recording that is not there");
            return static_cast<std::size_t>(saved.index);
        };
        const auto group_of = [&](const state::DataRef& ref) { return impl.group_of(ref); };
        switch (e.kind) {
        case EventKind::netcon:
        case EventKind::self: {
            const auto found = points.find(saved.point);
            if (found == points.end()) refuse("a point process is missing");
            e.point = found->second;
            if (e.kind == EventKind::netcon && (!e.netcon || e.netcon->target != e.point))
                refuse("a NetCon ends elsewhere");
            const auto place = impl.plan.block_of_point.find(e.point);
            if (place == impl.plan.block_of_point.end())
                refuse("a point process has no place", e.point->name());
            std::tie(e.group, e.block) = place->second;
            const auto& block = impl.plan.groups[static_cast<std::size_t>(e.group)]
                                    ->blocks[static_cast<std::size_t>(e.block)];
            e.index = e.point->type()->instances->row(e.point->row()) - block.base;
            break;
        }
        case EventKind::sample: {
            const auto i = in(state.recordings);
            e.index = static_cast<std::int64_t>(state.recordings[i].serial);
            e.group = group_of(impl.recordings[i]->source);
            break;
        }
        case EventKind::set: {
            const auto i = in(state.playings);
            e.index = static_cast<std::int64_t>(state.playings[i].serial);
            e.group = group_of(impl.playings[i]->target);
            break;
        }
        case EventKind::fire: e.index = static_cast<std::int64_t>(in(state.trains)); break;
        default: refuse("an event of an unknown kind", std::to_string(saved.kind));
        }
        events.push_back(e);
    }
    impl.tables.check_saved(state.tables);

    // everything fits: from here on nothing fails
    impl.t() = state.t;
    impl.wanted_rate = state.wanted_rate;
    impl.rate_dt = state.rate_dt;
    impl.rate = 0;
    impl.services.sequential() = std::bit_cast<math::SequentialRandom>(state.sequential_random);
    impl.services.set_stream_index(state.stream_index);
    for (std::size_t i = 0; i < state.above.size(); ++i) {
        impl.plan.sources[i].source->is_above = state.above[i] != 0;
        impl.plan.sources[i].source->sent_until = state.sent_until[i];
    }
    if (with_events) {
        for (auto& [serial, known] : impl.point_events) known.restart();
        for (const auto& saved : state.points) {
            auto& known = impl.point_events[saved.serial];
            known.next_ticket = saved.next_ticket;
            known.movable = saved.movable;
            known.movable_netcon = saved.movable_netcon;
            known.cancelled = saved.cancelled;
            for (const auto& w : saved.watches)
                known.watches.push_back({w.index, w.flag, w.holds, w.due, w.sent_until});
        }
    }
    for (auto& group : impl.plan.groups) {
        group->t = group->t_begin = group->delivered = state.t;
        group->outbox.clear();
        group->spikes.clear();
        group->hops = 0;
        group->currents_are_ready = false;
    }
    if (with_events) {
        impl.next_observer = std::max(impl.next_observer, state.next_observer);
        for (std::size_t i = 0; same_observers && i < state.recordings.size(); ++i) {
            impl.recordings[i]->next = state.recordings[i].next;
            if (state.recordings[i].serial)
                impl.observer_serial[impl.recordings[i].get()] = state.recordings[i].serial;
        }
        for (std::size_t i = 0; same_observers && i < state.playings.size(); ++i) {
            impl.playings[i]->next = state.playings[i].next;
            if (state.playings[i].serial)
                impl.observer_serial[impl.playings[i].get()] = state.playings[i].serial;
        }
        for (std::size_t i = 0; same_observers && i < state.trains.size(); ++i)
            impl.spike_playings[i]->next = state.trains[i].next;
        impl.bind_observers();
        const bool were_shared = impl.events_are_shared;
        impl.share_events(true);
        impl.shared.clear();
        for (const auto& e : events) impl.shared.push(e);
        if (!were_shared) impl.share_events(false);
        impl.calls = state.calls;
        if (!same_observers) restart_observers();
    }
    impl.pending_callbacks.clear();
    impl.tables.restore(state.tables);
    if (impl.varying) impl.varying->want_restart(); // its history is of other numbers
}

void Simulator::restart_observers() {
    auto& impl = *impl_;
    impl.bring_up_to_date();
    const double now = impl.t();
    const bool were_shared = impl.events_are_shared;
    impl.share_events(true);
    for (auto& e : impl.shared.drain())
        if (e.kind == EventKind::netcon || e.kind == EventKind::self) impl.shared.push(e);
    const auto begin = [&](Group& group, EventKind kind, std::uint64_t serial, double time) {
        Event e;
        e.time = time;
        e.sent = now;
        e.sequence = serial;
        e.kind = kind;
        e.group = group.index;
        e.index = static_cast<std::int64_t>(serial);
        impl.shared.push(e);
    };
    constexpr double kRounding = 1e-9; // [ms]: a sum of steps is a little beside its multiple
    for (auto& group : impl.plan.groups) {
        for (auto& r : group->timed) {
            auto& recording = *r.recording;
            if (!recording.times) {
                begin(*group, EventKind::sample, r.serial,
                      std::ceil((now - kRounding) / recording.interval) * recording.interval);
                continue;
            }
            const auto times = recording.times->span();
            recording.next = static_cast<std::size_t>(
                std::ranges::find_if(times, [&](double at) { return at >= now - kRounding; }) -
                times.begin());
            if (recording.next < times.size())
                begin(*group, EventKind::sample, r.serial, std::max(times[recording.next], now));
        }
        for (auto& p : group->stepwise) {
            auto& playing = *p.playing;
            const auto count = playing.values->size();
            const auto time_of = [&](std::size_t i) {
                return playing.times ? (*playing.times)[i] : static_cast<double>(i) * playing.interval;
            };
            const auto last = playing.times ? std::min(count, playing.times->size()) : count;
            playing.next = 0;
            while (playing.next < last && time_of(playing.next) <= now + kRounding) ++playing.next;
            if (playing.next > 0) *p.to = (*playing.values)[playing.next - 1];
            if (playing.next < last) begin(*group, EventKind::set, p.serial, time_of(playing.next));
        }
        for (auto& p : group->plays) p.playing->next = 0; // finds its place by itself
    }
    for (std::size_t i = 0; i < impl.spike_playings.size(); ++i) {
        auto& playing = *impl.spike_playings[i];
        playing.next = 0;
        const auto times = playing.times->span();
        while (playing.next < times.size() && times[playing.next] < now) ++playing.next;
        impl.push_spike_playing(i, now);
    }
    if (!were_shared) impl.share_events(false);
}

// TABLEs ---------------------------------------------------------------------------------------------------------------------

void Tables::save(std::vector<RunState::Table>& out) const {
    for (const auto& [key, entry] : entries_) {
        if (!entry || !entry->is_filled || entry->mechanism != entry->type->mechanism) continue;
        RunState::Table one;
        one.mechanism = entry->type->name();
        one.table = entry->id.value;
        one.is_filled = entry->is_filled;
        one.is_early = entry->is_early;
        one.low = entry->table.low;
        one.per_x = entry->table.inverse_step;
        one.intervals = entry->table.intervals;
        one.stride = entry->table.stride;
        one.rows.assign(entry->rows.data(), entry->rows.data() + entry->rows.size());
        one.depended_on = entry->depended_on;
        out.push_back(std::move(one));
    }
}

void Tables::check_saved(const std::vector<RunState::Table>& saved) const {
    for (const auto& one : saved) {
        const auto type = mechanisms_.find(one.mechanism);
        const bool fits =
            type && one.table >= 0 && static_cast<std::size_t>(one.table) < type->mechanism->tables.size() &&
            one.intervals == type->mechanism->tables[static_cast<std::size_t>(one.table)].intervals &&
            one.stride >= type->mechanism->tables[static_cast<std::size_t>(one.table)].columns &&
            static_cast<double>(one.rows.size()) == (one.intervals + 2) * static_cast<double>(one.stride);
        if (!fits) refuse("a TABLE of another form", one.mechanism);
    }
}

void Tables::restore(const std::vector<RunState::Table>& saved) {
    for (const auto& one : saved) {
        const auto type = mechanisms_.find(one.mechanism);
        static_cast<void>(find(*type, mir::TableId(one.table)));
        auto& entry = *entries_.at({type->index, one.table});
        entry.rows = state::AlignedArray(one.rows.size(), 0);
        std::copy(one.rows.begin(), one.rows.end(), entry.rows.data());
        entry.table = {one.low, one.per_x, one.intervals, entry.rows.data(), one.stride};
        entry.depended_on = one.depended_on;
        entry.is_filled = one.is_filled;
        entry.is_early = one.is_early;
    }
}

} // namespace ranvier::engine
