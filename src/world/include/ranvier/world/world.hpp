// SPDX-License-Identifier: BSD-3-Clause
// A simulation: what a program builds, runs and reads. Everything hangs off a World; a process may hold many, in threads.
//
//     auto world = ranvier::world::World::create();
//     auto axon = world->section("axon");
//     axon.set_length(20000);
//     axon.set_nseg(43);
//     axon.set("diam", 100);
//     axon.insert("hh");
//     auto clamp = world->point_process("IClamp", axon(0));
//     clamp.set("delay", 1);
//     clamp.set("dur", 0.1);
//     clamp.set("amp", 1720);
//     auto v = world->record(axon(0.5).ref("v"));
//     world->initialize(-65);
//     world->run(10);
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ranvier/engine/simulator.hpp"
#include "ranvier/model/model.hpp"
#include "ranvier/world/classes/classes.hpp"
#include "ranvier/world/current_sections.hpp"
#include "ranvier/world/gaps.hpp"
#include "ranvier/world/gids.hpp"
#include "ranvier/world/handles.hpp"
#include "ranvier/world/names.hpp"
#include "ranvier/world/run_control.hpp"
#include "ranvier/world/runtime.hpp"

namespace ranvier::hoc {
class Arguments;
class Interpreter;
} // namespace ranvier::hoc

namespace ranvier::world {

class CallArguments;
class CHost;
class HocHost;

/// When during `initialize` a handler is called.
enum class InitializeStage : int {
    before_initial = 0, ///< v is set, INITIAL blocks have not run
    after_initial = 1,
    last = 2,
    first = 3, ///< nothing has changed yet
};

struct InitializeHandler {
    InitializeStage stage = InitializeStage::after_initial;
    std::function<void()> call;
    std::string text{}; ///< what is called, for those who ask
};

/// One thread at a time: a second one that uses a world while it runs gets a StateError. Callbacks of a run may read and edit it.
class World : public std::enable_shared_from_this<World> {
    struct Private {};

  public:
    explicit World(Private, std::shared_ptr<Runtime> runtime, const engine::SimulatorOptions& options);
    [[nodiscard]] static std::shared_ptr<World> create(std::shared_ptr<Runtime> runtime = Runtime::shared(),
                                                       const engine::SimulatorOptions& options = {});
    ~World();
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    // building -------------------------------------------------------------------------------------------------------------
    [[nodiscard]] Section section(std::string name);
    /// A point process at a place; `type` is its class name. Throws LookupFailure with near names.
    [[nodiscard]] Point point_process(std::string_view type, const Segment& segment);
    [[nodiscard]] Point artificial_cell(std::string_view type);
    /// From a threshold [mV] on v at a place to a point process. Weight 0, delay 1 ms.
    [[nodiscard]] Connection connect(const Segment& source, double threshold, const Point& target);
    [[nodiscard]] Connection connect(const Point& source, const Point& target);

    // running --------------------------------------------------------------------------------------------------------------
    void initialize();         ///< with v as it is
    void initialize(double v); ///< [mV] in every segment
    void step();               ///< one dt
    void run(double stop);     ///< to `stop` [ms], within half a step
    void solve(double stop);   ///< of the variable step: to `stop` exactly
    void run_steps(std::int64_t count);
    void currents(); ///< of the present state, without a step
    [[nodiscard]] engine::CableMatrix
    matrix();                 ///< of a fixed step at the present state; computes the currents
    void restart_recording(); ///< empties what is recorded and takes the present values
    [[nodiscard]] double t() const { return simulator_->t(); }
    [[nodiscard]] double dt() const { return simulator_->dt(); }
    void set_dt(double dt) { set_global("dt", dt); }
    /// Value at the start of a run and after each of its steps.
    [[nodiscard]] state::NumbersPtr record(const state::DataRef& ref);
    /// Times at which a connection's source spikes.
    [[nodiscard]] state::NumbersPtr record_spikes(const Connection& connection);

    // numbers of the world: celsius, dt, t, usetable_hh ---------------------------------------------------------------------
    [[nodiscard]] double global(std::string_view name);
    void set_global(std::string_view name, double value);
    /// Makes a number of the user's own, 0; false if one of this name is there. Throws InputError if the name means something else.
    bool make_number(std::string name);

