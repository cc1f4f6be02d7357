// SPDX-License-Identifier: BSD-3-Clause
// NetCon: carries spikes from a source to a point process.
#include <nanobind/stl/string.h>

#include "hoc_object.hpp"
#include "slots.hpp"

namespace ranvier::python {

using namespace nb::literals;

namespace {

struct PyWeights {
    nb::object owner;
    PyNetCon* netcon;
    [[nodiscard]] std::size_t count() const { return netcon->netcon->netcon->weights->size(); }
    [[nodiscard]] int index(int i) const {
        (*netcon->data)->check_access();
        const int size = static_cast<int>(count());
        const int at = i < 0 ? i + size : i;
        if (at < 0 || at >= size)
            raise(Category::index,
                  {"the index of the weight is out of range",
                   netcon->netcon->name(),
                   std::to_string(i),
                   size ? "0 <= index < " + std::to_string(size) : "the target takes no weight",
                   {}});
        return at;
    }
};

struct PyWeightRefs {
    PyWeights weights;
};

} // namespace

std::shared_ptr<model::SpikeSource> source_from(const WorldDataPtr& data, nb::handle source) {
    auto& model = data->world->model();
    if (source.is_none()) return nullptr;
    PyPoint* point = nullptr;
    if (cast_to(source, point)) {
        if (point->data != data) throw InputError("the source belongs to another world");
        return world::classes::source_of(*data->world, *point->point);
    }
    PyRef* ref = nullptr;
    if (cast_to(source, ref)) {
        if (ref->data != data) throw InputError("the source belongs to another world");
        if (!ref->ref.is_alive())
            raise(Category::deleted,
                  {"what the reference pointed to was deleted", ref->ref.path, {}, {}, {}});
        return model.source_of(ref->ref, ref->section.get());
    }
    raise(Category::type, {"the source of a NetCon must be a reference, a point process or None",
                           "NetCon",
                           nb::repr(source).c_str(),
                           "section(x)._ref_v",
                           {}});
}

nb::object netcon_object(const world::classes::NetConPtr& netcon) {
    const auto data = WorldData::of_world(*netcon->world());
    const nb::object type = nb::getattr(data->top_level(), "NetCon");
    auto made = make_object<PyNetCon>(type, data, netcon);
    now_stands_for(made.ptr(), *netcon);
    // It is part of no cycle, and there may be a million: the collector of cycles need not look at them again and again.
    PyObject_GC_UnTrack(made.ptr());
    return made;
}

model::PointProcess* target_from(const WorldDataPtr& data, nb::handle target) {
    if (target.is_none()) return nullptr;
    PyPoint* point = nullptr;
    if (!cast_to(target, point))
        raise(Category::type, {"the target of a NetCon must be a point process or None",
                               "NetCon",
                               nb::repr(target).c_str(),
                               "h.ExpSyn(segment), ...",
                               {}});
    if (point->data != data) throw InputError("the target belongs to another world");
    world::classes::check_target(*point->point);
    return point->point.get();
}

void bind_netcon(nb::module_& m) {
    nb::class_<PyWeights>(m, "Weights", "The weights of a NetCon.")
        .def("__len__", &PyWeights::count)
        .def("__getitem__", [](const PyWeights& w, int i) { return w.netcon->netcon->weight(w.index(i)); })
        .def("__setitem__", [](const PyWeights& w, int i, nb::handle value) {
            const double number =
                number_of(value.ptr(), "a weight", [&] { return w.netcon->netcon->name(); });
            w.netcon->netcon->set_weight(w.index(i), number);
        });
    nb::class_<PyWeightRefs>(m, "WeightRefs", "References to the weights of a NetCon.")
        .def("__len__", [](const PyWeightRefs& r) { return r.weights.count(); })
        .def("__getitem__", [](const PyWeightRefs& r, int i) {
            return PyRef{r.weights.netcon->data, r.weights.netcon->netcon->weight_ref(r.weights.index(i)),
                         nullptr};
        });
    nb::class_<PyNetCon, PyHocObject> cls(
        m, "NetCon",
        R"(A connection: when the source's number passes the threshold from below (or the source sends an event), the target
gets an event after the delay.

Parameters
----------
source : Ref, PointProcess or None
    Mostly a reference to v (``seg._ref_v``); any number may be watched. None: for events sent by hand.
target : PointProcess or None
threshold : float, unit mV
    Default 10. Belongs to the source's location: all NetCons there share it.
delay : float, unit ms
    Default 1.
weight : float
    First weight; default 0. The unit is the target's.)");
    cls.def(
           "__init__",
           [](nb::pointer_and_handle<PyNetCon> self, nb::object source, nb::object target,
              nb::object threshold, nb::object delay, nb::object weight, nb::object sec) {
               auto data = world_of_type(self.h.type());
               (*data)->check_access();
               if (!sec.is_none() && !nb::isinstance<PySection>(sec))
                   raise(Category::type, {"sec must be a Section", "NetCon", nb::repr(sec).c_str(), {}, {}});
               auto* to = target_from(data, target);
               auto from = source_from(data, source);
               world::classes::NetConValues values;
               if (!threshold.is_none()) values.threshold = number_from(threshold, "threshold", "NetCon");
               if (!delay.is_none()) values.delay = number_from(delay, "delay", "NetCon");
               if (!weight.is_none()) values.weight = number_from(weight, "weight", "NetCon");
               new (self.p) PyNetCon(data, world::classes::new_netcon(**data, std::move(from), to, values));
               now_stands_for(self.h.ptr(), *self.p->netcon);
           },
           "source"_a.none(), "target"_a.none(), "threshold"_a = nb::none(), "delay"_a = nb::none(),
           "weight"_a = nb::none(), nb::kw_only(), "sec"_a = nb::none())
        .def_prop_rw(
            "delay", [](const PyNetCon& n) { return n.netcon->netcon->delay; },
            [](PyNetCon& n, double delay) { n.netcon->set_delay(delay); }, "[ms], >= 0")
        .def_prop_rw(
            "threshold", [](const PyNetCon& n) { return n.netcon->threshold(); },
            [](PyNetCon& n, double threshold) { n.netcon->set_threshold(threshold); },
            "[mV], shared by all NetCons of the source's location")
        .def_prop_rw(
            "weight", [](nb::handle h) { return PyWeights{nb::borrow(h), nb::inst_ptr<PyNetCon>(h)}; },
            [](PyNetCon& n, nb::handle) {
                raise(Category::type, {"weight is an array", n.netcon->name(), {}, "weight[0] = number", {}});
            },
            "Weights by index.")
        .def_prop_ro(
            "_ref_weight",
            [](nb::handle h) { return PyWeightRefs{{nb::borrow(h), nb::inst_ptr<PyNetCon>(h)}}; },
            "References to the weights: ``_ref_weight[i][0]`` reads and writes, ``Vector.record`` takes "
            "them.")
        .def(
            "preseg",
            [](const PyNetCon& n) -> nb::object {
                double x = 0;
                const auto section = n.netcon->watched_section(x);
                return section ? segment_object(section_object(n.data, section), x) : nb::none();
            },
            "The segment whose v is watched, or None.")
        .def(
            "postseg",
            [](const PyNetCon& n) -> nb::object {
                const auto* target = n.netcon->netcon->target;
                auto* section = target ? target->section() : nullptr;
                return section ? segment_object(section_object(n.data, section), target->x()) : nb::none();
            },
            "The segment where the target stands, or None.");
    add_members(cls, world::classes::kNetConClass, {"threshold", "delay", "weight"});
}

} // namespace ranvier::python
