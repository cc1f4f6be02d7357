// SPDX-License-Identifier: BSD-3-Clause
#include "recorded_spikes.hpp"

#include <algorithm>

#include "impl.hpp"

namespace ranvier::engine {

void RecordedSpikes::add(SpikeRecording& recording, double time) {
    const bool follows = seen_.empty() || !(at_.order() < seen_.back().order());
    seen_.push_back(follows ? at_ : seen_.back());
    seen_.back().recording = &recording;
    seen_.back().spike = time;
}

void RecordedSpikes::write(const std::vector<RecordedSpikes*>& all) {
    std::vector<Seen> seen;
    for (auto* one : all) {
        seen.insert(seen.end(), one->seen_.begin(), one->seen_.end());
        one->seen_.clear();
    }
    std::ranges::stable_sort(seen, [](const Seen& a, const Seen& b) { return a.order() < b.order(); });
    for (const auto& s : seen) {
        if (s.recording->times) s.recording->times->push_back(s.spike);
        if (s.recording->ids) s.recording->ids->push_back(s.recording->id);
    }
}

void Simulator::Impl::write_recorded_spikes() {
    std::vector<RecordedSpikes*> all;
    for (const auto& group : plan.groups) all.push_back(&group->spikes);
    RecordedSpikes::write(all);
}

} // namespace ranvier::engine
