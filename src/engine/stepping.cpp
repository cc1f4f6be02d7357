// SPDX-License-Identifier: BSD-3-Clause
// One time step, call by call (docs/developer/one_step.md tells it in words).
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "finite.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/base/stop_flag.hpp"

namespace ranvier::engine {

namespace {
/// For messages: t is a sum of many dt, whose last digits mean nothing.
std::string time_text(double t) {
    char text[40];
    std::snprintf(text, sizeof text, "%.10g ms", t);
    return text;
}
} // namespace

void Simulator::Impl::play(Group& group) {
    const Timed timed(profile, Activity::recording);
    for (auto& p : group.plays) {
        auto& playing = *p.playing;
        const auto& values = *playing.values;
        const auto& times = *playing.times;
        const auto n = std::min(values.size(), times.size());
        if (!playing.is_active || n == 0) continue;
        // Each time of the vector is an event; until it has acted, the stretch before it is extended. After the last one, so
        // is the last stretch.
        auto& known = playing.next;
        while (known + 1 < n && times[known] <= group.delivered) ++known;
        std::size_t i = known;
        if (group.t < times[known]) {
            i = static_cast<std::size_t>(std::upper_bound(times.data(), times.data() + known, group.t) -
                                         times.data());
        }
        if (i == 0 || group.t <= times[0]) {
            *p.to = values[0];
            continue;
        }
        const double span = times[i] - times[i - 1];
        *p.to = span == 0 ? (values[i] + values[i - 1]) / 2
                          : (values[i] - values[i - 1]) * ((group.t - times[i - 1]) / span) + values[i - 1];
    }
}

void Simulator::Impl::record(Group& group) {
    const Timed timed(profile, Activity::recording);
    for (auto& r : group.recordings) r.recording->target->push_back(*r.from);
}

void Simulator::Impl::begin_step(Groups groups) {
    for (auto* group : groups) {
        group->t += 0.5 * dt();
        if (!group->plays.empty()) play(*group);
    }
    currents(groups);
}

void Simulator::Impl::solve(Group& group) {
    if (!group.cell_class) return;
    const Timed timed(profile, Activity::solver);
    auto& nodes = *model.nodes();
    if (membrane_current.is_kept()) membrane_current.take_sums(nodes, group, rate);
    const bool is_finite =
        math::solve_tree(group.cell_class->schedule, group.arrays, second_order() ? 2.0 : 1.0);
    if (membrane_current.is_kept()) membrane_current.compute(nodes, group);
    if (capacitive_current.is_kept()) capacitive_current.compute(nodes, group, rate);
    if (second_order() == 2) correct_ion_currents(group);
    if (!is_finite) throw NotFinite(group);
}

void Simulator::Impl::correct_ion_currents(Group& group) {
    const double* dv = model.nodes()->data(model::kRhs);
    for (const auto& region : group.regions) {
        const auto& cls = plan.regions[static_cast<std::size_t>(region.region)];
        for (std::size_t i = 0; i < cls.types.size(); ++i) {
            const auto& type = *cls.types[i];
            if (!type.is_ion()) continue;
            auto& table = *type.instances;
            const int current = type.instance_column("i" + type.ion);
            const int slope = type.instance_column("di" + type.ion + "_dv_");
            if (table.is_uniform(current)) continue; // nobody writes it
            double* out = table.data(current) + region.type_base[i];
            const double* derivative =
                table.data(slope) + (table.is_uniform(slope) ? 0 : region.type_base[i]);
            for (std::int64_t r = 0; r < region.count; ++r)
                out[r] += derivative[r * table.stride(slope)] * dv[region.node_base + r];
        }
    }
}

/// One solve spreads a NaN over the whole cell. A parameter or state that is not finite tells where it came from; "" if none is.
std::string Simulator::Impl::first_bad_number(const Group& group) const {
    const auto bad_column = [](const model::MechanismType& type, std::int32_t row,
                               bool states) -> std::string {
        const auto& m = *type.mechanism;
        for (std::size_t v = 0; v < m.variables.size(); ++v) {
            const auto kind = m.variables[v].kind;
            if (kind != (states ? mir::VariableKind::state : mir::VariableKind::parameter)) continue;
            for (int e = 0; e < m.variables[v].count; ++e) {
                const double value = type.instances->get(row, type.column[v] + e);
                if (!std::isfinite(value))
                    return m.name + "." + m.variables[v].name + " is " + number_text(value);
            }
        }
        return {};
    };
    for (const bool states : {false, true}) {
        for (const auto& region : group.regions) {
            const auto& types = plan.regions[static_cast<std::size_t>(region.region)].types;
            const auto& stretch = group.cell_class->stretches[static_cast<std::size_t>(region.stretch)];
            for (std::size_t i = 0; i < types.size(); ++i)
                for (std::int32_t r = 0; r < stretch.count * group.lanes; ++r) {
                    const auto text = bad_column(*types[i], region.type_base[i] + r, states);
                    if (!text.empty()) return text + " at " + node_name(model, group, region.node_base + r);
                }
        }
        for (const auto& block : group.blocks)
            for (std::size_t r = 0; r < block.points.size(); ++r) {
                if (!block.points[r]) continue;
                const auto& type = *plan.points[static_cast<std::size_t>(block.point_class)].type;
                const auto text = bad_column(type, block.base + static_cast<std::int32_t>(r), states);
                if (!text.empty())
                    return text + " in " + block.points[r]->name() + " at " +
                           node_name(model, group, block.node[r]);
            }
    }
    return {};
}

/// When all groups stand still. The solver has left v as it was; the sums are made anew, since elimination has spread a bad one
/// over the whole cell.
ErrorParts Simulator::Impl::explain(const NotFinite& found) {
    auto& group = *plan.groups.at(static_cast<std::size_t>(found.group().index));
    Group* alone[] = {&group};
    currents(alone);
    const auto& nodes = *model.nodes();
    const auto& [v, rhs, d, d_static, to_parent, from_parent] = group.arrays;
    std::int64_t bad = -1, largest = 0;
    for (std::int64_t i = 0; i < group.node_rows && bad < 0; ++i) {
        if (nodes.is_unused(group.node_base + static_cast<std::int32_t>(i))) continue;
        if (!std::isfinite(v[i] + rhs[i] + d[i])) bad = i;
        else if (std::abs(rhs[i]) > std::abs(rhs[largest])) largest = i;
    }
    if (bad < 0) bad = largest; // it is the solve that overflows
    const auto row = group.node_base + static_cast<std::int32_t>(bad);
    // a v that has overflowed gives no current that could be compared
    constexpr double kHuge = 1e300; // [mV]
    const double at = std::isinf(v[bad]) ? std::copysign(kHuge, v[bad]) : v[bad];
    std::string why = text_of(node_currents(*this, group, row, at));
    const std::string number = why.find(", as ") == std::string::npos ? first_bad_number(group) : "";
    if (why.empty() && number.empty())
        why = "look at the parameters and clamps of this cell, or take a smaller dt";
    if (!number.empty()) why += (why.empty() ? "" : "; ") + number;
    return {"v stopped being finite",
            node_name(model, group, row),
            "v = " + number_text(v[bad] + rhs[bad] / (d[bad] + d_static[bad])) +
                " mV at t = " + time_text(group.t + 0.5 * dt()),
            {},
            why};
}

void Simulator::Impl::to_end(Groups groups) {
    for (auto* group : groups) {
        group->t += 0.5 * dt();
        if (!group->plays.empty()) play(*group);
    }
}

void Simulator::Impl::run_step_calls() {
    if (step_calls.empty()) return;
    const auto calls_now = step_calls; // one may take itself out
    const Timed timed(profile, Activity::functions);
    for (const auto& call : calls_now) (*call)();
    after_callback();
}

void Simulator::Impl::end_step(Groups groups, bool fuse_next) {
    advance(groups, fuse_next);
    for (auto* group : groups)
        if (!group->diffusers.empty()) run_diffusion(*group);
    run_blocks(groups, Operation::after_solve);
    run_blocks(groups, Operation::before_step);
    for (auto* group : groups)
        if (!group->recordings.empty()) record(*group);
}

/// @param work  row-steps since the last call: the clock is looked at only after work that takes longer than that.
bool Simulator::Impl::should_stop(std::int64_t work) {
    if (stop_requested.load(std::memory_order_relaxed)) return true;
    constexpr std::int64_t kWorthALook = 4096; // some 10 us compiled, some 0.5 ms interpreted
    constexpr std::int64_t kLeastOfACall = 64; // events and point processes are work too
    work_since_look += std::max(work, kLeastOfACall);
    if (poll && work_since_look >= kWorthALook) {
        work_since_look = 0;
        const auto now = std::chrono::steady_clock::now();
        if (now - last_poll > std::chrono::milliseconds(20)) {
            last_poll = now;
            const Timed timed(profile, Activity::functions);
            if (poll()) stop_requested = true;
        }
    }
    return stop_requested.load(std::memory_order_relaxed);
}

void Simulator::Impl::steps(std::int64_t count) {
    if (count <= 0) return;
    update_rate();
    if (t() + 0.5 * dt() == t())
        throw InputError::out_of_range("dt", "", number_text(dt()) + " ms",
                                       "a step that moves t = " + time_text(t()));
    tables.check();
    for (auto& group : plan.groups) {
        group->t = t();
        group->currents_are_ready = false;
    }
    lower(stop_flag);
    const Watchdog::Watch watched(watch());
    try {
        take_steps(count);
    } catch (const Interrupted&) {
        if (is_raised(stop_flag)) seen = {0, 0, 0}; // in the middle of a step
        throw;
    } catch (const NotFinite& found) {
        seen = {0, 0, 0};
        throw NumericsError(explain(found));
    } catch (const Error&) {
        seen = {0, 0, 0}; // padding rows hold copies of what failed: lay out again
        throw;
    }
}

/// Steps that surely end before the next of the users' functions is due.
std::int64_t Simulator::Impl::steps_before_calls() const {
    if (calls.empty()) return std::numeric_limits<std::int64_t>::max();
    constexpr double kMostSteps = 1e15;
    const double steps = std::floor((calls.begin()->first - *scalars->data(0)) / dt()) - 1;
    return static_cast<std::int64_t>(std::clamp(steps, 0.0, kMostSteps));
}

/// Between the calls of users' functions groups may go their own ways.
void Simulator::Impl::take_steps(std::int64_t count) {
    if (count > 2 && options.fuse_steps && second_order() != 2) make_lean_kernels();
    constexpr std::int64_t kWorthGoingApart = 8;
    while (count > 0) {
        const auto free = steps_before_calls();
        const auto now =
            std::min(count, free >= kWorthGoingApart ? free : std::max<std::int64_t>(free, 1) + 1);
        if (now <= free) take_free_steps(now);
        else steps_together(now, interval());
        count -= now;
    }
}

/// Steps in which no user's function is called.
void Simulator::Impl::take_free_steps(std::int64_t count) {
    const auto apart = interval();
    if (apart.steps <= 0 || count == 1) return steps_together(count, apart);
    // Numbers that a user has changed reach the GLOBALs made of them in the first step: for all groups at one time.
    if (plan.has_settled) {
        steps_together(1, apart);
        --count;
    }
    // Full kernels of mechanisms with an assigned GLOBAL leave the number of the last instance: no two groups at once.
    const std::int64_t last_together = writes_globals() ? std::min<std::int64_t>(count, 2) : 0;
    if (count > last_together) steps_apart(count - last_together, apart, last_together == 0);
    if (last_together) steps_together(last_together, apart);
}

bool Simulator::Impl::writes_globals() const {
    const auto is_written = [](const mir::Slot& slot) {
        return slot.access == mir::SlotAccess::scalar && slot.is_written;
    };
    const auto writes_shared = [&](const mir::Kernel& kernel) { // else private_numbers.cpp keeps them apart
        return kernel.is_ordered && std::ranges::any_of(kernel.slots, is_written);
    };
    for (const auto& region : plan.regions)
        for (const auto* parts : {&region.current, &region.advance})
            for (const auto& code : *parts)
                if (code && writes_shared(code->kernel)) return true;
    return false;
}

namespace {
/// Puts t where the groups are, however a run of steps ends.
template <class F> class AtEnd {
  public:
    explicit AtEnd(F f) : f_(std::move(f)) {}
    ~AtEnd() { f_(); }
    AtEnd(const AtEnd&) = delete;
    AtEnd& operator=(const AtEnd&) = delete;

  private:
    F f_;
};
} // namespace

/// Thresholds, and the events of the first half of a step. Groups keep their own events where none is due in another group
/// within a step; else all have one queue.
void Simulator::Impl::act_at_begin(Interval interval) {
    if (interval.steps <= 0) {
        for (auto& group : plan.groups) detect(*group);
        run_callbacks();
        return deliver_shared(plan.groups[0]->t + 0.5 * dt());
    }
    const Apart apart(*this);
    for (auto& group : plan.groups) {
        group->spikes.begin_step(0);
        detect(*group);
        deliver(*group, group->t + 0.5 * dt(), SpikeMoment::first_half);
        if (group->index == 0) hand_over_outbox(*group);
    }
}

void Simulator::Impl::act_at_end(Interval interval) {
    if (interval.steps <= 0) return deliver_shared(plan.groups[0]->t);
    const Apart apart(*this);
    for (auto& group : plan.groups) {
        deliver(*group, group->t, SpikeMoment::second_half);
        if (group->index == 0) hand_over_outbox(*group);
    }
    for (auto& group : plan.groups) hand_over_outbox(*group);
}

/// @param interval  of the groups as they are now
void Simulator::Impl::steps_together(std::int64_t count, Interval interval) {
    const AtEnd put_time([this] { t() = plan.groups[0]->t; });
    const std::int64_t rows = model.nodes()->row_count();
    bool stopping = false;
    for (std::int64_t k = 0; k < count; ++k) {
        share_events(interval.steps <= 0);
        act_at_begin(interval);
        run_drawings();
        knows_step_of_v = false;
        begin_step(plan.all);
        for (auto& group : plan.groups) solve(*group);
        const bool stop_now = stopping;
        stopping = stopping || should_stop(rows);
        // The next step's currents may be lean only if it is not the last one.
        const bool may_fuse = options.fuse_steps && second_order() != 2 && steps_before_calls() > 2 &&
                              step_calls.empty() && !has_callbacks;
        const bool fuse = may_fuse && !stopping && k + 2 < count;
        to_end(plan.all);
        run_step_calls();
        run_transfers();
        end_step(plan.all, fuse);
        knows_step_of_v = !fuse;
        t() = plan.groups[0]->t;
        act_at_end(interval);
        if (run_calls()) interval = this->interval();
        if (stop_now) throw Interrupted("the run was stopped at t = " + time_text(plan.groups[0]->t));
        if (stopping)
            count = std::max(count, k + 2); // one full step more, so that all variables are of one time
    }
}

/// @param ends_full  somebody may look after the last step; else more steps follow at once.
void Simulator::Impl::steps_apart(std::int64_t count, Interval interval, bool ends_full) {
    share_events(false);
    knows_step_of_v = false;
    const bool may_fuse = options.fuse_steps && second_order() != 2 && (count > 2 || !ends_full);
    std::vector<Group*> order; // largest first, so that threads end together
    for (auto& group : plan.groups) order.push_back(group.get());
    std::stable_sort(order.begin(), order.end(),
                     [](const auto* a, const auto* b) { return a->node_rows > b->node_rows; });
    std::int64_t rows = 0;
    for (const auto* g : order) rows += g->node_rows;
    if (interval.cells_follow) std::erase(order, plan.groups[0].get());
    // Polling needs the groups at one time now and then.
    constexpr std::int64_t kRowStepsBetweenPolls = 400000;
    const auto most = std::max<std::int64_t>(1, kRowStepsBetweenPolls / std::max<std::int64_t>(rows, 1));
    const auto stretch = std::min(interval.steps, most);
    // A thread costs a few microseconds to wake.
    constexpr std::int64_t kRowStepsWorthAThread = 4000;
    bool is_lean = may_fuse;
    for (const auto* g : order) is_lean = is_lean && (g->regions.empty() || g->may_fuse());
    const bool in_threads = pool && pool->size() > 1 && order.size() > 2 &&
                            rows * stretch > kRowStepsWorthAThread && (is_lean || !writes_globals());
    bool stopping = false;
    for (std::int64_t done = 0; done < count;) {
        const bool stop_now = stopping;
        const std::int64_t n =
            stopping ? std::min<std::int64_t>(count - done, 2) : std::min(stretch, count - done);
        const std::int64_t end = stopping    ? done + n // steps after which somebody looks
                                 : ends_full ? count
                                             : std::numeric_limits<std::int64_t>::max();
        const auto take = [&](Group& group) {
            if (group.is_idle()) {
                for (std::int64_t k = 0; k < n; ++k) {
                    group.t_begin = group.t;
                    group.t += 0.5 * dt(); // in halves, as everywhere: the same bits
                    group.t += 0.5 * dt();
                }
                group.delivered = group.t;
                return;
            }
            Group* alone[] = {&group};
            for (std::int64_t k = done; k < done + n; ++k) {
                group.spikes.begin_step(k);
                detect(group);
                deliver(group, group.t + 0.5 * dt(), SpikeMoment::first_half);
                begin_step(alone);
                solve(group);
                to_end(alone);
                end_step(alone, may_fuse && k + 2 < end);
                deliver(group, group.t, SpikeMoment::second_half);
            }
        };
        const Apart apart(*this);
        if (interval.cells_follow) {
            take(*plan.groups[0]);
            hand_over_outbox(*plan.groups[0]);
        }
        if (in_threads) {
            const Profile::Shared handed_out(profile.get(),
                                             std::min(pool->size(), static_cast<int>(order.size())));
            pool->run(static_cast<int>(order.size()), [&](int i) {
                auto& group = *order[static_cast<std::size_t>(i)];
                const Profile::Work work(Profile::of_group(profile.get(), group.index), Activity::stepping);
                take(group);
            });
        } else
            for (auto* group : order) take(*group);
        for (auto& group : plan.groups) hand_over_outbox(*group);
        done += n;
        t() = plan.groups[0]->t; // a run that fails is where its last interval began
        if (stop_now) throw Interrupted("the run was stopped at t = " + time_text(plan.groups[0]->t));
        stopping = should_stop(rows * n);
    }
    knows_step_of_v = ends_full;
}

} // namespace ranvier::engine
