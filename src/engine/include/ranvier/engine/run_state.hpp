// SPDX-License-Identifier: BSD-3-Clause
// What a run is in the middle of, beside the numbers of the tables: events under way, watches, what recordings and plays have
// come to, filled TABLEs. Things are named by their serial numbers in the model, so that it can be written down.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace ranvier::engine {

struct RunState {
    /// An event under way; `kind` is the queue's.
    struct Event {
        double time = 0, sent = 0;
        std::uint64_t source = 0, sequence = 0;
        std::uint64_t netcon = 0, point = 0; ///< serials; 0: none
        double flag = 0;
        std::int64_t index = 0; ///< of a sample, a set or a fired train: which of the list below
        std::uint8_t kind = 0;
        enum class What : std::uint8_t {
            carried,  ///< by `netcon`
            own,      ///< what `point` has sent to itself
            train,    ///< the next spike of a played train
            observer, ///< a sample of a recording, a value of a play
        };
        [[nodiscard]] What what() const;
        template <class Archive> void fields(Archive& archive) {
            archive(time, sent, source, sequence, netcon, point, flag, index, kind);
        }
    };
    struct Watch {
        std::int32_t index = 0;
        double flag = 0;
        bool holds = false;
        std::uint64_t due = 0;
        double sent_until = -1e300;
        template <class Archive> void fields(Archive& archive) {
            archive(index, flag, holds, due, sent_until);
        }
    };
    struct Point {
        std::uint64_t serial = 0, next_ticket = 1, movable = 0, movable_netcon = 0;
        std::vector<Watch> watches;
        std::vector<std::uint64_t> cancelled;
        template <class Archive> void fields(Archive& archive) {
            archive(serial, next_ticket, movable, movable_netcon, watches, cancelled);
        }
    };
    /// A recording or a play: its place among events of one time, and the next of its times.
    struct Observer {
        std::uint64_t serial = 0, next = 0;
        template <class Archive> void fields(Archive& archive) { archive(serial, next); }
    };
    /// A filled TABLE. A table is filled when it is first needed, with what its body reads then.
    struct Table {
        std::string mechanism;
        std::int32_t table = 0;
        bool is_filled = false, is_early = false;
        double low = 0, per_x = 0, intervals = 0;
        std::int64_t stride = 0;
        std::vector<double> rows, depended_on;
        template <class Archive> void fields(Archive& archive) {
            archive(mechanism, table, is_filled, is_early, low, per_x, intervals, stride, rows, depended_on);
        }
    };

    double t = 0; ///< [ms]
    double wanted_rate = 0,
           rate_dt = 0;        ///< of the capacitance: it follows dt and secondorder late, as in NEURON
    std::vector<Event> events; ///< in order
    std::vector<Point> points; ///< that have anything to remember
    std::vector<std::uint8_t>
        above; ///< whether each watched number was above its threshold, in the plan's order
    std::vector<double> sent_until; ///< SpikeSource::sent_until of the same
    std::vector<Observer> recordings, playings, trains;
    std::uint64_t next_observer = 1;
    std::vector<Table> tables;
    std::uint32_t sequential_random = 1; ///< of scop_random
    std::uint32_t stream_index = 0;      ///< of RANDOM
    /// Users' functions by time; they are not written down.
    std::multimap<double, std::function<void()>> calls;

    template <class Archive> void fields(Archive& archive) {
        archive(t, wanted_rate, rate_dt, events, points, above, sent_until, recordings, playings, trains,
                next_observer, tables, sequential_random, stream_index);
    }
};

} // namespace ranvier::engine
