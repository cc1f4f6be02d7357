// SPDX-License-Identifier: BSD-3-Clause
// Spikes that several groups record while each is at a time of its own: kept by group, and written down in the order in which
// they come when all groups step together. Private to engine.
#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

#include "event_queue.hpp"

namespace ranvier::engine {

struct SpikeRecording;

/// Moments of a step in which spikes are seen, in order.
enum class SpikeMoment : std::uint8_t { threshold, first_half, second_half };

class RecordedSpikes {
  public:
    void begin_step(std::int64_t step) {
        at_ = {};
        at_.step = step;
    }
    /// Thresholds have been looked at; events come next.
    void begin_delivery(SpikeMoment moment) {
        at_.moment = moment;
        set_event({});
    }
    /// The event that acts.
    void set_event(const Event& e) {
        at_.time = e.time;
        at_.sent = e.sent;
        at_.source = e.source;
        at_.sequence = e.sequence;
    }
    /// A group's spikes stay in their order: what an event brings about at once comes after it, whatever its source.
    void add(SpikeRecording& recording, double time);
    void clear() { seen_.clear(); }

    /// Writes down what all have seen, in order, and forgets it.
    static void write(const std::vector<RecordedSpikes*>& all);

  private:
    struct Seen {
        std::int64_t step = 0;
        SpikeMoment moment = SpikeMoment::threshold;
        double time = 0, sent = 0; ///< of the event that brought it about
        std::uint64_t source = 0, sequence = 0;
        SpikeRecording* recording = nullptr;
        double spike = 0; ///< its time

        [[nodiscard]] auto order() const { return std::tie(step, moment, time, sent, source, sequence); }
    };
    Seen at_;
    std::vector<Seen> seen_;
};

} // namespace ranvier::engine
