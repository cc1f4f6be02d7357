// SPDX-License-Identifier: BSD-3-Clause
// Gids: the global ids of a world's cells, for ParallelContext.
#include "ranvier/world/gids.hpp"
#include "objects.hpp"
#include "vector.hpp"

namespace ranvier::python {

using namespace nb::literals;
using world::Gid;

namespace {

struct PyGids {
    WorldDataPtr data;
    [[nodiscard]] world::Gids& operator*() const {
        (*data)->check_access();
        return data->world->gids();
    }
};

PyNetCon& netcon_from(const PyGids& gids, nb::handle h) {
    PyNetCon* netcon = nullptr;
    if (!cast_to(h, netcon))
        raise(Category::type, {"a NetCon is needed", "ParallelContext", nb::repr(h).c_str(), {}, {}});
    if (netcon->data != gids.data) throw InputError("the NetCon belongs to another world");
    return *netcon;
}

state::NumbersPtr numbers_from(nb::handle h, const char* what) {
    if (auto* vector = as_vector(h)) return vector->numbers;
    raise(Category::type,
          {std::string(what) + " go into a Vector", "spike_record", nb::repr(h).c_str(), {}, {}});
}

nb::object connect(const PyGids& gids, Gid gid, nb::handle target, nb::handle type, nb::handle netcon) {
    auto& all = *gids;
    auto& model = gids.data->world->model();
    auto* to = target_from(gids.data, target);
    if (!netcon.is_none()) {
        auto& n = netcon_from(gids, netcon);
        auto source = all.source_to_connect(gid);
        n.netcon->source = std::move(source);
        model.set_target(*n.netcon, to);
        model.network_changed();
        return nb::borrow(netcon);
    }
    return netcon_object(gids.data, type, model.create_netcon(all.source_to_connect(gid), to));
}

nb::object source_object(const PyGids& gids, Gid gid, bool want_cell) {
    const auto& source = *(*gids).source(gid);
    if (source.is_gone()) return nb::none();
    if (source.point) {
        auto* section = source.point->section();
        if (want_cell && section) return nb::object(section_object(gids.data, section).attr("cell")());
        return point_object(gids.data, source.point);
    }
    const auto section = source.section.lock();
    if (!section || section->is_deleted()) return nb::none();
    return nb::object(section_object(gids.data, section).attr("cell")());
}

struct PySpikePlaying {
    WorldDataPtr data;
    engine::SpikePlayingPtr playing;
    std::shared_ptr<bool> of_ours;
    ~PySpikePlaying() {
        if (playing) data->world->simulator().remove(playing);
    }
};

const state::DataRef& number_from(const PyGids& gids, nb::handle h) {
    PyRef* ref = nullptr;
    if (!cast_to(h, ref))
        raise(Category::type, {"a gap junction needs a reference to a number",
                               "ParallelContext",
                               nb::repr(h).c_str(),
                               "section(x)._ref_v, gap._ref_vgap",
                               {}});
    if (ref->data && ref->data != gids.data) throw InputError("the reference belongs to another world");
    return ref->ref;
}

} // namespace

void bind_gids(nb::module_& m) {
    nb::class_<PyGids>(m, "Gids", "The global ids of a world's cells.")
        .def("__init__",
             [](PyGids* self, nb::handle world) {
                 PyWorld* w = nullptr;
                 if (!cast_to(world, w))
                     raise(Category::type, {"a World is needed", "Gids", nb::repr(world).c_str(), {}, {}});
                 new (self) PyGids{w->data};
             })
        .def("assign", [](const PyGids& g, Gid gid, int process) { (*g).assign(gid, process); })
        .def("status", [](const PyGids& g, Gid gid) { return static_cast<int>((*g).status(gid)); })
        .def("set_source", [](const PyGids& g, Gid gid, nb::handle netcon,
                              bool sends) { (*g).set_source(gid, *netcon_from(g, netcon).netcon, sends); })
        .def("set_sends", [](const PyGids& g, Gid gid) { (*g).set_sends(gid); })
        .def("connect", connect, "gid"_a, "target"_a.none(), "type"_a, "netcon"_a.none() = nb::none())
        .def("threshold", [](const PyGids& g, Gid gid) { return (*g).source(gid)->threshold; })
        .def("set_threshold",
             [](const PyGids& g, Gid gid, double threshold) {
                 if (threshold != threshold)
                     throw InputError::out_of_range("threshold", "gid " + std::to_string(gid), "nan mV",
                                                    "a number");
                 (*g).source(gid)->threshold = threshold;
             })
        .def("record",
             [](const PyGids& g, Gid gid, nb::handle times, nb::handle ids) {
                 auto into = numbers_from(times, "the times");
                 (*g).record(gid, std::move(into), numbers_from(ids, "the gids"));
             })
        .def("sending",
             [](const PyGids& g) {
                 nb::list out;
                 for (const auto gid : (*g).sending()) out.append(gid);
                 return out;
             })
        .def("of_netcon",
             [](const PyGids& g, nb::handle netcon) {
                 const auto& source = netcon_from(g, netcon).netcon->source;
                 return source ? (*g).gid_of(*source) : Gid{-1};
             })
        .def("source", source_object, "gid"_a, "want_cell"_a,
             "The point process that has the gid, or the cell of the section that has it.")
        .def("clear", [](const PyGids& g) { (*g).clear(); })
        .def("gap_source",
             [](const PyGids& g, std::int64_t id, nb::handle ref) {
                 static_cast<void>(*g);
                 g.data->world->gaps().add_source(id, number_from(g, ref));
             })
        .def("gap_target",
             [](const PyGids& g, std::int64_t id, nb::handle ref) {
                 static_cast<void>(*g);
                 g.data->world->gaps().add_target(id, number_from(g, ref));
             })
        .def("set_up_gaps",
             [](const PyGids& g) {
                 static_cast<void>(*g);
                 g.data->world->gaps().set_up();
             })
        .def("clear_gaps",
             [](const PyGids& g) {
                 static_cast<void>(*g);
                 g.data->world->gaps().clear();
             })
        .def("play", [](const PyGids& g, nb::handle times, nb::handle gids, bool of_ours) {
            auto at = numbers_from(times, "the times");
            const auto whose = numbers_from(gids, "the gids");
            for (std::size_t i = 0; i < at->size(); ++i)
                if (!((*at)[i] >= (i ? (*at)[i - 1] : 0)))
                    throw InputError(
                        ErrorParts{"the times of spikes must not decrease",
                                   "PatternStim",
                                   "element " + std::to_string(i) + " is " + number_text((*at)[i]) + " ms",
                                   "rising times from 0 on",
                                   {}});
            auto flag = std::make_shared<bool>(of_ours);
            auto playing = (*g).play(at, whose, flag);
            return new PySpikePlaying{g.data, std::move(playing), std::move(flag)};
        });
    nb::class_<PySpikePlaying>(m, "SpikePlaying", "A train of spikes that is played while this object lives.")
        .def_prop_rw(
            "of_ours", [](const PySpikePlaying& p) { return *p.of_ours; },
            [](PySpikePlaying& p, bool flag) { *p.of_ours = flag; },
            "Whether cells of this process spike, too.");
}

} // namespace ranvier::python
