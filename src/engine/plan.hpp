// SPDX-License-Identifier: BSD-3-Clause
// What a revision of the model compiles to: cell classes, groups of cells, their rows, their bound kernels. Private to engine.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "diffusion.hpp"
#include "event_queue.hpp"
#include "independent_cells.hpp"
#include "ranvier/engine/simulator.hpp"
#include "ranvier/math/tree_solver.hpp"
#include "recorded_spikes.hpp"

namespace ranvier::engine {

/// What one mechanism does on its own, by operation; most have one or two.
template <class T> class ByOperation {
  public:
    void set(Operation operation, T value) { list_.emplace_back(operation, std::move(value)); }
    [[nodiscard]] const T* find(Operation operation) const {
        for (const auto& [known, value] : list_)
            if (known == operation) return &value;
        return nullptr;
    }
    [[nodiscard]] bool empty() const { return list_.empty(); }
    [[nodiscard]] auto begin() const { return list_.begin(); }
    [[nodiscard]] auto end() const { return list_.end(); }
    [[nodiscard]] auto begin() { return list_.begin(); }
    [[nodiscard]] auto end() { return list_.end(); }

  private:
    std::vector<std::pair<Operation, T>> list_;
};

/// The currents or the state updates of all mechanisms, in order of evaluation. The order is cut at mechanisms that run with no
/// other: what stands between two cuts is fused.
struct PhaseOrder {
    std::vector<model::TypePtr> cuts;
    [[nodiscard]] bool cuts_at(const model::MechanismType& type) const;
    /// The part that a type stands in: how many cuts come before it.
    [[nodiscard]] std::size_t part_of(const model::MechanismType& type) const;
    [[nodiscard]] std::size_t parts() const { return cuts.size() + 1; }
};

/// The density mechanisms of a stretch of membrane, in evaluation order, and the kernels over such a stretch.
struct RegionClass {
    std::vector<model::TypePtr> types;
    std::vector<KernelPtr> current, advance; ///< by part of the phase; full: every RANGE variable is stored
    KernelPtr advance_current;               ///< lean; of an order without cuts
    KernelPtr current_rates, rates;          ///< of the variable step; of an order without cuts
    std::vector<ByOperation<KernelPtr>> by_type;
    std::vector<std::vector<KernelPtr>> moments; ///< by type, then Mechanism::moments
};

/// Cells of equal tree, equal mechanism placement and equal point processes, in values as different as they like.
struct CellClass {
    struct Stretch {     ///< nodes of one region class, or of none (ends)
        int region = -1; ///< index into Plan::regions; -1: no membrane
        int first = 0;   ///< position of its first node
        int count = 0;   ///< nodes
        int padded = 0;  ///< positions taken (lone cells pad to whole vectors)
    };
    std::vector<int> parent; ///< by node in order of construction; -1 for the root
    std::vector<int>
        section_first_node; ///< by section of the cell; nodes of a section run away from its parent
    std::vector<Stretch> stretches;
    std::vector<int> stretch_of_node;
    std::vector<int> position;      ///< by node: row = group base + position * lanes + lane
    int positions = 0;              ///< padding included
    math::TreeSchedule schedule;    ///< rows relative to the group's base
    std::vector<int> solver_parent; ///< by node, of the re-rooted tree
};

class EventCall;
class RowPlaces;
struct Region;
struct PointBlock;

/// A kernel with all its addresses.
struct BoundKernel {
    KernelPtr code;
    const Region* region = nullptr; ///< whose rows these are; null for point processes
    PointBlock* block = nullptr;    ///< whose rows these are; null for density mechanisms
    std::int32_t block_index = -1;  ///< in its group
    std::string called_on;          ///< the name of the instance that a call from outside works on
    std::vector<double*> columns;
    std::vector<std::int64_t> strides;
    std::vector<double*> scalars;
    std::vector<const std::int32_t*> indices;
    std::vector<const RvTable*> tables;
    /// Argument slots: which column they are bound to.
    struct Argument {
        std::string name;
        int element = 0;
        int column = -1;
    };
    std::vector<Argument> arguments;
    std::int64_t count = 0;
    std::int64_t padding = 0;                  ///< rows at the end that are copies
    std::shared_ptr<EventCall> events;         ///< of NET_RECEIVE and its INITIAL: made at the first event
    mutable std::shared_ptr<RowPlaces> places; ///< of runs over some of the rows: made at the first one
    std::vector<double> unseen; ///< scalars, by binding, whose number nobody sees (private_numbers.cpp)

