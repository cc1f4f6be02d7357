// SPDX-License-Identifier: BSD-3-Clause
// Compares revisions and rebuilds what is stale: layout, kernels, addresses, network, observers.
#include <algorithm>
#include <cmath>
#include <thread>
#include <unordered_set>

#include "impl.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/mir/passes.hpp"

namespace ranvier::engine {

namespace {
/// FOR_NETCONS asks how many there are before it takes one after the other.
bool asks_for_netcons(const mir::Mechanism& m) {
    for (const auto& function : m.functions)
        for (const auto& in : function.code)
            if (in.op == mir::Op::service &&
                static_cast<mir::Service>(in.symbol) == mir::Service::netcon_count)
                return true;
    return false;
}
} // namespace

std::uint64_t Simulator::Impl::table_revisions() const {
    std::uint64_t sum = model.nodes()->revision() + scalars->revision();
    for (const auto& type : model.mechanisms().all())
        sum += type->instances->revision() + type->globals->revision();
    return sum;
}

Binder Simulator::Impl::make_binder() {
    Binder binder(model, scalars, tables);
    binder.set_external([this](const mir::Slot& slot, const std::string& kernel, Group& group) {
        return external(slot, kernel, group);
    });
    return binder;
}

namespace {
constexpr int kNeverInLanes = 1 << 30; // cells that have a time of their own
} // namespace

void Simulator::Impl::bring_up_to_date() {
    const Timed timed(profile, Activity::layout);
    const auto& now = model.revisions();
    const bool new_pointers = model.pointers().revision() != seen_pointers;
    bool new_structure = now.structure != seen.structure ||
                         model.mechanisms().all().size() != seen_mechanisms || switches_moved();
    IndependentTypes independent;
    if (new_structure || new_pointers) {
        independent = find_independent_types(model, traits);
        new_structure = new_structure || !independent.equals(plan.independent);
        plan.independent.home_of_array = independent.home_of_array;
    }
    if (new_structure) {
        model.update_geometry();
        share_events(true);
        plan = Plan{};
        plan.independent = std::move(independent);
        auto how = options;
        if (variable_settings.is_active && variable_settings.is_local) how.lane_cells = kNeverInLanes;
        lay_out(model, how, traits, plan);
        for (auto& group : plan.groups) group->diffusers = find_diffusers(model, plan, *group);
        find_order(model, traits, plan, membrane_current.is_kept());
        for (const auto& type : model.mechanisms().all())
            for (int c = 0; c < type->instances->column_count(); ++c) type->instances->compact(c);
        find_switches();
        make_kernels();
        seen_mechanisms = model.mechanisms().all().size();
    }
    if (new_structure || new_pointers || table_revisions() != seen_tables) {
        if (!new_structure)
            for (auto& g : plan.groups) g->currents_are_ready = false;
        auto binder = make_binder();
        binder.materialize(plan);
        // observers may need columns of their own, so they come before the addresses are taken
        forget_dead_observers();
        for (const auto& p : playings) static_cast<void>(p->target.address(true));
        for (const auto& d : drawings) static_cast<void>(d->target.address(true));
        for (const auto& transfer : transfers)
            if (transfer.to.is_alive()) static_cast<void>(transfer.to.address(true));
        prepare_pointers();
        binder.bind(plan);
        ++bound_serial;
        write_pointers();
        tables.check();
        seen_tables = 0;
    } else if (pointed_arrays_moved()) {
        write_pointers();
    }
    if (membrane_current.is_kept()) membrane_current.resize(*model.nodes());
    if (capacitive_current.is_kept()) capacitive_current.keep(*model.nodes());
    if (new_structure || now.geometry != seen.geometry) {
        model.update_geometry();
        compute_axial(model, plan);
        ++bound_serial;
        for (auto& group : plan.groups)
            for (auto& diffuser : group->diffusers) measure(*group, diffuser);
        rate = 0;
    }
    if (new_structure || now.network != seen.network || seen_tables == 0 || observers != seen_observers) {
        forget_dead_observers();
        resolve_network();
        bind_observers();
        seen_observers = observers;
    } else if (observed_arrays_moved()) {
        forget_dead_observers(); // an array may have become too short
        bind_observers();
    }
    seen = now;
    seen_tables = table_revisions();
}

/// Whether anybody may read the number before writing it, so that it must stand in memory between kernels.
bool Simulator::Impl::is_carried(const std::string& table, const std::string& variable) {
    if (carried.empty()) {
        for (const auto& type : model.mechanisms().all()) {
            const auto& m = *type->mechanism;
            for (const auto f :
                 {m.initial, m.current, m.advance, m.net_receive, m.net_initial, m.before_initial,
                  m.after_initial, m.before_breakpoint, m.after_solve, m.before_step}) {
                if (!f.valid()) continue;
                const auto e = mir::effects(m, f);
                for (std::size_t v = 0; v < m.variables.size(); ++v) {
                    if (!e.reads_before_write[v]) continue;
                    const auto& variable_ = m.variables[v];
                    if (variable_.kind == mir::VariableKind::ion)
                        carried[variable_.ion + "_ion." + variable_.name] = true;
                    else carried[m.name + "." + variable_.name] = true;
                }
            }
            for (const auto& v : m.variables)
                if (v.kind == mir::VariableKind::state) carried[m.name + "." + v.name] = true;
        }
        carried[""] = true;
    }
    return carried.contains(table + "." + variable);
}

void Simulator::Impl::find_switches() {
    switches.clear();
    for (const auto& type : model.mechanisms().all()) {
        if (!type->is_ion()) continue;
        for (const char* name : {"cinit_", "einit_", "eadvance_"}) {
            const int column = type->instances->find_column(name);
            if (column < 0 || !type->instances->is_uniform(column)) continue;
            switches.push_back({type->instances, column, type->instances->get(0, column)});
        }
    }
}

bool Simulator::Impl::switches_moved() const {
    return std::any_of(switches.begin(), switches.end(), [](const Switch& s) {
        return !s.table->is_uniform(s.column) || s.table->get(0, s.column) != s.value;
    });
}

std::optional<double> Simulator::Impl::known_switch(const std::string& table,
                                                    const std::string& variable) const {
    for (const auto& s : switches)
        if (s.table->name() == table && s.table->column_name(s.column) == variable) return s.value;
    return std::nullopt;
}

/// Of the kernels that run over whole regions of one class.
mir::RowCounts Simulator::Impl::counts_of_region(int region_class) const {
    bool groups = true, few = true;
    for (const auto& group : plan.groups)
        for (const auto& region : group->regions) {
            if (region.region != region_class) continue;
            groups = groups && region.count % RV_LANES == 0;
            few = few && region.count < RV_LANES;
        }
    return few ? mir::RowCounts::few : groups ? mir::RowCounts::groups : mir::RowCounts::any;
}

/// Of the kernels that run over point processes of one class, or over some of them.
mir::RowCounts Simulator::Impl::counts_of_points(int point_class) const {
    for (const auto& group : plan.groups)
        for (const auto& block : group->blocks)
            if (block.point_class == point_class && block.count >= RV_LANES) return mir::RowCounts::any;
    return mir::RowCounts::few;
}

void Simulator::Impl::make_kernels() {
    carried.clear();
    const auto known = [this](const std::string& table, const std::string& variable) {
        return known_switch(table, variable);
    };
    make_diffusion_kernels();
    const auto request = [](std::vector<const mir::Mechanism*> mechanisms, Operation operation) {
        KernelRequest out;
        out.mechanisms = std::move(mechanisms);
        out.operation = operation;
        return out;
    };
    const bool adds = !plan.current.cuts.empty(); // then somebody else has emptied the sums
    for (std::size_t r = 0; r < plan.regions.size(); ++r) {
        auto& region = plan.regions[r];
        const auto counts = counts_of_region(static_cast<int>(r));
        const auto of_phase = [&](const PhaseOrder& order, Operation operation) {
            std::vector<std::vector<const mir::Mechanism*>> parts(order.parts());
            for (const auto& type : region.types)
                if (!order.cuts_at(*type)) parts[order.part_of(*type)].push_back(type->mechanism.get());
            std::vector<KernelPtr> out;
            for (auto& mechanisms : parts) {
                auto wanted = request(std::move(mechanisms), operation);
                wanted.known = known;
                wanted.adds_to_node = adds && operation == Operation::current;
                wanted.counts = counts;
                out.push_back(kernels.kernel(wanted));
            }
            return out;
        };
        region.current = of_phase(plan.current, Operation::current);
        region.advance = of_phase(plan.advance, Operation::advance);
        for (const auto& type : region.types) {
            auto& own = region.by_type.emplace_back();
            for (const auto operation : own_operations(*type)) {
                auto wanted = request({type->mechanism.get()}, operation);
                wanted.known = known;
                wanted.adds_to_node = adds && operation == Operation::current;
                // some instances may run by themselves, where their order matters
                wanted.counts = counts == mir::RowCounts::few ? counts : mir::RowCounts::any;
                if (auto kernel = kernels.kernel(wanted)) own.set(operation, std::move(kernel));
            }
        }
    }
    for (std::size_t p = 0; p < plan.points.size(); ++p) {
        auto& point = plan.points[p];
        const auto counts = counts_of_points(static_cast<int>(p));
        const auto kernel = [&](Operation operation, mir::RowCounts rows) {
            auto wanted = request({point.type->mechanism.get()}, operation);
            wanted.indexed = true;
            wanted.counts = rows;
            return kernels.kernel(wanted);
        };
        point.initial = kernel(Operation::initial, counts);
        point.current = kernel(Operation::current, counts);
        point.advance = kernel(Operation::advance, counts);
        point.net_receive = kernel(Operation::net_receive, mir::RowCounts::few); // an event has one target
        point.net_initial = kernel(Operation::net_initial, mir::RowCounts::few);
        for (const auto& [operation, types] : plan.blocks)
            if (auto found = kernel(operation, counts)) point.others.set(operation, std::move(found));
        for (const auto& watch : point.type->mechanism->watches) {
            auto wanted = request({point.type->mechanism.get()}, Operation::value);
            wanted.function = watch.value;
            wanted.indexed = true;
            point.watches.push_back(kernels.kernel(wanted));
        }
    }
}

/// What a step of diffusion asks of its mechanism.
void Simulator::Impl::make_diffusion_kernels() {
    for (auto& group : plan.groups)
        for (auto& diffuser : group->diffusers) {
            const auto& m = *diffuser.type->mechanism;
            KernelRequest wanted;
            wanted.mechanisms = {&m};
            wanted.operation = Operation::value;
            wanted.function = m.diffusions[diffuser.which].rate;
            diffuser.rate_kernel = kernels.kernel(wanted);
            wanted.function = m.diffusions[diffuser.which].volume;
            diffuser.volume_kernel = kernels.kernel(wanted);
        }
}

/// What a density mechanism does in a kernel of its own.
std::vector<Operation> Simulator::Impl::own_operations(const model::MechanismType& type) const {
    std::vector<Operation> out{Operation::initial};
    for (const auto& [operation, types] : plan.blocks) out.push_back(operation);
    if (type.is_ion()) out.push_back(Operation::reversal);
    if (plan.current.cuts_at(type)) out.push_back(Operation::current);
    if (plan.advance.cuts_at(type)) out.push_back(Operation::advance);
    return out;
}

void Simulator::Impl::make_lean_kernels() {
    const Timed timed(profile, Activity::layout);
    bool made = false;
    for (std::size_t r = 0; r < plan.regions.size(); ++r) {
        auto& region = plan.regions[r];
        if (region.advance_current || region.current.size() != 1 || !region.current[0]) continue;
        KernelRequest wanted;
        for (const auto& type : region.types) wanted.mechanisms.push_back(type->mechanism.get());
        wanted.operation = Operation::advance_current;
        wanted.counts = counts_of_region(static_cast<int>(r));
        wanted.is_needed = [this](const std::string& table, const std::string& variable) {
            return is_carried(table, variable);
        };
        wanted.known = [this](const std::string& table, const std::string& variable) {
            return known_switch(table, variable);
        };
        region.advance_current = kernels.kernel(wanted);
        made = true;
    }
    if (!made) return;
    auto binder = make_binder();
    binder.materialize(plan);
    binder.bind(plan);
    ++bound_serial;
    tables.check();
    bind_observers();
    seen_tables = table_revisions();
}

/// Those of the variable step, which few models ask for.
void Simulator::Impl::make_variable_kernels() {
    if (plan.has_variable_kernels) return;
    const Timed timed(profile, Activity::layout);
    plan.has_variable_kernels = true;
    const auto known = [this](const std::string& table, const std::string& variable) {
        return known_switch(table, variable);
    };
    const auto request = [&](std::vector<const mir::Mechanism*> mechanisms, Operation operation) {
        KernelRequest out;
        out.mechanisms = std::move(mechanisms);
        out.operation = operation;
        out.known = known;
        return out;
    };
    const auto moments_of = [&](const mir::Mechanism& m, bool indexed) {
        std::vector<KernelPtr> out;
        for (const auto f : m.moments) {
            KernelRequest wanted;
            wanted.mechanisms = {&m};
            wanted.operation = Operation::value;
            wanted.function = f;
            wanted.indexed = indexed;
            out.push_back(kernels.kernel(wanted));
        }
        return out;
    };
    constexpr Operation kOwn[] = {Operation::rates, Operation::ode_solve, Operation::after_variable_step};
    // rates may read an ion's total current, to which point processes add
    const bool points_add_to_ions = std::ranges::any_of(plan.points, [](const auto& point) {
        return std::ranges::any_of(point.type->mechanism->ions, [](const auto& use) {
            return std::ranges::find(use.writes, mir::IonQuantity::current) != use.writes.end();
        });
    });
    const bool fuses = plan.current.cuts.empty() && plan.advance.cuts.empty();
    for (auto& region : plan.regions) {
        std::vector<const mir::Mechanism*> all;
        for (const auto& type : region.types) all.push_back(type->mechanism.get());
        if (fuses) {
            if (!points_add_to_ions)
                region.current_rates = kernels.kernel(request(all, Operation::current_rates));
            else region.rates = kernels.kernel(request(all, Operation::rates));
        }
        for (std::size_t i = 0; i < all.size(); ++i) {
            for (const auto operation : kOwn) {
                if (fuses && operation == Operation::rates) continue;
                if (auto kernel = kernels.kernel(request({all[i]}, operation)))
                    region.by_type[i].set(operation, std::move(kernel));
            }
            region.moments.push_back(moments_of(*all[i], false));
        }
    }
    for (auto& point : plan.points) {
        const auto& m = *point.type->mechanism;
        for (const auto operation : kOwn) {
            auto wanted = request({&m}, operation);
            wanted.known = nullptr;
            wanted.indexed = true;
            if (auto kernel = kernels.kernel(wanted)) point.others.set(operation, std::move(kernel));
        }
        point.moments = moments_of(m, true);
    }
    auto binder = make_binder();
    binder.materialize(plan);
    binder.bind(plan);
    ++bound_serial;
    tables.check();
    bind_observers();
    seen_tables = table_revisions();
}

void Simulator::Impl::update_rate() {
    const double step = dt();
    if (!(step > 0) || !std::isfinite(step))
        throw InputError::out_of_range("dt", "", number_text(step) + " ms", "dt > 0");
    // As in NEURON, the factor of the capacitance follows `secondorder` only when dt changes or a run begins.
    if (step != rate_dt) {
        wanted_rate = (second_order() ? 2.0 : 1.0) / step;
        rate_dt = step;
    }
    if (wanted_rate == rate) return;
    for (auto& group : plan.groups) compute_static_diagonal(model, *group, wanted_rate);
    rate = wanted_rate;
}

void Simulator::Impl::forget_dead_observers() {
    const auto dead = [](const auto& o) { return !o->is_active; };
    std::erase_if(recordings, [&](const auto& r) { return dead(r) || !r->source.is_alive(); });
    std::erase_if(playings, [&](const auto& p) { return dead(p) || !p->target.is_alive(); });
    std::erase_if(spike_recordings, dead);
    std::erase_if(drawings, [&](const auto& d) { return dead(d) || !d->target.is_alive(); });
}

/// What a cell points to is the cell's; the weights of a NetCon belong to its target.
int Simulator::Impl::group_of(const state::NumbersPtr& array) const {
    if (const auto home = plan.independent.home_of_array.find(array.get());
        home != plan.independent.home_of_array.end())
        for (const auto& group : plan.groups)
            for (const auto& sections : group->cells)
                if (sections[0] == home->second) return group->index;
    for (const auto* nc : model.netcons())
        if (nc->weights == array && nc->target) {
            const auto found = plan.block_of_point.find(nc->target);
            return found == plan.block_of_point.end() ? 0 : found->second.first;
        }
    return 0;
}

int Simulator::Impl::group_of(const state::DataRef& ref) const {
    if (ref.numbers) return group_of(ref.numbers);
    if (ref.table == scalars) return 0;
    const auto row = ref.table->row(ref.id);
    if (ref.table == model.nodes()) { // groups stand in order of their rows, group 0 has none
        const auto next =
            std::upper_bound(plan.groups.begin() + 1, plan.groups.end(), row,
                             [](std::int32_t r, const auto& group) { return r < group->node_base; });
        return (*std::prev(next))->index;
    }
    for (const auto& group : plan.groups) {
        for (const auto& region : group->regions) {
            const auto& cls = plan.regions[static_cast<std::size_t>(region.region)];
            const auto& stretch = group->cell_class->stretches[static_cast<std::size_t>(region.stretch)];
            for (std::size_t i = 0; i < cls.types.size(); ++i)
                if (cls.types[i]->instances == ref.table && row >= region.type_base[i] &&
                    row < region.type_base[i] + stretch.padded * group->lanes)
                    return group->index;
        }
        for (const auto& block : group->blocks)
            if (plan.points[static_cast<std::size_t>(block.point_class)].type->instances == ref.table &&
                row >= block.base && row < block.base + block.count)
                return group->index;
    }
    return 0;
}

/// True for numbers that a lean kernel does not store, or that stand for the next step already after it.
bool Simulator::Impl::is_hidden_between_steps(const state::DataRef& ref) const {
    if (ref.numbers || ref.table == scalars) return false;
    if (ref.table == model.nodes()) return ref.column > model::kArea && ref.column < model::kMembraneCurrent;
    for (const auto& type : model.mechanisms().all()) {
        if (type->instances != ref.table) continue;
        if (type->is_point()) return false; // their kernels are always full
        const auto& m = *type->mechanism;
        for (std::size_t v = 0; v < m.variables.size(); ++v) {
            const int first = type->column[v];
            if (!m.is_instance(mir::VariableId(static_cast<std::int32_t>(v)))) continue;
            if (ref.column >= first && ref.column < first + m.variables[v].count)
                return m.variables[v].kind == mir::VariableKind::assigned || type->is_ion();
        }
    }
    return false;
}

/// Arrays of users move without a word.
bool Simulator::Impl::observed_arrays_moved() const {
    return std::ranges::any_of(observed_arrays,
                               [](const auto& seen_at) { return seen_at.first->block() != seen_at.second; });
}

void Simulator::Impl::bind_observers() {
    known_interval = {};
    observed_arrays.clear();
    const auto observe = [this](const state::DataRef& ref) {
        if (ref.numbers) observed_arrays.emplace_back(ref.numbers, ref.numbers->block());
    };
    for (const auto& d : drawings) observe(d->target);
    for (auto& group : plan.groups) {
        group->recordings.clear();
        group->plays.clear();
        group->timed.clear();
        group->stepwise.clear();
        group->timed_of_serial.clear();
        group->stepwise_of_serial.clear();
        group->must_show_all = !plan.may_fuse;
    }
    for (const auto& source : plan.sources)
        if (source.source->is_watched() && is_hidden_between_steps(source.source->value))
            plan.groups[static_cast<std::size_t>(group_of(source.source->value))]->must_show_all = true;
    const auto serial_of = [&](const void* observer) {
        auto& serial = observer_serial[observer];
        if (!serial) serial = next_observer++;
        return serial;
    };
    std::unordered_map<const void*, std::uint64_t> live;
    for (const auto& r : recordings) {
        auto& group = *plan.groups[static_cast<std::size_t>(group_of(r->source))];
        if (is_hidden_between_steps(r->source)) group.must_show_all = true;
        observe(r->source);
        const bool is_time = r->is_time || (r->source.table == scalars && r->source.column == 0);
        const double* from = is_time ? &group.t : r->source.address(false);
        if (r->interval > 0 || r->times) {
            const auto serial = live[r.get()] = serial_of(r.get());
            group.timed_of_serial[serial] = group.timed.size();
            // Of t itself: at an interval the exact multiples, which no step may have met; at given times, as in NEURON, the
            // beginning of the step that meets them.
            if (is_time) from = r->times ? &group.t_begin : nullptr;
            group.timed.push_back({r, from, serial});
        } else {
            group.recordings.push_back({r, from});
        }
    }
    for (const auto& p : playings) {
        auto& group = *plan.groups[static_cast<std::size_t>(group_of(p->target))];
        bool on_point = p->target.numbers != nullptr;
        for (const auto& block : group.blocks)
            on_point |=
                plan.points[static_cast<std::size_t>(block.point_class)].type->instances == p->target.table;
        // what changes between the state update and the next currents must find them apart
        if (!on_point) group.must_show_all = true;
        double* to = p->target.address(true);
        observe(p->target);
        if (p->kind == Playing::Kind::interpolate) {
            group.plays.push_back({p, to});
        } else {
            const auto serial = live[p.get()] = serial_of(p.get());
            group.stepwise_of_serial[serial] = group.stepwise.size();
            group.stepwise.push_back({p, to, serial});
        }
    }
    observer_serial = std::move(live);
    bind_transfers();
    bind_drawings();
}

/// Source by source in order of creation, as in NEURON; all NetCons without a source count as one source.
std::pair<std::uint64_t, std::uint64_t> Simulator::Impl::netcon_rank(const model::NetCon* nc) const {
    const auto* source = nc->source.get();
    const bool has_source = source && (source->point || !source->value.is_null());
    return {has_source ? source->serial : model.sourceless_serial(), nc->serial};
}

void Simulator::Impl::order_netcons() {
    std::unordered_set<std::uint64_t> alive;
    for (const auto* point : model.point_processes()) alive.insert(point->serial());
    std::erase_if(point_events, [&](const auto& entry) { return !alive.contains(entry.first); });
    std::unordered_map<const model::MechanismType*, bool> asks;
    std::unordered_set<std::uint64_t> asking; // others never see the order
    for (const auto* point : model.point_processes()) {
        const auto [known, is_new] = asks.try_emplace(point->type().get());
        if (is_new) known->second = asks_for_netcons(*point->type()->mechanism);
        if (known->second) asking.insert(point->serial());
    }
    for (auto& [serial, events] : point_events)
        if (asking.contains(serial))
            std::ranges::sort(events.netcons, {}, [this](const auto* nc) { return netcon_rank(nc); });
}

void Simulator::Impl::resolve_network() {
    known_interval = {};
    plan.sources.clear();
    plan.source_index.clear();
    for (auto& group : plan.groups) {
        group->detectors.clear();
        for (auto& block : group->blocks) {
            block.source.assign(block.points.size(), -1);
            block.events.assign(block.points.size(), nullptr);
            for (std::size_t r = 0; r < block.points.size(); ++r)
                if (block.points[r]) block.events[r] = &point_events[block.points[r]->serial()];
        }
    }
    for (auto& [serial, events] : point_events) events.netcons.clear();
    std::vector<model::NetCon*> netcons = model.netcons();
    if (!std::ranges::is_sorted(netcons, {}, &model::NetCon::serial))
        std::ranges::sort(netcons, {}, &model::NetCon::serial);
    const auto info = [&](const std::shared_ptr<model::SpikeSource>& source) -> SourceInfo& {
        const auto [it, is_new] =
            plan.source_index.try_emplace(source.get(), static_cast<int>(plan.sources.size()));
        if (is_new) {
            plan.sources.push_back(
                {source, source->point ? source->point->serial() : source->serial, {}, {}});
            const int index = it->second;
            if (source->point) {
                const auto [g, b] = plan.block_of_point.at(source->point);
                auto& block = plan.groups[static_cast<std::size_t>(g)]->blocks[static_cast<std::size_t>(b)];
                const auto row = source->point->type()->instances->row(source->point->row()) - block.base;
                block.source[static_cast<std::size_t>(row)] = index;
            } else if (source->is_watched()) {
                auto& group = *plan.groups[static_cast<std::size_t>(group_of(source->value))];
                const bool is_time = source->value.table == scalars && source->value.column == 0;
                group.detectors.push_back(
                    {index, is_time ? &group.t : source->value.address(false), source.get()});
            }
        }
        return plan.sources[static_cast<std::size_t>(it->second)];
    };
    const auto place = [&](const model::PointProcess* point) -> std::tuple<int, int, int> {
        const auto it = plan.block_of_point.find(point);
        if (it == plan.block_of_point.end()) return {-1, -1, -1};
        const auto [g, b] = it->second;
        const auto& group = *plan.groups[static_cast<std::size_t>(g)];
        const auto& block = group.blocks[static_cast<std::size_t>(b)];
        return {g, b, point->type()->instances->row(point->row()) - block.base};
    };
    for (auto* nc : netcons) {
        if (nc->target) point_events[nc->target->serial()].netcons.push_back(nc);
        if (!nc->source || nc->source->is_gone()) continue;
        Connection c{.netcon = nc,
                     .weights = nc->weights->data(),
                     .delay = nc->delay,
                     .serial = nc->serial,
                     .active = nc->active};
        if (nc->target) std::tie(c.group, c.block, c.row) = place(nc->target);
        info(nc->source).connections.push_back(c);
    }
    has_callbacks = false;
    for (const auto& r : spike_recordings) {
        if (!r->source || r->source->is_gone()) continue;
        auto& known = info(r->source).recordings;
        if (r->replaces) // a later one of its kind
            std::erase_if(known, [&](auto* other) {
                if (!other->callback != !r->callback) return false;
                other->is_active = false;
                return true;
            });
        known.push_back(r.get());
        has_callbacks = has_callbacks || r->callback != nullptr;
    }
    order_netcons();
    const auto is_live = [&netcons](std::uint64_t serial) {
        return std::ranges::binary_search(netcons, serial, {}, &model::NetCon::serial);
    };
    // Events under way follow their targets; those whose NetCon or target is gone are dropped.
    std::unordered_set<const model::PointProcess*> points(model.point_processes().begin(),
                                                          model.point_processes().end());
    const bool were_shared = events_are_shared;
    share_events(true);
    for (auto& e : shared.drain()) {
        if (e.kind == EventKind::netcon || e.kind == EventKind::self) {
            if (e.netcon && !is_live(e.netcon_serial)) {
                if (e.kind == EventKind::netcon) continue;
                e.netcon = nullptr;
            }
            e.weights = e.netcon ? e.netcon->weights->data() : nullptr;
            auto* target = e.kind == EventKind::netcon ? e.netcon->target : e.point;
            if (!target || !points.contains(target)) continue;
            int row = 0;
            std::tie(e.group, e.block, row) = place(target);
            if (e.group < 0) continue;
            e.point = target;
            e.index = row;
        }
        shared.push(e);
    }
    if (!were_shared) share_events(false);
}

} // namespace ranvier::engine
