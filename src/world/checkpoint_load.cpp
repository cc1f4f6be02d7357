// SPDX-License-Identifier: BSD-3-Clause
// A checkpoint into a new world. The file's hashes have been checked before anything here is called; what makes no sense all the
// same (a file made by hand) is an IoError, and the world that was begun goes away.
#include <algorithm>

#include "c_host.hpp"
#include "checkpoint_file.hpp"
#include "checkpoint_parts.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/nmodl/compile.hpp"
#include "ranvier/world/checkpoint.hpp"
#include "ranvier/world/classes/netcon.hpp"
#include "ranvier/world/classes/random_object.hpp"
#include "ranvier/world/classes/vector.hpp"
#include "ranvier/world/hoc_host.hpp"

namespace ranvier::world {

namespace {

[[noreturn]] void refuse(const std::string& what, const std::string& object = {}) {
    throw IoError(ErrorParts{"the checkpoint makes no sense: " + what, object, {}, {}, {}});
}

template <class List> const auto& at(const List& list, std::int64_t index, const char* what) {
    if (index < 0 || static_cast<std::size_t>(index) >= list.size()) refuse(what);
    return list[static_cast<std::size_t>(index)];
}

template <class T> T read(const checkpoint::Container& file, std::string_view name) {
    auto reader = file.section(name);
    auto out = reader.read<T>();
    reader.end();
    return out;
}

bool is_text(const MechanismPtr& mechanism, const MechanismPart& part) {
    return std::ranges::equal(
        mechanism->sources, part.sources,
        [](const SourcePtr& source, const auto& saved) { return source->text() == saved.second; });
}

/// From the texts of the checkpoint alone: INCLUDE finds what it found then, in the same order.
MechanismPtr compile_saved(const MechanismPart& part) {
    struct Compiled {
        SourcePtr source;
        mir::Mechanism mechanism;
    };
    if (part.sources.empty()) refuse("a mechanism has no text", part.name);
    Diagnostics diagnostics;
    auto source = std::make_shared<const SourceText>(part.sources[0].first, part.sources[0].second);
    diagnostics.hold(source);
    nmodl::CompileOptions options;
    std::size_t next = 1;
    options.include = [&](const std::string&, const SourceText&) -> SourcePtr {
        if (next >= part.sources.size()) return nullptr;
        const auto& [name, text] = part.sources[next++];
        return std::make_shared<const SourceText>(name, text);
    };
    auto mechanism = nmodl::compile(source, options, diagnostics);
    if (!mechanism) throw CompileError(std::move(diagnostics));
    if (mechanism->sources.empty()) mechanism->sources.push_back(source);
    mechanism->name = part.name; // of files without a mechanism
    auto compiled = std::make_shared<Compiled>(Compiled{std::move(source), std::move(*mechanism)});
    return {compiled, &compiled->mechanism};
}

/// What a loaded world owns since no program does.
struct Things {
    std::vector<hoc::ObjectPtr> objects;
};

} // namespace

class CheckpointReader {
  public:
    CheckpointReader(World& world, const checkpoint::Container& file) : world_(world), file_(file) {}

    void put_mechanisms() {
        const auto parts = read<std::vector<MechanismPart>>(file_, "mechanisms");
        const auto& standard = world_.runtime().standard_mechanisms();
        world_.has_mechanisms_ = true;
        for (const auto& part : parts) {
            MechanismPtr found;
            constexpr std::string_view kIon = "_ion";
            if (part.name.size() > kIon.size() && part.name.ends_with(kIon))
                found = world_.runtime().ion_mechanism(part.name.substr(0, part.name.size() - kIon.size()));
            for (const auto& known : standard)
                if (known->name == part.name) found = known;
            if (!found || !is_text(found, part)) found = compile_saved(part);
            if (found->needs_c) world_.hoc_host().access().require_c(part.file);
            world_.add_mechanism(found);
        }
        for (const auto& part : parts) {
            const auto type = world_.model().mechanisms().find(part.name);
            if (type->is_ion() && !part.valence_file.empty())
                world_.model().mechanisms().declare_valence(type, part.valence, part.valence_file);
            for (const auto& use : type->mechanism->ions)
                if (!world_.model().mechanisms().find(use.name + "_ion"))
                    refuse("an ion is missing", use.name);
        }
    }

