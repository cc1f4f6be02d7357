// SPDX-License-Identifier: BSD-3-Clause
// Life of a NetCon: how one is made and ends, and the numbers that belong to it. Its table is in netcon_members.cpp.
#include "ranvier/world/classes/netcon.hpp"

#include <algorithm>
#include <cmath>

#include "ranvier/base/error.hpp"
#include "ranvier/base/pool.hpp"
#include "ranvier/world/classes/points.hpp"
#include "ranvier/world/classes/ref_place.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

void check_delay(double delay, std::string_view name) {
    if (!(delay >= 0) || !std::isfinite(delay))
        throw InputError::out_of_range("delay", name, number_text(delay) + " ms", "0 <= delay, finite");
}

void check_number(double value, const char* what, std::string_view name, const char* unit = "") {
    if (std::isnan(value)) throw InputError::out_of_range(what, name, std::string("nan") + unit, "a number");
}

} // namespace

NetCon::NetCon(std::shared_ptr<BuiltinClass> type, model::NetConPtr own)
    : Object(std::move(type)), netcon(std::move(own)) {
    netcon->object = this;
}

NetCon::~NetCon() {
    netcon->object = nullptr;
    const auto world = static_cast<BuiltinClass&>(type()).find_world();
    if (!world) return;
    if (recorded)
        for (const auto& r : recorded->recordings) world->release(r);
    world->release(std::move(netcon));
}

std::shared_ptr<World> NetCon::world() const { return world_at_rest_of(*this); }

const std::shared_ptr<model::SpikeSource>& NetCon::source() {
    if (!netcon->source) netcon->source = std::make_shared<model::SpikeSource>();
    return netcon->source;
}

void NetCon::set_threshold(double threshold) {
    const auto w = world();
    check_number(threshold, "threshold", name(), " mV");
    source()->threshold = threshold;
    w->model().network_changed();
}

void NetCon::set_delay(double delay) {
    const auto w = world();
    check_delay(delay, name());
    netcon->delay = delay;
    w->model().network_changed();
}

double* NetCon::weight_at(double index) const {
    static_cast<void>(world());
    auto& weights = *netcon->weights;
    const auto count = static_cast<double>(weights.size());
    if (!(index >= 0 && index < count))
        throw InputError::out_of_range("the index of the weight", name(), number_text(index),
                                       count > 0 ? "0 <= index < " + number_text(count)
                                                 : "none, the target takes no weight");
    return &weights[static_cast<std::size_t>(index)];
}

void NetCon::set_weight(double index, double weight) {
    auto* at = weight_at(index);
    check_number(weight, "a weight", name());
    *at = weight;
}

state::DataRef NetCon::weight_ref(double index) const {
    static_cast<void>(weight_at(index));
    state::DataRef ref;
    ref.numbers = netcon->weights;
    ref.index = static_cast<std::size_t>(index);
    ref.path = name() + ".weight[" + std::to_string(ref.index) + "]";
    return ref;
}

void NetCon::add_recording(engine::SpikeRecordingPtr recording, hoc::ObjectPtr into) {
    if (!recorded) recorded = std::make_unique<Recorded>();
    recorded->recordings.push_back(std::move(recording));
    if (into) recorded->into = std::move(into);
}

void NetCon::stop_recording() {
    if (!recorded) return;
    const auto ended = std::move(recorded);
    if (const auto w = static_cast<BuiltinClass&>(type()).find_world())
        for (const auto& r : ended->recordings) w->release(r);
}

model::SectionPtr NetCon::watched_section(double& x) const {
    const auto& s = netcon->source;
    auto& model = world()->model();
    if (!s || !s->is_watched() || s->value.table != model.nodes() || s->value.column != model::kV)
        return nullptr;
    auto section = s->section.lock();
    if (!section || section->is_deleted()) return nullptr;
    const int count = section->nseg();
    for (int i = 0; i < count; ++i)
        if (section->nodes()[static_cast<std::size_t>(i)] == s->value.id) {
            x = (i + 0.5) / count;
            return section;
        }
    for (const double end : {0.0, 1.0})
        if (model.node_at(*section, end) == s->value.id) {
            x = end;
            return section;
        }
    return nullptr;
}

