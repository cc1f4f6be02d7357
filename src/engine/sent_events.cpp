// SPDX-License-Identifier: BSD-3-Clause
// What users ask of events: when each was sent and will arrive, and how many there were.
#include <algorithm>

#include "impl.hpp"

namespace ranvier::engine {

void Simulator::Impl::note_sent(Group& from, double sent, double due) {
    if (groups_are_apart) {
        from.sent.emplace_back(sent, due);
        return;
    }
    sent_log->push_back(sent);
    sent_log->push_back(due);
}

void Simulator::Impl::write_sent_events() {
    if (!sent_log) return;
    std::vector<std::pair<double, double>> all;
    for (auto& group : plan.groups) {
        all.insert(all.end(), group->sent.begin(), group->sent.end());
        group->sent.clear();
    }
    std::ranges::stable_sort(all); // groups are cells: of equal events nobody can tell which came first
    for (const auto& [sent, due] : all) {
        sent_log->push_back(sent);
        sent_log->push_back(due);
    }
}

void Simulator::log_sent_events(state::NumbersPtr log) {
    for (auto& group : impl_->plan.groups) group->sent.clear();
    impl_->sent_log = std::move(log);
}

EventCounts Simulator::event_counts() {
    EventCounts out;
    auto waiting = static_cast<std::int64_t>(impl_->shared.size() + impl_->calls.size());
    for (const auto& group : impl_->plan.groups) {
        out.sent += group->sent_count;
        waiting += static_cast<std::int64_t>(group->queue.size() + group->outbox.size());
    }
    out.sent = std::max(out.sent, waiting); // those of a restored state were sent in another run
    out.arrived = out.sent - waiting;
    return out;
}

} // namespace ranvier::engine
