// SPDX-License-Identifier: BSD-3-Clause
// The variable step of all cells at one time: the model as a system of differential equations, and when its integrator steps,
// goes back to events, and begins anew. Private to engine; docs/adr/0016 tells why it is as it is.
#pragma once

#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "impl.hpp"
#include "ranvier/integrate/bdf.hpp"
#include "watches.hpp"

namespace ranvier::engine {

/// Numbers of one state that stand in one stride: elements first .. first + count - 1 of the vector.
struct StateRun {
    double* state = nullptr;
    const double* rate = nullptr;
    const double* slope =
        nullptr; ///< null: `ode_solve` of the mechanism takes and leaves its numbers in `rate`
    std::ptrdiff_t stride = 1;
    std::size_t first = 0, count = 0;
    double tolerance = 1; ///< factor of the absolute tolerance
    // for names
    const model::MechanismType* type = nullptr;
    int variable = -1, element = 0;
    std::int32_t node = -1; ///< row of the first one
    const model::PointProcess* point = nullptr;
};

class VariableStep final : public integrate::OdeSystem {
  public:
    /// @param only  the group that it integrates, for a local step; -1: all of them
    explicit VariableStep(Simulator::Impl& impl, int only = -1) : impl_(impl), only_(only) {}

    void start();   ///< a run begins at the world's t, whose numbers are there
    void advance(); ///< one thing: an event, a new beginning, or a step
    void run(double stop);
    void solve_to(double stop);
    void before_change(Group& group); ///< an event is about to act on a cell
    void want_restart() {
        needs_start_ = true;
        for (auto& cell : cells_) cell->want_restart();
    }
    /// The same by a user between two steps: the next step is one, and no point of its own.
    void restart_between_steps() {
        needs_start_ = steps_on_ = true;
        for (auto& cell : cells_) cell->restart_between_steps();
    }
    /// All cells stand at the world's t, and the next step begins as if nothing had been integrated before.
    void rest();
    void mark_sent();
    /// The numbers of the plan's rows are the present ones; another method goes on from here.
    void leave();

    [[nodiscard]] VariableCounts counts() const;
    [[nodiscard]] int order() const { return bdf_ ? bdf_->order() : 0; }
    /// In the order that users see.
    void bind();
    [[nodiscard]] std::vector<double> states();
    [[nodiscard]] std::vector<double> present_rates(double t);
    void set_states(std::span<const double> given);
    [[nodiscard]] std::vector<double> weights();
    [[nodiscard]] std::vector<double> errors();
    [[nodiscard]] std::vector<std::string> names();
    void keep_magnitudes(bool keep);
    [[nodiscard]] Magnitudes magnitudes();

    bool rates(double t, std::span<const double> y, std::span<double> out) override;
    void solve(double gamma, std::span<double> b) override;

  private:
    struct Cable;
    // variable_layout.cpp
    void refuse();
    void bind_voltages(Group& group, int lane);
    void bind_states(Group& group, int lane);
    void bind_points(Group& group, int lane);
    void bind_stretches();
    void bind_spreads();
    void bind_cable(const Group& group);
    void add_run(StateRun run);
    void sort_for_users();
    [[nodiscard]] std::vector<double> for_users(std::span<const double> y) const;

    // variable_rates.cpp
    void gather(std::span<double> y) const;
    void scatter(std::span<const double> y);
    void set_time(double t);
    void evaluate(double t); ///< all currents and rates of the numbers as they stand
    void run_rates();
    [[nodiscard]] ErrorParts explain(std::size_t element, double t);
    void settle_massless(Group& group);
    void add_axial(Group& group);
    static void add_axial(const Cable& cable, const double* v, double* rhs, const double* to,
                          const double* from);
    void run_solves();
    void add_spreads(std::span<double> rates);
    void solve_spreads(double gamma, std::span<double> b);

    // variable_local.cpp
    [[nodiscard]] bool is_local() const;
    void local_bind();
    void local_advance();
    void local_deliver(double time);
    void local_solve_to(double stop);
    void bring_all(double t);
    [[nodiscard]] VariableStep* least();
    [[nodiscard]] double front() const { return needs_start_ ? now() : tn_; }
    void own_advance();
    void turn_back(double t);

