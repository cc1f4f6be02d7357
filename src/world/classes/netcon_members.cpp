// SPDX-License-Identifier: BSD-3-Clause
// The table of NetCon.
#include <algorithm>
#include <cmath>

#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/action.hpp"
#include "ranvier/world/classes/callable.hpp"
#include "ranvier/world/classes/list.hpp"
#include "ranvier/world/classes/netcon.hpp"
#include "ranvier/world/classes/ref_place.hpp"
#include "ranvier/world/classes/vector.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::MemberKind;
using hoc::Object;
using hoc::ObjectPtr;
using hoc::Value;

NetCon& of(Object& o) { return as<NetCon>(o); }
double first(std::span<const double> indices) { return indices.empty() ? 0 : indices[0]; }

/// threshold and delay by reference. A POINTER may stand on the threshold, which is read whenever it is compared.
class NumberOfNetCon final : public hoc::NumberPlace {
  public:
    enum class Which : std::uint8_t { threshold, delay };
    NumberOfNetCon(NetConPtr netcon, Which which) : netcon_(std::move(netcon)), which_(which) {}
    [[nodiscard]] double get() const override {
        return which_ == Which::threshold ? netcon_->threshold() : netcon_->netcon->delay;
    }
    void set(double value) override {
        if (which_ == Which::threshold) netcon_->set_threshold(value);
        else netcon_->set_delay(value);
    }
    [[nodiscard]] double* address(std::size_t) override { return nullptr; }
    [[nodiscard]] std::shared_ptr<double[]> lasting_memory() override {
        if (which_ != Which::threshold) return nullptr;
        const auto& source = netcon_->source();
        return {source, &source->threshold};
    }

  private:
    NetConPtr netcon_;
    Which which_;
};

template <NumberOfNetCon::Which which> hoc::PlacePtr place_of(Object& o, std::span<const double>) {
    return std::make_shared<NumberOfNetCon>(std::static_pointer_cast<NetCon>(o.shared_from_this()), which);
}

ObjectPtr object_of_point(World& world, const model::PointProcess* point) {
    return point ? world.hoc_host().object_of(*point) : nullptr;
}

/// Cell of the section where the watched number stands.
ObjectPtr cell_before(const NetCon& n) {
    const auto& s = n.netcon->source;
    if (!s || s->is_gone()) return nullptr;
    const auto section = s->section.lock();
    return section && !section->is_deleted() ? n.world()->hoc_host().cell_of(*section) : nullptr;
}

ObjectPtr cell_behind(const NetCon& n) {
    const auto* section = n.netcon->target ? n.netcon->target->section() : nullptr;
    return section ? n.world()->hoc_host().cell_of(*section) : nullptr;
}

ObjectPtr point_before(const NetCon& n) {
    const auto& s = n.netcon->source;
    return s ? object_of_point(*n.world(), s->point) : nullptr;
}

ObjectPtr point_behind(const NetCon& n) { return object_of_point(*n.world(), n.netcon->target); }

/// All NetCons of which `get` says the same as of this one; none if it says nothing of it.
template <class Get> Value others(Object& o, const Arguments& a, Get&& get) {
    auto& n = of(o);
    const auto world = n.world();
    auto list = list_argument(*world, a, 0);
    const auto mine = get(n);
    if (!mine) return list;
    for (auto& other : netcons_of(*world))
        if (get(*other) == mine) append_to(*list, other);
    return list;
}

/// Where it stands; its section becomes the current one until somebody takes it away. Nowhere: -1.
Value come_to(World& world, const model::SectionPtr& section, double x) {
    auto& current = world.current_sections();
    current.push(section ? section : current.require());
    return number(section ? x : -1);
}

/// record(times[, ids, id]), record(statement[, object]), record(callable), record(): no more
Value record(Object& o, const Arguments& a) {
    auto& n = of(o);
    const auto world = n.world();
    if (!a.has(0) || (a.kind(0) == hoc::ArgumentKind::object && !a.object(0))) {
        n.stop_recording();
        return number(0);
    }
    auto recording = std::make_shared<engine::SpikeRecording>();
    const auto vector = a.find<Vector>(0);
    if (vector) {
        recording->times = vector->numbers;
        if (a.has(1)) {
            recording->ids = a.require<Vector>(1, "a Vector for the ids")->numbers;
            recording->id = a.number_or(2, 0);
        }
    } else if (a.kind(0) == hoc::ArgumentKind::text || a.find<Callable>(0)) {
        recording->callback = [call = action_argument(*world, a, 0)](double) { call(); };
    } else {
        a.refuse(0, "a Vector, a statement or a callable");
    }
    recording->source = n.source();
    recording->replaces = true;
    n.stop_recording();
    n.add_recording(recording, vector);
    world->simulator().record_spikes(recording);
    return number(0);
}

