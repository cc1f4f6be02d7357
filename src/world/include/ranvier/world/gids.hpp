// SPDX-License-Identifier: BSD-3-Clause
// Global ids: whole numbers that name the sources of spikes in all processes of a simulation (ParallelContext).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "ranvier/engine/simulator.hpp"
#include "ranvier/model/model.hpp"

namespace ranvier::world {

using Gid = std::int64_t;

class Gids {
  public:
    Gids(model::Model& model, engine::Simulator& simulator) : model_(model), simulator_(simulator) {}

    enum class Status : int {
        unknown = 0,    ///< to this process
        owned = 1,      ///< by this process, without a source yet
        has_source = 2, ///< whose spikes stay here
        sends = 3,      ///< whose spikes go to all processes
    };

    /// Gives the gid to a process. Throws InputError for one that is no gid, or is given already.
    void assign(Gid gid, int process);
    [[nodiscard]] Status status(Gid gid) const;
    /// The source of a NetCon becomes the gid's. Throws InputError if the gid is not owned, the NetCon has no source, or the
    /// source has another gid.
    void set_source(Gid gid, const model::NetCon& netcon, bool sends);
    void set_sends(Gid gid); ///< throws unless it has a source
    /// Throws InputError if it has none.
    [[nodiscard]] const std::shared_ptr<model::SpikeSource>& source(Gid gid) const;
    /// Of a source; -1 if it has none.
    [[nodiscard]] Gid gid_of(const model::SpikeSource& source) const;
    /// The source for a NetCon of this gid. A gid that nobody here owns gets a place that waits for its spikes.
    [[nodiscard]] std::shared_ptr<model::SpikeSource> source_to_connect(Gid gid);
    /// In the order of the gids.
    [[nodiscard]] std::vector<Gid> sending() const;

    /// Spikes of a gid, with its number, into arrays: instead of where they went before.
    void record(Gid gid, const state::NumbersPtr& times, const state::NumbersPtr& ids);

    /// The source that waits for spikes of a gid of other processes, or that has it; null if nobody here has to do with it.
    [[nodiscard]] std::shared_ptr<model::SpikeSource> find(Gid gid) const;
    /// Spikes of gids that others send, or that the user plays: element i of `gids` at time i. They reach the NetCons that wait
    /// for a gid; with `of_ours`, too, those of a gid of this process. Returns the playing, which somebody must keep.
    [[nodiscard]] engine::SpikePlayingPtr play(const state::NumbersPtr& times, const state::NumbersPtr& gids,
                                               std::shared_ptr<bool> of_ours);

    /// Gids that NetCons wait for, and that nobody has or plays: their spikes never come.
    [[nodiscard]] std::vector<Gid> missing() const;
    void clear(); ///< sources and NetCons stay, without gids

  private:
    friend class CheckpointObservers;
    struct Owned {
        std::shared_ptr<model::SpikeSource> source;
        bool sends = false;
        engine::SpikeRecordingPtr recording;
    };
    [[nodiscard]] Owned& owned(Gid gid);

    model::Model& model_;
    engine::Simulator& simulator_;
    std::map<Gid, Owned> owned_;
    std::unordered_map<const model::SpikeSource*, Gid> gid_of_;
    struct Played {
        std::weak_ptr<engine::SpikePlaying> playing;
        state::NumbersPtr gids;
        std::shared_ptr<bool> of_ours;
    };
    std::vector<Played> playings_;
    std::map<Gid, std::weak_ptr<model::SpikeSource>> awaited_; ///< of NetCons that stand on no source of ours
};

} // namespace ranvier::world
