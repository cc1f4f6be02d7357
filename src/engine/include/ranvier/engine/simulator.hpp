// SPDX-License-Identifier: BSD-3-Clause
// Runs a model: keeps the plan up to date, initialises, steps, delivers events, records. One a world.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ranvier/engine/calls.hpp"
#include "ranvier/engine/kernels.hpp"
#include "ranvier/engine/memory.hpp"
#include "ranvier/engine/profile.hpp"
#include "ranvier/engine/services.hpp"
#include "ranvier/model/model.hpp"
#include "ranvier/parallel/communicator.hpp"
#include "ranvier/state/numbers.hpp"
#include "ranvier/state/table.hpp"

namespace ranvier::engine {

/// Samples a number into an array: at every step, every `interval` ms, or at given times.
struct Recording {
    state::DataRef source;
    state::NumbersPtr target;
    double interval = 0;                   ///< > 0: at its multiples
    std::shared_ptr<state::Numbers> times; ///< not null: at these times
    bool is_time = false;                  ///< the time at which the number's cell is, in place of the number
    // used by the engine
    std::size_t next = 0;
    bool is_active = true; ///< false: removed (the Vector went away or play_remove)
};
using RecordingPtr = std::shared_ptr<Recording>;

/// Writes values into a number while the model runs.
struct Playing {
    enum class Kind : std::uint8_t {
        steps,       ///< value i is set at time i (times), or at i * interval
        interpolate, ///< linear between the times, at every half step
    };
    Kind kind = Kind::steps;
    state::DataRef target;
    state::NumbersPtr values;
    state::NumbersPtr times; ///< null: multiples of interval
    double interval = 0;
    // used by the engine
    std::size_t next = 0;
    bool is_active = true;
};
using PlayingPtr = std::shared_ptr<Playing>;

/// Times (and ids) of a source's spikes. At least one of the outputs is not null.
struct SpikeRecording {
    std::shared_ptr<model::SpikeSource> source;
    state::NumbersPtr times;
    state::NumbersPtr ids;
    double id = 0;
    std::function<void(double t)>
        callback; ///< called at each spike, in a step where all groups are at one time
    bool replaces =
        false; ///< takes the place of the source's earlier recording of its kind (NetCon.record keeps one)
    bool is_active = true;
};
using SpikeRecordingPtr = std::shared_ptr<SpikeRecording>;

/// A number that is drawn anew when a run begins (before INITIAL blocks) and when a step does, once the events of its first half
/// have acted.
struct Drawing {
    std::function<double()> draw;
    state::DataRef target;
    bool is_active = true;
};
using DrawingPtr = std::shared_ptr<Drawing>;

/// A number that follows another: set when v is new, before the states move, and before INITIAL blocks.
struct Transfer {
    state::DataRef from, to;
};

/// A train of spikes of several sources.
struct SpikePlaying {
    state::NumbersPtr times; ///< [ms], rising
    /// Whose the spike at an index of `times` is; null: nobody's.
    std::function<std::shared_ptr<model::SpikeSource>(std::size_t)> find;
    // used by the engine
    std::size_t next = 0;
    bool is_active = true;
};
using SpikePlayingPtr = std::shared_ptr<SpikePlaying>;

/// A user's function that every step calls, while somebody keeps it.
using StepCall = std::shared_ptr<std::function<void()>>;

/// What a variable step is asked for. Tolerances are of the local error of one step.
struct VariableSettings {
    bool is_active = false;
    bool is_local = false;                ///< each cell has a step of its own
    double absolute = 1e-3, relative = 0; ///< absolute: of a state with scale 1
    double longest = 1e9, shortest = 0;   ///< [ms]
    int highest_order = 5;
    int condition_order =
        1; ///< 1: a threshold is crossed at the end of a step; 2: where a line from its begin crosses it
    std::map<std::string, double> scales; ///< of the absolute tolerance, by "v" or "m_hh"
};

/// How much a variable step has worked since the last `initialize`.
struct VariableCounts {
    std::int64_t states = 0, steps = 0, rates = 0, solves = 0, setups = 0, restarts = 0, interpolations = 0;
};
/// What the variable step has come to, by state: the largest value, and the largest estimate of a step's error.
struct Magnitudes {
    std::vector<double> states, errors;
};
struct EventCounts {
    std::int64_t sent = 0, arrived = 0; ///< since `initialize`
};
/// Equations of the change of v [mV] in one fixed step, by row of the node table: d times a node's own, and what an edge gives
/// times its neighbour's, is rhs [mA/cm2]; conductances in S/cm2.
struct CableMatrix {
    struct Edge {
        std::int32_t row, other;
        double of_other; ///< in the equation of `row`
        double of_row;   ///< in the equation of `other`
    };
    std::vector<double> d, rhs;
    std::vector<Edge> edges;
};
struct RunState;

struct SimulatorOptions {
    int threads = 0; ///< 0: as many as cores
    int lane_cells =
        2; ///< cells of one class that make a lane group worth while; tests set 1 (always) or a million (never)
    bool fuse_steps = true; ///< one kernel for the state update of a step and the currents of the next
};

class Simulator {
  public:
    /// Columns of the scalar table: t, dt, celsius, secondorder; made by the simulator.
    Simulator(model::Model& model, KernelSource kernels, SimulatorOptions options,
              parallel::CommunicatorPtr communicator = parallel::serial());
    ~Simulator();
    Simulator(const Simulator&) = delete;
    Simulator& operator=(const Simulator&) = delete;