    [[nodiscard]] explicit operator bool() const { return code != nullptr; }
    [[nodiscard]] RvKernelArgs args(const volatile std::int32_t* stop, const RvHost* host = nullptr) const {
        return {columns.data(), strides.data(), scalars.data(), indices.data(), tables.data(),
                count,          host,           stop,           padding};
    }
};

struct Region {
    int region = 0;                            ///< index into Plan::regions
    int stretch = 0;                           ///< of the cell class
    std::int32_t node_base = 0;                ///< first row
    std::int64_t count = 0;                    ///< rows that kernels run over
    std::vector<std::int32_t> type_base;       ///< by type of the region: first row of its block
    std::vector<BoundKernel> current, advance; ///< by part of the phase
    BoundKernel advance_current, current_rates, rates;
    std::vector<ByOperation<BoundKernel>> by_type;
    std::vector<std::vector<BoundKernel>> moments; ///< by type
};

struct PointClass {
    model::TypePtr type;
    KernelPtr initial, current, advance, net_receive, net_initial;
    ByOperation<KernelPtr> others;
    std::vector<KernelPtr> watches; ///< by Mechanism::watches
    std::vector<KernelPtr> moments; ///< by Mechanism::moments
};

/// A WATCH that is looked at when steps begin.
struct ActiveWatch {
    int index = 0; ///< into Mechanism::watches
    double flag = 0;
    bool holds = false;    ///< the condition was true at the last look
    std::uint64_t due = 0; ///< ticket of its event while that is under way
    double sent_until =
        -1e300; ///< up to here it is no longer false that has been true: see SpikeSource::sent_until [ms]
};

/// What events need to know of one point process; lives as long as it does, whatever the layout.
struct PointEvents {
    std::vector<ActiveWatch> watches; ///< in order of activation
    std::uint64_t next_ticket = 1;
    std::uint64_t movable = 0;            ///< ticket of the self event that net_move moves; 0: none
    std::uint64_t movable_netcon = 0;     ///< serial of the NetCon whose weights it carries
    std::vector<std::uint64_t> cancelled; ///< tickets of events under way that must not arrive
    std::vector<model::NetCon*> netcons;  ///< that end here, in the order of FOR_NETCONS

    /// A run begins: nothing is under way.
    void restart() {
        watches.clear();
        cancelled.clear();
        movable = movable_netcon = 0;
    }
};

/// The point processes of one type in one group; also artificial cells (without nodes).
struct PointBlock {
    int point_class = 0; ///< index into Plan::points
    std::int32_t base = 0;
    std::int64_t count = 0;
    std::vector<model::PointProcess*> points;                  ///< by row of the block; null for padding
    std::vector<std::int32_t> node;                            ///< row of the node table
    std::map<std::string, std::vector<std::int32_t>> ion_rows; ///< by "na_ion"
    std::vector<int> source;                                   ///< by row: index into Plan::sources, or -1
    std::vector<PointEvents*> events;                          ///< by row; null for padding
    BoundKernel initial, current, advance, net_receive, net_initial;
    std::vector<BoundKernel> watches; ///< by Mechanism::watches
    std::vector<BoundKernel> moments; ///< by Mechanism::moments
    ByOperation<BoundKernel> others;