    void put_settings() {
        settings_ = read<SettingsPart>(file_, "settings");
        world_.use_legacy_units(settings_.legacy_units);
        if (settings_.keeps_membrane_current) world_.keep_membrane_current(true);
        world_.next_number_.insert(settings_.next_numbers.begin(), settings_.next_numbers.end());
        auto& shared = world_.classes();
        world_.c_host().single_index = settings_.single_index;
        world_.c_host().single_resolution = settings_.single_resolution;
        world_.c_host().global_index = settings_.c_global_index;
        world_.c_host().ran4_low = settings_.ran4_low;
        shared.ran4_count = settings_.ran4_count;
        shared.isaac_count = settings_.isaac_count;
        shared.uses_ran4 = settings_.uses_ran4;
        for (auto& saved : read<std::vector<FunctionTablePart>>(file_, "function tables")) {
            const auto type = world_.model().mechanisms().find(saved.mechanism);
            auto* data = type
                             ? world_.simulator().services().find_function_table(*type->mechanism, saved.name)
                             : nullptr;
            if (!data) refuse("there is no such FUNCTION_TABLE", saved.name);
            *data = std::move(saved.data);
        }
    }

    void put_structure() {
        image_ = read<model::ModelImage>(file_, "model");
        image_.build_structure(world_.model(), built_);
        if (settings_.data_x.size() != settings_.data_places.size()) refuse("setdata has no place");
        for (std::size_t i = 0; i < settings_.data_places.size(); ++i) {
            const auto& [mechanism, section] = settings_.data_places[i];
            const auto type = world_.model().mechanisms().find(mechanism);
            if (!type) refuse("there is no such mechanism", mechanism);
            world_.data_places_[type.get()] = {at(built_.sections, section, "a section is missing"),
                                               settings_.data_x[i]};
        }
    }

    void put_numbers() {
        const auto parts = read<std::vector<TablePart>>(file_, "numbers");
        for (const auto& part : parts)
            if (part.name == "own")
                for (const auto& column : part.columns) static_cast<void>(world_.make_number(column.name));
        tables_ = std::make_unique<TableNames>(world_, world_.own_numbers_);
        for (const auto& part : parts) put_table(part);
        // addresses of another process: what is connected and what C keeps comes later
        for (const auto& type : world_.model().mechanisms().all()) {
            const auto& known = *tables_->find(*type->instances);
            const auto pointers = type->pointer_columns();
            for (int c = 0; c < type->instances->column_count(); ++c) {
                const bool is_pointer = std::ranges::find(pointers, c) != pointers.end();
                if (!is_pointer && !type->mechanism->needs_c) continue;
                for (const auto id : known.rows) {
                    const auto row = type->instances->row(id);
                    if (is_pointer || is_address(type->instances->get(row, c)))
                        type->instances->set(row, c, 0);
                }
            }
        }
    }

    void put_network() {
        for (const auto& values : read<std::vector<std::vector<double>>>(file_, "arrays")) {
            auto array = std::make_shared<state::Numbers>();
            array->assign(values);
            arrays_.push_back(std::move(array));
        }
        const auto parts = read<std::vector<RefPart>>(file_, "references");
        for (const auto& part : parts)
            refs_.push_back(part.kind == RefPart::Kind::weight ? state::DataRef{} : ref_of(part));
        image_.build_network(world_.model(), built_, refs_);
        for (std::size_t i = 0; i < parts.size(); ++i)
            if (parts[i].kind == RefPart::Kind::weight) {
                auto& ref = refs_[i];
                ref.numbers = at(built_.netcons, parts[i].which, "a NetCon is missing")->weights;
                ref.index = static_cast<std::size_t>(parts[i].index);
                ref.path = parts[i].path;
            }
    }

