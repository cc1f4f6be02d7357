// SPDX-License-Identifier: BSD-3-Clause
// A world into a checkpoint. checkpoint_load.cpp reads what is written here, section by section.
#include "ranvier/world/checkpoint.hpp"

#include <algorithm>
#include <cstring>

#include "c_host.hpp"
#include "checkpoint_file.hpp"
#include "checkpoint_parts.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/checkpoint/atomic_file.hpp"
#include "ranvier/world/classes/netcon.hpp"
#include "ranvier/world/classes/random_object.hpp"
#include "ranvier/world/hoc_host.hpp"

namespace ranvier::world {

namespace {

template <class T> void add(checkpoint::Container& file, std::string_view name, const T& part) {
    checkpoint::Writer writer;
    writer(part);
    file.add(name, writer.take());
}

MechanismPart part_of(const model::MechanismType& type) {
    MechanismPart out;
    out.name = type.name();
    out.file = type.mechanism->file;
    for (const auto& source : type.mechanism->sources)
        out.sources.emplace_back(source->name(), std::string(source->text()));
    out.valence = type.valence;
    out.valence_file = type.valence_file;
    return out;
}

/// Scratch of the solver is made anew by every step.
bool is_scratch(const std::string& table, int column) {
    return table == "node" && column >= model::kRhs && column <= model::kFromParent;
}

/// Columns whose numbers are addresses, which mean nothing in a file: all of a POINTER, some of what C may have written.
enum class Addresses : std::uint8_t { none, some, all };
Addresses addresses_in(const model::MechanismType* type, int column) {
    if (!type) return Addresses::none;
    const auto pointers = type->pointer_columns();
    if (std::ranges::find(pointers, column) != pointers.end()) return Addresses::all;
    return type->mechanism->needs_c ? Addresses::some : Addresses::none;
}

/// @param type  whose instances these are; null for other tables
TablePart part_of(const TableNames::Known& known, const model::MechanismType* type) {
    TablePart out{known.name, known.rows.size(), {}};
    const auto& table = *known.table;
    std::vector<std::int32_t> rows;
    rows.reserve(known.rows.size());
    for (const auto id : known.rows) rows.push_back(table.row(id));
    for (int c = 0; c < table.column_count(); ++c) {
        if (is_scratch(known.name, c)) continue;
        auto& column = out.columns.emplace_back();
        column.name = table.column_name(c);
        column.initial = table.initial(c);
        const double* data = table.data(c);
        const auto addresses = addresses_in(type, c);
        const bool is_draws = type && is_random_draws(*type, c);
        const auto kept = [&](double x) {
            if (is_draws) return without_process(x);
            return addresses == Addresses::all || (addresses == Addresses::some && is_address(x)) ? 0 : x;
        };
        if (table.is_uniform(c)) {
            column.values = {rows.empty() ? column.initial : kept(data[0])};
            continue;
        }
        column.values.reserve(rows.size());
        for (const auto row : rows) column.values.push_back(kept(data[row]));
        // one form for one content, whatever was uniform just now
        const auto same = [&](double x) { return std::memcmp(&x, column.values.data(), sizeof x) == 0; };
        if (!rows.empty() && std::ranges::all_of(column.values, same)) column.values.resize(1);
    }
    return out;
}

} // namespace

/// Takes a world apart; what cannot be kept is collected and said at once.
class CheckpointWriter {
  public:
    CheckpointWriter(World& world, const state::TablePtr& own, bool without_functions)
        : world_(world), tables_(world, own), refs_(world, tables_), leaves_out_(without_functions) {}

    void take_model() {
        image_.take_structure(world_.model());
        for (const auto* nc : world_.model().netcons()) add_source(nc->source);
        for (const auto& r : observers_.spike_recordings) add_source(r->source);
        for (const auto& source : CheckpointObservers::sources(world_.gids())) add_source(source);
        image_.take_netcons(world_.model(), [this](const model::SpikeSource* s) { return source_of(s); });
    }

