// SPDX-License-Identifier: BSD-3-Clause
// NetCon: carries spikes from a source to a point process.
#include <nanobind/stl/string.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "slots.hpp"

namespace ranvier::python {

using namespace nb::literals;

namespace {

struct PyWeights {
    nb::object owner;
    PyNetCon* netcon;
    [[nodiscard]] double& at(int i) const {
        (*netcon->data)->check_access();
        auto& weights = *netcon->netcon->weights;
        const int count = static_cast<int>(weights.size());
        if (i < 0) i += count;
        if (i < 0 || i >= count)
            raise(Category::index,
                  {"the index of the weight is out of range",
                   netcon->name,
                   std::to_string(i),
                   count ? "0 <= index < " + std::to_string(count) : "the target takes no weight",
                   {}});
        return weights[static_cast<std::size_t>(i)];
    }
};

struct PyWeightRefs {
    PyWeights weights;
};

double weight_from(nb::handle value, const PyNetCon& n) {
    const double number = number_from(value, "a weight", n.name);
    if (std::isnan(number)) throw InputError::out_of_range("a weight", n.name, "nan", "a number");
    return number;
}

void check_delay(double delay, const std::string& name) {
    if (!(delay >= 0) || !std::isfinite(delay))
        throw InputError::out_of_range("delay", name, number_text(delay) + " ms", "0 <= delay, finite");
}

/// A connection made for events by hand gets a source that never spikes when somebody asks for one.
model::SpikeSource& source_of(PyNetCon& n) {
    if (!n.netcon->source) n.netcon->source = std::make_shared<model::SpikeSource>();
    return *n.netcon->source;
}

void set_threshold(PyNetCon& n, double threshold) {
    if (std::isnan(threshold)) throw InputError::out_of_range("threshold", n.name, "nan mV", "a number");
    source_of(n).threshold = threshold;
    n.data->world->model().network_changed();
}

void stop_recording(PyNetCon& n) {
    for (auto& r : n.recordings) n.data->world->release(r);
    n.recordings.clear();
    n.recorded_into = nb::object();
}

void record(PyNetCon& n, nb::object what, nb::object ids, nb::object id) {
    if (what.is_none()) return stop_recording(n);
    auto recording = std::make_shared<engine::SpikeRecording>();
    source_of(n);
    recording->source = n.netcon->source;
    PyVector* times = nullptr;
    if (cast_to(what, times)) {
        recording->times = times->numbers;
        if (!ids.is_none()) {
            PyVector* id_vector = nullptr;
            if (!cast_to(ids, id_vector))
                raise(Category::type, {"the second argument of record must be a Vector",
                                       n.name,
                                       nb::repr(ids).c_str(),
                                       {},
                                       {}});
            recording->ids = id_vector->numbers;
            recording->id = id.is_none() ? 0 : number_from(id, "the id", n.name);
        }
        stop_recording(n);
        n.recorded_into = what;
    } else {
        nb::object callable = what;
        if (nb::isinstance<nb::tuple>(what) && nb::len(what) == 2) {
            const nb::object partial = nb::module_::import_("functools").attr("partial");
            callable = nb::isinstance<nb::tuple>(what[1]) ? partial(what[0], *what[1])
                                                          : nb::object(partial(what[0], what[1]));
        }
        if (!PyCallable_Check(callable.ptr()))
            raise(Category::type,
                  {"record takes a Vector or a callable", n.name, nb::repr(what).c_str(), {}, {}});
        auto* data = n.data.get();
        // The callable is kept by a pointer that gives it back under the interpreter lock.
        auto held = std::shared_ptr<nb::object>(new nb::object(callable), [](nb::object* o) {
            const nb::gil_scoped_acquire locked;
            delete o;
        });
        recording->callback = [data, held](double) { data->call_back(*held); };
        stop_recording(n);
    }
    recording->replaces = true;
    n.recordings.push_back(recording);
    n.data->world->simulator().record_spikes(recording);
}

} // namespace

PyNetCon::~PyNetCon() {
    if (!data) return;
    data->netcons.erase(netcon.get());
    for (auto& r : recordings) data->world->release(r);
    data->world->release(netcon);
}

std::shared_ptr<model::SpikeSource> source_from(const WorldDataPtr& data, nb::handle source) {
    auto& model = data->world->model();
    if (source.is_none()) return nullptr;
    PyPoint* point = nullptr;
    if (cast_to(source, point)) {
        if (point->data != data) throw InputError("the source belongs to another world");
        if (!point->point->type()->mechanism->sends_events)
            raise(Category::input, {"this point process sends no events",
                                    point->point->name(),
                                    {},
                                    "a source with net_event, or a reference to v",
                                    {}});
        return model.source_of(*point->point);
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

nb::object netcon_object(const WorldDataPtr& data, nb::handle type, model::NetConPtr netcon) {
    const auto* key = netcon.get();
    auto made = make_object<PyNetCon>(type, data, std::move(netcon), (*data)->next_name("NetCon"));
    data->netcons[key] = made.ptr();
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
    if (!point->point->type()->mechanism->net_receive.valid())
        raise(Category::input, {"this point process receives no events",
                                point->point->name(),
                                {},
                                "a target with NET_RECEIVE",
                                {}});
    return point->point.get();
}

void bind_netcon(nb::module_& m) {
    nb::class_<PyWeights>(m, "Weights", "The weights of a NetCon.")
        .def("__len__", [](const PyWeights& w) { return w.netcon->netcon->weights->size(); })
        .def("__getitem__", [](const PyWeights& w, int i) { return w.at(i); })
        .def("__setitem__", [](const PyWeights& w, int i, nb::handle value) {
            const double number = weight_from(value, *w.netcon);
            w.at(i) = number;
        });
    nb::class_<PyWeightRefs>(m, "WeightRefs", "References to the weights of a NetCon.")
        .def("__len__", [](const PyWeightRefs& r) { return r.weights.netcon->netcon->weights->size(); })
        .def("__getitem__", [](const PyWeightRefs& r, int i) {
            static_cast<void>(r.weights.at(i)); // an index out of range is refused here
            const auto& n = *r.weights.netcon;
            const auto& weights = n.netcon->weights;
            PyRef out{n.data, {}, nullptr};
            out.ref.numbers = weights;
            out.ref.index = static_cast<std::size_t>(i < 0 ? i + static_cast<int>(weights->size()) : i);
            out.ref.path = n.name + ".weight[" + std::to_string(out.ref.index) + "]";
            return out;
        });
    nb::class_<PyNetCon>(
        m, "NetCon", nb::is_weak_referenceable(),
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
    First weight; default 0. The unit is the target's.)")
        .def(
            "__init__",
            [](nb::pointer_and_handle<PyNetCon> self, nb::object source, nb::object target,
               nb::object threshold, nb::object delay, nb::object weight, nb::object sec) {
                auto data = world_of_type(self.h.type());
                (*data)->check_access();
                if (!sec.is_none() && !nb::isinstance<PySection>(sec))
                    raise(Category::type, {"sec must be a Section", "NetCon", nb::repr(sec).c_str(), {}, {}});
                auto* to = target_from(data, target);
                auto from = source_from(data, source);
                // all arguments are looked at before anything is made
                double values[3] = {10, 1, 0};
                const nb::object given[3] = {threshold, delay, weight};
                const char* names[3] = {"threshold", "delay", "weight"};
                for (int i = 0; i < 3; ++i)
                    if (!given[i].is_none()) values[i] = number_from(given[i], names[i], "NetCon");
                check_delay(values[1], "NetCon");
                auto netcon = (*data)->model().create_netcon(std::move(from), to);
                netcon->delay = values[1];
                if (!netcon->weights->empty()) (*netcon->weights)[0] = values[2];
                new (self.p) PyNetCon(data, netcon, (*data)->next_name("NetCon"));
                data->netcons[netcon.get()] = self.h.ptr();
                if (!threshold.is_none()) set_threshold(*self.p, values[0]);
            },
            "source"_a.none(), "target"_a.none(), "threshold"_a = nb::none(), "delay"_a = nb::none(),
            "weight"_a = nb::none(), nb::kw_only(), "sec"_a = nb::none())
        .def_prop_rw(
            "delay", [](const PyNetCon& n) { return n.netcon->delay; },
            [](PyNetCon& n, double delay) {
                (*n.data)->check_access();
                check_delay(delay, n.name);
                n.netcon->delay = delay;
                n.data->world->model().network_changed();
            },
            "[ms], >= 0")
        .def_prop_rw(
            "threshold",
            [](const PyNetCon& n) { return n.netcon->source ? n.netcon->source->threshold : 10.0; },
            [](PyNetCon& n, double threshold) {
                (*n.data)->check_access();
                set_threshold(n, threshold);
            },
            "[mV], shared by all NetCons of the source's location")
        .def_prop_rw(
            "weight", [](nb::handle h) { return PyWeights{nb::borrow(h), nb::inst_ptr<PyNetCon>(h)}; },
            [](PyNetCon& n, nb::handle) {
                raise(Category::type, {"weight is an array", n.name, {}, "weight[0] = number", {}});
            },
            "Weights by index.")
        .def_prop_ro(
            "_ref_weight",
            [](nb::handle h) { return PyWeightRefs{{nb::borrow(h), nb::inst_ptr<PyNetCon>(h)}}; },
            "References to the weights: ``_ref_weight[i][0]`` reads and writes, ``Vector.record`` takes "
            "them.")
        .def(
            "wcnt", [](const PyNetCon& n) { return static_cast<double>(n.netcon->weights->size()); },
            "How many weights there are.")
        .def(
            "active",
            [](PyNetCon& n, nb::object flag) {
                const bool before = n.netcon->active;
                if (!flag.is_none()) {
                    (*n.data)->check_access();
                    n.netcon->active = PyObject_IsTrue(flag.ptr()) == 1;
                    n.data->world->model().network_changed();
                }
                return before;
            },
            "flag"_a = nb::none(), "Whether events pass; with an argument, sets it and returns what it was.")
        .def(
            "valid",
            [](const PyNetCon& n) {
                const auto& source = n.netcon->source;
                return source != nullptr && !source->is_gone() && n.netcon->target != nullptr;
            },
            "Whether source and target still exist.")
        .def(
            "event",
            [](PyNetCon& n, nb::handle time, nb::object flag) {
                (*n.data)->check_access();
                const double t = number_from(time, "the time of an event", n.name);
                std::optional<double> with;
                if (!flag.is_none()) with = number_from(flag, "the flag of an event", n.name);
                n.data->world->simulator().send(n.netcon, t, with);
            },
            "time"_a, "flag"_a = nb::none(),
            "Deliver an event to the target at `time` [ms]; with a flag as if an artificial cell had sent it "
            "to itself.")
        .def("record", record, "what"_a.none() = nb::none(), "ids"_a = nb::none(), "id"_a = nb::none(),
             "Record spike times into a Vector (and ids into a second one), or call a callable at each; None "
             "stops.")
        .def("get_recordvec",
             [](const PyNetCon& n) -> nb::object {
                 return n.recorded_into.is_valid() ? n.recorded_into : nb::object(nb::none());
             })
        .def(
            "syn",
            [](const PyNetCon& n) -> nb::object {
                return n.netcon->target ? point_object(n.data, n.netcon->target) : nb::object(nb::none());
            },
            "The target, or None.")
        .def(
            "pre",
            [](const PyNetCon& n) -> nb::object {
                const auto& s = n.netcon->source;
                return s && s->point ? point_object(n.data, s->point) : nb::object(nb::none());
            },
            "The source if it is a point process, else None.")
        .def(
            "preseg",
            [](const PyNetCon& n) -> nb::object {
                const auto& s = n.netcon->source;
                if (!s || !s->is_watched() || s->value.table != n.data->world->model().nodes() ||
                    s->value.column != model::kV)
                    return nb::none();
                const auto section = s->section.lock();
                if (!section || section->is_deleted()) return nb::none();
                for (const auto& [x, id] : [&] {
                         std::vector<std::pair<double, state::RowId>> places;
                         const int count = section->nseg();
                         auto& model = n.data->world->model();
                         for (int i = 0; i < count; ++i)
                             places.emplace_back((i + 0.5) / count,
                                                 section->nodes()[static_cast<std::size_t>(i)]);
                         for (const double end : {0.0, 1.0})
                             places.emplace_back(end, model.node_at(*section, end));
                         return places;
                     }())
                    if (id == s->value.id) return segment_object(section_object(n.data, section), x);
                return nb::none();
            },
            "The segment whose v is watched, or None.")
        .def(
            "precell",
            [](const PyNetCon& n) -> nb::object {
                const auto& s = n.netcon->source;
                if (!s || s->is_gone()) return nb::none();
                const auto section = s->section.lock();
                if (!section || section->is_deleted()) return nb::none();
                return section_object(n.data, section).attr("cell")();
            },
            "The cell of the section where the watched number stands, or None.")
        .def("postseg",
             [](const PyNetCon& n) -> nb::object {
                 return n.netcon->target
                            ? nb::object(point_object(n.data, n.netcon->target).attr("get_segment")())
                            : nb::object(nb::none());
             })
        .def("postcell",
             [](const PyNetCon& n) -> nb::object {
                 auto* section = n.netcon->target ? n.netcon->target->section() : nullptr;
                 return section ? nb::object(section_object(n.data, section).attr("cell")())
                                : nb::object(nb::none());
             })
        .def(
            "setpost",
            [](PyNetCon& n, nb::object target) {
                (*n.data)->check_access();
                PyPoint* point = nullptr;
                if (!target.is_none() && !cast_to(target, point))
                    raise(Category::type, {"the target must be a point process or None",
                                           n.name,
                                           nb::repr(target).c_str(),
                                           {},
                                           {}});
                n.data->world->model().set_target(*n.netcon, point ? point->point.get() : nullptr);
                n.netcon->weights->resize(
                    point ? static_cast<std::size_t>(point->point->type()->mechanism->weight_count) : 1);
                n.data->world->model().network_changed();
            },
            "target"_a.none())
        .def(
            "_has_source_of",
            [](const PyNetCon& n, const PyNetCon& other) {
                return n.netcon->source != nullptr && n.netcon->source == other.netcon->source;
            },
            "other"_a)
        .def_prop_rw(
            "x",
            [](const PyNetCon& n) {
                const auto& s = n.netcon->source;
                return s && s->is_watched() ? s->value.get() : 0.0;
            },
            [](PyNetCon& n, double value) {
                (*n.data)->check_access();
                const auto& s = n.netcon->source;
                if (!s || !s->is_watched())
                    raise(Category::state, {"the NetCon watches no number", n.name, {}, {}, {}});
                s->value.set(value);
            },
            "The number that is watched.")
        .def("hname", [](const PyNetCon& n) { return n.name; })
        .def("__repr__", [](const PyNetCon& n) { return n.name; })
        .def("__reduce_ex__", [](const PyNetCon& n, int) {
            raise(Category::type, {"a NetCon cannot be copied or pickled", n.name, {}, {}, {}});
        });

    m.def(
        "_netcons",
        [](nb::handle world) {
            PyWorld* w = nullptr;
            if (!cast_to(world, w)) raise(Category::type, {"a World is needed", "_netcons", {}, {}, {}});
            (*w->data)->check_access();
            auto all = w->data->world->model().netcons();
            std::ranges::sort(all, {}, &model::NetCon::serial);
            nb::list out;
            for (const auto* nc : all)
                if (const auto it = w->data->netcons.find(nc); it != w->data->netcons.end())
                    out.append(nb::borrow(it->second));
            return out;
        },
        "All NetCons of a world, in order of creation.");
}

} // namespace ranvier::python