    /// The objects through which languages see what has been built.
    void put_objects() {
        auto things = std::make_shared<Things>();
        world_.own_things_.push_back(things);
        for (const auto& section : built_.sections) world_.own_sections_.emplace(section.get(), section);
        for (const auto& point : built_.points) things->objects.push_back(world_.hoc_host().object_of(point));
        std::vector<std::size_t> order(built_.netcons.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        std::ranges::sort(order, {}, [this](std::size_t i) { return built_.netcons[i]->serial; });
        objects_.resize(order.size());
        for (const auto i : order) {
            objects_[i] = classes::netcon_object(world_, std::move(built_.netcons[i]));
            things->objects.push_back(objects_[i]);
        }
        for (const auto& array : arrays_) things->objects.push_back(classes::new_vector(array));
        auto reader = file_.section("randoms");
        const auto type = world_.classes().find("Random");
        std::vector<std::shared_ptr<classes::RandomObject>> random_objects;
        for (auto n = reader.read<std::uint64_t>(); n > 0; --n) {
            const auto made = std::make_shared<classes::RandomObject>(type);
            std::vector<std::int32_t> plays;
            random_fields(reader, *made->random, plays);
            for (const auto play : plays) {
                auto drawing = std::make_shared<engine::Drawing>();
                drawing->draw = [random = made->random] { return random->draw(); };
                drawing->target = at(refs_, play, "a number to draw is missing");
                made->plays.push_back(drawing);
                world_.simulator().draw(std::move(drawing));
            }
            randoms_.push_back(made->random);
            random_objects.push_back(made);
            things->objects.push_back(made);
        }
        reader.end();
        put_draws(world_, *tables_, random_objects, read<std::vector<DrawsPart>>(file_, "draws"));
    }

    void put_observers() {
        const auto part = read<ObserversPart>(file_, "observers");
        const auto array = [this](std::int32_t i) {
            return i < 0 ? nullptr : at(arrays_, i, "a Vector is missing");
        };
        const auto needed = [this](std::int32_t i) { return at(arrays_, i, "a Vector is missing"); };
        auto& simulator = world_.simulator();
        for (const auto& one : part.recordings) {
            auto r = std::make_shared<engine::Recording>();
            r->source = at(refs_, one.source, "a number to record is missing");
            r->target = needed(one.target);
            r->times = array(one.times);
            r->interval = one.interval;
            r->is_time = one.is_time;
            simulator.record(std::move(r));
        }
        for (const auto& one : part.playings) {
            auto p = std::make_shared<engine::Playing>();
            if (one.kind > 1) refuse("a Vector plays in an unknown way");
            p->kind = static_cast<engine::Playing::Kind>(one.kind);
            p->target = at(refs_, one.target, "a number to play into is missing");
            p->values = needed(one.values);
            p->times = array(one.times);
            p->interval = one.interval;
            if (!p->times && (p->kind == engine::Playing::Kind::interpolate || !(p->interval > 0)))
                refuse("a Vector plays without times");
            simulator.play(std::move(p));
        }
        CheckpointObservers::put(world_.gids(), world_.gaps(), part, refs_, arrays_, built_.sources,
                                 simulator, world_.own_things_);
        for (const auto& one : part.spike_recordings) {
            auto r = std::make_shared<engine::SpikeRecording>();
            if (one.source >= 0) r->source = at(built_.sources, one.source, "a source of spikes is missing");
            r->times = array(one.times);
            r->ids = array(one.ids);
            r->id = one.id;
            r->replaces = one.replaces;
            if (one.netcon >= 0) at(objects_, one.netcon, "a NetCon is missing")->add_recording(r, nullptr);
            if (one.gid >= 0) CheckpointObservers::set_recording(world_.gids(), one.gid, r);
            simulator.record_spikes(std::move(r));
        }
        for (const auto& [from, to] : part.pointers) {
            const auto& pointer = at(refs_, from, "a POINTER is missing");
            const auto& target = at(refs_, to, "what a POINTER points to is missing");
            world_.model().pointers().set(
                pointer, target.numbers ? model::PointerTarget::of(target.numbers, target.index, target.path)
                                        : model::PointerTarget::of(target));
        }
    }

    void put_run() {
        put_c(world_, *tables_, arrays_, randoms_, read<CPart>(file_, "c"));
        auto variable = settings_.variable;
        variable.settings.scales.insert(variable.scales.begin(), variable.scales.end());
        world_.simulator().set_variable(variable.settings); // refuses what makes no sense
        world_.simulator().set_fixed_dt(variable.fixed_dt);
        auto run = read<engine::RunState>(file_, "run");
        // these came with the sources; functions left out may have had more
        const auto present = world_.simulator().run_state();
        run.above = present.above;
        run.sent_until = present.sent_until;
        // filling TABLEs may have set GLOBALs
        for (const auto& part : read<std::vector<TablePart>>(file_, "numbers"))
            if (part.name.starts_with("globals ")) put_table(part);
        world_.simulator().set_run_state(run);
        world_.names_changed();
    }

  private:
    void put_table(const TablePart& part) {
        const auto* known = tables_->find(part.name);
        if (!known || known->rows.size() != part.rows) refuse("a table has other rows", part.name);
        auto& table = *known->table;
        for (const auto& column : part.columns) {
            const int c = table.find_column(column.name);
            if (c < 0) continue; // of a variable that its mechanism had before it was read again
            table.set_initial(c, column.initial);
            if (column.values.size() == 1) {
                table.fill(c, column.values[0]);
            } else if (column.values.size() == known->rows.size()) {
                if (column.values.empty()) continue;
                table.materialize(c);
                double* data = table.data(c);
                for (std::size_t i = 0; i < known->rows.size(); ++i)
                    data[table.row(known->rows[i])] = column.values[i];
            } else {
                refuse("a column has other rows", part.name + "." + column.name);
            }
        }
    }
    [[nodiscard]] state::DataRef ref_of(const RefPart& part) const {
        state::DataRef out;
        if (part.kind == RefPart::Kind::array) {
            out.numbers = at(arrays_, part.which, "an array is missing");
            out.index = static_cast<std::size_t>(part.index);
        } else if (part.kind == RefPart::Kind::table) {
            const auto* known = tables_->find(part.table);
            if (!known) refuse("there is no such table", part.table);
            out.table = known->table;
            out.column = known->table->find_column(part.column);
            if (out.column < 0) refuse("there is no such variable", part.path);
            out.id = at(known->rows, part.which, "a row is missing");
        } else {
            refuse("a reference is of an unknown kind");
        }
        out.path = part.path;
        return out;
    }

    World& world_;
    const checkpoint::Container& file_;
    SettingsPart settings_;
    model::ModelImage image_;
    model::ModelImage::Built built_;
    std::unique_ptr<TableNames> tables_;
    std::vector<state::NumbersPtr> arrays_;
    std::vector<state::DataRef> refs_;
    std::vector<classes::NetConPtr> objects_; ///< in the model's order
    std::vector<std::shared_ptr<Random>> randoms_;
};

std::shared_ptr<World> Checkpoint::unpack(std::vector<std::byte> bytes, const std::string& from,
                                          std::shared_ptr<Runtime> runtime,
                                          const engine::SimulatorOptions& options) {
    const auto file = checkpoint::Container::unpack(std::move(bytes), kCheckpoint, from);
    auto world = World::create(std::move(runtime), options);
    CheckpointReader reader(*world, file);
    reader.put_mechanisms();
    reader.put_settings();
    reader.put_structure();
    reader.put_numbers();
    reader.put_network();
    reader.put_objects();
    reader.put_observers();
    reader.put_run();
    return world;
}

std::vector<hoc::ObjectPtr> Checkpoint::things(World& world) {
    if (world.own_things_.empty()) return {};
    return static_cast<const Things*>(world.own_things_.front().get())->objects;
}

} // namespace ranvier::world
