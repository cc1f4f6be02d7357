// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/saved_state.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "checkpoint_file.hpp"
#include "random_draws.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/engine/other_streams.hpp"
#include "ranvier/model/image.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world {

namespace {

constexpr std::uint64_t kAfterOwnEvents = std::uint64_t{1} << 62U; // a NetCon's events: the queue's order

[[noreturn]] void refuse(const std::string& what, const std::string& object, const std::string& here,
                         const std::string& saved) {
    throw StateError(ErrorParts{"the saved state is of another model: " + what, object, here, saved,
                                "restore into the model as it was when the state was saved"});
}

std::vector<const model::PointProcess*> points_of(const World& world, const SavedState::Ignored& ignored) {
    std::vector<const model::PointProcess*> out;
    for (const auto* p : const_cast<World&>(world).model().point_processes()) // NOLINT: reads only
        if (!ignored.contains(p)) out.push_back(p);
    std::ranges::sort(out, {}, &model::PointProcess::serial);
    return out;
}

std::vector<model::NetCon*> netcons_of(World& world, const SavedState::Ignored& ignored) {
    std::vector<model::NetCon*> out;
    for (auto* nc : world.model().netcons())
        if (!nc->target || !ignored.contains(nc->target)) out.push_back(nc);
    std::ranges::sort(out, {}, &model::NetCon::serial);
    return out;
}

SavedState::Shape shape_of(World& world, const SavedState::Ignored& ignored) {
    SavedState::Shape out;
    for (const auto& section : world.model().sections()) {
        SavedState::SectionShape one{section->name(), section->nseg(), {}};
        for (const auto& inserted : section->inserted()) one.mechanisms.push_back(inserted.type->name());
        out.sections.push_back(std::move(one));
    }
    for (const auto* p : points_of(world, ignored)) out.points.push_back(p->type()->name());
    for (const auto* nc : netcons_of(world, ignored))
        out.netcons.push_back(static_cast<std::int32_t>(nc->weights->size()));
    return out;
}

SavedState::Serials serials_of(World& world, const SavedState::Ignored& ignored) {
    SavedState::Serials out;
    for (const auto* p : points_of(world, ignored)) out.points.push_back(p->serial());
    std::unordered_set<const model::SpikeSource*> seen;
    for (const auto* nc : netcons_of(world, ignored)) {
        out.netcons.push_back(nc->serial);
        if (nc->source && seen.insert(nc->source.get()).second) out.sources.push_back(nc->source->serial);
    }
    return out;
}

std::string list_of(const std::vector<std::string>& names) {
    std::string out;
    for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
    return out.empty() ? "none" : out;
}

/// Says the first thing that differs.
void check_shape(const SavedState::Shape& here, const SavedState::Shape& saved) {
    const auto count = [](std::size_t n, const char* what) { return std::to_string(n) + " " + what; };
    if (here.sections.size() != saved.sections.size())
        refuse("it has other sections", "", count(here.sections.size(), "sections"),
               count(saved.sections.size(), "sections"));
    for (std::size_t i = 0; i < here.sections.size(); ++i) {
        const auto &is = here.sections[i], &was = saved.sections[i];
        if (is.nseg != was.nseg)
            refuse("a section has another nseg", is.name, std::to_string(is.nseg), std::to_string(was.nseg));
        if (is.mechanisms != was.mechanisms)
            refuse("a section has other mechanisms", is.name, list_of(is.mechanisms),
                   list_of(was.mechanisms));
    }
    if (here.points.size() != saved.points.size())
        refuse("it has other point processes", "", count(here.points.size(), "point processes"),
               count(saved.points.size(), "point processes"));
    for (std::size_t i = 0; i < here.points.size(); ++i)
        if (here.points[i] != saved.points[i])
            refuse("a point process is of another kind", "number " + std::to_string(i), here.points[i],
                   saved.points[i]);
    if (here.netcons != saved.netcons)
        refuse("it has other NetCons", "", count(here.netcons.size(), "NetCons"),
               count(saved.netcons.size(), "NetCons"));
}

/// What a run writes: all of a point process that gets events (its logic often stands in parameters), else all but parameters.
std::vector<int> written_columns(const model::MechanismType& type) {
    std::vector<int> out;
    const auto& m = *type.mechanism;
    const bool all = type.is_point() && m.net_receive.valid();
    for (std::size_t v = 0; v < m.variables.size(); ++v) {
        const auto kind = m.variables[v].kind;
        if (!model::MechanismType::has_instance_column(kind) || kind == mir::VariableKind::pointer) continue;
        if (kind == mir::VariableKind::parameter && !all && !type.is_ion()) continue;
        if (type.is_ion() && m.variables[v].name.ends_with("_") && kind == mir::VariableKind::parameter)
            continue; // its style
        for (int e = 0; e < m.variables[v].count; ++e) out.push_back(type.column[v] + e);
    }
    return out;
}

/// Whether an ion's number is computed at a row, so that it is no parameter of the user's.
bool is_computed(const model::MechanismType& ion, const std::string& column, std::int32_t row) {
    const auto& table = *ion.instances;
    const auto style = [&](const char* name) { return table.get(row, table.find_column(name)); };
    constexpr double kComputed = 2, kState = 3;
    if (column == "e" + ion.ion) return style("e_style_") >= kComputed;
    if (column == ion.ion + "i" || column == ion.ion + "o") return style("c_style_") == kState;
    return true;
}

/// A stream that a Random draws has a number of this process, and what the Random gave last is not asked for again.
void restore_streams(state::Table& table, const std::vector<std::int32_t>& rows, int column,
                     const std::vector<double>& values) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double value = values[values.size() == 1 ? 0 : i];
        const double present = table.get(rows[i], column);
        const bool goes_on = value >= engine::kOtherStreams && present >= engine::kOtherStreams;
        table.set(rows[i], column, goes_on ? number_of({draws_of(present).random}) : value);
    }
}