    // mechanisms -----------------------------------------------------------------------------------------------------------
    /// Reads .mod files: one file, all of a folder, or those of a library (mechanism_library.hpp). A file that was read before is
    /// read again if it changed; instances live on and keep values by name. Throws CompileError with every mistake of every file,
    /// StateError for a name that another file gave to a mechanism in use; then nothing is registered. Returns how many
    /// mechanisms are new or were changed.
    int load_mechanisms(const std::string& path);
    int load_files(const std::vector<std::string>& files); ///< the same for named .mod files, in this order
    /// The same at the first need of a mechanism. Looks at the syntax at once; what is wrong with a file is a warning in the log,
    /// then and later.
    void offer_mechanisms(const std::vector<std::string>& files);
    /// The same for text; `file` names it in messages.
    void load_mechanism_text(std::string file, std::string text);
    /// One whose text is asked for when somebody next looks for a mechanism, or for a name. The same name again: described anew.
    void describe_mechanism(const std::string& name, std::function<std::string()> text);
    void forget_description(const std::string& name);                   ///< if nobody has looked for it since
    [[nodiscard]] model::TypePtr find_mechanism(std::string_view name); ///< null if absent
    [[nodiscard]] model::TypePtr mechanism(std::string_view name);      ///< throws LookupFailure
    /// What to tell whoever asked for a mechanism that is not there: its file has mistakes, or near names.
    [[nodiscard]] std::string hint_for_mechanism(std::string_view name,
                                                 const std::vector<std::string>& known) const;

    // range variables: what handles and language bindings stand on ------------------------------------------------------------
    [[nodiscard]] const RangeName* find_range(std::string_view name);
    [[nodiscard]] const RangeName& range(std::string_view name, std::string_view object);
    [[nodiscard]] double get(model::Section& section, double x, const RangeName& name, int element = 0);
    void set(model::Section& section, double x, const RangeName& name, double value, int element = 0);
    void set_all(model::Section& section, const RangeName& name, double value, int element = 0);
    [[nodiscard]] state::DataRef ref(model::Section& section, double x, const RangeName& name,
                                     int element = 0);
    /// Of a point process; throws StateError if it needs a place and has none.
    [[nodiscard]] state::DataRef ref(const model::PointProcess& point, const RangeName& name,
                                     int element = 0) const;

    // POINTER variables --------------------------------------------------------------------------------------------------------
    /// The reference that names the POINTER itself, not what it points to. Throws InputError if it is none.
    [[nodiscard]] state::DataRef pointer(model::Section& section, double x, const RangeName& name) const;
    [[nodiscard]] state::DataRef pointer(const model::PointProcess& point, const RangeName& name) const;
    void set_pointer(const state::DataRef& pointer, model::PointerTarget target);
    /// What it points to; throws StateError, which names the POINTER, if that is nothing.
    [[nodiscard]] const model::PointerTarget& pointer_target(const state::DataRef& pointer) const;

    // functions of mechanisms ------------------------------------------------------------------------------------------------
    /// Where a function works: at a place, on a point process, or (neither) where set_data said.
    struct CallPlace {
        model::Section* section = nullptr;
        double x = 0;
        const model::PointProcess* point = nullptr;
    };
    /// Calls a FUNCTION or PROCEDURE (which gives 1). Throws InputError for missing arguments; more than it takes are ignored.
    /// Throws StateError if it needs an instance and none was named.
    double call(const FunctionName& function, const CallPlace& place, std::span<const double> arguments);
    /// The same with all that a user passed: C fetches what it wants of it; NMODL's own arguments that are missing are 0.
    double call(const FunctionName& function, const CallPlace& place, const CallArguments& arguments);
    /// As hoc calls it: anything for a mechanism with C in it, else numbers.
    double call(const FunctionName& function, const CallPlace& place, const hoc::Arguments& arguments);
    /// Whether it stands in a mechanism that holds C, which may take arguments of any kind and number.
    [[nodiscard]] static bool takes_anything(const FunctionName& function);
    /// Methods of Vector that C installs: `told` hears their names.
    void set_on_vector_method(std::function<void(const std::string& name)> told);
    double call_vector_method(const std::string& name, const state::NumbersPtr& vector,
                              const CallArguments& arguments);
    /// h.setdata_suf(section(x)): where the mechanism's functions work when no place is named.
    void set_data(const FunctionName& function, const model::SectionPtr& section, double x);
    [[nodiscard]] static std::string signature(const FunctionName& function); ///< "rates(v)"