    void take_observers() {
        for (const auto& r : observers_.recordings)
            part_.recordings.push_back(
                {refs_.add(r->source), refs_.add(r->target), refs_.add(r->times), r->interval, r->is_time});
        for (const auto& p : observers_.playings)
            part_.playings.push_back({static_cast<std::uint8_t>(p->kind), refs_.add(p->target),
                                      refs_.add(p->values), refs_.add(p->times), p->interval});
        std::unordered_map<const engine::SpikeRecording*, std::int32_t> netcon_of;
        const auto& netcons = world_.model().netcons();
        for (std::size_t i = 0; i < netcons.size(); ++i)
            if (const auto object = classes::object_of(*netcons[i]); object && object->recorded)
                for (const auto& r : object->recorded->recordings)
                    netcon_of.emplace(r.get(), static_cast<std::int32_t>(i));
        for (const auto& r : observers_.spike_recordings) {
            if (r->callback) {
                cannot("a function that a spike calls (NetCon.record, APCount.record)");
                continue;
            }
            const auto netcon = netcon_of.find(r.get());
            part_.spike_recordings.push_back(
                {source_of(r->source.get()), refs_.add(r->times), refs_.add(r->ids),
                 netcon == netcon_of.end() ? -1 : netcon->second,
                 CheckpointObservers::owner_of(world_.gids(), r), r->id, r->replaces});
        }
        if (observers_.step_calls > 0)
            cannot("a function that every step calls (extra_scatter_gather, StateTransitionEvent)");
        if (observers_.calls > 0) cannot("a function that CVode.event was given for a later time");
        CheckpointObservers::take(
            world_.gids(), world_.gaps(), refs_, [this](const model::SpikeSource* s) { return source_of(s); },
            part_);
        for (const auto* entry : world_.model().pointers().entries()) {
            const auto& target = entry->target;
            auto number = target.number;
            if (target.array)
                number = {.table = {},
                          .id = {},
                          .path = target.path,
                          .numbers = target.array,
                          .index = target.element};
            const auto from = refs_.add(entry->pointer), to = refs_.add(number);
            if (from >= 0 && to >= 0) part_.pointers.emplace_back(from, to);
        }
    }

    void take_randoms() {
        if (const auto type = world_.classes().find("Random"))
            for (const auto& object : type->objects()) {
                const auto random = std::static_pointer_cast<classes::RandomObject>(object);
                randoms_.push_back(random->random);
                auto& plays = plays_.emplace_back();
                for (const auto& drawing : random->plays)
                    if (drawing->is_active)
                        if (const auto ref = refs_.add(drawing->target); ref >= 0) plays.push_back(ref);
            }
        for (const auto& [address, random] : world_.c_host().randoms())
            if (std::ranges::find(randoms_, random) == randoms_.end()) {
                randoms_.push_back(random);
                plays_.emplace_back();
            }
        take_draws(world_, tables_, randoms_, draws_);
        plays_.resize(randoms_.size());
    }

    void take_c() {
        std::vector<std::string> refused;
        world::take_c(world_, tables_, refs_, randoms_, c_, refused);
        refused_.insert(refused_.end(), refused.begin(), refused.end());
    }

    void refuse_what_is_lost() const {
        if (refused_.empty()) return;
        std::string list;
        for (const auto& one : refused_) list += (list.empty() ? "" : "; ") + one;
        throw StateError(ErrorParts{
            "this cannot be kept in a checkpoint",
            "World",
            list,
            {},
            has_functions_ ? "save(path, without_functions=True) leaves functions of the program out" : ""});
    }

    void write(checkpoint::Container& file, const SettingsPart& settings, const engine::RunState& run) {
        add(file, "settings", settings);
        std::vector<MechanismPart> mechanisms;
        std::vector<FunctionTablePart> function_tables;
        for (const auto& type : world_.model().mechanisms().all()) {
            mechanisms.push_back(part_of(*type));
            for (const auto& f : type->mechanism->function_tables)
                if (const auto* data =
                        world_.simulator().services().find_function_table(*type->mechanism, f.name);
                    data && data->is_set())
                    function_tables.push_back({type->name(), f.name, *data});
        }
        add(file, "mechanisms", mechanisms);
        add(file, "function tables", function_tables);
        add(file, "model", image_);
        std::vector<TablePart> tables;
        std::unordered_map<const state::Table*, const model::MechanismType*> type_of;
        for (const auto& type : world_.model().mechanisms().all())
            type_of[type->instances.get()] = type.get();
        for (const auto& known : tables_.all()) {
            const auto type = type_of.find(known.table.get());
            tables.push_back(part_of(known, type == type_of.end() ? nullptr : type->second));
        }
        add(file, "numbers", tables);
        checkpoint::Writer randoms;
        randoms(static_cast<std::uint64_t>(randoms_.size()));
        for (std::size_t i = 0; i < randoms_.size(); ++i) random_fields(randoms, *randoms_[i], plays_[i]);
        file.add("randoms", randoms.take());
        add(file, "draws", draws_);
        add(file, "observers", part_);
        add(file, "c", c_);
        add(file, "references", refs_.refs);
        std::vector<std::vector<double>> arrays;
        for (const auto& array : refs_.arrays)
            arrays.emplace_back(array->span().begin(), array->span().end());
        add(file, "arrays", arrays);
        add(file, "run", run);
    }