struct Rows {
    const model::MechanismType* type; ///< null: the nodes
    state::Table* table;
    std::string name;
    std::vector<std::int32_t> rows;
    std::vector<int> columns;
};

std::vector<Rows> rows_of(World& world, const SavedState::Ignored& ignored) {
    std::vector<Rows> out;
    auto& model = world.model();
    auto& nodes = out.emplace_back(
        Rows{nullptr, model.nodes().get(), "node", {}, {model::kV, model::kMembraneCurrent}});
    for (const auto id : model::ModelImage::node_rows(model)) nodes.rows.push_back(model.nodes()->row(id));
    std::unordered_map<const model::MechanismType*, std::vector<std::int32_t>> rows_of_points;
    for (const auto* p : points_of(world, ignored))
        rows_of_points[p->type().get()].push_back(p->type()->instances->row(p->row()));
    for (const auto& type : model.mechanisms().all()) {
        Rows one{type.get(), type->instances.get(), type->name(), {}, written_columns(*type)};
        if (type->is_point()) {
            one.rows = std::move(rows_of_points[type.get()]);
        } else {
            for (const auto id : model::ModelImage::instance_rows(model, *type))
                one.rows.push_back(type->instances->row(id));
        }
        if (!one.rows.empty()) out.push_back(std::move(one));
    }
    return out;
}

} // namespace

SavedState SavedState::take(World& world, const Ignored& ignored) {
    world.check_access();
    if (world.is_running())
        throw StateError(
            ErrorParts{"the state cannot be saved in the middle of a run", "SaveState", {}, {}, {}});
    SavedState out;
    out.run_ = world.simulator().run_state(); // lays the model out
    out.shape_ = shape_of(world, ignored);
    out.serials_ = serials_of(world, ignored);
    for (const auto& rows : rows_of(world, ignored))
        for (const int c : rows.columns) {
            auto& column = out.columns_.emplace_back(Column{rows.name, rows.table->column_name(c), {}});
            const double* data = rows.table->data(c);
            if (rows.table->is_uniform(c)) {
                column.values = {data[0]};
                continue;
            }
            column.values.reserve(rows.rows.size());
            for (const auto row : rows.rows) column.values.push_back(data[row]);
        }
    for (const auto* nc : netcons_of(world, ignored))
        out.weights_.emplace_back(nc->weights->span().begin(), nc->weights->span().end());
    if (!ignored.empty()) {
        std::unordered_set<std::uint64_t> gone;
        for (const auto* p : ignored) gone.insert(p->serial());
        std::erase_if(out.run_.events, [&](const auto& e) { return gone.contains(e.point); });
        std::erase_if(out.run_.points, [&](const auto& p) { return gone.contains(p.serial); });
    }
    return out;
}