    // scalars; t and dt may be set at any time between steps
    [[nodiscard]] const state::TablePtr& scalars() const noexcept;
    [[nodiscard]] state::DataRef
    scalar(const std::string& name) const; ///< "t", "dt", "celsius", "secondorder"
    [[nodiscard]] double t() const;
    [[nodiscard]] double dt() const;
    void set_options(const SimulatorOptions& options);
    [[nodiscard]] const SimulatorOptions& options() const;

    [[nodiscard]] parallel::Communicator& communicator() const noexcept;

    // running; all throw StateError if called from inside a run, NumericsError when v stops being finite, Interrupted ------------
    void initialize();         ///< finitialize() without touching v
    void initialize(double v); ///< [mV]
    void step(); ///< fadvance: one dt; afterwards every RANGE variable reads as after a full step
    /// Steps while t < stop - dt/2; the native path: same numbers as calling step() in a loop.
    void run(double stop);
    /// Steps exactly `count` times.
    void run_steps(std::int64_t count);
    void currents();          ///< fcurrent: all currents at the present state
    void restart_recording(); ///< frecord_init: empties the recordings and takes the present values
    /// Raised by another thread or a signal handler: the run stops within a few milliseconds with Interrupted.
    void request_stop() noexcept;
    /// Called now and then (every 20 ms or so) by the thread that runs; returning true stops the run.
    void set_poll(std::function<bool()> poll);
    /// For runs that do not come to polling, as their mechanisms hold a loop that does not end: `prepare` is called by the
    /// thread that begins such a run, `is_interrupted` now and then by another thread. Returning true stops the run within
    /// 0.1 s, in the middle of a step. `request_stop` reaches such runs, too.
    void set_interrupts(std::function<void()> prepare, std::function<bool()> is_interrupted);

    /// Called within `initialize`: 0 when v is set and INITIAL blocks have not run, 1 after them, 2 last. It may edit the model,
    /// send events, and call `currents` and `restart_recording`, but not step.
    void set_initialize_hook(std::function<void(int stage)> hook);

    /// Numbers of the world that an EXTERNAL may name beside the scalars and the GLOBALs of mechanisms; null for names it lacks.
    void set_external_names(std::function<state::DataRef(const std::string&)> find);

    // the variable step ----------------------------------------------------------------------------------------------
    /// From the next step on; `initialize`, `step` and `run` then take it. A model that it cannot take is refused there.
    void set_variable(const VariableSettings& settings);
    [[nodiscard]] const VariableSettings& variable() const;
    /// To `stop` exactly, and events up to then; numbers between steps are interpolated. Throws StateError if the step is fixed.
    void solve(double stop);
    void restart_variable(); ///< the present numbers begin a new history
    /// The same, with all cells at one time and new integrators: a world that gets the present numbers goes on with the same bits.
    void rest_variable();
    /// The dt that a fixed step would take if the variable one were switched off [ms].
    [[nodiscard]] double fixed_dt() const;
    void set_fixed_dt(double dt);
    [[nodiscard]] VariableCounts variable_counts() const;
    /// v of all nodes with a capacitance, then the states of mechanisms, instance by instance.
    [[nodiscard]] std::vector<double> variable_states();
    [[nodiscard]] std::vector<double> variable_rates(); ///< at the present numbers
    [[nodiscard]] std::vector<double> variable_rates(double t, std::span<const double> states);
    void set_variable_states(std::span<const double> states);
    [[nodiscard]] std::vector<double> variable_weights();
    [[nodiscard]] std::vector<double> variable_errors();
    [[nodiscard]] std::vector<std::string> variable_names(); ///< "soma.v(0.5)", "soma.m_hh(0.5)", "Syn[0].g"
    [[nodiscard]] int variable_order() const;
    /// Whether each variable step notes the largest states and errors so far; either way what was noted is forgotten.
    void keep_magnitudes(bool keep);
    /// Zeros before the first step. Throws StateError while each cell has a step of its own.
    [[nodiscard]] Magnitudes magnitudes();
    /// The equations of v that a fixed step would solve, at the present numbers; computes the currents, as `currents` does.
    [[nodiscard]] CableMatrix matrix();

