// SPDX-License-Identifier: BSD-3-Clause
// What a world is built of: sections, point processes, connections, mechanisms.
#include <algorithm>
#include <filesystem>
#include <map>

#include "ranvier/base/error.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world {

namespace {
[[noreturn]] void refuse_stranger(const std::string& name) {
    throw InputError(ErrorParts{"this belongs to another world", name, {}, "things of one world", {}});
}

std::vector<std::string> names_of(const model::Mechanisms& mechanisms) {
    std::vector<std::string> names;
    for (const auto& type : mechanisms.all()) names.push_back(type->name());
    return names;
}
} // namespace

Section World::section(std::string name) {
    check_access();
    return {shared_from_this(), model_.create_section(std::move(name))};
}

std::string World::next_name(const std::string& class_name) {
    return class_name + "[" + std::to_string(next_number_[class_name]++) + "]";
}

model::PointPtr World::make_point(const model::TypePtr& type) {
    check_access();
    if (!type->is_point())
        throw InputError(ErrorParts{"this is not a point process",
                                    type->name(),
                                    {},
                                    {},
                                    "insert it: section.insert('" + type->name() + "')"});
    return model_.create_point(type, next_name(type->name()));
}

Point World::point_process(std::string_view type, const Segment& segment) {
    if (segment.world_.get() != this) refuse_stranger(segment.section()->name());
    Point point(shared_from_this(), make_point(mechanism(type)));
    model_.place_point(*point.get(), *segment.section(), segment.x());
    return point;
}

Point World::artificial_cell(std::string_view type) {
    return {shared_from_this(), make_point(mechanism(type))};
}

Connection World::connect(const Segment& source, double threshold, const Point& target) {
    check_access();
    if (source.world_.get() != this) refuse_stranger(source.section()->name());
    if (target.world_.get() != this) refuse_stranger(target.name());
    auto from = model_.source_at(*source.section(), source.x());
    from->threshold = threshold;
    return {shared_from_this(), model_.create_netcon(std::move(from), target.get().get())};
}

Connection World::connect(const Point& source, const Point& target) {
    check_access();
    for (const auto* point : {&source, &target})
        if (point->world_.get() != this) refuse_stranger(point->name());
    return {shared_from_this(), model_.create_netcon(model_.source_of(*source.get()), target.get().get())};
}

// mechanisms -----------------------------------------------------------------------------------------------------------------

void World::add_mechanism(const MechanismPtr& mechanism) {
    const auto type = model_.mechanisms().add(mechanism);
    mechanisms_.push_back(mechanism);
    names_.add_mechanism(type);
}

/// What the files say must agree, before any of them is registered.
void World::check_charges(const std::vector<MechanismPtr>& mechanisms) const {
    std::map<std::string, std::pair<double, std::string>> said;
    for (const auto& type : model_.mechanisms().all())
        if (type->is_ion() && !type->valence_file.empty())
            said[type->ion] = {type->valence, type->valence_file};
    for (const auto& mechanism : mechanisms)
        for (const auto& use : mechanism->ions) {
            if (!use.valence) continue;
            const auto& [valence, file] =
                said.try_emplace(use.name, *use.valence, mechanism->file).first->second;
            if (valence != *use.valence)
                throw model::Mechanisms::other_valence(use.name, *use.valence, mechanism->file, valence,
                                                       file);
        }
}

void World::add_ions_of(const mir::Mechanism& mechanism) {
    for (const auto& use : mechanism.ions) {
        if (!model_.mechanisms().find(use.name + "_ion")) add_mechanism(runtime_->ion_mechanism(use.name));
        if (use.valence)
            model_.mechanisms().declare_valence(model_.mechanisms().ion(use.name), *use.valence,
                                                mechanism.file);
    }
}

void World::require_mechanisms() {
    if (has_mechanisms_) return;
    has_mechanisms_ = true;
    for (const auto& mechanism : runtime_->standard_mechanisms()) {
        add_ions_of(*mechanism);
        add_mechanism(mechanism);
    }
    for (const auto& [ion, valence] : {std::pair{"na", 1.0}, {"k", 1.0}, {"ca", 2.0}})
        model_.mechanisms().declare_valence(model_.mechanisms().ion(ion), valence, "the simulator");
}

model::TypePtr World::find_mechanism(std::string_view name) {
    require_mechanisms();
    return model_.mechanisms().find(name);
}

model::TypePtr World::mechanism(std::string_view name) {
    if (auto type = find_mechanism(name)) return type;
    throw LookupFailure(ErrorParts{"there is no mechanism of this name",
                                   std::string(name),
                                   {},
                                   {},
                                   near_names_hint(name, names_of(model_.mechanisms()))});
}

int World::load_mechanisms(const std::string& path) {
    namespace fs = std::filesystem;
    check_access();
    require_mechanisms();
    std::error_code error;
    std::vector<std::string> files;
    if (fs::is_directory(path, error)) {
        for (const auto& entry : fs::directory_iterator(path))
            if (entry.path().extension() == ".mod") files.push_back(entry.path().string());
        std::sort(files.begin(), files.end());
        if (files.empty())
            throw InputError(
                ErrorParts{"there is no .mod file in this folder", path, {}, "a folder with .mod files", {}});
    } else {
        files.push_back(path);
    }
    // All files are read before any is registered, and the mistakes of all are said at once.
    std::vector<MechanismPtr> compiled;
    Diagnostics mistakes;
    for (const auto& file : files) {
        try {
            compiled.push_back(compile_mechanism_file(file));
        } catch (const CompileError& e) {
            mistakes.append(e.diagnostics());
        }
    }
    if (mistakes.has_errors()) throw CompileError(std::move(mistakes));
    for (std::size_t i = 0; i < compiled.size(); ++i) {
        const auto& name = compiled[i]->name;
        const auto same = [&](const MechanismPtr& m) { return m->name == name; };
        if (model_.mechanisms().find(name) ||
            std::any_of(compiled.begin(), compiled.begin() + static_cast<long>(i), same))
            throw StateError(ErrorParts{"a mechanism of this name is already there", name, files[i],
                                        "one mechanism a name", "rename it with SUFFIX or POINT_PROCESS"});
    }
    check_charges(compiled);
    for (const auto& mechanism : compiled) add_ions_of(*mechanism);
    for (const auto& mechanism : compiled) add_mechanism(mechanism);
    return static_cast<int>(compiled.size());
}

void World::load_mechanism_text(std::string file, std::string text) {
    check_access();
    require_mechanisms();
    const auto mechanism = compile_mechanism(std::move(file), std::move(text));
    if (model_.mechanisms().find(mechanism->name))
        throw StateError(ErrorParts{"a mechanism of this name is already there", mechanism->name,
                                    mechanism->file, "one mechanism a name",
                                    "rename it with SUFFIX or POINT_PROCESS"});
    check_charges({mechanism});
    add_ions_of(*mechanism);
    add_mechanism(mechanism);
}

} // namespace ranvier::world