    // variable_step.cpp
    [[nodiscard]] double now() const { return groups_[0]->t; }
    void begin_history();
    void begin_anew();
    void step();
    void check_progress(double before);
    void note_magnitudes();
    void go_to(double t);
    void go_to_event(double time);
    void deliver(double until);
    void settle(double begin);
    void detect(double before, double now);
    void see_end();
    void record();
    [[nodiscard]] double next_event();
    [[nodiscard]] double next_jump();
    void show_time(double step);
    void see_who_looks();
    void catch_up();
    [[nodiscard]] double below_jump(double t) const;
    void check_stop();

    Simulator::Impl& impl_;
    int only_;
    std::vector<Group*> groups_;                       ///< that it integrates
    std::vector<std::unique_ptr<VariableStep>> cells_; ///< of a local step: by group
    std::uint64_t bound_ = 0;
    std::size_t size_ = 0;
    std::int64_t first_row_ = 0; ///< of the nodes that it integrates
    [[nodiscard]] std::size_t at(std::int64_t row) const {
        return static_cast<std::size_t>(row - first_row_);
    }
    struct Voltages { ///< of one cell: v of the nodes with a capacitance
        std::vector<std::int32_t> rows;
        std::size_t first = 0;
    };
    std::vector<Voltages> voltages_;
    struct Stretch { ///< rows of `voltages_` that stand in one stride
        std::ptrdiff_t row, stride;
        std::size_t first, count;
    };
    std::vector<Stretch> stretches_;
    struct
        Chain { ///< nodes of an unbranched cable: the child of each stands `-up` rows from it, its parent `up`
        std::ptrdiff_t row, up;
        std::ptrdiff_t count;
    };
    struct Edge { ///< and what of it is not done by a chain
        std::int32_t row, parent;
        bool to_row, to_parent;
    };
    struct Cable {
        std::vector<Chain> chains;
        std::vector<Edge> edges;
    };
    std::vector<Cable> cables_; ///< of the groups with one lane, by group
    std::vector<StateRun> runs_;
    struct Spread { ///< what diffuses between segments
        Group* group;
        Diffuser* diffuser;
        std::vector<std::size_t> element; ///< of the vector, by compartment
    };
    std::vector<Spread> spreads_;
    struct Neighbour {
        std::int32_t row;
        double conductance; ///< at the node's own area [S/cm2]
    };
    struct Massless { ///< a node without capacitance: its v follows from its neighbours'
        std::int32_t row;
        std::vector<Neighbour> neighbours;
    };
    std::vector<std::vector<Massless>> massless_; ///< by group
    std::vector<double> axial_;                   ///< by node row: sum of axial conductances
    std::vector<double> zero_v_, rhs_, d_, d_static_;
    std::vector<double> scratch_, moments_;
    Magnitudes largest_; ///< in the order of the vector
    bool keeps_magnitudes_ = false;
    struct Crossing { ///< of a threshold, or of a WATCH
        double time;
        Detector* detector;
        WatchPlace watch;
    };
    std::vector<Crossing> crossings_; ///< of the latest step
    struct Moment {
        BoundKernel* kernel;
        Group* group;
        std::int64_t count;
    };
    std::vector<Moment> moment_kernels_;
    std::vector<std::size_t> user_order_; ///< indices of the vector
    /// By detector, then by WATCH where these are sent within steps: values when the present step began.
    std::vector<double> before_;
    std::unique_ptr<integrate::Bdf> bdf_;
    VariableCounts earlier_;        ///< of integrators that are gone
    std::optional<ErrorParts> bad_; ///< what was not finite in the latest evaluation that failed
    int steps_in_place_ = 0;        ///< that left t as it was
    double tn_ = 0;                 ///< where the integrator is; the world's t may be behind
    double stop_ = std::numeric_limits<double>::infinity();
    bool needs_start_ = true;
    bool steps_on_ = false;      ///< a step follows the new beginning at once
    bool has_recorded_ = false;  ///< what stands before the new beginning
    bool is_delivering_ = false; ///< events act, in a run
    bool may_lag_ = false;       ///< nobody sees what follows from the states until the run ends
    bool lags_ = false;          ///< what follows from the states is not that of the present ones
    bool has_massless_slope_ = false;
};

/// Raises a flag for as long as it lives.
class Delivering {
  public:
    explicit Delivering(bool& flag) : flag_(flag) { flag_ = true; }
    ~Delivering() { flag_ = false; }
    Delivering(const Delivering&) = delete;
    Delivering& operator=(const Delivering&) = delete;

  private:
    bool& flag_;
};

} // namespace ranvier::engine
