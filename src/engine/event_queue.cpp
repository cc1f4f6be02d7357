// SPDX-License-Identifier: BSD-3-Clause
#include "event_queue.hpp"

#include <algorithm>
#include <functional>
#include <limits>

namespace ranvier::engine {

namespace {

constexpr double kSlotsPerMs = 40;
constexpr std::size_t kFewestSlots = 64, kMostSlots = 4096; // 1.6 and 100 ms
constexpr auto kLater = std::greater<>{};

/// Times that no integer holds count as the first or the last.
std::int64_t slot_of(double time) {
    constexpr double kMost = 9e18;
    const double slot = time * kSlotsPerMs;
    if (!(slot < kMost)) return std::numeric_limits<std::int64_t>::max() / 2;
    if (slot < -kMost) return std::numeric_limits<std::int64_t>::min() / 2;
    const auto truncated = static_cast<std::int64_t>(slot);
    return static_cast<double>(truncated) > slot ? truncated - 1 : truncated;
}

} // namespace

std::size_t EventQueue::byte_count() const {
    std::size_t events = now_.capacity() + late_.capacity() + far_.capacity();
    for (const auto& slot : slots_) events += slot.capacity();
    return events * sizeof(Event) + slots_.capacity() * sizeof(slots_[0]);
}

/// Most queues stay small or empty.
void EventQueue::add_slots() {
    const auto open = open_;
    const auto all = drain();
    slots_.resize(std::max(kFewestSlots, 2 * slots_.size()));
    open_ = open;
    size_ = all.size();
    for (const auto& e : all) place(e, slot_of(e.time));
}

std::vector<Event>& EventQueue::list_of_slot(std::int64_t slot) {
    if (slot <= open_) return late_;
    if (slot >= open_ + reach()) return far_;
    ++in_slots_;
    return slots_[place_of(slot)];
}

void EventQueue::settle(std::vector<Event>& heap) { std::push_heap(heap.begin(), heap.end(), kLater); }

void EventQueue::place(const Event& e, std::int64_t slot) {
    auto& list = list_of_slot(slot);
    list.push_back(e);
    if (&list == &late_ || &list == &far_) settle(list);
}

std::vector<Event>& EventQueue::list_for(double time) {
    if (far_.size() >= slots_.size() && slots_.size() < kMostSlots) add_slots();
    const auto slot = slot_of(time);
    if (size_++ == 0) open_ = slot - 1;
    return list_of_slot(slot);
}

void EventQueue::open_slot(std::int64_t slot) {
    open_ = slot;
    now_.swap(slots_[place_of(slot)]); // now_ is empty
    in_slots_ -= now_.size();
    std::sort(now_.begin(), now_.end(), kLater);
    // one slot more comes into reach
    while (!far_.empty() && slot_of(far_.front().time) < open_ + reach()) {
        std::pop_heap(far_.begin(), far_.end(), kLater);
        place(far_.back(), slot_of(far_.back().time));
        far_.pop_back();
    }
}

bool EventQueue::find_front() {
    if (size_ == 0) return false;
    while (now_.empty() && late_.empty()) {
        // nothing near: go where the next event is
        if (in_slots_ == 0) open_slot(slot_of(far_.front().time) - 1);
        else open_slot(open_ + 1);
    }
    return true;
}

bool EventQueue::front_is_late() const {
    return now_.empty() || (!late_.empty() && now_.back() > late_.front());
}

bool EventQueue::has_due(double until) {
    // slots that begin later than `until` stay closed: what is sent into them meanwhile is sorted with the others
    if (size_ == 0) return false;
    const auto last = slot_of(until);
    while (now_.empty() && late_.empty()) {
        if (in_slots_ == 0) {
            const auto next = slot_of(far_.front().time);
            if (next > last) return false;
            open_slot(next - 1);
        }
        if (open_ >= last) return false;
        open_slot(open_ + 1);
    }
    return (front_is_late() ? late_.front() : now_.back()).time <= until;
}

const Event& EventQueue::front() {
    static_cast<void>(find_front());
    return front_is_late() ? late_.front() : now_.back();
}

Event EventQueue::pop() {
    static_cast<void>(find_front());
    --size_;
    if (!front_is_late()) {
        const Event e = now_.back();
        now_.pop_back();
        return e;
    }
    std::pop_heap(late_.begin(), late_.end(), kLater);
    const Event e = late_.back();
    late_.pop_back();
    return e;
}

void EventQueue::clear() {
    for (auto& slot : slots_) slot.clear();
    for (auto* list : {&now_, &late_, &far_}) list->clear();
    in_slots_ = size_ = 0;
}

std::vector<Event> EventQueue::drain() {
    std::vector<Event> out;
    out.reserve(size_);
    for (const auto* list : {&now_, &late_, &far_}) out.insert(out.end(), list->begin(), list->end());
    for (const auto& slot : slots_) out.insert(out.end(), slot.begin(), slot.end());
    clear();
    return out;
}

} // namespace ranvier::engine
