// SPDX-License-Identifier: BSD-3-Clause
// A variable step for each cell: the cell that is behind all others steps next, and an event takes only its target back to
// its time. No cell is ever ahead of what may still reach it by more than its latest step, within which it can go back.
#include <algorithm>
#include <utility>

#include "ranvier/base/error.hpp"
#include "variable_step.hpp"

namespace ranvier::engine {

bool VariableStep::is_local() const {
    return only_ < 0 && impl_.variable_settings.is_active && impl_.variable_settings.is_local;
}

void VariableStep::local_bind() {
    cells_.clear();
    if (!is_local()) return;
    const bool is_coupled = impl_.plan.couples_cells || !impl_.bound_transfers.empty();
    if (is_coupled) {
        std::string who;
        for (const auto& type : impl_.model.mechanisms().all())
            if (impl_.traits(*type).runs_alone && type->instances->row_count() > 0 &&
                !impl_.plan.independent.within_cells.contains(type.get()))
                who = type->name();
        throw StateError(
            ErrorParts{"cells that look at each other at all times cannot have steps of their own",
                       who,
                       {},
                       "cvode.use_local_dt(0)",
                       {}});
    }
    for (const auto& group : impl_.plan.groups) {
        cells_.push_back(std::make_unique<VariableStep>(impl_, group->index));
        cells_.back()->bind();
    }
}

/// The cell that is behind all others; null if there is none.
VariableStep* VariableStep::least() {
    VariableStep* out = nullptr;
    for (auto& cell : cells_)
        if (cell->bdf_ && (!out || cell->front() < out->front())) out = cell.get();
    return out;
}

void VariableStep::own_advance() {
    if (needs_start_) {
        begin_anew();
    } else if (now() < tn_) {
        go_to(tn_);
    } else {
        step();
    }
}

/// What was above its threshold then has not crossed it anew when the cell goes on.
void VariableStep::turn_back(double t) {
    go_to(t);
    for (auto* group : groups_)
        for (auto& d : group->detectors)
            if (*d.value > d.state->threshold) d.state->is_above = true;
}

void VariableStep::bring_all(double t) {
    for (auto& cell : cells_) {
        if (cell->needs_start_ || !cell->bdf_) cell->tn_ = t;
        if (cell->now() == t) continue;
        if (cell->bdf_) cell->go_to(t);
        else cell->set_time(t);
    }
    impl_.t() = t;
}

void VariableStep::local_deliver(double time) {
    impl_.t() = time;
    const Delivering delivering(is_delivering_);
    while (impl_.shared.has_due(time)) {
        const Event e = impl_.shared.pop();
        auto& cell = *cells_[static_cast<std::size_t>(e.group)];
        if (!cell.bdf_) cell.set_time(e.time);
        else if (cell.now() != e.time) cell.turn_back(e.time);
        impl_.is_disturbed = false;
        impl_.handle(*impl_.plan.groups[static_cast<std::size_t>(e.group)], e);
        if (impl_.is_disturbed) cell.needs_start_ = true;
        impl_.run_callbacks();
        if (bound_ != impl_.bound_serial) return;
    }
    if (impl_.calls.empty() || impl_.calls.begin()->first > time) return;
    bring_all(time);
    impl_.was_told_to_stop = false;
    impl_.run_calls();
    if (!impl_.was_told_to_stop || bound_ != impl_.bound_serial) return;
    for (auto& cell : cells_) cell->record();
}

void VariableStep::local_advance() {
    auto* cell = least();
    const double next = next_event();
    if (!cell || next <= cell->front()) {
        const double idle = impl_.t() + impl_.fixed_dt;
        if (!cell && next > idle) bring_all(idle);
        else local_deliver(next);
    } else {
        cell->own_advance();
    }
    if (bound_ != impl_.bound_serial) return;
    if (const auto* behind = least()) impl_.t() = behind->front();
}

void VariableStep::local_solve_to(double stop) {
    impl_.was_told_to_stop = false;
    for (;;) {
        if (impl_.was_told_to_stop) stop = std::min(stop, impl_.t());
        const auto* cell = cells_.empty() ? nullptr : least();
        const double reached = cell ? cell->front() : impl_.t();
        if (next_event() > stop && reached >= stop) break;
        advance();
    }
    bring_all(stop);
    if (std::exchange(impl_.was_told_to_stop, false)) return;
    for (auto& cell : cells_) cell->record();
}

} // namespace ranvier::engine
