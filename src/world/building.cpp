// SPDX-License-Identifier: BSD-3-Clause
// What a world is built of: sections, point processes, connections, mechanisms.
#include <algorithm>
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
    auto point = model_.create_point(type, next_name(type->name()));
    try {
        construct(*point);
    } catch (...) {
        model_.destroy_point(*point);
        throw;
    }
    return point;
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
void World::check_same_charges(const std::vector<MechanismPtr>& mechanisms) const {
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
        const auto ion = add_ion(use.name);
        if (use.valence) model_.mechanisms().declare_valence(ion, *use.valence, mechanism.file);
    }
}

model::TypePtr World::add_ion(const std::string& ion) {
    if (!model_.mechanisms().find(ion + "_ion")) add_mechanism(runtime_->ion_mechanism(ion));
    return model_.mechanisms().ion(ion);
}

void World::require_mechanisms() {
    if (has_mechanisms_) return;
    has_mechanisms_ = true;
    for (const auto& mechanism : runtime_->standard_mechanisms()) {
        add_ions_of(*mechanism);
        add_mechanism(mechanism);
    }
    for (const auto& [ion, valence] : {std::pair{"na", 1.0}, {"k", 1.0}, {"ca", 2.0}})
        model_.mechanisms().declare_valence(model_.mechanisms().ion(ion), valence, "the standard ions");
    take_offered();
}

model::TypePtr World::find_mechanism(std::string_view name) {
    require_mechanisms();
    if (!described_.empty()) make_described(name);
    return model_.mechanisms().find(name);
}

model::TypePtr World::mechanism(std::string_view name) {
    if (auto type = find_mechanism(name)) return type;
    throw LookupFailure(ErrorParts{"there is no mechanism of this name",
                                   std::string(name),
                                   {},
                                   {},
                                   hint_for_mechanism(name, names_of(model_.mechanisms()))});
}

} // namespace ranvier::world
