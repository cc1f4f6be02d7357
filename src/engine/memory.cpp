// SPDX-License-Identifier: BSD-3-Clause
// Memory, container by container. What the allocator adds to each piece is not counted, nor objects of a language on top.
#include "ranvier/engine/memory.hpp"

#include <unordered_set>

#include "impl.hpp"

namespace ranvier::engine {

namespace {

template <class T> std::size_t bytes_of(const std::vector<T>& list) { return list.capacity() * sizeof(T); }

std::size_t bytes_of(const state::NumbersPtr& numbers) {
    return numbers ? sizeof(state::Numbers) + numbers->capacity() * sizeof(double) : 0;
}

MemoryReport::Part part_of(std::string kind, std::string name, const state::Table& table) {
    MemoryReport::Part part{std::move(kind),
                            std::move(name),
                            table.byte_count(),
                            static_cast<std::size_t>(table.row_count()),
                            {}};
    for (int c = 0; c < table.column_count(); ++c)
        part.columns.push_back({table.column_name(c), table.byte_count(c)});
    return part;
}

std::size_t bytes_of(const BoundKernel& kernel) {
    return bytes_of(kernel.columns) + bytes_of(kernel.strides) + bytes_of(kernel.scalars) +
           bytes_of(kernel.indices) + bytes_of(kernel.tables) + bytes_of(kernel.arguments) +
           bytes_of(kernel.unseen);
}

template <class Own> std::size_t bytes_of_own(const Own& own) {
    std::size_t sum = 0;
    for (const auto& [operation, kernel] : own) sum += sizeof(kernel) + bytes_of(kernel);
    return sum;
}

std::size_t bytes_of(const Region& region) {
    std::size_t sum = bytes_of(region.type_base) + bytes_of(region.current) + bytes_of(region.advance) +
                      bytes_of(region.by_type) + bytes_of(region.advance_current) +
                      bytes_of(region.current_rates) + bytes_of(region.rates);
    for (const auto* list : {&region.current, &region.advance})
        for (const auto& kernel : *list) sum += bytes_of(kernel);
    for (const auto& own : region.by_type) sum += bytes_of_own(own);
    for (const auto& list : region.moments) {
        sum += bytes_of(list);
        for (const auto& kernel : list) sum += bytes_of(kernel);
    }
    return sum;
}

std::size_t bytes_of(const PointBlock& block) {
    std::size_t sum = bytes_of(block.points) + bytes_of(block.node) + bytes_of(block.source) +
                      bytes_of(block.events) + bytes_of(block.watches) + bytes_of(block.moments) +
                      bytes_of_own(block.others);
    for (const auto& [ion, rows] : block.ion_rows) sum += bytes_of(rows);
    for (const auto* kernel :
         {&block.initial, &block.current, &block.advance, &block.net_receive, &block.net_initial})
        sum += bytes_of(*kernel);
    for (const auto* list : {&block.watches, &block.moments})
        for (const auto& kernel : *list) sum += bytes_of(kernel);
    return sum;
}

std::size_t bytes_of(const math::TreeSchedule& schedule) {
    return bytes_of(schedule.row) + bytes_of(schedule.parent_row) + bytes_of(schedule.chain_first) +
           bytes_of(schedule.chain_last);
}

std::size_t bytes_of(const CellClass& cells) {
    return sizeof(CellClass) + bytes_of(cells.parent) + bytes_of(cells.section_first_node) +
           bytes_of(cells.stretches) + bytes_of(cells.stretch_of_node) + bytes_of(cells.position) +
           bytes_of(cells.schedule) + bytes_of(cells.solver_parent);
}

std::size_t bytes_of(const Group& group) {
    std::size_t sum = sizeof(Group) + bytes_of(group.cells) + bytes_of(group.regions) +
                      bytes_of(group.blocks) + bytes_of(group.detectors) + bytes_of(group.recordings) +
                      bytes_of(group.plays) + bytes_of(group.timed) + bytes_of(group.stepwise);
    for (const auto& sections : group.cells) sum += bytes_of(sections);
    for (const auto& region : group.regions) sum += bytes_of(region);
    for (const auto& block : group.blocks) sum += bytes_of(block);
    return sum;
}

/// Kernels that steps use; one that several groups share counts once.
std::size_t code_of(const Plan& plan, std::size_t& count) {
    std::unordered_set<const KernelCode*> seen;
    std::size_t sum = 0;
    const auto add = [&](const KernelPtr& kernel) {
        if (kernel && seen.insert(kernel.get()).second) sum += kernel->executable->about().code;
    };
    for (const auto& region : plan.regions) {
        for (const auto* list : {&region.current, &region.advance})
            for (const auto& kernel : *list) add(kernel);
        for (const auto& kernel : {region.advance_current, region.current_rates, region.rates}) add(kernel);
        for (const auto& own : region.by_type)
            for (const auto& [operation, kernel] : own) add(kernel);
    }
    for (const auto& point : plan.points) {
        for (const auto& kernel :
             {point.initial, point.current, point.advance, point.net_receive, point.net_initial})
            add(kernel);
        for (const auto& [operation, kernel] : point.others) add(kernel);
    }
    count = seen.size();
    return sum;
}

} // namespace

MemoryReport Simulator::memory() {
    auto& impl = *impl_;
    impl.bring_up_to_date();
    MemoryReport out;
    const auto add = [&](std::string kind, std::size_t bytes, std::size_t count) {
        if (bytes) out.parts.push_back({std::move(kind), {}, bytes, count, {}});
    };
    auto& model = impl.model;
    out.parts.push_back(part_of("tree", {}, *model.nodes()));
    std::size_t globals = 0;
    for (const auto& type : model.mechanisms().all()) {
        globals += type->globals->byte_count();
        if (type->instances->row_count() > 0)
            out.parts.push_back(part_of("mechanism", type->name(), *type->instances));
    }
    add("globals", globals + impl.scalars->byte_count(), 0);
    add("tables", impl.tables.byte_count(), 0);

    std::size_t sections = 0, points = 0;
    for (const auto& s : model.sections()) {
        sections += sizeof(model::Section) + s->name().capacity() + bytes_of(s->children()) +
                    bytes_of(s->nodes()) + bytes_of(s->inserted()) + bytes_of(s->point_processes());
        for (const auto& inserted : s->inserted()) sections += bytes_of(inserted.rows);
        points += bytes_of(s->points());
    }
    add("sections", sections, model.sections().size());
    add("3-d points", points, 0);

    std::size_t processes = 0;
    for (const auto* p : model.point_processes())
        processes += sizeof(model::PointProcess) + p->name().capacity() + bytes_of(p->netcons());
    add("point processes", processes, model.point_processes().size());
    std::size_t netcons = bytes_of(model.netcons());
    for (const auto* nc : model.netcons()) netcons += sizeof(model::NetCon) + bytes_of(nc->weights);
    for (const auto& source : impl.plan.sources)
        netcons += sizeof(source) + bytes_of(source.connections) + bytes_of(source.recordings);
    add("connections", netcons, model.netcons().size());

    std::size_t events = impl.shared.byte_count(), waiting = impl.shared.size();
    for (const auto& group : impl.plan.groups) {
        events += group->queue.byte_count() + bytes_of(group->outbox);
        waiting += group->queue.size();
    }
    for (const auto& [serial, own] : impl.point_events)
        events += sizeof(serial) + sizeof(own) + bytes_of(own.watches) + bytes_of(own.cancelled) +
                  bytes_of(own.netcons);
    add("events", events, waiting);

    std::unordered_set<const state::Numbers*> seen; // a Vector may serve several
    std::size_t recordings = 0, playings = 0;
    const auto array = [&](const state::NumbersPtr& numbers) {
        return numbers && seen.insert(numbers.get()).second ? bytes_of(numbers) : 0;
    };
    for (const auto& r : impl.recordings) recordings += sizeof(*r) + array(r->target) + array(r->times);
    for (const auto& r : impl.spike_recordings) recordings += sizeof(*r) + array(r->times) + array(r->ids);
    for (const auto& p : impl.playings) playings += sizeof(*p) + array(p->values) + array(p->times);
    for (const auto& p : impl.spike_playings) playings += sizeof(*p) + array(p->times);
    add("recordings", recordings, impl.recordings.size() + impl.spike_recordings.size());
    add("playing", playings, impl.playings.size() + impl.spike_playings.size());

    std::size_t plan = bytes_of(impl.plan.regions) + bytes_of(impl.plan.points) + bytes_of(impl.plan.sources);
    std::unordered_set<const CellClass*> classes;
    for (const auto& group : impl.plan.groups) {
        plan += bytes_of(*group);
        if (group->cell_class && classes.insert(group->cell_class.get()).second)
            plan += bytes_of(*group->cell_class);
    }
    add("plan", plan, impl.plan.groups.size());
    std::size_t kernels = 0;
    const std::size_t code = code_of(impl.plan, kernels);
    add("compiled code", code, kernels);
    return out;
}

} // namespace ranvier::engine
