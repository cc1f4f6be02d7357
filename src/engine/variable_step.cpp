// SPDX-License-Identifier: BSD-3-Clause
// When the variable step does what: a step, a return to an event within the latest step, a new beginning where something
// jumped. Each call of `advance` does one of them, as scripts that step one by one expect.
#include "variable_step.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ranvier/base/error.hpp"
#include "ranvier/base/stop_flag.hpp"

namespace ranvier::engine {

namespace {
constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr double kAtMoment = 1e-9;   ///< dt of the evaluation in which at_time is true [ms]
constexpr double kNoStep = 1e-30;    ///< of the others
constexpr double kShownStart = 1e-8; ///< what dt reads after a new beginning [ms]
constexpr double kPassed = 1e-10;    ///< a jump no farther ahead has happened [ms]

/// While it lives mechanisms see no step; then dt reads as before, or as it is told.
class HiddenStep {
  public:
    explicit HiddenStep(double* dt) : dt_(dt), shown_(*dt) { *dt = kNoStep; }
    ~HiddenStep() { *dt_ = shown_; }
    HiddenStep(const HiddenStep&) = delete;
    HiddenStep& operator=(const HiddenStep&) = delete;
    void show(double step) const { shown_ = step; }

  private:
    double* dt_;
    mutable double shown_;
};
} // namespace

void VariableStep::show_time(double step) {
    impl_.t() = now();
    if (step > 0) *impl_.scalars->data(1) = step; // dt stays a step that can be made
}

void VariableStep::record() {
    for (auto* group : groups_) impl_.record(*group);
}

void VariableStep::start() {
    earlier_ = {};
    bdf_.reset(); // its counts begin anew
    cells_.clear();
    bind();
    impl_.share_events(true);
    for (auto& cell : cells_) cell->begin_history();
    if (cells_.empty()) begin_history();
}

/// The numbers may stand before a crossing that the latest step has passed, and whose spike is on its way.
void VariableStep::mark_sent() {
    for (auto& cell : cells_) cell->mark_sent();
    if (!cells_.empty() || needs_start_) return;
    for (auto* group : groups_)
        for (auto& d : group->detectors)
            if (d.state->is_above && !(*d.value > d.state->threshold)) d.state->sent_until = tn_;
}

void VariableStep::rest() {
    bind();
    if (!cells_.empty()) bring_all(impl_.t());
    mark_sent();
    earlier_ = counts();
    bdf_.reset();
    cells_.clear();
    has_recorded_ = false;
    bound_ = 0; // integrators are made anew: nothing of them is left that another process would lack
    bind();
}

void VariableStep::leave() {
    for (auto& group : impl_.plan.groups) group->delivered = impl_.t();
    cells_.clear();
    needs_start_ = true;
}

double VariableStep::next_event() {
    double next = impl_.calls.empty() ? kNever : impl_.calls.begin()->first;
    if (!impl_.shared.empty()) {
        // the queue finds its front by a time
        if (impl_.shared.has_due(kNever)) next = std::min(next, impl_.shared.front().time);
    }
    return next;
}

/// The next time at which rates jump, as far as that is known now.
double VariableStep::next_jump() {
    const double now = this->now();
    double next = kNever;
    for (const auto& moment : moment_kernels_) {
        impl_.run_kernel(*moment.kernel, *moment.group);
        for (std::int64_t i = 0; i < moment.count; ++i)
            if (moments_[static_cast<std::size_t>(i)] > now + kPassed)
                next = std::min(next, moments_[static_cast<std::size_t>(i)]);
    }
    for (const auto* group : groups_)
        for (const auto& play : group->plays) {
            const auto& times = *play.playing->times;
            if (!play.playing->is_active) continue;
            const auto* end = times.data() + times.size();
            const auto* found = std::upper_bound(times.data(), end, now + kPassed);
            if (found != end) next = std::min(next, *found);
        }
    return next;
}

void VariableStep::begin_history() {
    lags_ = false;
    const double now = this->now();
    const HiddenStep hidden(impl_.scalars->data(1));
    *impl_.scalars->data(1) = kAtMoment;
    evaluate(now);
    *impl_.scalars->data(1) = kNoStep;
    stop_ = next_jump();
    tn_ = now;
    needs_start_ = has_recorded_ = steps_on_ = false;
    const auto& settings = impl_.variable_settings;
    if (bdf_) {
        gather(scratch_);
        std::vector<double> tolerance(size_, settings.absolute);
        const auto scale_of = [&](const std::string& name) {
            const auto found = settings.scales.find(name);
            return found == settings.scales.end() ? 1.0 : found->second;
        };
        const double v_scale = scale_of("v");
        for (const auto& cell : voltages_)
            for (std::size_t i = 0; i < cell.rows.size(); ++i) tolerance[cell.first + i] *= v_scale;
        for (const auto& run : runs_) {
            const auto& variable = run.type->mechanism->variables[static_cast<std::size_t>(run.variable)];
            const bool is_ion = variable.kind == mir::VariableKind::ion;
            const auto name = variable.name + (is_ion ? "" : "_" + run.type->name());
            const auto found = settings.scales.find(name);
            const double scale = found == settings.scales.end() ? run.tolerance : found->second;
            for (std::size_t i = 0; i < run.count; ++i) tolerance[run.first + i] *= scale;
        }
        bdf_->restart(now, scratch_, tolerance,
                      {settings.relative, settings.longest, settings.shortest, settings.highest_order});
    }
    set_time(now);
    impl_.t() = now;
    hidden.show(kShownStart);
}

void VariableStep::begin_anew() {
    const bool steps_on = steps_on_;
    if (!has_recorded_ && !steps_on) record();
    begin_history();
    if (steps_on) step();
}

/// Steps may become so short, before a point where the rates have no bound, that t does not move any more.
void VariableStep::check_progress(double before) {
    constexpr int kMostInPlace = 1000;
    if (tn_ != before) {
        steps_in_place_ = 0;
        bad_.reset(); // a shorter step has helped
        return;
    }
    if (++steps_in_place_ < kMostInPlace) return;
    steps_in_place_ = 0;
    throw NumericsError(ErrorParts{"the variable step does not get any further",
                                   {},
                                   "t = " + number_text(before) + " ms",
                                   {},
                                   "look for a rate that grows without bound there; or take a fixed step"});
}

/// Where nothing is to be integrated time passes from event to event, or as with a fixed step.
void VariableStep::step() {
    record();
    const double now = this->now();
    before_.clear();
    for (const auto* group : groups_)
        for (const auto& d : group->detectors) before_.push_back(*d.value);
    if (impl_.variable_settings.condition_order == 2)
        for (auto* group : groups_)
            each_watch(*group, [&](const WatchPlace& w) { before_.push_back(impl_.watch_value(w)); });
    {
        const HiddenStep hidden(impl_.scalars->data(1));
        if (bdf_) {
            try {
                const Timed timed(impl_.profile, Activity::integrator);
                tn_ = bdf_->step(stop_);
                check_progress(now);
            } catch (const NumericsError& error) {
                scatter(bdf_->y());
                set_time(now);
                needs_start_ = true;
                if (!bad_) throw;
                auto parts = *bad_; // smaller steps did not help
                parts.hint +=
                    (parts.hint.empty() ? "" : "; ") + error.parts().what + ": " + error.parts().value;
                throw NumericsError(parts);
            } catch (...) {
                scatter(bdf_->y());
                set_time(now);
                needs_start_ = true;
                throw;
            }
            if (keeps_magnitudes_) note_magnitudes();
            scatter(bdf_->y());
        } else {
            tn_ = std::min({stop_, next_event(), now + impl_.fixed_dt});
        }
        if (may_lag_ && !has_massless_slope_) lags_ = true;
        else evaluate(below_jump(tn_));
    }
    set_time(tn_);
    if (tn_ >= stop_) needs_start_ = true;
    for (const auto& type : impl_.model.mechanisms().all())
        if (type->mechanism->after_variable_step.valid())
            impl_.run_type(groups_, type, Operation::after_variable_step);
    impl_.run_blocks(groups_, Operation::after_solve);
    impl_.run_blocks(groups_, Operation::before_step);
    show_time(tn_ - now);
    if (only_ < 0) {
        settle(now);
    } else {
        detect(now, tn_);
        see_end();
    }
    impl_.run_step_calls(); // which may bring a new plan
}

void VariableStep::go_to(double t) {
    const HiddenStep hidden(impl_.scalars->data(1));
    if (bdf_) {
        const Timed timed(impl_.profile, Activity::integrator);
        bdf_->interpolate(t, scratch_);
        scatter(scratch_);
    }
    evaluate(below_jump(t));
    set_time(t);
    impl_.t() = t;
}

/// What jumps at the end of a step belongs to the next one.
double VariableStep::below_jump(double t) const { return t >= stop_ ? std::nextafter(stop_, -kNever) : t; }

void VariableStep::deliver(double until) {
    catch_up();
    impl_.is_disturbed = false;
    {
        const Delivering delivering(is_delivering_);
        impl_.deliver_shared(until);
    }
    impl_.run_callbacks();
    impl_.was_told_to_stop = false;
    impl_.run_calls();
    if (impl_.was_told_to_stop && bound_ == impl_.bound_serial) record();
    if (bound_ != impl_.bound_serial)
        may_lag_ = false; // there are other groups now; whoever looks is known after `bind`
    else if (may_lag_) see_who_looks();
    if (bound_ != impl_.bound_serial || impl_.is_disturbed) {
        needs_start_ = true;
        tn_ = impl_.t();
    }
}

/// Sends the spikes of thresholds that were crossed upwards, the earliest first, as long as none brings about an event that comes
/// before the next one: after that event all may be otherwise.
void VariableStep::detect(double before, double now) {
    const Timed timed(impl_.profile, Activity::events);
    const int order = impl_.variable_settings.condition_order;
    crossings_.clear();
    std::size_t i = 0;
    for (auto* group : groups_)
        for (auto& d : group->detectors) {
            const double was = before_[i++], is = *d.value, threshold = d.state->threshold;
            if (d.state->is_above || !(is > threshold)) continue;
            const bool is_between = order == 2 && was <= threshold;
            crossings_.push_back(
                {is_between ? before + (now - before) * ((threshold - was) / (is - was)) : now,
                 &d,
                 {group, 0, 0, nullptr}});
        }
    if (order == 2)
        for (auto* group : groups_)
            each_watch(*group, [&](const WatchPlace& w) {
                const double was = before_[i++];
                if (w.watch->holds || was > 0) return;
                const double is = impl_.watch_value(w);
                if (is > 0) crossings_.push_back({before + (now - before) * (-was / (is - was)), nullptr, w});
            });
    std::ranges::stable_sort(crossings_, {}, &Crossing::time);
    for (const auto& crossing : crossings_) {
        if (crossing.time > next_event()) break;
        if (!crossing.detector) {
            crossing.watch.watch->sent_until = tn_;
            impl_.send_watch(crossing.watch, crossing.time);
            continue;
        }
        crossing.detector->state->is_above = true;
        impl_.send_spike(impl_.plan.sources[static_cast<std::size_t>(crossing.detector->source)],
                         crossing.time, *crossing.watch.group);
    }
}

/// Numbers that fell below their thresholds, WATCHes, and who asked for a spike.
void VariableStep::see_end() {
    const Timed timed(impl_.profile, Activity::events);
    for (auto* group : groups_) {
        group->t_begin = group->t;
        for (auto& d : group->detectors)
            if (!(*d.value > d.state->threshold) && group->t >= d.state->sent_until)
                d.state->is_above = false;
        impl_.check_watches(*group);
    }
    impl_.run_callbacks();
}

/// What of a step stands: an event that was due within it, or that a spike of it brings about, comes before its end.
void VariableStep::settle(double begin) {
    const auto turn_back = [this](double t) {
        if (bdf_) t = std::max(t, bdf_->begin());
        if (t != now()) go_to(t);
    };
    if (const double due = next_event(); due < tn_) turn_back(due);
    detect(begin, now());
    const double due = next_event();
    const bool is_within = due < tn_ && due <= now();
    if (is_within) turn_back(due);
    see_end();
    if (is_within && bound_ == impl_.bound_serial) deliver(now());
}

void VariableStep::check_stop() {
    if (!impl_.should_stop(impl_.model.nodes()->row_count())) return;
    catch_up();
    throw Interrupted("the run was stopped at t = " + number_text(impl_.t()) + " ms");
}

void VariableStep::advance() {
    if (bound_ != impl_.bound_serial) bind();
    check_stop();
    if (!cells_.empty()) return local_advance();
    const double now = this->now(), next = next_event();
    if (needs_start_) {
        if (next <= now) {
            deliver(now);
        } else {
            begin_anew();
        }
    } else if (next <= tn_) {
        go_to_event(next);
    } else if (now < tn_) {
        go_to(tn_);
    } else {
        step();
    }
}

void VariableStep::go_to_event(double time) {
    if (bdf_) time = std::max(time, bdf_->begin());
    if (time != now()) go_to(time);
    deliver(time);
}

/// Recorders see the numbers that an event finds, and those that the new history begins with.
void VariableStep::before_change(Group& group) {
    if (!is_delivering_) return;
    auto& owner = cells_.empty() ? *this : *cells_[static_cast<std::size_t>(group.index)];
    if (!owner.has_recorded_) owner.record();
    owner.has_recorded_ = true;
}

/// Steps need not end with an evaluation where all that is looked at before the run ends are states: the next step begins with
/// one at other values anyway.
void VariableStep::see_who_looks() {
    may_lag_ = bdf_ && cells_.empty() && only_ < 0 && !impl_.has_callbacks && impl_.step_calls.empty() &&
               !impl_.plan.blocks.find(Operation::after_solve) &&
               !impl_.plan.blocks.find(Operation::before_step);
    if (!may_lag_) return;
    for (const auto& type : impl_.model.mechanisms().all())
        if (type->mechanism->after_variable_step.valid() && type->instances->row_count() > 0)
            may_lag_ = false;
    std::vector<const double*> looked_at;
    for (const auto* group : groups_) {
        for (const auto& d : group->detectors)
            if (d.value != &group->t) looked_at.push_back(d.value);
        for (const auto& r : group->recordings)
            if (r.from != &group->t) looked_at.push_back(r.from);
        for (const auto& block : group->blocks) may_lag_ = may_lag_ && block.watches.empty();
    }
    const double* v = impl_.model.nodes()->data(model::kV);
    const auto is_in = [](const double* p, const double* first, std::ptrdiff_t stride, std::size_t count) {
        const auto end = first + static_cast<std::ptrdiff_t>(count) * stride;
        return !std::less<>()(p, first) && std::less<>()(p, end) && (p - first) % stride == 0;
    };
    for (const double* p : looked_at) {
        may_lag_ =
            may_lag_ &&
            (std::ranges::any_of(stretches_,
                                 [&](const auto& s) { return is_in(p, v + s.row, s.stride, s.count); }) ||
             std::ranges::any_of(runs_, [&](const auto& r) { return is_in(p, r.state, r.stride, r.count); }));
        if (!may_lag_) return;
    }
}

void VariableStep::catch_up() {
    if (!lags_) return;
    lags_ = false;
    const HiddenStep hidden(impl_.scalars->data(1));
    const double now = this->now();
    evaluate(below_jump(now));
    set_time(now);
}

void VariableStep::run(double stop) {
    see_who_looks();
    while (impl_.t() < stop) advance();
    may_lag_ = false;
    catch_up();
}

void VariableStep::solve_to(double stop) {
    if (is_local()) return local_solve_to(stop);
    see_who_looks();
    impl_.was_told_to_stop = false;
    for (;;) {
        const double now = impl_.t();
        if (needs_start_) tn_ = now;
        if (impl_.was_told_to_stop) stop = now;
        if (next_event() <= stop || tn_ < stop) advance();
        else break;
    }
    may_lag_ = false;
    if (bound_ != impl_.bound_serial) bind(); // what was edited at the end begins there
    else if (impl_.t() != stop) go_to(stop);
    else catch_up();
    if (!std::exchange(impl_.was_told_to_stop, false)) record();
}

// --- what users ask for ------------------------------------------------------------------------------------------------

VariableCounts VariableStep::counts() const {
    auto out = earlier_;
    out.states = static_cast<std::int64_t>(size_);
    for (const auto& cell : cells_) {
        const auto c = cell->counts();
        out.steps += c.steps;
        out.rates += c.rates;
        out.solves += c.solves;
        out.setups += c.setups;
        out.restarts += c.restarts;
        out.interpolations += c.interpolations;
    }
    if (!bdf_) return out;
    const auto& c = bdf_->counts();
    out.steps += c.steps;
    out.rates += c.rates;
    out.solves += c.solves;
    out.setups += c.setups;
    out.restarts += c.restarts;
    out.interpolations += c.interpolations;
    return out;
}

std::vector<double> VariableStep::for_users(std::span<const double> y) const {
    std::vector<double> out;
    for (const auto i : user_order_) out.push_back(y[i]);
    return out;
}

std::vector<double> VariableStep::states() {
    bind();
    std::vector<double> y(size_);
    gather(y);
    return for_users(y);
}

void VariableStep::set_states(std::span<const double> given) {
    bind();
    std::vector<double> y(size_);
    for (std::size_t i = 0; i < given.size(); ++i) y[user_order_[i]] = given[i];
    scatter(y);
}

std::vector<double> VariableStep::present_rates(double t) {
    bind();
    const HiddenStep hidden(impl_.scalars->data(1));
    std::vector<double> y(size_), out(size_);
    gather(y);
    const double stop = std::exchange(stop_, kNever); // the present is not the end of a step
    rates(t, y, out);
    stop_ = stop;
    set_time(impl_.t());
    return for_users(out);
}

std::vector<double> VariableStep::weights() {
    bind();
    std::vector<double> out(size_);
    if (bdf_) bdf_->weights(out);
    return for_users(out);
}

void VariableStep::keep_magnitudes(bool keep) {
    keeps_magnitudes_ = keep;
    largest_ = {};
}

void VariableStep::note_magnitudes() {
    std::vector<double> errors(size_);
    bdf_->local_errors(errors);
    const auto y = bdf_->y();
    for (auto* all : {&largest_.states, &largest_.errors}) all->resize(size_);
    for (std::size_t i = 0; i < size_; ++i) {
        largest_.states[i] = std::max(largest_.states[i], std::abs(y[i]));
        largest_.errors[i] = std::max(largest_.errors[i], std::abs(errors[i]));
    }
}

Magnitudes VariableStep::magnitudes() {
    bind();
    if (keeps_magnitudes_ && !cells_.empty())
        throw StateError(
            ErrorParts{"the largest states and errors are not kept while each cell has a step of its own",
                       "CVode.state_magnitudes",
                       {},
                       "cvode.use_local_dt(0)",
                       {}});
    for (auto* all : {&largest_.states, &largest_.errors}) all->resize(size_);
    return {for_users(largest_.states), for_users(largest_.errors)};
}

std::vector<double> VariableStep::errors() {
    bind();
    std::vector<double> out(size_);
    if (bdf_) bdf_->local_errors(out);
    return for_users(out);
}

} // namespace ranvier::engine
