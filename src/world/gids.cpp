// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/gids.hpp"

#include <limits>

#include "ranvier/base/error.hpp"

namespace ranvier::world {

namespace {
std::string name_of(Gid gid) { return "gid " + std::to_string(gid); }
} // namespace

void Gids::assign(Gid gid, int process) {
    if (gid < 0 || gid > std::numeric_limits<std::int32_t>::max())
        throw InputError::out_of_range("the gid", "ParallelContext", std::to_string(gid),
                                       "0 <= gid <= 2147483647");
    const auto& here = simulator_.communicator();
    if (process != here.rank()) return;
    if (owned_.contains(gid))
        throw InputError(ErrorParts{
            "the gid is given already", name_of(gid), {}, "each gid once", "gid_clear() begins anew"});
    owned_.emplace(gid, Owned{});
}

Gids::Status Gids::status(Gid gid) const {
    const auto it = owned_.find(gid);
    if (it == owned_.end()) return Status::unknown;
    if (!it->second.source) return Status::owned;
    return it->second.sends ? Status::sends : Status::has_source;
}

Gids::Owned& Gids::owned(Gid gid) {
    const auto it = owned_.find(gid);
    if (it == owned_.end())
        throw InputError(ErrorParts{"this process does not own the gid",
                                    name_of(gid),
                                    {},
                                    {},
                                    "call set_gid2node(" + std::to_string(gid) + ", pc.id()) first"});
    return it->second;
}

void Gids::set_source(Gid gid, const model::NetCon& netcon, bool sends) {
    auto& entry = owned(gid);
    const auto& source = netcon.source;
    if (!source || source->is_gone() || (!source->point && source->value.is_null()))
        throw InputError(ErrorParts{"the NetCon has no source, so it cannot stand for a cell",
                                    name_of(gid),
                                    {},
                                    "h.NetCon(section(x)._ref_v, None, sec=section)",
                                    {}});
    if (const auto other = gid_of(*source); other >= 0 && other != gid)
        throw InputError(ErrorParts{"the source of the NetCon has a gid already",
                                    name_of(gid),
                                    name_of(other),
                                    "one gid for each source",
                                    {}});
    if (entry.source && entry.source != source) {
        if (entry.recording) simulator_.remove(entry.recording);
        entry.recording.reset();
        gid_of_.erase(entry.source.get());
    }
    entry.source = source;
    entry.sends = sends;
    gid_of_[source.get()] = gid;
    // NetCons that were made before the cell was
    if (const auto waiting = awaited_.find(gid); waiting != awaited_.end()) {
        if (const auto place = waiting->second.lock()) {
            for (auto* nc : model_.netcons())
                if (nc->source == place) nc->source = source;
            model_.network_changed();
        }
        awaited_.erase(waiting);
    }
}

void Gids::set_sends(Gid gid) {
    static_cast<void>(source(gid));
    owned(gid).sends = true;
}

const std::shared_ptr<model::SpikeSource>& Gids::source(Gid gid) const {
    const auto it = owned_.find(gid);
    if (it == owned_.end() || !it->second.source)
        throw InputError(ErrorParts{"no source of spikes has the gid",
                                    name_of(gid),
                                    {},
                                    {},
                                    "give it one: cell(" + std::to_string(gid) + ", netcon)"});
    return it->second.source;
}

Gid Gids::gid_of(const model::SpikeSource& source) const {
    const auto it = gid_of_.find(&source);
    return it == gid_of_.end() ? -1 : it->second;
}

std::shared_ptr<model::SpikeSource> Gids::source_to_connect(Gid gid) {
    if (owned_.contains(gid)) return source(gid);
    if (gid < 0)
        throw InputError::out_of_range("the gid", "ParallelContext", std::to_string(gid), "0 <= gid");
    auto& place = awaited_[gid];
    if (auto known = place.lock()) return known;
    auto made = model_.make_source();
    place = made;
    return made;
}

std::vector<Gid> Gids::sending() const {
    std::vector<Gid> out;
    for (const auto& [gid, entry] : owned_)
        if (entry.source && entry.sends) out.push_back(gid);
    return out;
}

void Gids::record(Gid gid, const state::NumbersPtr& times, const state::NumbersPtr& ids) {
    auto recording = std::make_shared<engine::SpikeRecording>();
    recording->source = source(gid);
    recording->times = times;
    recording->ids = ids;
    recording->id = static_cast<double>(gid);
    recording->replaces = true;
    auto& entry = owned(gid);
    if (entry.recording) simulator_.remove(entry.recording);
    entry.recording = recording;
    simulator_.record_spikes(std::move(recording));
}

std::shared_ptr<model::SpikeSource> Gids::find(Gid gid) const {
    if (const auto it = owned_.find(gid); it != owned_.end()) return it->second.source;
    const auto it = awaited_.find(gid);
    return it == awaited_.end() ? nullptr : it->second.lock();
}

engine::SpikePlayingPtr Gids::play(const state::NumbersPtr& times, const state::NumbersPtr& gids,
                                   std::shared_ptr<bool> of_ours) {
    auto playing = std::make_shared<engine::SpikePlaying>();
    playing->times = times;
    playing->find = [this, gids, of_ours](std::size_t i) -> std::shared_ptr<model::SpikeSource> {
        if (i >= gids->size()) return nullptr;
        const auto gid = static_cast<Gid>((*gids)[i]);
        if (owned_.contains(gid) && !*of_ours) return nullptr;
        return find(gid);
    };
    simulator_.play_spikes(playing);
    std::erase_if(playings_, [](const auto& known) { return known.playing.expired(); });
    playings_.push_back({playing, gids, of_ours});
    return playing;
}

std::vector<Gid> Gids::missing() const {
    std::vector<Gid> out;
    if (simulator_.communicator().size() > 1) return out;
    for (const auto& playing : playings_)
        if (const auto p = playing.playing.lock(); p && p->is_active) return out;
    for (const auto& [gid, place] : awaited_)
        if (!place.expired()) out.push_back(gid);
    return out;
}

void Gids::clear() {
    for (auto& [gid, entry] : owned_)
        if (entry.recording) simulator_.remove(entry.recording);
    owned_.clear();
    gid_of_.clear();
    awaited_.clear();
}

} // namespace ranvier::world