void SavedState::restore(World& world, bool with_events, const Ignored& ignored) const {
    world.check_access();
    if (world.is_running())
        throw StateError(
            ErrorParts{"a state cannot be restored in the middle of a run", "SaveState", {}, {}, {}});
    world.simulator().bring_up_to_date();
    check_shape(shape_of(world, ignored), shape_);
    const auto here = serials_of(world, ignored);
    if (here.points.size() != serials_.points.size() || here.netcons.size() != serials_.netcons.size() ||
        here.sources.size() != serials_.sources.size())
        refuse("it has other sources of spikes", "", std::to_string(here.sources.size()),
               std::to_string(serials_.sources.size()));
    std::unordered_map<std::uint64_t, std::uint64_t> serial_of;
    const auto pair = [&](const auto& was, const auto& is) {
        for (std::size_t i = 0; i < was.size(); ++i) serial_of.emplace(was[i], is[i]);
    };
    pair(serials_.points, here.points);
    pair(serials_.netcons, here.netcons);
    pair(serials_.sources, here.sources);
    const auto now = [&](std::uint64_t serial) {
        const auto found = serial_of.find(serial);
        return found == serial_of.end() ? serial : found->second; // of a sender that is gone: only an order
    };

    // what will be written is known before anything is
    auto tables = rows_of(world, ignored);
    std::map<std::pair<std::string, std::string>, const Column*> saved;
    for (const auto& column : columns_) saved[{column.table, column.name}] = &column;
    for (const auto& rows : tables)
        for (const int c : rows.columns) {
            const auto found = saved.find({rows.name, rows.table->column_name(c)});
            if (found == saved.end())
                refuse("a mechanism has another variable", rows.name, rows.table->column_name(c), "");
            const auto n = found->second->values.size();
            if (n != 1 && n != rows.rows.size()) refuse("a mechanism has other instances", rows.name, "", "");
        }
    auto netcons = netcons_of(world, ignored);
    auto run = run_;
    for (auto& e : run.events) {
        e.source = now(e.source);
        if (e.netcon && e.sequence >= kAfterOwnEvents)
            e.sequence = kAfterOwnEvents + now(e.sequence - kAfterOwnEvents);
        else if (e.netcon && e.sequence == e.netcon) e.sequence = now(e.netcon); // sent by NetCon.event
        e.netcon = now(e.netcon);
        e.point = now(e.point);
    }
    for (auto& p : run.points) {
        p.serial = now(p.serial);
        p.movable_netcon = now(p.movable_netcon);
    }
    world.simulator().set_run_state(run, with_events); // refuses what does not fit; then nothing has changed

    for (const auto& rows : tables)
        for (const int c : rows.columns) {
            const auto name = rows.table->column_name(c);
            const auto& values = saved.at({rows.name, name})->values;
            const bool is_ion = rows.type && rows.type->is_ion();
            const bool is_draws = rows.type && c == column_of_draws(*rows.type);
            if (is_draws) {
                restore_streams(*rows.table, rows.rows, c, values);
                continue;
            }
            if (values.size() == 1 && rows.table->is_uniform(c) && !is_ion) {
                rows.table->fill(c, values[0]);
                continue;
            }
            for (std::size_t i = 0; i < rows.rows.size(); ++i)
                if (!is_ion || is_computed(*rows.type, name, rows.rows[i]))
                    rows.table->set(rows.rows[i], c, values[values.size() == 1 ? 0 : i]);
        }
    for (std::size_t i = 0; i < netcons.size(); ++i)
        std::ranges::copy(weights_[i], netcons[i]->weights->data());
}

std::vector<std::byte> SavedState::pack() const {
    if (!run_.calls.empty())
        throw StateError(ErrorParts{"functions that wait for their time cannot be written to a file",
                                    "SaveState",
                                    std::to_string(run_.calls.size()) + " of CVode.event",
                                    {},
                                    {}});
    checkpoint::Container file;
    const auto add = [&](std::string_view name, const auto& part) {
        checkpoint::Writer writer;
        writer(part);
        file.add(name, writer.take());
    };
    add("shape", shape_);
    add("serials", serials_);
    add("numbers", columns_);
    add("weights", weights_);
    add("run", run_);
    return file.pack(kSavedState);
}

SavedState SavedState::unpack(std::vector<std::byte> bytes, const std::string& from) {
    const auto file = checkpoint::Container::unpack(std::move(bytes), kSavedState, from);
    SavedState out;
    const auto read = [&](std::string_view name, auto& part) {
        auto reader = file.section(name);
        reader(part);
        reader.end();
    };
    read("shape", out.shape_);
    read("serials", out.serials_);
    read("numbers", out.columns_);
    read("weights", out.weights_);
    read("run", out.run_);
    if (out.weights_.size() != out.shape_.netcons.size())
        throw IoError(
            ErrorParts{"the saved state makes no sense: weights of other NetCons", from, {}, {}, {}});
    for (std::size_t i = 0; i < out.weights_.size(); ++i)
        if (out.weights_[i].size() != static_cast<std::size_t>(out.shape_.netcons[i]))
            throw IoError(
                ErrorParts{"the saved state makes no sense: a NetCon has other weights", from, {}, {}, {}});
    return out;
}

} // namespace ranvier::world
