// SPDX-License-Identifier: BSD-3-Clause
// NetCon: carries spikes from a source to a point process. One object, whichever language made it or looks at it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ranvier/engine/simulator.hpp"
#include "ranvier/model/model.hpp"
#include "ranvier/world/classes/builtin_class.hpp"

namespace ranvier::world::classes {

class NetCon final : public hoc::Object {
  public:
    NetCon(std::shared_ptr<BuiltinClass> type, model::NetConPtr own);
    ~NetCon() override;

    /// @throws StateError  the world is gone, or another thread runs it
    [[nodiscard]] std::shared_ptr<World> world() const;
    [[nodiscard]] double threshold() const { return netcon->source ? netcon->source->threshold : 10.0; }
    void set_threshold(double threshold); ///< [mV], of the source: all NetCons there share it
    void set_delay(double delay);         ///< [ms]
    /// @throws InputError  there is no such weight
    [[nodiscard]] double weight(double index) const { return *weight_at(index); }
    void set_weight(double index, double weight);
    [[nodiscard]] state::DataRef weight_ref(double index) const;
    /// A connection made for events by hand gets a source that never spikes when somebody asks for one.
    [[nodiscard]] const std::shared_ptr<model::SpikeSource>& source();
    void stop_recording();
    /// The place of the number that is watched: its section and position, if it is some v. Null if it is none.
    [[nodiscard]] model::SectionPtr watched_section(double& x) const;

    model::NetConPtr netcon; ///< never null
    struct Recorded {
        std::vector<engine::SpikeRecordingPtr> recordings;
        hoc::ObjectPtr into; ///< the Vector that `record` was given
    };
    std::unique_ptr<Recorded> recorded; ///< null, as of most: nothing
    void add_recording(engine::SpikeRecordingPtr recording, hoc::ObjectPtr into);

  private:
    [[nodiscard]] double* weight_at(double index) const;
};
using NetConPtr = std::shared_ptr<NetCon>;

/// The object of a connection that is there already.
[[nodiscard]] NetConPtr netcon_object(World& world, model::NetConPtr netcon);

struct NetConValues {
    std::optional<double> threshold;
    double delay = 1, weight = 0;
};
/// @throws InputError  a value is out of range; nothing is made then
[[nodiscard]] NetConPtr new_netcon(World& world, std::shared_ptr<model::SpikeSource> source,
                                   model::PointProcess* target, const NetConValues& values = {});
/// The object of a connection that is in the model; null for one of many (connect in Python).
[[nodiscard]] NetConPtr object_of(const model::NetCon& netcon);
/// All of a world, in order of creation.
[[nodiscard]] std::vector<NetConPtr> netcons_of(World& world);

/// A source of spikes: a reference to a number, a point process that sends events, or no object (null).
[[nodiscard]] std::shared_ptr<model::SpikeSource> source_argument(World& world, const hoc::Arguments& a,
                                                                  std::size_t i);
/// A point process that receives events; null for no object.
[[nodiscard]] model::PointProcess* target_argument(World& world, const hoc::Arguments& a, std::size_t i);
/// The same for what another language holds. @throws InputError
[[nodiscard]] std::shared_ptr<model::SpikeSource> source_of(World& world, model::PointProcess& point);
void check_target(const model::PointProcess& point);
/// A List: argument i, or a new one.
[[nodiscard]] hoc::ObjectPtr list_argument(World& world, const hoc::Arguments& a, std::size_t i);

extern const Declaration kNetConClass;

} // namespace ranvier::world::classes
