// SPDX-License-Identifier: BSD-3-Clause
// Events in order of (time, time sent, source, sequence): the order does not depend on grouping or threads.
#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

#include "ranvier/model/model.hpp"

namespace ranvier::engine {

enum class EventKind : std::uint8_t {
    netcon, ///< reaches the target of `netcon`
    self,   ///< net_send to `point` with `flag`; `sequence` is its ticket for net_move
    sample, ///< a recording at given times, `index` into the group's timed recordings
    fire,   ///< a spike of a train that a user plays, `index` of the train
    set,    ///< a stepwise play, `index` into the group's stepwise plays
};

struct Event {
    double time = 0;
    double sent = 0;
    std::uint64_t source = 0;
    std::uint64_t sequence = 0;
    model::NetCon* netcon = nullptr; ///< of a self event: the NetCon whose weights it carries, or null
    std::uint64_t netcon_serial = 0;
    double* weights = nullptr;            ///< of `netcon`, while the plan stands
    model::PointProcess* point = nullptr; ///< target
    double flag = 0;
    std::int64_t index = 0;
    std::int32_t group = 0;
    std::int32_t block = 0; ///< of netcon and self: the target's block in its group and row in the block
    std::int32_t hops = 0;  ///< events of the same time that led to it
    EventKind kind = EventKind::netcon;

    friend bool operator>(const Event& a, const Event& b) {
        return std::tie(a.time, a.sent, a.source, a.sequence) >
               std::tie(b.time, b.sent, b.source, b.sequence);
    }
};

/// The near future lies in slots as wide as a step, each sorted when its time comes; what is farther away in a heap.
class EventQueue {
  public:
    void push(const Event& e) {
        emplace(e.time, [&e](Event& made) { made = e; });
    }
    /// Makes an event where it will lie: `fill` gets it with its time set.
    template <class Fill> void emplace(double time, Fill&& fill) {
        auto& list = list_for(time);
        auto& made = list.emplace_back();
        made.time = time;
        fill(made);
        if (&list == &late_ || &list == &far_) settle(list);
    }
    [[nodiscard]] bool has_due(double until);
    [[nodiscard]] const Event& front(); ///< the queue must not be empty
    Event pop();
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] std::size_t size() const { return size_; }
    void clear();
    [[nodiscard]] std::size_t byte_count() const; ///< of its lists
    /// Takes all events out, in no particular order.
    std::vector<Event> drain();
    /// The event after the front if it is known; null else. What it needs may be fetched early.
    [[nodiscard]] const Event* upcoming(std::size_t after_front) const {
        return now_.size() > after_front ? &now_[now_.size() - 1 - after_front] : nullptr;
    }

  private:
    [[nodiscard]] bool find_front(); ///< false if empty; else `now_` or `late_` hold the first event
    [[nodiscard]] bool front_is_late() const;
    void open_slot(std::int64_t slot);
    void place(const Event& e, std::int64_t slot);
    /// Where an event of this time goes; it is counted already.
    [[nodiscard]] std::vector<Event>& list_for(double time);
    [[nodiscard]] std::vector<Event>& list_of_slot(std::int64_t slot);
    static void settle(std::vector<Event>& heap); ///< puts its last event in its place
    void add_slots();
    [[nodiscard]] std::int64_t reach() const { return static_cast<std::int64_t>(slots_.size()); }
    [[nodiscard]] std::size_t place_of(std::int64_t slot) const {
        return static_cast<std::size_t>(slot) & (slots_.size() - 1);
    }

    std::vector<std::vector<Event>> slots_; ///< by slot number modulo their count
    std::size_t in_slots_ = 0, size_ = 0;
    std::int64_t open_ = 0;   ///< the slot whose events are in `now_`; all slots up to it are empty
    std::vector<Event> now_;  ///< sorted, the first one last
    std::vector<Event> late_; ///< a heap: what came when its slot was open already
    std::vector<Event> far_;  ///< a heap: beyond the slots
};

} // namespace ranvier::engine
