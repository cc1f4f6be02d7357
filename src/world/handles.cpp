// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/handles.hpp"

#include <cmath>

#include "ranvier/base/error.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world {

namespace {
/// The model, for whoever may touch it now.
model::Model& model_of(const std::shared_ptr<World>& world) {
    world->check_access();
    return world->model();
}
} // namespace

Segment::Segment(std::shared_ptr<World> world, model::SectionPtr section, double x)
    : world_(std::move(world)), section_(std::move(section)), x_(x) {
    model_of(world_).check_x(*section_, x_);
}

double Segment::get(std::string_view variable) const {
    world_->check_access();
    return world_->get(*section_, x_, world_->range(variable, model::Model::place(*section_, x_)));
}
void Segment::set(std::string_view variable, double value) const {
    world_->check_access();
    world_->set(*section_, x_, world_->range(variable, model::Model::place(*section_, x_)), value);
}
state::DataRef Segment::ref(std::string_view variable) const {
    world_->check_access();
    return world_->ref(*section_, x_, world_->range(variable, model::Model::place(*section_, x_)));
}
double Segment::area() const { return model_of(world_).area(*section_, x_); }
double Segment::axial_resistance() const { return model_of(world_).axial_resistance(*section_, x_); }

Section::Section(std::shared_ptr<World> world, model::SectionPtr section)
    : world_(std::move(world)), section_(std::move(section)) {}

Segment Section::operator()(double x) const { return {world_, section_, x}; }
void Section::set_nseg(long nseg) const { model_of(world_).set_nseg(*section_, nseg); }
void Section::set_length(double length) const { model_of(world_).set_length(*section_, length); }
void Section::set_ra(double ra) const { model_of(world_).set_ra(*section_, ra); }
const Section& Section::insert(std::string_view mechanism) const {
    model_of(world_).insert(*section_, world_->mechanism(mechanism));
    return *this;
}
const Section& Section::uninsert(std::string_view mechanism) const {
    model_of(world_).uninsert(*section_, world_->mechanism(mechanism));
    return *this;
}
void Section::connect(const Segment& parent, double child_end) const {
    if (parent.world_ != world_)
        throw InputError(ErrorParts{"the parent is in another world",
                                    name(),
                                    parent.section()->name(),
                                    "a section of the same world",
                                    {}});
    model_of(world_).connect(*section_, child_end, *parent.section(), parent.x());
}
void Section::set(std::string_view variable, double value) const {
    world_->check_access();
    world_->set_all(*section_, world_->range(variable, section_->name()), value);
}
void Section::erase() const { model_of(world_).delete_section(*section_); }

Point::Point(std::shared_ptr<World> world, model::PointPtr point)
    : world_(std::move(world)),
      point_(point.get(), [w = world_, point](model::PointProcess*) { w->release(point); }) {}

const RangeName& Point::member(std::string_view variable) const {
    const auto* name = world_->names().find_member(*point_->type(), variable);
    if (!name) {
        std::vector<std::string> known;
        for (const auto* m : world_->names().members(*point_->type())) known.push_back(m->short_name);
        throw LookupFailure(ErrorParts{"there is no such variable",
                                       point_->name(),
                                       std::string(variable),
                                       {},
                                       near_names_hint(variable, known)});
    }
    return *name;
}
state::DataRef Point::ref(std::string_view variable) const {
    world_->check_access();
    return world_->ref(*point_, member(variable));
}
double Point::get(std::string_view variable) const { return ref(variable).get(); }
void Point::set(std::string_view variable, double value) const { ref(variable).set(value); }

Connection::Connection(std::shared_ptr<World> world, model::NetConPtr netcon)
    : world_(std::move(world)),
      netcon_(netcon.release(), [w = world_](model::NetCon* ended) { w->release(model::NetConPtr(ended)); }) {
}

double& Connection::weight_at(std::size_t i) const {
    auto& weights = *netcon_->weights;
    if (i >= weights.size())
        throw InputError::out_of_range("the index of the weight", "NetCon", std::to_string(i),
                                       "0 <= index < " + std::to_string(weights.size()));
    return weights[i];
}

state::DataRef Connection::ref_weight(std::size_t i) const {
    static_cast<void>(weight_at(i));
    state::DataRef out;
    out.numbers = netcon_->weights;
    out.index = i;
    out.path = "NetCon.weight[" + std::to_string(i) + "]";
    return out;
}

void Connection::set_delay(double delay) const {
    if (!(delay >= 0) || !std::isfinite(delay))
        throw InputError::out_of_range("delay", "NetCon", number_text(delay) + " ms", "0 <= delay, finite");
    auto& model = model_of(world_);
    netcon_->delay = delay;
    model.network_changed();
}
void Connection::send(double time) const {
    world_->check_access();
    world_->simulator().send(*netcon_, time);
}

} // namespace ranvier::world
