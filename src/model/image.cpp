// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/model/image.hpp"

#include <algorithm>
#include <cmath>

#include "ranvier/base/error.hpp"

namespace ranvier::model {

namespace {

[[noreturn]] void refuse(const std::string& what) {
    throw IoError(ErrorParts{"the saved model makes no sense: " + what, {}, {}, {}, {}});
}

template <class List> auto& at(List& list, std::int32_t index, const char* what) {
    if (index < 0 || static_cast<std::size_t>(index) >= list.size()) refuse(what);
    return list[static_cast<std::size_t>(index)];
}

bool is_end(double x) { return x == 0 || x == 1; }

} // namespace

Rows ModelImage::node_rows(const Model& model) {
    Rows out;
    for (const auto& section : model.sections()) {
        out.insert(out.end(), section->nodes().begin(), section->nodes().end());
        if (section->root_node().valid()) out.push_back(section->root_node());
    }
    return out;
}

Rows ModelImage::instance_rows(const Model& model, const MechanismType& type) {
    Rows out;
    if (type.is_point()) {
        for (const auto* point : model.point_processes())
            if (point->type().get() == &type) out.push_back(point->row());
        return out;
    }
    for (const auto& section : model.sections())
        if (const auto* inserted = section->find(type))
            out.insert(out.end(), inserted->rows.begin(), inserted->rows.end());
    return out;
}

void ModelImage::take_structure(const Model& model) {
    auto& index_of = section_of;
    for (const auto& section : model.sections_)
        index_of.emplace(section.get(), static_cast<std::int32_t>(index_of.size()));
    std::unordered_map<const PointProcess*, std::int32_t> point_of;
    for (const auto* point : model.points_) {
        point_of.emplace(point, static_cast<std::int32_t>(points.size()));
        points.push_back({point->type_->index, point->section_ ? index_of.at(point->section_) : -1, point->x_,
                          point->name_, point->serial_});
    }
    for (const auto& section : model.sections_) {
        auto& image = sections.emplace_back();
        image.name = section->name_;
        image.serial = section->serial_;
        image.nseg = section->nseg_;
        image.parent = section->parent_ ? index_of.at(section->parent_) : -1;
        image.length = section->length_;
        image.ra = section->ra_;
        image.rallbranch = section->rallbranch_;
        image.parent_x = section->parent_x_;
        image.child_end = section->child_end_;
        image.points_lead = section->points_lead_;
        image.geometry_stale = section->geometry_stale_;
        for (const auto* child : section->children_) image.children.push_back(index_of.at(child));
        for (const auto* point : section->points_on_) image.points_on.push_back(point_of.at(point));
        for (const auto& p : section->points_)
            image.points.push_back({p.x, p.y, p.z, p.diameter, p.is_spine, p.arc});
        for (const auto& inserted : section->inserted_)
            image.inserted.push_back({inserted.type->index, inserted.serial});
    }
    next_serial = model.next_serial_;
    sourceless_serial = model.sourceless_serial_;
    spine_area = model.spine_area_;
    last_stream = model.last_stream_;
}

std::int32_t ModelImage::add_source(const Model& model, const SpikeSource& source, std::int32_t value) {
    SourceImage image;
    image.value = value;
    if (const auto section = source.section.lock(); section && !section->deleted_)
        image.section = section_of.at(section.get());
    if (source.point) {
        image.point = static_cast<std::int32_t>(source.point->index_);
        const auto known = model.point_sources_.find(source.point);
        image.is_found = known != model.point_sources_.end() && known->second.lock().get() == &source;
    } else if (source.is_watched()) {
        const auto known = model.value_sources_.find(Model::key_of(source.value));
        image.is_found = known != model.value_sources_.end() && known->second.lock().get() == &source;
    }
    image.threshold = source.threshold;
    image.serial = source.serial;
    image.point_is_gone = source.point_is_gone;
    image.is_above = source.is_above;
    image.sent_until = source.sent_until;
    sources.push_back(image);
    return static_cast<std::int32_t>(sources.size()) - 1;
}

void ModelImage::take_netcons(const Model& model,
                              const std::function<std::int32_t(const SpikeSource*)>& index_of) {
    for (const auto* nc : model.netcons_) {
        NetConImage image;
        image.source = nc->source ? index_of(nc->source.get()) : -1;
        image.target = nc->target ? static_cast<std::int32_t>(nc->target->index_) : -1;
        image.delay = nc->delay;
        image.active = nc->active;
        image.serial = nc->serial;
        const auto weights = nc->weights->span();
        image.weights.assign(weights.begin(), weights.end());
        netcons.push_back(std::move(image));
    }
}

void ModelImage::build_structure(Model& model, Built& built) const {
    if (!model.sections_.empty() || !model.points_.empty()) refuse("the model to build it in is not empty");
    const auto& types = model.mechanisms_.all();
    for (const auto& image : sections) {
        if (image.nseg < 1 || image.nseg > kMaxSegments || !is_end(image.child_end) || !(image.length > 0) ||
            !(image.ra > 0) || !(image.rallbranch > 0) || !(image.parent_x >= 0 && image.parent_x <= 1))
            refuse("a section has no sound shape");
        auto section = std::make_shared<Section>();
        section->name_ = image.name;
        section->serial_ = image.serial;
        section->nseg_ = image.nseg;
        section->length_ = image.length;
        section->ra_ = image.ra;
        section->rallbranch_ = image.rallbranch;
        section->parent_x_ = image.parent_x;
        section->child_end_ = image.child_end;
        section->points_lead_ = image.points_lead;
        section->geometry_stale_ = image.geometry_stale;
        for (const auto& p : image.points)
            section->points_.push_back({p.x, p.y, p.z, p.diameter, p.is_spine, p.arc});
        for (int i = 0; i <= image.nseg; ++i) section->nodes_.push_back(model.make_node());
        if (image.parent < 0) section->root_node_ = model.make_node();
        for (const auto& inserted : image.inserted) {
            const auto& type = at(types, inserted.type, "a mechanism is missing");
            if (type->is_point()) refuse("a point process stands where a mechanism should");
            auto& made = section->inserted_.emplace_back(Inserted{type, {}, inserted.serial});
            made.rows.reserve(static_cast<std::size_t>(image.nseg));
            for (int i = 0; i < image.nseg; ++i) made.rows.push_back(type->instances->add_row());
        }
        model.sections_.push_back(section);
        section->self_ = std::prev(model.sections_.end());
        built.sections.push_back(std::move(section));
    }
    for (std::size_t i = 0; i < sections.size(); ++i) {
        const auto& image = sections[i];
        auto& section = *built.sections[i];
        if (image.parent >= 0)
            section.parent_ = at(built.sections, image.parent, "a parent is missing").get();
        for (const auto child : image.children) {
            if (at(sections, child, "a child is missing").parent != static_cast<std::int32_t>(i))
                refuse("a child has another parent");
            section.children_.push_back(built.sections[static_cast<std::size_t>(child)].get());
        }
    }
    for (const auto& section : built.sections) { // no loops: a walk to the root ends
        std::size_t steps = 0;
        for (const Section* s = section.get(); s; s = s->parent_)
            if (++steps > sections.size()) refuse("sections are connected in a loop");
    }
    for (const auto& image : points) {
        const auto& type = at(types, image.type, "a point process is of no mechanism");
        if (!type->is_point()) refuse("a mechanism stands where a point process should");
        if (!(image.x >= 0 && image.x <= 1)) refuse("a point process has no place on its section");
        auto point = std::make_shared<PointProcess>();
        point->type_ = type;
        point->row_ = type->instances->add_row();
        point->name_ = image.name;
        point->serial_ = image.serial;
        point->x_ = image.x;
        if (image.section >= 0) {
            point->section_ = at(built.sections, image.section, "a point process is on no section").get();
            for (const auto& use : type->mechanism->ions)
                if (!point->section_->find(*model.mechanisms_.ion(use.name)))
                    refuse("an ion of a point process is missing");
        }
        point->index_ = model.points_.size();
        model.points_.push_back(point.get());
        built.points.push_back(std::move(point));
    }
    for (std::size_t i = 0; i < sections.size(); ++i)
        for (const auto on : sections[i].points_on) {
            auto* point = at(built.points, on, "a point process is missing").get();
            if (point->section_ != built.sections[i].get()) refuse("a point process is on two sections");
            built.sections[i]->points_on_.push_back(point);
        }
    model.next_serial_ = next_serial;
    model.sourceless_serial_ = sourceless_serial;
    model.spine_area_ = spine_area;
    model.last_stream_ = last_stream;
    ++model.revisions_.structure;
    ++model.revisions_.geometry;
}

void ModelImage::build_network(Model& model, Built& built, const std::vector<state::DataRef>& values) const {
    for (const auto& image : sources) {
        auto source = std::make_shared<SpikeSource>();
        source->threshold = image.threshold;
        source->serial = image.serial;
        source->point_is_gone = image.point_is_gone;
        source->is_above = image.is_above;
        source->sent_until = image.sent_until;
        if (image.section >= 0) source->section = at(built.sections, image.section, "a section is missing");
        if (image.value >= 0) {
            source->value = at(values, image.value, "a number is missing");
            if (image.is_found) model.value_sources_[Model::key_of(source->value)] = source;
        } else if (image.point >= 0) {
            source->point = at(built.points, image.point, "a point process is missing").get();
            if (image.is_found) model.point_sources_[source->point] = source;
        }
        built.sources.push_back(std::move(source));
    }
    for (const auto& image : netcons) {
        auto nc = new_netcon();
        if (image.source >= 0) nc->source = at(built.sources, image.source, "a source of spikes is missing");
        if (image.target >= 0)
            model.set_target(*nc, at(built.points, image.target, "a target is missing").get());
        if (!(image.delay >= 0) || !std::isfinite(image.delay)) refuse("a delay is negative");
        nc->delay = image.delay;
        nc->active = image.active;
        nc->serial = image.serial;
        if (nc->target &&
            image.weights.size() < static_cast<std::size_t>(nc->target->type()->mechanism->weight_count))
            refuse("a NetCon has too few weights");
        nc->weights = std::make_shared<state::Numbers>(std::make_shared<double[]>(image.weights.size()),
                                                       image.weights.size());
        std::ranges::copy(image.weights, nc->weights->data());
        nc->index = static_cast<std::uint32_t>(model.netcons_.size());
        model.netcons_.push_back(nc.get());
        built.netcons.push_back(std::move(nc));
    }
    ++model.revisions_.network;
}

} // namespace ranvier::model
