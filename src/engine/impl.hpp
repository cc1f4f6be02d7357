// SPDX-License-Identifier: BSD-3-Clause
// The simulator's inside. Private to engine; the parts stand in files by what they do:
// plan_update.cpp, events.cpp, stepping.cpp, simulator.cpp.
#pragma once

#include <atomic>
#include <chrono>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "binding.hpp"
#include "capacitive_current.hpp"
#include "layout.hpp"
#include "membrane_current.hpp"
#include "order.hpp"
#include "profile.hpp"
#include "ranvier/base/thread_pool.hpp"
#include "ranvier/base/watchdog.hpp"
#include "tables.hpp"

namespace ranvier::engine {

struct WatchPlace;

class VariableStep;
class NotFinite;

/// How far groups may go on their own before spikes between them must be handed over.
struct Interval {
    std::int64_t steps = 0; ///< 0: all groups must step together
    /// Nothing reaches what stands on no cell: it goes first, and what it sends is there before the cells begin.
    bool cells_follow = false;
};

struct Simulator::Impl {
    Impl(model::Model& m, KernelSource k, SimulatorOptions o);

    // plan_update.cpp ----------------------------------------------------------------------------------------------------
    void bring_up_to_date();
    [[nodiscard]] Binder make_binder();
    void make_kernels();
    void make_diffusion_kernels();
    [[nodiscard]] std::vector<Operation> own_operations(const model::MechanismType& type) const;
    void find_switches();
    [[nodiscard]] bool switches_moved() const;
    [[nodiscard]] std::optional<double> known_switch(const std::string& table,
                                                     const std::string& variable) const;
    [[nodiscard]] mir::RowCounts counts_of_region(int region_class) const;
    [[nodiscard]] mir::RowCounts counts_of_points(int point_class) const;
    void make_lean_kernels(); ///< only runs of several steps need them
    void make_variable_kernels();
    // pointers.cpp
    void prepare_pointers();
    void write_pointers();
    void copy_pointers_to_padding();
    [[nodiscard]] double* address_of(const model::PointerTarget& target);
    [[nodiscard]] double* external(const mir::Slot& slot, const std::string& who, Group& group);
    void resolve_network();
    void order_netcons();
    [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> netcon_rank(const model::NetCon* nc) const;
    void bind_observers();
    void forget_dead_observers();
    [[nodiscard]] int group_of(const state::NumbersPtr& array) const;
    [[nodiscard]] std::uint64_t table_revisions() const;
    [[nodiscard]] int group_of(const state::DataRef& ref) const;
    [[nodiscard]] bool is_hidden_between_steps(const state::DataRef& ref) const;
    [[nodiscard]] bool is_carried(const std::string& table, const std::string& variable);
    void update_rate();

    // events.cpp ---------------------------------------------------------------------------------------------------------
    void push(const Event& e, Group& from);
    void deliver(Group& group, double until, SpikeMoment moment);
    void deliver_shared(double until);
    void handle(Group& group, const Event& e);
    void detect(Group& group);
    void send_spike(SourceInfo& info, double time, Group& from);
    void run_callbacks();  ///< those that spikes asked for, where no address is held
    void after_callback(); ///< a user's function may have edited the model in the middle of a run
    void receive(Group& group, const Event& e, BoundKernel& kernel);
    void disturb(Group& group); ///< an event is about to change what a variable step integrates
    void check_end(Group& group,
                   const Event& e); ///< refuses events that bring about others at their own time for ever
    [[nodiscard]] bool arrives(PointEvents& events, const Event& e);
    void check_watches(Group& group); // watches.cpp
    [[nodiscard]] double watch_value(Group& group, PointBlock& block, std::size_t row, int watch);
    [[nodiscard]] double watch_value(const WatchPlace& place);
    void send_watch(const WatchPlace& place, double time);
    void run_net_initial();
    void start_timed(Group& group, double from);
    void sample(Group& group, const Event& e);
    void set_stepwise(Group& group, const Event& e);
    void share_events(bool shared);
    void hand_over_outbox(Group& group);
    void write_recorded_spikes(); ///< those that groups have seen apart
    // sent_events.cpp
    void note_sent(Group& from, double sent, double due);
    void write_sent_events(); ///< those that groups have sent apart
    bool run_calls();         ///< users' functions that are due; whether there was one
    // transfers.cpp
    void bind_transfers();
    void run_transfers();
    void bind_drawings();
    void run_drawings();
    void start_spike_playings();
    void push_spike_playing(std::size_t which, double now);
    void fire(Group& group, const Event& e);

    // calls.cpp ----------------------------------------------------------------------------------------------------------
    /// May be asked by several threads.
    KernelPtr call_kernel(const model::MechanismType& type, mir::FunctionId function);
    std::mutex call_kernels_mutex;
    std::map<std::pair<const mir::Mechanism*, std::int32_t>, KernelPtr> call_kernels;

    // phases.cpp ---------------------------------------------------------------------------------------------------------
    using Groups = std::span<Group* const>;
    void run_kernel(const BoundKernel& kernel, Group& group);
    void run_rows(const BoundKernel& kernel, Group& group, std::int64_t first, std::int64_t count);
    void run_in_order(Groups groups, const std::vector<InstanceRun>& runs, Operation operation);
    void run_type(Groups groups, const model::TypePtr& type, Operation operation);
    void run_blocks(Groups groups, Operation operation) {
        if (!plan.blocks.empty()) run_some_blocks(groups, operation);
    }
    void run_some_blocks(Groups groups, Operation operation);
    void run_phase(Groups groups, Operation operation, const PhaseOrder& order);
    void density_currents(Group& group);
    void point_currents(Group& group);
    void run_point_current(const PointBlock& block, Group& group);
    void currents(Groups groups);
    void advance(Groups groups, bool fuse_next);
    void measure_diffusion(Group& group, Diffuser& diffuser);
    void run_diffusion(Group& group);
    void run_initials();

    // stepping.cpp -------------------------------------------------------------------------------------------------------
    void begin_step(Groups groups); ///< to the middle of the step, where the currents are
    void solve(Group& group);
    void correct_ion_currents(Group& group);
    void to_end(Groups groups);                   ///< time, and what is played
    void end_step(Groups groups, bool fuse_next); ///< from the solved v to the end of the step
    void run_step_calls(); ///< users' functions that see each step's v before the states move
    void record(Group& group);
    void play(Group& group);
    [[nodiscard]] ErrorParts explain(const NotFinite& found);
    [[nodiscard]] std::string first_bad_number(const Group& group) const;
    void steps(std::int64_t count);
    void
    vary(const std::function<void(VariableStep&)>& go); ///< a run of the variable step; variable_control.cpp
    void take_steps(std::int64_t count);
    void take_free_steps(std::int64_t count);
    [[nodiscard]] std::int64_t steps_before_calls() const;
    void act_at_begin(Interval interval);
    void act_at_end(Interval interval);
    void steps_together(std::int64_t count, Interval interval);
    void steps_apart(std::int64_t count, Interval interval, bool ends_full);
    [[nodiscard]] bool writes_globals() const;
    // intervals.cpp
    [[nodiscard]] Interval interval(); ///< of the groups as they are now
    [[nodiscard]] Interval find_interval() const;
    [[nodiscard]] bool observers_meet() const;
    [[nodiscard]] bool should_stop(std::int64_t work);
    void initialize(const double* v);
    void call_hook(int stage);
    /// For the time of a run whose kernels or events may go on for ever; null for others.
    [[nodiscard]] Watchdog* watch();
    [[nodiscard]] Watchdog* watch(const mir::Kernel& kernel); ///< for one that is called from outside
    [[nodiscard]] Watchdog* begin_watch();

    /// While it lives, groups act one after the other; what they record of spikes is put in order when they come together.
    class Apart {
      public:
        explicit Apart(Impl& impl) : impl_(impl) { impl.groups_are_apart = true; }
        ~Apart() {
            impl_.groups_are_apart = false;
            impl_.write_recorded_spikes();
            impl_.write_sent_events();
        }
        Apart(const Apart&) = delete;
        Apart& operator=(const Apart&) = delete;

      private:
        Impl& impl_;
    };

    /// Marks a run, refuses a second one inside it.
    class Running {
      public:
        explicit Running(Impl& impl);
        ~Running() {
            impl_.is_running = false;
            impl_.run_end = std::numeric_limits<double>::quiet_NaN();
        }

      private:
        Impl& impl_;
        Profile::Run run_;
    };

    model::Model& model;
    KernelSource kernels;
    SimulatorOptions options;
    parallel::CommunicatorPtr communicator;
    state::TablePtr scalars;
    state::RowId scalar_row;
    Services services;
    Tables tables;
    std::unique_ptr<ThreadPool> pool;

    Plan plan;
    std::uint64_t bound_serial = 0; ///< counts whenever addresses or axial conductances may have changed
    VariableSettings variable_settings;
    std::shared_ptr<VariableStep> varying; ///< of the variable step, from its first use on
    double fixed_dt = 0.025;               ///< to go back to [ms]
    bool is_disturbed = false;             ///< an event acted that a variable step must begin anew after
    TraitsOf traits;
    model::Revisions seen{0, 0, 0};
    std::uint64_t seen_tables = 0;
    std::uint64_t seen_observers = 0, observers = 1;
    std::size_t seen_mechanisms = 0;
    double rate = 0;        ///< 1/dt or 2/dt that d_static holds [1/ms]; 0 if it holds none
    double wanted_rate = 0; ///< what it should hold
    double rate_dt = 0;     ///< the dt that wanted_rate was made of; 0: make it again
    /// Columns that kernels took as constants: what an ion's style switches on or off.
    struct Switch {
        state::TablePtr table;
        int column = 0;
        double value = 0;
    };
    std::vector<Switch> switches;
    std::unordered_map<std::string, bool> carried; ///< by "table.variable": read before written somewhere

    std::uint64_t seen_pointers = 0;
    struct PointedArray { ///< a Vector that POINTERs point into
        state::NumbersPtr array;
        std::shared_ptr<double[]>
            block; ///< its memory then; stays readable when the array grows out of it in a run
        std::size_t size = 0;
    };
    std::unordered_map<const state::Numbers*, PointedArray> pointed_arrays;
    [[nodiscard]] bool pointed_arrays_moved() const;
    std::vector<std::pair<state::NumbersPtr, std::shared_ptr<double[]>>>
        observed_arrays; ///< that hold recorded or played numbers, and where these were
    [[nodiscard]] bool observed_arrays_moved() const;
    std::function<state::DataRef(const std::string&)> external_names;

    std::vector<RecordingPtr> recordings;
    std::vector<PlayingPtr> playings;
    std::vector<SpikeRecordingPtr> spike_recordings;
    std::vector<SpikePlayingPtr> spike_playings;
    std::vector<DrawingPtr> drawings;
    std::vector<double*> bound_drawings; ///< where they go
    std::vector<Transfer> transfers;
    std::vector<std::pair<const double*, double*>> bound_transfers;
    std::unordered_map<const void*, std::uint64_t> observer_serial;
    std::uint64_t next_observer = 1;

    std::unique_ptr<Profile> profile; ///< null unless somebody wants one
    MembraneCurrent membrane_current;
    CapacitiveCurrent capacitive_current;
    bool knows_step_of_v = false; ///< the last solve's result still stands in the node table
    std::vector<StepCall> step_calls;
    /// Users' functions by time, then as given; none: the step ends there.
    std::multimap<double, std::function<void()>> calls;
    bool was_told_to_stop = false; ///< by the latest of them
    std::function<void(int)> initialize_hook;
    bool in_hook = false;
    std::vector<std::pair<std::function<void(double)>, double>>
        pending_callbacks;      ///< of spikes, with their times
    bool has_callbacks = false; ///< a spike may call a user's function, who may look at everything
    EventQueue shared;
    state::NumbersPtr sent_log; ///< null unless somebody wants to know what is sent
    std::unordered_map<std::uint64_t, PointEvents> point_events; ///< by serial
    bool events_are_shared = false;
    bool groups_are_apart = false; ///< in the middle of an interval
    struct {
        bool is_known = false;
        double dt = 0; ///< that it was found for
        Interval interval;
    } known_interval;

    bool is_running = false;
    double run_end = std::numeric_limits<double>::quiet_NaN(); ///< [ms]
    std::atomic<bool> stop_requested{false};
    volatile std::int32_t stop_flag = 0;
    std::function<bool()> poll;
    std::function<void()> prepare_interrupts; ///< before a run that is watched
    std::function<bool()> is_interrupted;     ///< asked by the watchdog's thread
    Watchdog watchdog{[this] { return stop_requested.load() || (is_interrupted && is_interrupted()); },
                      stop_flag};
    model::Revisions seen_loops{0, 0, 0};
    bool has_loops = false;
    std::chrono::steady_clock::time_point last_poll{};
    std::int64_t work_since_look = 0;

    [[nodiscard]] double& t() { return *scalars->data(0); }
    [[nodiscard]] double dt() const { return *scalars->data(1); }
    [[nodiscard]] int second_order() const { return static_cast<int>(*scalars->data(3)); }
};

} // namespace ranvier::engine