NetConPtr netcon_object(World& world, model::NetConPtr netcon) {
    return std::allocate_shared<NetCon>(Pooled<NetCon>(), world.classes().netcon_class(), std::move(netcon));
}

NetConPtr new_netcon(World& world, std::shared_ptr<model::SpikeSource> source, model::PointProcess* target,
                     const NetConValues& values) {
    check_delay(values.delay, "NetCon");
    check_number(values.weight, "a weight", "NetCon");
    if (values.threshold) check_number(*values.threshold, "threshold", "NetCon", " mV");
    auto made = netcon_object(world, world.model().create_netcon(std::move(source), target));
    made->netcon->delay = values.delay;
    if (!made->netcon->weights->empty()) (*made->netcon->weights)[0] = values.weight;
    if (values.threshold) made->source()->threshold = *values.threshold;
    return made;
}

NetConPtr object_of(const model::NetCon& netcon) {
    return netcon.object ? std::static_pointer_cast<NetCon>(
                               static_cast<NetCon*>(netcon.object)->weak_from_this().lock())
                         : nullptr;
}

std::vector<NetConPtr> netcons_of(World& world) {
    world.check_access();
    auto all = world.model().netcons();
    std::ranges::sort(all, {}, &model::NetCon::serial);
    std::vector<NetConPtr> out;
    for (const auto* nc : all)
        if (auto object = object_of(*nc)) out.push_back(std::move(object));
    return out;
}

std::shared_ptr<model::SpikeSource> source_of(World& world, model::PointProcess& point) {
    if (!point.type()->mechanism->sends_events)
        throw InputError(ErrorParts{"this point process sends no events",
                                    point.name(),
                                    {},
                                    "a source with net_event, or a reference to v",
                                    {}});
    return world.model().source_of(point);
}

std::shared_ptr<model::SpikeSource> source_argument(World& world, const hoc::Arguments& a, std::size_t i) {
    if (const auto point = a.find<PointObject>(i)) return source_of(world, *point->point());
    if (const auto* given = a.has(i) ? std::get_if<hoc::PlacePtr>(&a[i]) : nullptr) {
        const auto& place = *given;
        if (const auto* ref = hoc::place_as<RefPlace>(*place)) {
            static_cast<void>(ref->get()); // says so if it is gone
            if (auto known = world.model().find_source(ref->where())) return known;
            return world.model().source_of(ref->ref(), ref->section().get());
        }
        if (const auto ref = HocHost::lasting_ref_of(*place)) // a variable of hoc
            return world.model().source_of(*ref, nullptr);
        a.refuse(i, "a reference to a number of the model");
    }
    if (!a.has(i) || std::holds_alternative<hoc::SectionKey>(a[i]) ||
        a.kind(i) != hoc::ArgumentKind::object || a.object(i))
        a.refuse(i, "a reference to a number (&v(0.5)), a point process, or NULLobject");
    return nullptr;
}

void check_target(const model::PointProcess& point) {
    if (!point.type()->mechanism->net_receive.valid())
        throw InputError(ErrorParts{
            "this point process receives no events", point.name(), {}, "a target with NET_RECEIVE", {}});
}

model::PointProcess* target_argument(World&, const hoc::Arguments& a, std::size_t i) {
    const auto target_of = [](const PointObject& object) {
        check_target(*object.point());
        return object.point().get();
    };
    if (const auto* object = a.peek<PointObject>(i)) return target_of(*object);
    if (const auto object = a.find<PointObject>(i)) return target_of(*object);
    if (!a.has(i) || std::holds_alternative<hoc::SectionKey>(a[i]) ||
        a.kind(i) != hoc::ArgumentKind::object || a.object(i))
        a.refuse(i, "a point process or NULLobject");
    return nullptr;
}

} // namespace ranvier::world::classes
