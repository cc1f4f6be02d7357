// SPDX-License-Identifier: BSD-3-Clause
// Gids, gap junctions and trains of spikes: into a checkpoint and out of it.
#include "checkpoint_parts.hpp"
#include "ranvier/base/error.hpp"

namespace ranvier::world {

namespace {
template <class List> const auto& at(const List& list, std::int32_t index) {
    if (index < 0 || static_cast<std::size_t>(index) >= list.size())
        throw IoError("the saved model makes no sense: something that follows it names what is not there");
    return list[static_cast<std::size_t>(index)];
}
} // namespace

std::vector<std::shared_ptr<model::SpikeSource>> CheckpointObservers::sources(Gids& gids) {
    std::vector<std::shared_ptr<model::SpikeSource>> out;
    for (const auto& [gid, entry] : gids.owned_)
        if (entry.source) out.push_back(entry.source);
    for (const auto& [gid, waiting] : gids.awaited_)
        if (auto source = waiting.lock()) out.push_back(std::move(source));
    return out;
}

Gid CheckpointObservers::owner_of(Gids& gids, const engine::SpikeRecordingPtr& recording) {
    for (const auto& [gid, entry] : gids.owned_)
        if (entry.recording == recording) return gid;
    return -1;
}

void CheckpointObservers::set_recording(Gids& gids, Gid gid, const engine::SpikeRecordingPtr& recording) {
    gids.owned(gid).recording = recording;
}

void CheckpointObservers::take(Gids& gids, Gaps& gaps, RefWriter& refs,
                               const std::function<std::int32_t(const model::SpikeSource*)>& source_of,
                               ObserversPart& out) {
    for (const auto& [gid, entry] : gids.owned_)
        out.gids.push_back({gid, entry.source ? source_of(entry.source.get()) : -1, entry.sends, true});
    for (const auto& [gid, waiting] : gids.awaited_)
        if (const auto source = waiting.lock())
            out.gids.push_back({gid, source_of(source.get()), false, false});
    for (const auto& train : gids.simulator_.observers().trains) {
        const Gids::Played* found = nullptr;
        for (const auto& played : gids.playings_)
            if (played.playing.lock() == train) found = &played;
        if (!found) throw StateError("a train of spikes that is none of PatternStim's cannot be kept");
        out.trains.push_back({refs.add(train->times), refs.add(found->gids), *found->of_ours});
    }
    for (const auto& [id, number] : gaps.sources_)
        if (const auto ref = refs.add(number); ref >= 0) out.gap_sources.emplace_back(id, ref);
    for (const auto& target : gaps.targets_)
        if (const auto ref = refs.add(target.number); ref >= 0) out.gap_targets.emplace_back(target.id, ref);
    out.gaps_are_set_up = gaps.is_set_up_;
}

void CheckpointObservers::put(Gids& gids, Gaps& gaps, const ObserversPart& part,
                              const std::vector<state::DataRef>& refs,
                              const std::vector<state::NumbersPtr>& arrays,
                              const std::vector<std::shared_ptr<model::SpikeSource>>& sources,
                              engine::Simulator& simulator, std::vector<std::shared_ptr<void>>& kept) {
    for (const auto& one : part.gids) {
        std::shared_ptr<model::SpikeSource> source;
        if (one.source >= 0) source = at(sources, one.source);
        if (one.is_owned) {
            gids.owned_[one.gid] = {source, one.sends, nullptr};
            if (source) gids.gid_of_[source.get()] = one.gid;
        } else {
            gids.awaited_[one.gid] = source;
            kept.push_back(source);
        }
    }
    for (const auto& train : part.trains)
        kept.push_back(gids.play(at(arrays, train.times), at(arrays, train.gids),
                                 std::make_shared<bool>(train.of_ours)));
    for (const auto& [id, ref] : part.gap_sources) gaps.sources_.insert_or_assign(id, at(refs, ref));
    std::vector<engine::Transfer> transfers;
    for (const auto& [id, ref] : part.gap_targets) {
        gaps.targets_.push_back({id, at(refs, ref)});
        if (const auto source = gaps.sources_.find(id); source != gaps.sources_.end())
            transfers.push_back({source->second, at(refs, ref)});
    }
    gaps.is_set_up_ = part.gaps_are_set_up;
    if (part.gaps_are_set_up) simulator.set_transfers(std::move(transfers));
}

} // namespace ranvier::world
