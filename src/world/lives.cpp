// SPDX-License-Identifier: BSD-3-Clause
// CONSTRUCTOR and DESTRUCTOR: what a mechanism does when an instance is made and when it goes.
#include "ranvier/world/world.hpp"

namespace ranvier::world {

/// Of a segment's instance: it has its place already.
void World::construct(const model::TypePtr& type, const model::Section& section, int segment) {
    const auto i = static_cast<std::size_t>(segment);
    engine::CallSite site;
    site.node = section.nodes()[i];
    site.name = model::Model::place(section, (segment + 0.5) / section.nseg()) + "." + type->name();
    for (const auto& inserted : section.inserted()) {
        if (inserted.type == type) site.instance = inserted.rows[i];
        else if (inserted.type->is_ion()) site.ions.emplace_back(inserted.type->name(), inserted.rows[i]);
    }
    simulator_->call(*type, type->mechanism->constructor, site, {});
}

/// Of a point process: it has its numbers, but no place yet.
void World::construct(model::PointProcess& point) {
    const auto function = point.type()->mechanism->constructor;
    if (!function.valid()) return;
    engine::CallSite site;
    site.instance = point.row();
    site.name = point.name();
    simulator_->call(*point.type(), function, site, {});
}

/// Whoever lets go of the last handle can do nothing about an error in it.
void World::destruct(model::PointProcess& point) noexcept {
    const auto function = point.type()->mechanism->destructor;
    if (!function.valid()) return;
    try {
        engine::CallSite site;
        site.instance = point.row();
        if (auto* section = point.section()) {
            site.node = model_.node_at(*section, point.x());
            const auto segment = static_cast<std::size_t>(section->segment_index(point.x()));
            for (const auto& inserted : section->inserted())
                if (inserted.type->is_ion())
                    site.ions.emplace_back(inserted.type->name(), inserted.rows[segment]);
        }
        simulator_->call(*point.type(), function, site, {});
    } catch (...) { // NOLINT(bugprone-empty-catch)
    }
}

} // namespace ranvier::world