    // ions -------------------------------------------------------------------------------------------------------------------
    [[nodiscard]] double
    ion_charge(std::string_view mechanism); ///< of "na_ion"; throws InputError for others
    /// Makes an ion of a name and charge; the same again does nothing, another charge is an InputError. Returns its type's index.
    int register_ion(const std::string& ion, double charge);
    /// How a segment treats an ion: 0 not at all, 1 as a parameter, 2 computed, 3 a state or written.
    struct IonStyle {
        int concentrations = 0, reversal = 0;
        bool reversal_at_start = false;       ///< eX = Nernst at finitialize
        bool reversal_follows = false;        ///< and in every step
        bool concentrations_at_start = false; ///< Xi, Xo = Xi0, Xo0 at finitialize
    };
    /// As one number: concentrations, + 4 if they are set at the start, + 8 reversal, + 32 and 64 if that is set at the start and
    /// follows, + 128 and 256 if some mechanism writes Xi and Xo. -1 where the ion is not.
    [[nodiscard]] int ion_style(model::Section& section, std::string_view mechanism);
    int set_ion_style(model::Section& section, std::string_view mechanism,
                      const IonStyle& style); ///< returns the one before
    /// Nernst potential [mV] at the present celsius.
    [[nodiscard]] double nernst(double inside, double outside, double charge);
    /// One of an ion's eX, Xi, Xo computed from the other two, as they are at a place.
    [[nodiscard]] double nernst(model::Section& section, double x, std::string_view variable);
    /// Goldman-Hodgkin-Katz current for a permeability of 1 cm/s [mA/cm2].
    [[nodiscard]] double ghk(double v, double inside, double outside, double charge);
    void use_legacy_units(bool legacy); ///< nrnunit_use_legacy
    [[nodiscard]] bool uses_legacy_units() const noexcept { return legacy_units_; }

    /// Whether each step computes the current through the membrane of every node: range variable i_membrane_ [nA].
    void keep_membrane_current(bool keep);

    // life of what a user's objects own: may be called from any thread; waits for the end of a run in another one ------------
    void release(const model::SectionPtr& section);
    void release(const model::PointPtr& point);
    void release(model::NetConPtr netcon);
    void release(const std::shared_ptr<model::NetConBlock>& netcons);
    void release(const engine::RecordingPtr& recording);
    void release(const engine::PlayingPtr& playing);
    void release(const engine::SpikeRecordingPtr& recording);
    void release(const engine::SpikePlayingPtr& playing);

    [[nodiscard]] model::PointPtr make_point(const model::TypePtr& type);
    /// "IClamp[3]": numbers grow for ever.
    [[nodiscard]] std::string next_name(const std::string& class_name);
    void
    add_handler(const std::shared_ptr<InitializeHandler>& handler); ///< kept while somebody else keeps it

    [[nodiscard]] std::vector<std::shared_ptr<InitializeHandler>> handlers() const; ///< in order of creation

    // parts ------------------------------------------------------------------------------------------------------------------
    [[nodiscard]] model::Model& model() noexcept { return model_; }
    [[nodiscard]] CHost& c_host() noexcept { return *c_host_; }
    /// Where mechanisms print; by default the program's standard output.
    void set_output(std::function<void(std::string_view)> output);
    void print(std::string_view text) const;
    /// The builtin classes of this world, and what the functions of its top level keep.
    [[nodiscard]] classes::Classes& classes() noexcept { return classes_; }
    /// Whether a name stands for something at the top level.
    [[nodiscard]] bool is_known(std::string_view name);
    /// The data of a FUNCTION_TABLE; `table` is a name of kind table.
    [[nodiscard]] engine::FunctionTableData& function_table(const FunctionName& table);
    [[nodiscard]] engine::Simulator& simulator() noexcept { return *simulator_; }
    [[nodiscard]] Names& names() noexcept { return names_; }
    [[nodiscard]] RunControl& run_control() noexcept { return *run_control_; }
    [[nodiscard]] Gids& gids() noexcept { return *gids_; }
    [[nodiscard]] Gaps& gaps() noexcept { return *gaps_; }
    [[nodiscard]] CurrentSections& current_sections() noexcept { return current_sections_; }
    /// This world's hoc: made when first asked for.
    [[nodiscard]] hoc::Interpreter& hoc();
    [[nodiscard]] HocHost& hoc_host();
    [[nodiscard]] bool has_hoc() const noexcept { return hoc_ != nullptr; }
    [[nodiscard]] Runtime& runtime() noexcept { return *runtime_; }
    /// Registers the standard mechanisms, if that has not been done.
    void require_mechanisms();