Value set_target(Object& o, const Arguments& a) {
    auto& n = of(o);
    const auto world = n.world();
    auto* target = target_argument(*world, a, 0);
    world->model().set_target(*n.netcon, target);
    n.netcon->weights->resize(target ? static_cast<std::size_t>(target->type()->mechanism->weight_count) : 1);
    world->model().network_changed();
    return number(0);
}

constexpr hoc::Member kMembers[] = {
    {.name = "threshold",
     .kind = MemberKind::number,
     .signature = "[mV]",
     .summary = "Shared by all NetCons of the source's location",
     .place = place_of<NumberOfNetCon::Which::threshold>,
     .get = [](Object& o, std::span<const double>) { return of(o).threshold(); },
     .set = [](Object& o, std::span<const double>, double value) { of(o).set_threshold(value); }},
    {.name = "delay",
     .kind = MemberKind::number,
     .signature = "[ms]",
     .summary = "Time from spike to event",
     .place = place_of<NumberOfNetCon::Which::delay>,
     .get = [](Object& o, std::span<const double>) { return of(o).netcon->delay; },
     .set = [](Object& o, std::span<const double>, double value) { of(o).set_delay(value); }},
    {.name = "weight",
     .kind = MemberKind::number,
     .summary = "Weights by index; the unit is the target's",
     .place = [](Object& o, std::span<const double> at) -> hoc::PlacePtr {
         return std::make_shared<RefPlace>(of(o).weight_ref(first(at)));
     },
     .dimensions = 1,
     .get = [](Object& o, std::span<const double> at) { return of(o).weight(first(at)); },
     .set = [](Object& o, std::span<const double> at, double value) { of(o).set_weight(first(at), value); }},
    {.name = "x",
     .kind = MemberKind::number,
     .summary = "The number that is watched",
     .place = [](Object& o, std::span<const double>) -> hoc::PlacePtr {
         return std::make_shared<RefPlace>(of(o).source()->value, of(o).source()->section);
     },
     .get =
         [](Object& o, std::span<const double>) {
             const auto& s = of(o).netcon->source;
             return s && s->is_watched() ? s->value.get() : 0.0;
         },
     .set =
         [](Object& o, std::span<const double>, double value) {
             static_cast<void>(of(o).world());
             const auto& s = of(o).netcon->source;
             if (!s || !s->is_watched())
                 throw StateError(ErrorParts{"the NetCon watches no number", o.name(), {}, {}, {}});
             s->value.set(value);
         }},
    {.name = "wcnt",
     .signature = "() -> float",
     .summary = "Number of weights",
     .call = [](Object& o,
                const Arguments&) { return number(static_cast<double>(of(o).netcon->weights->size())); }},
    {.name = "active",
     .signature = "([flag]) -> bool",
     .summary = "Whether events pass; sets it if a flag is given, and returns what it was",
     .call =
         [](Object& o, const Arguments& a) {
             auto& n = of(o);
             const bool before = n.netcon->active;
             if (a.has(0)) {
                 n.netcon->active = a.number(0) != 0;
                 n.world()->model().network_changed();
             }
             return number(before);
         }},
    {.name = "valid",
     .signature = "() -> bool",
     .summary = "Whether source and target still exist",
     .call =
         [](Object& o, const Arguments&) {
             const auto& nc = *of(o).netcon;
             return number(nc.target && !(nc.source && nc.source->is_gone()));
         }},
    {.name = "event",
     .signature = "(time[, flag]) -> float",
     .summary = "Deliver an event to the target [ms]; with a flag as if an artificial cell had sent it "
                "to itself",
     .call =
         [](Object& o, const Arguments& a) {
             auto& n = of(o);
             std::optional<double> flag;
             if (a.has(1)) flag = a.number(1);
             n.world()->simulator().send(*n.netcon, a.number(0), flag);
             return number(1);
         }},
    {.name = "record",
     .signature = "(Vector[, ids, id]) or (callable or statement[, object]) or () -> float",
     .summary = "Record spike times [ms], or call at each; without arguments: no more",
     .call = record},
    {.name = "get_recordvec",
     .signature = "() -> Vector",
     .summary = "What record was given",
     .call = [](Object& o, const Arguments&) -> Value {
         return of(o).recorded ? of(o).recorded->into : nullptr;
     }},
    {.name = "syn",
     .signature = "() -> PointProcess",
     .summary = "The target",
     .call = [](Object& o, const Arguments&) -> Value { return point_behind(of(o)); }},
    {.name = "pre",
     .signature = "() -> PointProcess",
     .summary = "The source, if it is a point process",
     .call = [](Object& o, const Arguments&) -> Value { return point_before(of(o)); }},
    {.name = "precell",
     .signature = "() -> object",
     .summary = "The cell of the section where the watched number stands",
     .call = [](Object& o, const Arguments&) -> Value { return cell_before(of(o)); }},
    {.name = "postcell",
     .signature = "() -> object",
     .summary = "The target's cell",
     .call = [](Object& o, const Arguments&) -> Value { return cell_behind(of(o)); }},
    {.name = "preloc",
     .signature = "() -> float",
     .summary = "Where the watched v stands; its section becomes current, pop_section ends that. -1: nowhere",
     .call =
         [](Object& o, const Arguments&) {
             double x = 0;
             const auto section = of(o).watched_section(x);
             return come_to(*of(o).world(), section, x);
         }},
    {.name = "postloc",
     .signature = "() -> float",
     .summary = "Where the target stands; its section becomes current, pop_section ends that. -1: nowhere",
     .call =
         [](Object& o, const Arguments&) {
             const auto world = of(o).world();
             const auto* target = of(o).netcon->target;
             auto* section = target ? target->section() : nullptr;
             return come_to(*world, section ? world->classes().find_section(*section) : nullptr,
                            target ? target->x() : 0);
         }},
    {.name = "srcgid",
     .signature = "() -> int",
     .summary = "The gid of the source, or -1",
     .call =
         [](Object& o, const Arguments&) {
             const auto& source = of(o).netcon->source;
             return number(source ? static_cast<double>(of(o).world()->gids().gid_of(*source)) : -1);
         }},
    {.name = "setpost",
     .signature = "(target) -> float",
     .summary = "Another target, or none",
     .call = set_target},
    {.name = "synlist",
     .signature = "([List]) -> List",
     .summary = "NetCons with the same target",
     .call =
         [](Object& o, const Arguments& a) {
             return others(o, a, [](const NetCon& n) { return n.netcon->target; });
         }},
    {.name = "prelist",
     .signature = "([List]) -> List",
     .summary = "NetCons with the same source",
     .call =
         [](Object& o, const Arguments& a) {
             return others(o, a, [](const NetCon& n) { return n.netcon->source; });
         }},
    {.name = "precelllist",
     .signature = "([List]) -> List",
     .summary = "NetCons from the same cell",
     .call = [](Object& o, const Arguments& a) { return others(o, a, cell_before); }},
    {.name = "postcelllist",
     .signature = "([List]) -> List",
     .summary = "NetCons to the same cell",
     .call = [](Object& o, const Arguments& a) { return others(o, a, cell_behind); }},
};

} // namespace

