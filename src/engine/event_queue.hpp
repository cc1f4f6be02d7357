// SPDX-License-Identifier: BSD-3-Clause
// Events in order of (time, time sent, source, sequence): the order does not depend on grouping or threads.
#pragma once

#include <cstdint>
#include <queue>
#include <tuple>
#include <vector>

#include "ranvier/model/model.hpp"

namespace ranvier::engine {

enum class EventKind : std::uint8_t {
    netcon, ///< reaches the target of `netcon`
    self,   ///< net_send to `point` with `flag`
    sample, ///< a recording at given times, `index` into the group's timed recordings
    set,    ///< a stepwise play, `index` into the group's stepwise plays
};

struct Event {
    double time = 0;
    double sent = 0;
    std::uint64_t source = 0;
    std::uint64_t sequence = 0;
    EventKind kind = EventKind::netcon;
    std::int32_t group = 0;
    std::int32_t block = 0; ///< of netcon and self: the target's block in its group and row in the block
    std::int64_t index = 0;
    double flag = 0;
    model::NetCon* netcon = nullptr; ///< of a self event: the NetCon whose weights it carries, or null
    std::uint64_t netcon_serial = 0;
    model::PointProcess* point = nullptr; ///< target
    std::uint64_t ticket = 0;             ///< of a self event, for net_move

    friend bool operator>(const Event& a, const Event& b) {
        return std::tie(a.time, a.sent, a.source, a.sequence) >
               std::tie(b.time, b.sent, b.source, b.sequence);
    }
};

class EventQueue {
  public:
    void push(const Event& e) { heap_.push(e); }
    [[nodiscard]] bool has_due(double until) const { return !heap_.empty() && heap_.top().time <= until; }
    Event pop() {
        Event e = heap_.top();
        heap_.pop();
        return e;
    }
    [[nodiscard]] bool empty() const { return heap_.empty(); }
    [[nodiscard]] std::size_t size() const { return heap_.size(); }
    void clear() { heap_ = {}; }
    /// Takes all events out, in no particular order.
    std::vector<Event> drain() {
        std::vector<Event> out;
        out.reserve(heap_.size());
        while (!heap_.empty()) out.push_back(pop());
        return out;
    }

  private:
    std::priority_queue<Event, std::vector<Event>, std::greater<>> heap_;
};

} // namespace ranvier::engine