    engine::Simulator::Observers observers_;

  private:
    void add_source(const std::shared_ptr<model::SpikeSource>& source) {
        if (!source || source_of_.contains(source.get())) return;
        source_of_.emplace(source.get(),
                           image_.add_source(world_.model(), *source, refs_.add(source->value)));
    }
    [[nodiscard]] std::int32_t source_of(const model::SpikeSource* source) const {
        const auto found = source_of_.find(source);
        return found == source_of_.end() ? -1 : found->second;
    }
    void cannot(const std::string& what) {
        if (leaves_out_ || std::ranges::find(refused_, what) != refused_.end()) return;
        refused_.push_back(what);
        has_functions_ = true;
    }

    World& world_;
    TableNames tables_;
    RefWriter refs_;
    bool leaves_out_;
    model::ModelImage image_;
    ObserversPart part_;
    CPart c_;
    std::vector<std::shared_ptr<Random>> randoms_;
    std::vector<std::vector<std::int32_t>> plays_;
    std::vector<DrawsPart> draws_;
    std::unordered_map<const model::SpikeSource*, std::int32_t> source_of_;
    std::vector<std::string> refused_;
    bool has_functions_ = false; ///< among what is refused
};

std::vector<std::byte> Checkpoint::pack(World& world, Options options) {
    world.check_access();
    if (world.is_running())
        throw StateError(ErrorParts{
            "a world cannot be saved in the middle of a run", "World", {}, {}, "save between runs"});
    world.require_mechanisms();
    world.make_described({});
    world.simulator().bring_up_to_date();
    const auto take = [&](CheckpointWriter& writer) {
        writer.observers_ = world.simulator().observers();
        writer.take_model();
        writer.take_observers();
        writer.take_randoms();
        writer.take_c();
        writer.refuse_what_is_lost();
    };
    if (world.simulator().variable().is_active) {
        // its history is not ours to write: both worlds begin a new one, unless the checkpoint is refused
        CheckpointWriter trial(world, world.own_numbers_, options.without_functions);
        take(trial);
        world.simulator().rest_variable();
    }
    CheckpointWriter writer(world, world.own_numbers_, options.without_functions);
    take(writer);

    SettingsPart settings;
    settings.program = "Ranvier";
    settings.has_mechanisms = world.has_mechanisms_;
    settings.legacy_units = world.legacy_units_;
    settings.keeps_membrane_current = world.simulator().keeps_membrane_current();
    settings.has_own_numbers = world.own_numbers_ != nullptr;
    settings.next_numbers.assign(world.next_number_.begin(), world.next_number_.end());
    std::ranges::sort(settings.next_numbers);
    for (const auto& [type, place] : world.data_places_) {
        std::int32_t i = 0;
        for (const auto& section : world.model().sections()) {
            if (section == place.section) {
                settings.data_places.emplace_back(type->name(), i);
                settings.data_x.push_back(place.x);
            }
            ++i;
        }
    }
    auto& shared = world.classes();
    settings.single_index = world.c_host().single_index;
    settings.single_resolution = world.c_host().single_resolution;
    settings.c_global_index = world.c_host().global_index;
    settings.ran4_low = world.c_host().ran4_low;
    settings.ran4_count = shared.ran4_count;
    settings.isaac_count = shared.isaac_count;
    settings.uses_ran4 = shared.uses_ran4;
    settings.variable.settings = world.simulator().variable();
    settings.variable.scales.assign(settings.variable.settings.scales.begin(),
                                    settings.variable.settings.scales.end());
    settings.variable.fixed_dt = world.simulator().fixed_dt();
    checkpoint::Container file;
    writer.write(file, settings, world.simulator().run_state());
    if (const auto handlers = world.handlers(); !handlers.empty())
        world.log(std::to_string(handlers.size()) + " FInitializeHandlers are not part of the checkpoint");
    return file.pack(kCheckpoint);
}

void Checkpoint::save(World& world, const std::string& path, Options options) {
    world.hoc_host().access().require_file("a checkpoint", path, Access::Use::write);
    checkpoint::write_atomically(path, pack(world, options));
}

std::shared_ptr<World> Checkpoint::load(const std::string& path, std::shared_ptr<Runtime> runtime,
                                        const engine::SimulatorOptions& options) {
    return unpack(checkpoint::read_file(path), path, std::move(runtime), options);
}

std::shared_ptr<World> Checkpoint::clone(World& world, std::shared_ptr<Runtime> runtime,
                                         const engine::SimulatorOptions& options, Options what) {
    return unpack(pack(world, what), "a clone", runtime ? std::move(runtime) : world.runtime_, options);
}

} // namespace ranvier::world