hoc::ObjectPtr list_argument(World& world, const hoc::Arguments& a, std::size_t i) {
    if (!a.has(i)) return world.classes().find("List")->make(Arguments("List", {}));
    auto list = a.object(i);
    if (!list || list->type().name() != "List") a.refuse(i, "a List");
    return list;
}

const Declaration kNetConClass = {
    .name = "NetCon",
    .signature = "(source, target[, threshold, delay, weight])",
    .summary =
        "Carries spikes from a source to a point process: `source` is a reference to a number, mostly a v, "
        "that passes the threshold [mV] from below, or a point process that sends events, or none",
    .members = kMembers,
    .make = [](BuiltinClass& type, const Arguments& a) -> ObjectPtr {
        const auto world = type.world();
        world->check_access();
        auto* target = target_argument(*world, a, 1);
        auto source = source_argument(*world, a, 0);
        NetConValues values;
        if (a.has(2)) values.threshold = a.number(2);
        values.delay = a.number_or(3, 1);
        values.weight = a.number_or(4, 0);
        return new_netcon(*world, std::move(source), target, values);
    },
    .takes_section = true,
    .living =
        [](World& world) {
            const auto all = netcons_of(world);
            return std::vector<ObjectPtr>(all.begin(), all.end());
        }};

} // namespace ranvier::world::classes
