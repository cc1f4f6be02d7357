// SPDX-License-Identifier: BSD-3-Clause
// World: a simulation, as the thin Python layer drives it.
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <cmath>

#include "call_arguments.hpp"
#include "ranvier/world/builtins.hpp"
#include "ranvier/world/checkpoint.hpp"
#include "slots.hpp"
#include "vector.hpp"

namespace ranvier::python {

using namespace nb::literals;

namespace {

/// An error; packages made for NEURON, where such connections stay silent, are told and go on.
void tell_of_missing_gids(const std::vector<world::Gid>& gids, bool goes_on) {
    if (gids.empty()) return;
    constexpr std::size_t kShown = 5;
    std::string text = "NetCons wait for spikes of gids that no cell has: ";
    for (std::size_t i = 0; i < std::min(gids.size(), kShown); ++i)
        text += (i ? ", " : "") + std::to_string(gids[i]);
    if (gids.size() > kShown) text += " and " + std::to_string(gids.size() - kShown) + " more";
    text += "; set_gid2node and cell() make them";
    if (!goes_on) throw StateError(text);
    if (PyErr_WarnEx(PyExc_RuntimeWarning, text.c_str(), 1) < 0) throw nb::python_error();
}

world::Backend backend_from(const std::string& name) {
    for (const auto b : {world::Backend::automatic, world::Backend::interpreter, world::Backend::scalar,
                         world::Backend::lanes})
        if (name == world::name(b)) return b;
    throw InputError::out_of_range("the back end", "World", name, "automatic, interpreter, scalar or lanes");
}

/// A Python object that may be let go of by a thread without the interpreter lock.
std::shared_ptr<nb::object> keep(nb::object object) {
    return {new nb::object(std::move(object)), [](nb::object* o) {
                const nb::gil_scoped_acquire locked;
                delete o;
            }};
}

model::Section& section_from(const PyWorld& w, nb::handle h) {
    PySection* section = nullptr;
    if (!cast_to(h, section))
        raise(Category::type, {"a Section is needed", "World", nb::repr(h).c_str(), {}, {}});
    if (section->data != w.data) throw InputError("the section belongs to another world");
    return section->live();
}

const char* kind_name(world::BuiltinKind kind) {
    switch (kind) {
    case world::BuiltinKind::function: return "function";
    case world::BuiltinKind::number: return "number";
    case world::BuiltinKind::type: return "type";
    }
    return "";
}

} // namespace

void bind_world(nb::module_& m) {
    nb::class_<PyWorld>(m, "World", nb::is_weak_referenceable(),
                        "A simulation: model, numbers, time. Many may live in one process.")
        .def(
            "__init__",
            [](PyWorld* self, nb::object backend, int threads, nb::object from, bool without_functions) {
                engine::SimulatorOptions options;
                options.threads = threads;
                auto runtime = world::Runtime::shared();
                if (!backend.is_none()) {
                    auto wanted = world::RuntimeOptions::from_environment();
                    wanted.backend = backend_from(nb::str(backend).c_str());
                    runtime = std::make_shared<world::Runtime>(wanted);
                }
                std::shared_ptr<world::World> made;
                if (PyWorld* other = nullptr; cast_to(from, other)) {
                    if (backend.is_none()) runtime = nullptr; // that of the other
                    made = world::Checkpoint::clone(*other->data->world, std::move(runtime), options,
                                                    {without_functions});
                } else if (!from.is_none()) {
                    const std::string path = nb::cast<std::string>(from);
                    const nb::gil_scoped_release released;
                    made = world::Checkpoint::load(path, std::move(runtime), options);
                } else {
                    made = world::World::create(std::move(runtime), options);
                }
                new (self) PyWorld{std::make_shared<WorldData>(std::move(made))};
            },
            "backend"_a = nb::none(), "threads"_a = 0, "_from"_a = nb::none(), "_without_functions"_a = false)
        .def(
            "_save",
            [](PyWorld& w, const std::string& path, bool without_functions) {
                const nb::gil_scoped_release released;
                world::Checkpoint::save(*w.data->world, path, {without_functions});
            },
            "path"_a, "without_functions"_a)
        .def("_things",
             [](PyWorld& w) {
                 nb::list out;
                 for (const auto& object : world::Checkpoint::things(*w.data->world))
                     out.append(nb::make_tuple(object->name(), object_to_python(object)));
                 return out;
             })
        .def(
            "_initialize",
            [](PyWorld& w, nb::object v, bool as_neuron) {
                if (v.is_none()) {
                    w.data->run(true, [&] { w.data->world->initialize(); });
                } else {
                    const double value = number_from(v, "the initial potential", "finitialize");
                    w.data->run(true, [&] { w.data->world->initialize(value); });
                }
                tell_of_missing_gids(w.data->world->gids().missing(), as_neuron);
            },
            "v"_a.none(), "as_neuron"_a = false)
        .def("_run",
             [](PyWorld& w, double stop) {
                 w.data->run(true, [&] { w.data->world->run_control().continue_to(stop); });
             })
        .def("_std_run", [](PyWorld& w) { w.data->run(true, [&] { w.data->world->run_control().run(); }); })
        .def("_std_init",
             [](PyWorld& w) { w.data->run(true, [&] { w.data->world->run_control().std_init(); }); })
        .def("_init", [](PyWorld& w) { w.data->run(true, [&] { w.data->world->run_control().init(); }); })
        .def("_has_stale_geometry", [](PyWorld& w) { return w.data->world->model().has_stale_geometry(); })
        .def("_make_geometry_stale",
             [](PyWorld& w) {
                 (*w.data)->check_access();
                 w.data->world->model().make_geometry_stale();
             })
        .def("_geometry_revision", [](PyWorld& w) { return w.data->world->model().revisions().geometry; })
        .def("_answer_for", [](PyWorld& w, int major) { w.data->world->classes().is_version8 = major == 8; })
        .def("_set_dt",
             [](PyWorld& w) {
                 (*w.data)->check_access();
                 w.data->world->run_control().set_dt();
             })
        .def(
            "_step_run",
            [](PyWorld& w) { w.data->run(w.data->is_large(), [&] { w.data->world->run_control().step(); }); })
        .def("_currents",
             [](PyWorld& w) { w.data->run(w.data->is_large(), [&] { w.data->world->currents(); }); })
        .def("_restart_recording",
             [](PyWorld& w) { w.data->run(false, [&] { w.data->world->restart_recording(); }); })
        .def("_sections",
             [](PyWorld& w) {
                 (*w.data)->check_access();
                 nb::list out;
                 for (const auto& s : w.data->world->model().sections())
                     out.append(section_object(w.data, s));
                 return out;
             })
        .def("_delete_section",
             [](PyWorld& w, nb::handle section) {
                 w.data->world->model().delete_section(section_from(w, section));
             })
        .def("_push_section",
             [](PyWorld& w, nb::handle section) {
                 section_from(w, section);
                 w.data->world->current_sections().push(nb::inst_ptr<PySection>(section)->section);
             })
        .def("_pop_section", [](PyWorld& w) { w.data->world->current_sections().pop(); })
        .def(
            "_current_section",
            [](PyWorld& w) -> nb::object {
                (*w.data)->check_access();
                const auto found = w.data->world->current_sections().current();
                return found ? section_object(w.data, found) : nb::none();
            },
            "The last one pushed, else the one accessed, else the first one made; None if there is none.")
        .def("_distance",
             [](PyWorld& w, nb::handle a, nb::handle b) {
                 const auto *from = as_segment(a), *to = as_segment(b);
                 if (!from || !to)
                     raise(Category::type,
                           {"distance is measured between segments", "distance", {}, "section(x)", {}});
                 return w.data->world->model().distance(from->section->live(), from->x, to->section->live(),
                                                        to->x);
             })
        .def("_load_mechanisms",
             [](PyWorld& w, const std::string& path) {
                 const int count = w.data->world->load_mechanisms(path);
                 w.data->clear_names();
                 return count;
             })
        .def("_load_files",
             [](PyWorld& w, const std::vector<std::string>& files) {
                 const int count = w.data->world->load_files(files);
                 w.data->clear_names();
                 return count;
             })
        .def("_offer_mechanisms",
             [](PyWorld& w, const std::vector<std::string>& files) {
                 w.data->world->offer_mechanisms(files);
                 w.data->clear_names();
             })
        .def("_load_mechanism_text",
             [](PyWorld& w, std::string file, std::string text) {
                 w.data->world->load_mechanism_text(std::move(file), std::move(text));
                 w.data->clear_names();
             })
        .def("_make_number",
             [](PyWorld& w, std::string name) {
                 if (w.data->world->make_number(std::move(name))) w.data->clear_names();
             })
        .def("_point_called",
             [](PyWorld& w, const std::string& name) -> nb::object {
                 (*w.data)->check_access();
                 for (const auto* point : w.data->world->model().point_processes())
                     if (point->name() == name) return point_object(w.data, point);
                 return nb::none();
             })
        .def("_mechanism_kind",
             [](PyWorld& w, const std::string& name) -> nb::object {
                 const auto type = w.data->world->find_mechanism(name);
                 if (!type) return nb::none();
                 return nb::str(type->is_point() ? "point" : type->is_ion() ? "ion" : "density");
             })
        .def("_mechanism_doc",
             [](PyWorld& w, const std::string& name) {
                 const auto type = w.data->world->mechanism(name);
                 std::string text = type->mechanism->title;
                 for (const auto* member : w.data->world->names().members(*type))
                     text +=
                         "\n" + member->short_name + (member->unit.empty() ? "" : " [" + member->unit + "]");
                 return text;
             })
        .def("_mechanism_file",
             [](PyWorld& w, const std::string& name) {
                 return w.data->world->mechanism(name)->mechanism->file;
             })
        .def("_mechanisms",
             [](PyWorld& w) {
                 w.data->world->require_mechanisms();
                 nb::list out;
                 for (const auto& type : w.data->world->model().mechanisms().all())
                     out.append(nb::make_tuple(type->name(), type->is_point() ? "point"
                                                             : type->is_ion() ? "ion"
                                                                              : "density"));
                 return out;
             })
        .def("_members",
             [](PyWorld& w, const std::string& mechanism) {
                 nb::list out;
                 for (const auto* member :
                      w.data->world->names().members(*w.data->world->mechanism(mechanism)))
                     out.append(member->short_name);
                 return out;
             })
        .def("_unit",
             [](PyWorld& w, const std::string& name) -> nb::object {
                 if (const auto* range = w.data->world->find_range(name)) return nb::str(range->unit.c_str());
                 if (const auto dot = name.find('.'); dot != std::string::npos) { // of a class: "IClamp.amp"
                     const auto type = w.data->world->find_mechanism(name.substr(0, dot));
                     const auto* member =
                         type ? w.data->world->names().find_member(*type, name.substr(dot + 1)) : nullptr;
                     return member ? nb::object(nb::str(member->unit.c_str())) : nb::object(nb::none());
                 }
                 if (const auto* number = w.data->world->names().find_global(name))
                     return nb::str(number->unit.c_str());
                 return nb::none();
             })
        .def("_use_legacy_units",
             [](PyWorld& w, bool flag) {
                 w.data->world->require_mechanisms();
                 w.data->world->use_legacy_units(flag);
             })
        .def("_number_names", [](PyWorld& w) { return w.data->world->names().global_names(); })
        .def("_function_names", [](PyWorld& w) { return w.data->world->names().function_names(); })
        .def("_ion_charge", [](PyWorld& w, const std::string& ion) { return w.data->world->ion_charge(ion); })
        .def("_register_ion",
             [](PyWorld& w, const std::string& ion, double charge) {
                 const int index = w.data->world->register_ion(ion, charge);
                 w.data->clear_names();
                 return index;
             })
        .def("_ion_style",
             [](PyWorld& w, nb::handle section, const std::string& ion) {
                 return w.data->world->ion_style(section_from(w, section), ion);
             })
        .def("_set_ion_style",
             [](PyWorld& w, nb::handle section, const std::string& ion, int concentrations, int reversal,
                bool reversal_at_start, bool reversal_follows, bool concentrations_at_start) {
                 return w.data->world->set_ion_style(section_from(w, section), ion,
                                                     {concentrations, reversal, reversal_at_start,
                                                      reversal_follows, concentrations_at_start});
             })
        .def("_nernst", [](PyWorld& w, double inside, double outside,
                           double charge) { return w.data->world->nernst(inside, outside, charge); })
        .def("_nernst_at",
             [](PyWorld& w, nb::handle section, double x, const std::string& variable) {
                 return w.data->world->nernst(section_from(w, section), x, variable);
             })
        .def("_ghk", [](PyWorld& w, double v, double inside, double outside,
                        double charge) { return w.data->world->ghk(v, inside, outside, charge); })
        .def("_set_log",
             [](PyWorld& w, nb::object sink) {
                 auto held = keep(std::move(sink));
                 w.data->world->set_log([held](const std::string& message) {
                     const nb::gil_scoped_acquire locked;
                     (*held)(message);
                 });
             })
        .def("_set_output",
             [](PyWorld& w, nb::object sink) {
                 auto held = keep(std::move(sink));
                 w.data->world->set_output([held](std::string_view text) {
                     const nb::gil_scoped_acquire locked;
                     (*held)(nb::str(text.data(), text.size()));
                 });
             })
        .def("_set_on_vector_method",
             [](PyWorld& w, nb::object told) {
                 auto held = keep(std::move(told));
                 w.data->world->set_on_vector_method([held](const std::string& name) {
                     const nb::gil_scoped_acquire locked;
                     (*held)(name);
                 });
             })
        .def("_call_vector_method",
             [](PyWorld& w, const std::string& name, nb::handle vector, const nb::tuple& arguments) {
                 auto* self = as_vector(vector);
                 if (!self)
                     raise(Category::type, {"a Vector is needed", name, nb::repr(vector).c_str(), {}, {}});
                 const PyCallArguments given(arguments, "Vector." + name);
                 double result = 0;
                 w.data->run(false,
                             [&] { result = w.data->world->call_vector_method(name, self->numbers, given); });
                 return result;
             })
        .def("_threads", [](PyWorld& w) { return w.data->world->simulator().options().threads; })
        .def("_set_threads",
             [](PyWorld& w, int threads) {
                 (*w.data)->check_access();
                 auto options = w.data->world->simulator().options();
                 options.threads = threads;
                 w.data->world->simulator().set_options(options);
             })
        .def(
            "_set_lane_cells",
            [](PyWorld& w, int cells) {
                (*w.data)->check_access();
                auto options = w.data->world->simulator().options();
                options.lane_cells = cells;
                w.data->world->simulator().set_options(options);
            },
            "Cells of one class that make a lane group worth while.")
        .def("_set_fuse_steps",
             [](PyWorld& w, bool flag) {
                 (*w.data)->check_access();
                 auto options = w.data->world->simulator().options();
                 options.fuse_steps = flag;
                 w.data->world->simulator().set_options(options);
             })
        .def(
            "describe",
            [](PyWorld& w) {
                (*w.data)->check_access();
                return w.data->world->simulator().describe();
            },
            "Text: cell groups, lanes, kernels, rows.")
        .def_prop_ro(
            "backend",
            [](PyWorld& w) { return std::string(world::name(w.data->world->runtime().backend())); },
            "The back end that runs kernels: interpreter, scalar or lanes.");

    m.def("_near_names", [](const std::string& name, const std::vector<std::string>& known) {
        return near_names_hint(name, known);
    });
    m.def(
        "_builtins",
        [] {
            nb::list out;
            for (const auto& b : world::builtins()) {
                const auto str = [](std::string_view s) { return nb::str(s.data(), s.size()); };
                nb::list members;
                for (const auto& member : b.members)
                    members.append(
                        nb::make_tuple(str(member.name), str(member.signature), str(member.summary)));
                out.append(nb::make_tuple(nb::str(kind_name(b.kind)), str(b.name), str(b.signature),
                                          str(b.unit), str(b.summary), members));
            }
            return out;
        },
        "The one table of builtin names: (kind, name, signature, unit, summary, members).");
}

} // namespace ranvier::python
