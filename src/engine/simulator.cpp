// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/engine/simulator.hpp"

#include <cmath>
#include <optional>
#include <thread>

#include "impl.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/base/stop_flag.hpp"
#include "variable_step.hpp"

namespace ranvier::engine {

namespace {
constexpr double kInitialDt = 0.025;    // [ms]
constexpr double kInitialCelsius = 6.3; // [degC]

int thread_count(const SimulatorOptions& options) {
    if (options.threads > 0) return options.threads;
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}
} // namespace

Simulator::Impl::Impl(model::Model& m, KernelSource k, SimulatorOptions o)
    : model(m), kernels(std::move(k)), options(o), scalars(std::make_shared<state::Table>("world")),
      tables(m.mechanisms(), scalars, kernels.table), pool(std::make_unique<ThreadPool>(thread_count(o))) {
    scalars->add_column("t", 0);
    scalars->add_column("dt", kInitialDt);
    scalars->add_column("celsius", kInitialCelsius);
    scalars->add_column("secondorder", 0);
    scalar_row = scalars->add_row();
    tables.set_external(
        [this](const mir::Slot& slot) { return external(slot, slot.variable, *plan.groups.at(0)); });
}

Simulator::Impl::Running::Running(Impl& impl)
    : impl_(impl), run_(impl.is_running ? nullptr : impl.profile.get()) {
    if (impl.is_running)
        throw StateError(ErrorParts{
            "the world is running", {}, {}, {}, "a callback may look and change, but not start another run"});
    impl.is_running = true;
    impl.stop_requested = false;
    impl.work_since_look = 0;
    impl.last_poll = std::chrono::steady_clock::now();
}

/// finitialize, in the order of the field's models.
void Simulator::Impl::initialize(const double* v) {
    if (v && !std::isfinite(*v))
        throw InputError::out_of_range("v", "finitialize", number_text(*v) + " mV", "a finite number");
    const Timed timed(profile, Activity::initialization);
    bring_up_to_date();
    if (variable_settings.is_active) varying->bind(); // a model that it cannot take is refused as it is
    rate_dt = 0;
    update_rate();
    knows_step_of_v = false;
    if (capacitive_current.is_kept())
        for (auto& group : plan.groups) capacitive_current.clear(*model.nodes(), *group);
    lower(stop_flag);
    const Watchdog::Watch watched(watch());
    tables.check_initial();
    share_events(true);
    shared.clear();
    calls.clear();
    pending_callbacks.clear();
    t() = 0;
    for (auto& group : plan.groups) {
        group->t = group->t_begin = 0;
        group->outbox.clear();
        group->spikes.clear();
        group->sent_count = 0;
        group->hops = 0;
        group->currents_are_ready = false;
    }
    for (auto& source : plan.sources) {
        source.source->is_above = false;
        source.source->sent_until = model::SpikeSource{}.sent_until;
    }
    for (auto& [serial, events] : point_events) events.restart();
    for (const auto& r : spike_recordings) {
        if (r->times) r->times->clear();
        if (r->ids) r->ids->clear();
    }
    for (auto& group : plan.groups) {
        for (auto& r : group->recordings) r.recording->target->clear();
        for (auto& p : group->plays) p.playing->next = 0;
        start_timed(*group, 0);
    }
    if (v) model.nodes()->fill(model::kV, *v);
    start_spike_playings();
    run_drawings();
    call_hook(0);
    run_transfers();
    run_initials();
    run_net_initial();
    run_blocks(plan.all, Operation::after_initial);
    call_hook(1);
    deliver_shared(0);
    run_calls();
    currents(plan.all);
    if (membrane_current.is_kept())
        for (auto& group : plan.groups) membrane_current.start(*model.nodes(), *group);
    run_blocks(plan.all, Operation::before_step);
    if (!variable_settings.is_active) // steps of the other method record where they begin
        for (auto& group : plan.groups) record(*group);
    deliver_shared(0);
    if (variable_settings.is_active) varying->start();
    call_hook(2);
}

void Simulator::Impl::call_hook(int stage) {
    if (!initialize_hook) return;
    in_hook = true;
    try {
        const Timed timed(profile, Activity::functions);
        initialize_hook(stage);
    } catch (...) {
        in_hook = false;
        throw;
    }
    in_hook = false;
    after_callback();
}

Simulator::Simulator(model::Model& model, KernelSource kernels, SimulatorOptions options,
                     parallel::CommunicatorPtr communicator)
    : impl_(std::make_unique<Impl>(model, std::move(kernels), options)) {
    impl_->communicator = std::move(communicator);
}
Simulator::~Simulator() = default;

const state::TablePtr& Simulator::scalars() const noexcept { return impl_->scalars; }
double Simulator::t() const { return impl_->t(); }
double Simulator::dt() const { return impl_->dt(); }

state::DataRef Simulator::scalar(const std::string& name) const {
    const int column = impl_->scalars->find_column(name);
    if (column < 0)
        throw LookupFailure(ErrorParts{
            "there is no such number in the world", name, {}, "t, dt, celsius or secondorder", {}});
    return {impl_->scalars, column, impl_->scalar_row, name};
}

parallel::Communicator& Simulator::communicator() const noexcept { return *impl_->communicator; }

void Simulator::set_options(const SimulatorOptions& options) {
    if (thread_count(options) != impl_->pool->size())
        impl_->pool = std::make_unique<ThreadPool>(thread_count(options));
    if (options.lane_cells != impl_->options.lane_cells) impl_->seen = {0, 0, 0};
    impl_->options = options;
}
const SimulatorOptions& Simulator::options() const { return impl_->options; }

void Simulator::initialize() {
    Impl::Running running(*impl_);
    impl_->initialize(nullptr);
}
void Simulator::initialize(double v) {
    Impl::Running running(*impl_);
    impl_->initialize(&v);
}

void Simulator::step() { run_steps(1); }

void Simulator::run_steps(std::int64_t count) {
    Impl::Running running(*impl_);
    impl_->bring_up_to_date();
    if (!impl_->variable_settings.is_active) return impl_->steps(count);
    impl_->vary([&](VariableStep& variable) {
        for (std::int64_t i = 0; i < count; ++i) variable.advance();
    });
}

void Simulator::run(double stop) {
    Impl::Running running(*impl_);
    if (std::isnan(stop)) throw InputError::out_of_range("the time to stop at", "", "nan", "a number of ms");
    impl_->run_end = stop;
    impl_->bring_up_to_date();
    if (impl_->variable_settings.is_active) {
        if (std::isinf(stop) && stop > 0)
            throw InputError::out_of_range("the time to stop at", "", "inf", "a number of ms");
        return impl_->vary([&](VariableStep& variable) { variable.run(stop); });
    }
    impl_->update_rate(); // refuses a dt that would never arrive
    while (impl_->t() < stop - 0.5 * impl_->dt()) {
        const double left = std::ceil((stop - 0.5 * impl_->dt() - impl_->t()) / impl_->dt());
        // Summing dt may fall short of the product by rounding; the loop then takes the steps that are missing.
        constexpr double kMostSteps = 1e15;
        const auto count = static_cast<std::int64_t>(std::min(std::max(left, 1.0), kMostSteps));
        impl_->steps(count > 3 ? count - 1 : 1);
    }
}

void Simulator::currents() {
    std::optional<Impl::Running> running;
    if (!impl_->in_hook) running.emplace(*impl_);
    impl_->bring_up_to_date();
    impl_->update_rate();
    impl_->tables.check();
    impl_->knows_step_of_v = false;
    for (auto& group : impl_->plan.groups) {
        group->t = impl_->t();
        group->currents_are_ready = false;
    }
    impl_->currents(impl_->plan.all);
}

void Simulator::restart_recording() {
    impl_->bring_up_to_date();
    for (auto& group : impl_->plan.groups) {
        group->t = impl_->t();
        for (auto& r : group->recordings) r.recording->target->clear();
        impl_->record(*group);
    }
}

double Simulator::run_end() const noexcept { return impl_->run_end; }
bool Simulator::calls_functions() const noexcept {
    return impl_->has_callbacks || !impl_->calls.empty() || !impl_->step_calls.empty();
}

void Simulator::set_profile(bool on) {
    if (impl_->is_running)
        throw StateError(
            ErrorParts{"the profile cannot be switched in a run", "profile", {}, "between runs", {}});
    impl_->profile = on ? std::make_unique<Profile>() : nullptr;
}
ProfileReport Simulator::profile() const {
    return impl_->profile ? impl_->profile->report() : ProfileReport{};
}

void Simulator::request_stop() noexcept { impl_->stop_requested = true; }
void Simulator::set_initialize_hook(std::function<void(int)> hook) {
    impl_->initialize_hook = std::move(hook);
}
void Simulator::set_external_names(std::function<state::DataRef(const std::string&)> find) {
    impl_->external_names = std::move(find);
}
void Simulator::set_interrupts(std::function<void()> prepare, std::function<bool()> is_interrupted) {
    impl_->prepare_interrupts = std::move(prepare);
    impl_->is_interrupted = std::move(is_interrupted);
}
void Simulator::set_poll(std::function<bool()> poll) { impl_->poll = std::move(poll); }

void Simulator::record(RecordingPtr recording) {
    impl_->recordings.push_back(std::move(recording));
    ++impl_->observers;
}
void Simulator::play(PlayingPtr playing) {
    impl_->playings.push_back(std::move(playing));
    ++impl_->observers;
}
void Simulator::record_spikes(SpikeRecordingPtr recording) {
    impl_->spike_recordings.push_back(std::move(recording));
    ++impl_->observers;
}
void Simulator::remove(const RecordingPtr& recording) {
    recording->is_active = false;
    ++impl_->observers;
}
void Simulator::remove(const PlayingPtr& playing) {
    playing->is_active = false;
    ++impl_->observers;
}
void Simulator::remove(const SpikeRecordingPtr& recording) {
    recording->is_active = false;
    ++impl_->observers;
}

void Simulator::send(model::NetCon& netcon, double time, std::optional<double> flag) {
    if (!std::isfinite(time) || time < impl_->t())
        throw InputError::out_of_range("the time of an event", "NetCon", number_text(time) + " ms",
                                       "t = " + number_text(impl_->t()) + " ms or later");
    if (!netcon.target) throw StateError("the NetCon has no target (any more)");
    if (flag && netcon.target->type()->mechanism->kind != mir::MechanismKind::artificial_cell)
        throw InputError(ErrorParts{"only an artificial cell can be sent an event with a flag",
                                    netcon.target->name(),
                                    number_text(*flag),
                                    {},
                                    {}});
    impl_->bring_up_to_date();
    const auto [g, b] = impl_->plan.block_of_point.at(netcon.target);
    const auto& block = impl_->plan.groups[static_cast<std::size_t>(g)]->blocks[static_cast<std::size_t>(b)];
    Event e;
    e.time = time;
    e.sent = impl_->t();
    e.source = netcon.serial;
    e.sequence = netcon.serial;
    e.group = g;
    e.block = b;
    e.index = netcon.target->type()->instances->row(netcon.target->row()) - block.base;
    e.netcon = &netcon;
    e.netcon_serial = netcon.serial;
    e.weights = netcon.weights->data();
    e.point = netcon.target;
    if (flag) {
        auto& events = impl_->point_events[netcon.target->serial()];
        e.kind = EventKind::self;
        e.flag = *flag;
        e.source = netcon.target->serial();
        e.sequence = events.next_ticket++;
    }
    impl_->push(e, *impl_->plan.groups[static_cast<std::size_t>(g)]);
}

void Simulator::call_at(double time, std::function<void()> callback) {
    if (!std::isfinite(time) || time < impl_->t())
        throw InputError::out_of_range("the time of an event", "cvode.event", number_text(time) + " ms",
                                       "t = " + number_text(impl_->t()) + " ms or later");
    if (!impl_->plan.groups.empty()) {
        auto& sender = *impl_->plan.groups[0];
        ++sender.sent_count;
        if (impl_->sent_log) impl_->note_sent(sender, impl_->t(), time);
    }
    impl_->calls.emplace(time, std::move(callback));
}

void Simulator::call_each_step(StepCall call) { impl_->step_calls.push_back(std::move(call)); }
void Simulator::remove(const StepCall& call) { std::erase(impl_->step_calls, call); }

void Simulator::keep_membrane_current(bool keep) {
    if (keep == impl_->membrane_current.is_kept()) return;
    impl_->membrane_current.keep(keep);
    impl_->seen = {0, 0, 0}; // the order of mechanisms depends on it
}
bool Simulator::keeps_membrane_current() const { return impl_->membrane_current.is_kept(); }

void Simulator::keep_capacitive_current() {
    if (impl_->capacitive_current.is_kept()) return;
    impl_->capacitive_current.keep(*impl_->model.nodes());
    if (!impl_->knows_step_of_v) return;
    for (auto& group : impl_->plan.groups)
        if (group->cell_class) impl_->capacitive_current.compute(*impl_->model.nodes(), *group, impl_->rate);
}

void Simulator::bring_up_to_date() { impl_->bring_up_to_date(); }

void Simulator::check_tables() { impl_->tables.check(); }

Services& Simulator::services() noexcept { return impl_->services; }

const RvTable* Simulator::table(const model::MechanismType& type, mir::TableId table) {
    return impl_->tables.find(type, table);
}

Simulator::Layout Simulator::layout() {
    impl_->bring_up_to_date();
    Layout out;
    for (const auto& group : impl_->plan.groups) {
        if (!group->cell_class) continue;
        if (group->lanes > 1) {
            ++out.lane_groups;
            out.lane_cells += static_cast<int>(group->cells.size());
        } else {
            ++out.lone_cells;
        }
    }
    return out;
}

std::string Simulator::describe() {
    const auto counts = layout();
    std::string out = std::to_string(counts.lane_groups) + " lane groups with " +
                      std::to_string(counts.lane_cells) + " cells, " + std::to_string(counts.lone_cells) +
                      " cells alone\n";
    for (const auto& group : impl_->plan.groups) {
        out += "group " + std::to_string(group->index) + ": " + std::to_string(group->cells.size()) +
               " cells, " + std::to_string(group->node_rows) + " node rows\n";
        for (const auto& region : group->regions) {
            out += "  region of " + std::to_string(region.count) + " rows:";
            for (const auto& type : impl_->plan.regions[static_cast<std::size_t>(region.region)].types)
                out += " " + type->name();
            out += "\n";
        }
        for (const auto& block : group->blocks)
            out += "  " + std::to_string(block.count) + " " +
                   impl_->plan.points[static_cast<std::size_t>(block.point_class)].type->name() + "\n";
    }
    return out;
}

} // namespace ranvier::engine
