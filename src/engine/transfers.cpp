// SPDX-License-Identifier: BSD-3-Clause
// Numbers that follow others from step to step (gap junctions) or are drawn at random, and trains of spikes that users play.
#include <algorithm>

#include "impl.hpp"
#include "ranvier/base/error.hpp"

namespace ranvier::engine {

void Simulator::set_transfers(std::vector<Transfer> transfers) {
    impl_->transfers = std::move(transfers);
    ++impl_->observers;
}

void Simulator::play_spikes(SpikePlayingPtr playing) {
    impl_->spike_playings.push_back(std::move(playing));
    impl_->known_interval = {};
}
void Simulator::remove(const SpikePlayingPtr& playing) {
    playing->is_active = false;
    std::erase(impl_->spike_playings, playing);
}

void Simulator::Impl::bind_transfers() {
    bound_transfers.clear();
    std::erase_if(transfers, [](const Transfer& t) { return !t.from.is_alive() || !t.to.is_alive(); });
    for (const auto& t : transfers) {
        auto& group = *plan.groups[static_cast<std::size_t>(group_of(t.from))];
        if (is_hidden_between_steps(t.from)) group.must_show_all = true;
        bound_transfers.emplace_back(t.from.address(false), t.to.address(true));
    }
}

void Simulator::Impl::run_transfers() {
    for (const auto& [from, to] : bound_transfers) *to = *from;
}

void Simulator::draw(DrawingPtr drawing) {
    impl_->drawings.push_back(std::move(drawing));
    ++impl_->observers;
}
void Simulator::remove(const DrawingPtr& drawing) {
    drawing->is_active = false;
    ++impl_->observers;
}

void Simulator::Impl::bind_drawings() {
    bound_drawings.clear();
    for (const auto& drawing : drawings) {
        const auto& target = drawing->target;
        // what changes between the state update and the next currents must find them apart
        plan.groups[static_cast<std::size_t>(group_of(target))]->must_show_all = true;
        bound_drawings.push_back(target.address(true));
    }
}

void Simulator::Impl::run_drawings() {
    for (std::size_t i = 0; i < bound_drawings.size(); ++i) *bound_drawings[i] = drawings[i]->draw();
}

void Simulator::Impl::start_spike_playings() {
    for (std::size_t i = 0; i < spike_playings.size(); ++i) {
        auto& playing = *spike_playings[i];
        playing.next = 0;
        const auto& times = *playing.times;
        while (playing.next < times.size() && times[playing.next] < t()) ++playing.next;
        push_spike_playing(i, t());
    }
}

void Simulator::Impl::push_spike_playing(std::size_t which, double now) {
    const auto& playing = *spike_playings[which];
    const auto& times = *playing.times;
    if (!playing.is_active || playing.next >= times.size()) return;
    Event e;
    e.time = std::max(times[playing.next], now);
    e.sent = now;
    e.kind = EventKind::fire;
    e.index = static_cast<std::int64_t>(which);
    push(e, *plan.groups[0]);
}

void Simulator::Impl::fire(Group& group, const Event& e) {
    const auto which = static_cast<std::size_t>(e.index);
    if (which >= spike_playings.size()) return;
    const auto playing = spike_playings[which];
    if (!playing->is_active || playing->next >= playing->times->size()) return;
    const auto at = playing->next++;
    if (const auto source = playing->find(at))
        if (const auto info = plan.source_index.find(source.get()); info != plan.source_index.end())
            send_spike(plan.sources[static_cast<std::size_t>(info->second)], e.time, group);
    push_spike_playing(which, e.time);
}

} // namespace ranvier::engine
