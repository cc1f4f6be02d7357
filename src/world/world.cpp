// SPDX-License-Identifier: BSD-3-Clause
// Life of a world: wiring, running, and who may use it when.
#include "ranvier/world/world.hpp"

#include <algorithm>
#include <cmath>

#include "c_host.hpp"
#include "kernel_source.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/world/builtins.hpp"
#include "ranvier/world/hoc_host.hpp"

namespace ranvier::world {

std::shared_ptr<World> World::create(std::shared_ptr<Runtime> runtime,
                                     const engine::SimulatorOptions& options) {
    return std::make_shared<World>(Private{}, std::move(runtime), options);
}

World::World(Private, std::shared_ptr<Runtime> runtime, const engine::SimulatorOptions& options)
    : runtime_(std::move(runtime)), names_(model_), c_host_(std::make_unique<CHost>()),
      simulator_(
          std::make_unique<engine::Simulator>(model_, make_kernel_source(runtime_, *c_host_), options)) {
    for (const auto& [name, unit] :
         {std::pair{"t", "ms"}, {"dt", "ms"}, {"celsius", "degC"}, {"secondorder", ""}})
        names_.add_global({name, simulator_->scalar(name), 1, false, unit});
    run_control_ = std::make_unique<RunControl>(*this);
    gids_ = std::make_unique<Gids>(model_, *simulator_);
    c_host_->set_outside(outside_of(*this));
    gaps_ = std::make_unique<Gaps>(*simulator_);
    model_.set_birth_hook([this](const model::TypePtr& type, const model::Section& section, int segment) {
        construct(type, section, segment);
    });
    simulator_->set_external_names([this](const std::string& name) {
        const auto* found = names_.find_global(name);
        return found ? found->ref : state::DataRef{};
    });
}

World::~World() = default;

HocHost& World::hoc_host() {
    if (!hoc_host_) hoc_host_ = std::make_unique<HocHost>(*this);
    return *hoc_host_;
}

hoc::Interpreter& World::hoc() {
    if (!hoc_) hoc_ = std::make_unique<hoc::Interpreter>(hoc_host());
    return *hoc_;
}

// who may use it -------------------------------------------------------------------------------------------------------------

const void* World::this_thread() noexcept {
    static thread_local const char mark = 0;
    return &mark;
}

void World::refuse_access() {
    throw StateError(ErrorParts{"this world is running in another thread",
                                "World",
                                {},
                                "one thread at a time",
                                "wait for the run to end, or give each thread a world of its own"});
}

/// While it lives, this thread has the world. A callback's run inside a run is refused by the engine.
class World::Running {
  public:
    explicit Running(World& world) : world_(world) {
        const void* nobody = nullptr;
        owns_ = world_.runner_.compare_exchange_strong(nobody, this_thread(), std::memory_order_acq_rel);
        if (!owns_ && nobody != this_thread()) refuse_access();
    }
    ~Running() {
        if (!owns_) return;
        std::vector<std::function<void()>> later;
        {
            // under the lock, so that no release can arrive between the end of the run and the emptying of the list
            const std::lock_guard lock(world_.later_mutex_);
            world_.runner_.store(nullptr, std::memory_order_release);
            later.swap(world_.later_);
        }
        for (auto& action : later) action();
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

  private:
    World& world_;
    bool owns_ = false;
};

template <class Action> void World::release_later(Action&& action) {
    {
        const std::lock_guard lock(later_mutex_);
        const void* runner = runner_.load(std::memory_order_acquire);
        if (runner != nullptr && runner != this_thread()) {
            later_.push_back(std::forward<Action>(action));
            return;
        }
    }
    action();
}

void World::release(const model::SectionPtr& section) {
    release_later([this, section] {
        if (own_sections_.contains(section.get()) || (hoc_host_ && hoc_host_->owns(*section))) return;
        if (!section->is_deleted()) model_.delete_section(*section);
    });
}
void World::release(const model::PointPtr& point) {
    release_later([this, point] {
        destruct(*point);
        model_.destroy_point(*point);
    });
}
void World::release(model::NetConPtr netcon) {
    release_later([this, held = netcon.release()] { // an action that waits is copied: it cannot own
        const model::NetConPtr ended(held);
        model_.destroy_netcon(*ended);
    });
}
void World::release(const std::shared_ptr<model::NetConBlock>& netcons) {
    release_later([this, netcons] { model_.destroy_netcons(*netcons); });
}
void World::release(const engine::RecordingPtr& recording) {
    release_later([this, recording] { simulator_->remove(recording); });
}
void World::release(const engine::PlayingPtr& playing) {
    release_later([this, playing] { simulator_->remove(playing); });
}
void World::release(const engine::SpikeRecordingPtr& recording) {
    release_later([this, recording] { simulator_->remove(recording); });
}
void World::release(const engine::SpikePlayingPtr& playing) {
    release_later([this, playing] { simulator_->remove(playing); });
}

// running --------------------------------------------------------------------------------------------------------------------

void World::add_handler(const std::shared_ptr<InitializeHandler>& handler) { handlers_.push_back(handler); }

std::vector<std::shared_ptr<InitializeHandler>> World::handlers() const {
    std::vector<std::shared_ptr<InitializeHandler>> out;
    for (const auto& weak : handlers_)
        if (auto handler = weak.lock()) out.push_back(std::move(handler));
    return out;
}

void World::call_handlers(InitializeStage stage) {
    std::erase_if(handlers_, [](const auto& weak) { return weak.expired(); });
    const auto handlers = handlers_; // a handler may make another
    for (const auto& weak : handlers)
        if (const auto handler = weak.lock(); handler && handler->stage == stage) handler->call();
}

void World::keep_membrane_current(bool keep) {
    check_access();
    simulator_->keep_membrane_current(keep);
    names_.show_membrane_current(keep);
    names_changed();
}

void World::names_changed() {
    if (hoc_host_) hoc_host_->names_changed();
}

void World::set_output(std::function<void(std::string_view)> output) {
    simulator_->services().set_output(output);
    c_host_->set_output(std::move(output));
}

void World::print(std::string_view text) const { c_host_->print(text); }

bool World::is_known(std::string_view name) {
    if (find_builtin(name) || names_.find_global(name) || names_.find_function(name)) return true;
    if (find_range(name) || find_mechanism(name)) return true;
    const auto& sections = model_.sections();
    return std::any_of(sections.begin(), sections.end(), [&](const auto& s) { return s->name() == name; });
}

void World::initialize_with(const double* v) {
    const Running running(*this);
    require_mechanisms();
    if (v && !std::isfinite(*v))
        throw InputError::out_of_range("the initial potential", "finitialize", number_text(*v) + " mV",
                                       "a finite number");
    gaps_->check();
    call_handlers(InitializeStage::first);
    simulator_->set_initialize_hook(
        [this](int stage) { call_handlers(static_cast<InitializeStage>(stage)); });
    told_by(*c_host_, [&] {
        if (v) simulator_->initialize(*v);
        else simulator_->initialize();
    });
}

void World::initialize() { initialize_with(nullptr); }
void World::initialize(double v) { initialize_with(&v); }

void World::step() {
    const Running running(*this);
    require_mechanisms();
    told_by(*c_host_, [&] { simulator_->step(); });
}

void World::run(double stop) {
    const Running running(*this);
    require_mechanisms();
    told_by(*c_host_, [&] { simulator_->run(stop); });
}

void World::solve(double stop) {
    const Running running(*this);
    require_mechanisms();
    told_by(*c_host_, [&] { simulator_->solve(stop); });
}

void World::run_steps(std::int64_t count) {
    const Running running(*this);
    require_mechanisms();
    told_by(*c_host_, [&] { simulator_->run_steps(count); });
}

void World::currents() {
    const Running running(*this);
    told_by(*c_host_, [&] { simulator_->currents(); });
}

engine::CableMatrix World::matrix() {
    const Running running(*this);
    engine::CableMatrix out;
    told_by(*c_host_, [&] { out = simulator_->matrix(); });
    return out;
}

void World::restart_recording() {
    const Running running(*this);
    simulator_->restart_recording();
}

state::NumbersPtr World::record(const state::DataRef& ref) {
    check_access();
    const auto& types = model_.mechanisms().all();
    const bool is_ours = ref.table == model_.nodes() || ref.table == simulator_->scalars() ||
                         std::any_of(types.begin(), types.end(), [&](const auto& type) {
                             return ref.table == type->instances || ref.table == type->globals;
                         });
    const bool is_weight = ref.numbers && std::ranges::any_of(model_.netcons(), [&](const auto* nc) {
                               return nc->weights == ref.numbers;
                           });
    if (!is_weight && (!ref.table || !is_ours))
        throw InputError(
            ErrorParts{"only a number of this world's model can be recorded", ref.path, {}, {}, {}});
    static_cast<void>(ref.get()); // says so if it is gone
    auto recording = std::make_shared<engine::Recording>();
    recording->source = ref;
    recording->target = std::make_shared<state::Numbers>();
    simulator_->record(recording);
    return recording->target;
}

state::NumbersPtr World::record_spikes(const Connection& connection) {
    check_access();
    auto recording = std::make_shared<engine::SpikeRecording>();
    recording->source = connection.get()->source;
    recording->times = std::make_shared<state::Numbers>();
    simulator_->record_spikes(recording);
    return recording->times;
}

} // namespace ranvier::world