    /// Where messages go; by default nowhere.
    void set_log(std::function<void(const std::string&)> sink) { log_ = std::move(sink); }
    void log(const std::string& message) const {
        if (log_) log_(message);
    }

    /// Throws StateError if another thread runs this world.
    void check_access() const {
        const void* runner = runner_.load(std::memory_order_acquire);
        if (runner != nullptr && runner != this_thread()) refuse_access();
    }
    [[nodiscard]] bool is_running() const noexcept {
        return runner_.load(std::memory_order_acquire) != nullptr;
    }

  private:
    friend class Checkpoint;
    friend class CheckpointReader;
    class Running;
    static const void* this_thread() noexcept;
    [[noreturn]] static void refuse_access();
    void call_handlers(InitializeStage stage);
    void names_changed(); ///< languages keep what names mean
    void initialize_with(const double* v);
    template <class Action> void release_later(Action&& action);
    void add_mechanism(const MechanismPtr& mechanism);
    enum class WhenC : std::uint8_t { now, when_used }; ///< mistakes in C are found by compiling it
    int load_files(const std::vector<std::string>& files, WhenC when);
    void check_same_charges(const std::vector<MechanismPtr>& mechanisms) const;
    void register_mechanism(const MechanismPtr& mechanism);
    void check_name(const mir::Mechanism& mechanism) const;
    void take_offered();
    void add_ions_of(const mir::Mechanism& mechanism);
    model::TypePtr add_ion(const std::string& ion); ///< there already, or without a charge
    [[nodiscard]] model::TypePtr ion_type(std::string_view mechanism);
    [[nodiscard]] double thermal_voltage(); ///< RT/F [mV]
    [[nodiscard]] engine::CallSite site_of(const FunctionName& function, const CallPlace& place);
    // lives.cpp: CONSTRUCTOR and DESTRUCTOR
    void construct(const model::TypePtr& type, const model::Section& section, int segment);
    void construct(model::PointProcess& point);
    void destruct(model::PointProcess& point) noexcept;
    state::RowId mechanism_row(const model::Section& section, double x, const RangeName& name) const;

    std::shared_ptr<Runtime> runtime_;
    std::vector<MechanismPtr> mechanisms_; // before the model and the simulator, which point to them
    model::Model model_;
    Names names_;
    std::unique_ptr<CHost> c_host_; // before the simulator, whose kernels name it
    std::unique_ptr<engine::Simulator> simulator_;
    std::unique_ptr<RunControl> run_control_;
    std::unique_ptr<Gids> gids_;
    std::unique_ptr<Gaps> gaps_;
    CurrentSections current_sections_{model_};
    std::unique_ptr<HocHost> hoc_host_;
    std::unique_ptr<hoc::Interpreter> hoc_;
    std::vector<std::weak_ptr<InitializeHandler>> handlers_;
    std::unordered_map<std::string, std::int64_t> next_number_;
    std::function<void(const std::string&)> log_;
    bool has_mechanisms_ = false;
    std::unordered_map<std::string, MechanismPtr> loaded_; // by canonical path
    std::vector<std::string> offered_, not_loaded_;        // files
    bool legacy_units_ = false;
    std::map<std::string, std::function<std::string()>> described_; // by name
    void make_described(std::string_view wanted);
    classes::Classes classes_{*this};
    state::TablePtr own_numbers_; // of make_number; one row
    state::RowId own_row_;
    struct DataPlace {
        model::SectionPtr section;
        double x;
    };
    std::unordered_map<const model::MechanismType*, DataPlace> data_places_; // of set_data

    std::atomic<const void*> runner_{nullptr}; // mark of the thread that runs this world
    std::mutex later_mutex_;
    /// Of a world that was read from a checkpoint: it owns what no program made.
    std::unordered_map<const model::Section*, model::SectionPtr> own_sections_;
    std::vector<std::shared_ptr<void>> own_things_;
    std::vector<std::function<void()>> later_; // releases that arrived from other threads during a run
};

} // namespace ranvier::world