    // observers ----------------------------------------------------------------------------------------------------------
    void record(RecordingPtr recording);
    void play(PlayingPtr playing);
    void record_spikes(SpikeRecordingPtr recording);
    void draw(DrawingPtr drawing);
    void remove(const DrawingPtr& drawing);
    void remove(const RecordingPtr& recording);
    void remove(const PlayingPtr& playing);
    void remove(const SpikeRecordingPtr& recording);

    // events -------------------------------------------------------------------------------------------------------------
    /// NetCon.event: delivered to the target at `time`. Throws InputError for a time in the past or not finite.
    /// With a flag the target gets an event as if it had sent it to itself; it must be an artificial cell.
    void send(model::NetCon& netcon, double time, std::optional<double> flag = std::nullopt);
    /// cvode.event: called at the end of the first step that reaches `time`, with t as there.
    /// @param callback  empty: a step and a `solve` by variable steps end there
    void call_at(double time, std::function<void()> callback);

    /// From now on the array gets two numbers for each event that is sent: when it was, and when it will arrive [ms]. Null: none.
    void log_sent_events(state::NumbersPtr log);
    [[nodiscard]] EventCounts event_counts();

    /// Replaces all before. One whose ends are gone is dropped.
    void set_transfers(std::vector<Transfer> transfers);
    void play_spikes(SpikePlayingPtr playing); ///< from the next `initialize` on
    void remove(const SpikePlayingPtr& playing);

    /// Called in each step when v is new; t still is the step's beginning, and the states are the old ones.
    void call_each_step(StepCall call);
    void remove(const StepCall& call);

    /// Whether each step computes the current through the membrane of every node (`kMembraneCurrent`).
    void keep_membrane_current(bool keep);
    [[nodiscard]] bool keeps_membrane_current() const;
    /// From now on each step leaves the current of the capacitance (`kCapacitiveCurrent`); that of the last step is there at once.
    void keep_capacitive_current();

    /// Lays the tables out and binds the kernels, if the model changed. Called by all of the above.
    void bring_up_to_date();
    /// Text: groups, lanes, regions, kernels, rows.
    [[nodiscard]] std::string describe();
    /// The same for readers: what a step does, which mechanisms share a kernel, why some do not.
    [[nodiscard]] std::string describe_step();
    [[nodiscard]] MemoryReport memory();
    /// Where a run that is under way will end [ms]; NaN if none is, or if it takes a number of steps.
    [[nodiscard]] double run_end() const noexcept;
    /// Whether functions of the program are called from inside runs, as far as they are known now.
    [[nodiscard]] bool calls_functions() const noexcept;
    /// Begins to measure what the time of runs goes into, or ends it and forgets what was measured.
    void set_profile(bool on);
    [[nodiscard]] ProfileReport profile() const;
    /// Number of cells that run in lanes, and alone.
    struct Layout {
        int lane_groups = 0, lane_cells = 0, lone_cells = 0;
    };
    [[nodiscard]] Layout layout();
    /// Fills a table now if it is stale: before a function that uses it is called from outside.
    void check_tables();
    [[nodiscard]] const RvTable* table(const model::MechanismType& type, mir::TableId table);
    /// Printed text, random numbers and functions given as data.
    [[nodiscard]] Services& services() noexcept;

    // calls from outside ---------------------------------------------------------------------------------------------------
    [[nodiscard]] CallNeeds call_needs(const model::MechanismType& type, mir::FunctionId function);
    /// Runs a FUNCTION or PROCEDURE on the rows of a site; missing arguments are 0. The result of a PROCEDURE is 0. Throws
    /// StateError if it needs a row that the site lacks.
    double call(const model::MechanismType& type, mir::FunctionId function, const CallSite& site,
                std::span<const double> arguments);

    // saved state (run_state.hpp) --------------------------------------------------------------------------------------------
    /// Everything that looks at the model, plays into it or is called by it.
    struct Observers {
        std::vector<RecordingPtr> recordings;
        std::vector<PlayingPtr> playings;
        std::vector<SpikeRecordingPtr> spike_recordings;
        std::vector<SpikePlayingPtr> trains;
        std::vector<DrawingPtr> drawings;
        std::vector<Transfer> transfers;
        std::size_t step_calls = 0, calls = 0; ///< users' functions: of every step, and at given times
    };
    [[nodiscard]] Observers observers();
    /// What a run is in the middle of, beside the numbers of the tables.
    [[nodiscard]] RunState run_state();
    /// Throws StateError if what it names is not there; then nothing has changed.
    /// @param with_events  else those that are under way now stay
    void set_run_state(const RunState& state, bool with_events = true);

    /// What is recorded or played at given times goes on from the present time: what is due before is left out.
    void restart_observers();

    struct Impl; ///< opaque; the engine's own files know it

  private:
    std::unique_ptr<Impl> impl_;
};

} // namespace ranvier::engine
