// SPDX-License-Identifier: BSD-3-Clause
// Point processes and connections.
#include <algorithm>
#include <cmath>

#include "ranvier/base/error.hpp"
#include "ranvier/base/pool.hpp"
#include "ranvier/model/model.hpp"

namespace ranvier::model {

PointPtr Model::create_point(const TypePtr& type, std::string name) {
    RV_CHECK(type->is_point());
    auto point = std::make_shared<PointProcess>();
    point->type_ = type;
    point->name_ = std::move(name);
    point->row_ = type->instances->add_row();
    name_streams(*type, {&point->row_, 1});
    point->serial_ = next_serial_++;
    point->index_ = points_.size();
    points_.push_back(point.get());
    ++revisions_.structure;
    return point;
}

void Model::drop_place(PointProcess& point) {
    if (!point.section_) return;
    auto& on = point.section_->points_on_;
    on.erase(std::find(on.begin(), on.end(), &point));
    point.section_ = nullptr;
    ++revisions_.structure;
}

void Model::place_point(PointProcess& point, Section& section, double x) {
    check_alive(section);
    check_x(section, x);
    if (point.type_->mechanism->kind == mir::MechanismKind::artificial_cell)
        throw InputError(
            ErrorParts{"an artificial cell has no place", point.name(), place(section, x), {}, {}});
    require_charges(*point.type_);
    drop_place(point);
    for (const auto& use : point.type_->mechanism->ions) add_inserted(section, mechanisms_.ion(use.name));
    promote_ion_styles(section, *point.type_);
    point.section_ = &section;
    // a place inside is known to a segment's width only
    point.x_ = x == 0 || x == 1 ? x : (section.segment_index(x) + 0.5) / section.nseg();
    section.points_on_.push_back(&point);
    ++revisions_.structure;
}

void Model::destroy_point(PointProcess& point) {
    drop_place(point);
    if (auto it = point_sources_.find(&point); it != point_sources_.end()) {
        if (auto s = it->second.lock()) {
            s->point_is_gone = true;
            s->point = nullptr;
        }
        point_sources_.erase(it);
    }
    while (!point.netcons_.empty()) set_target(*point.netcons_.back(), nullptr);
    point.type_->instances->remove_row(point.row_);
    points_[point.index_] = points_.back();
    points_[point.index_]->index_ = point.index_;
    points_.pop_back();
    ++revisions_.structure;
    ++revisions_.network;
}

std::shared_ptr<SpikeSource> Model::source_at(Section& section, double x) {
    return source_of({nodes_, kV, node_at(section, x), place(section, x) + ".v"}, &section);
}

Model::ValueKey Model::key_of(const state::DataRef& value) {
    if (value.numbers) return {value.numbers.get(), value.index, 0, 0};
    return {value.table.get(), static_cast<std::size_t>(value.column), value.id.slot, value.id.generation};
}

std::size_t Model::ValueHash::operator()(const ValueKey& key) const noexcept {
    const auto& [memory, column, slot, generation] = key;
    std::size_t hash = std::hash<const void*>()(memory);
    for (const std::size_t part : {column, static_cast<std::size_t>(slot), std::size_t{generation}})
        hash = (hash ^ part) * 0x9E3779B97F4A7C15U;
    return hash;
}

std::shared_ptr<SpikeSource> Model::find_source(const state::DataRef& value) const {
    // Connections from one place are mostly made in a row.
    if (auto same = found_last_.lock(); same && key_of(same->value) == key_of(value)) return same;
    const auto known = value_sources_.find(key_of(value));
    if (known == value_sources_.end()) return nullptr;
    auto found = known->second.lock();
    found_last_ = found;
    return found;
}

std::shared_ptr<SpikeSource> Model::source_of(const state::DataRef& value, Section* section) {
    RV_CHECK(value.is_alive());
    auto& known = value_sources_[key_of(value)];
    if (auto s = known.lock()) return s;
    auto s = std::make_shared<SpikeSource>();
    s->value = value;
    if (section) s->section = *section->self_;
    s->serial = next_serial_++;
    known = s;
    return s;
}

std::shared_ptr<SpikeSource> Model::source_of(PointProcess& point) {
    auto& known = point_sources_[&point];
    if (auto s = known.lock()) return s;
    auto s = std::make_shared<SpikeSource>();
    s->point = &point;
    s->serial = next_serial_++;
    known = s;
    return s;
}

std::shared_ptr<SpikeSource> Model::make_source() {
    auto s = std::make_shared<SpikeSource>();
    s->serial = next_serial_++;
    return s;
}

namespace {
/// Of what is added at the end.
std::uint32_t position(const std::vector<NetCon*>& netcons) {
    return static_cast<std::uint32_t>(netcons.size());
}
} // namespace

NetConPtr new_netcon() {
    auto* memory = Pooled<NetCon>().allocate(1);
    return NetConPtr(new (memory) NetCon{.weights = nullptr});
}

void NetConDelete::operator()(NetCon* netcon) const noexcept {
    std::destroy_at(netcon);
    Pooled<NetCon>().deallocate(netcon, 1);
}

NetConPtr Model::create_netcon(std::shared_ptr<SpikeSource> source, PointProcess* target) {
    auto nc = new_netcon();
    if (!source && sourceless_serial_ == 0) sourceless_serial_ = next_serial_++;
    nc->source = std::move(source);
    set_target(*nc, target);
    // without a target there is one all the same: scripts set it before they ask
    const auto count = target ? static_cast<std::size_t>(target->type()->mechanism->weight_count) : 1;
    nc->weights = weights_.make(count);
    nc->serial = next_serial_++;
    nc->index = position(netcons_);
    netcons_.push_back(nc.get());
    ++revisions_.network;
    return nc;
}

std::shared_ptr<NetConBlock> Model::create_netcons(std::size_t count,
                                                   const std::function<NetConSpec(std::size_t)>& at) {
    auto block = std::make_shared<NetConBlock>();
    block->netcons_.resize(count, NetCon{.weights = nullptr});
    std::size_t weights = 0;
    for (std::size_t i = 0; i < count; ++i) {
        auto spec = at(i);
        auto& nc = block->netcons_[i];
        nc.source = std::move(spec.source);
        nc.target = spec.target;
        nc.delay = spec.delay;
        weights += spec.target ? static_cast<std::size_t>(spec.target->type()->mechanism->weight_count) : 1;
    }
    const std::shared_ptr<double[]> memory(new double[weights]());
    const std::shared_ptr<state::Numbers[]> arrays(new state::Numbers[count]);
    netcons_.reserve(netcons_.size() + count);
    std::size_t used = 0;
    for (std::size_t i = 0; i < count; ++i) {
        auto& nc = block->netcons_[i];
        const auto own = nc.target ? static_cast<std::size_t>(nc.target->type()->mechanism->weight_count) : 1;
        arrays[static_cast<std::ptrdiff_t>(i)] =
            state::Numbers(std::shared_ptr<double[]>(memory, memory.get() + used), own);
        used += own;
        nc.weights = {arrays, arrays.get() + i};
        if (own) (*nc.weights)[0] = at(i).weight;
        if (!nc.source && sourceless_serial_ == 0) sourceless_serial_ = next_serial_++;
        if (nc.target) {
            nc.target_index = position(nc.target->netcons_);
            nc.target->netcons_.push_back(&nc);
        }
        nc.serial = next_serial_++;
        nc.index = position(netcons_);
        netcons_.push_back(&nc);
    }
    ++revisions_.network;
    return block;
}

void Model::destroy_netcons(NetConBlock& block) {
    for (auto& nc : block.netcons_) destroy_netcon(nc);
}

void Model::set_target(NetCon& netcon, PointProcess* target) {
    if (netcon.target == target) return;
    if (netcon.target) {
        auto& there = netcon.target->netcons_;
        there[netcon.target_index] = there.back();
        there[netcon.target_index]->target_index = netcon.target_index;
        there.pop_back();
    }
    netcon.target = target;
    if (target) {
        netcon.target_index = position(target->netcons_);
        target->netcons_.push_back(&netcon);
    }
    ++revisions_.network;
}

void Model::destroy_netcon(NetCon& netcon) {
    set_target(netcon, nullptr);
    netcons_[netcon.index] = netcons_.back();
    netcons_[netcon.index]->index = netcon.index;
    netcons_.pop_back();
    if (const auto& s = netcon.source; s && s.use_count() == 1 && !s->value.is_null())
        value_sources_.erase(key_of(s->value));
    ++revisions_.network;
}

} // namespace ranvier::model