    [[nodiscard]] const BoundKernel* find(Operation operation) const;
};

/// Instances of one mechanism that stand together in its table and come one after the other in the order of nodes.
struct InstanceRun {
    int group = 0;
    int region = -1, type = -1;        ///< of the group, and of the region's types
    int block = -1;                    ///< of the group, if it is a point process
    std::int64_t first = 0, count = 0; ///< rows within the region or block
};

/// A connection with its target's place in the plan.
struct Connection {
    model::NetCon* netcon = nullptr;
    double* weights = nullptr;
    double delay = 0;
    std::uint64_t serial = 0;
    std::int32_t group = -1, block = -1, row = -1; ///< -1: no target
    bool active = true;
};

/// A source of spikes and what hangs on it, connections in order of creation.
struct SourceInfo {
    std::shared_ptr<model::SpikeSource> source;
    std::uint64_t order = 0; ///< of events of one time that were sent at one time: as sources were created
    std::vector<Connection> connections;
    std::vector<SpikeRecording*> recordings;
};

/// Watches a number, mostly v of a node, against a threshold.
struct Detector {
    int source = -1; ///< index into Plan::sources
    const double* value = nullptr;
    model::SpikeSource* state = nullptr; ///< threshold, and whether the number was above it
};

struct ContinuousRecording {
    RecordingPtr recording;
    const double* from = nullptr;
};
struct ContinuousPlay {
    PlayingPtr playing;
    double* to = nullptr;
};

/// A recording at given times; its samples are events.
struct TimedRecording {
    RecordingPtr recording;
    const double* from = nullptr; ///< null: the time itself is recorded
    std::uint64_t serial = 0;
};
struct StepwisePlay {
    PlayingPtr playing;
    double* to = nullptr;
    std::uint64_t serial = 0;
};

/// Cells that advance together, and everything that happens on them. Group 0 holds what stands on no cell.
struct Group {
    int index = 0;
    int lanes = 1;
    std::shared_ptr<const CellClass> cell_class;     ///< null for group 0
    std::vector<std::vector<model::Section*>> cells; ///< by lane, the sections in the class's order
    std::int32_t node_base = 0;
    std::int64_t node_rows = 0;
    std::vector<Region> regions;
    math::TreeArrays arrays{}; ///< its rows of the node table
    /// Membrane without a current, and ends without membrane, by node: sums that start from nothing.
    std::vector<double*> bare;
    std::vector<PointBlock> blocks;
    /// Mechanisms whose instances run in the order of nodes, cell by cell as good as all together.
    std::vector<std::pair<const model::MechanismType*, std::vector<InstanceRun>>> in_order;
    std::vector<Diffuser> diffusers;
    std::vector<std::pair<BoundKernel, BoundKernel>>
        diffusion_values; ///< rate and volume, by diffuser and its sources
    std::vector<Detector> detectors;
    std::vector<ContinuousRecording> recordings;
    std::vector<ContinuousPlay> plays;
    std::vector<TimedRecording> timed;
    std::vector<StepwisePlay> stepwise;
    std::unordered_map<std::uint64_t, std::size_t> timed_of_serial, stepwise_of_serial;
    bool must_show_all =
        false; ///< somebody looks at more than v, states and parameters between steps: no lean kernels
    EventQueue queue;
    std::int32_t hops = 0; ///< of the event that acts
    struct Burst {
        double time = 0;
        std::int64_t count = 0; ///< of events at that time
    } burst;
    std::vector<Event> outbox; ///< events for other groups, handed over at the end of an interval
    RecordedSpikes spikes;     ///< what was seen of spikes while groups are apart
    std::vector<std::pair<double, double>>
        sent; ///< events of that time, when they were sent and are due, if somebody wants to know
    std::int64_t sent_count = 0; ///< events since `initialize`
    bool has_watches = false;    ///< some block has conditions to look at when steps begin
    double t = 0, t_next = 0;
    double t_begin = 0;   ///< when the present step began
    double delivered = 0; ///< events up to this time have acted
    bool currents_are_ready = false;

    /// Kernels run lean between the steps that somebody looks at.
    [[nodiscard]] bool may_fuse() const { return !must_show_all && !regions.empty(); }
    /// Nothing stands here and no event is under way: all that passes is time.
    [[nodiscard]] bool is_idle() const {
        return !cell_class && regions.empty() && blocks.empty() && detectors.empty() && recordings.empty() &&
               plays.empty() && diffusers.empty() && queue.empty();
    }
};

struct Plan {
    std::vector<SourceInfo> sources;
    std::vector<RegionClass> regions;
    std::vector<PointClass> points;
    std::vector<std::unique_ptr<Group>> groups;
    std::vector<Group*> all; ///< the same
    PhaseOrder current, advance;
    /// BEFORE and AFTER blocks: the mechanisms that have them, as registered.
    ByOperation<std::vector<model::TypePtr>> blocks;
    /// Mechanisms whose instances run one by one, in the order of nodes.
    std::map<const model::MechanismType*, std::vector<InstanceRun>> in_order;
    /// Of mechanisms that set GLOBALs: the last instance, whose numbers they keep.
    std::map<const model::MechanismType*, InstanceRun> last_instance;
    std::unordered_map<const model::SpikeSource*, int> source_index; ///< into `sources`
    bool has_variable_kernels = false; ///< made when a variable step is first asked for
    bool has_settled = false;          ///< some mechanism has a GLOBAL that is settled (mir::settled_globals)
    IndependentTypes independent;      ///< known before the layout
    bool steps_together = false;       ///< some mechanism sees or touches what is not its own
    bool couples_cells = false;        ///< or not its cell's
    bool has_lone_event_cells =
        false; ///< artificial cells that may be at another time than cells, but on no other thread
    /// Nothing stands between the state update of a step and the currents of the next: no cuts, no blocks but those of mechanisms
    /// that keep apart, no diffusion.
    bool may_fuse = true;
    std::unordered_map<const model::PointProcess*, std::pair<int, int>> block_of_point; ///< group, block
};

/// GLOBALs that each instance sets for itself keep the number of the last one. After binding.
void separate_private_numbers(Plan& plan);

} // namespace ranvier::engine
