// SPDX-License-Identifier: BSD-3-Clause
#include "hoc.hpp"

#include <algorithm>

#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "hoc_values.hpp"
#include "objects.hpp"
#include "python_class.hpp"
#include "python_object.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/template_members.hpp"

namespace ranvier::python {

using namespace nb::literals;

using hoc::HostKind;
using hoc::NameKind;

namespace {

nb::str str(std::string_view s) { return nb::str(s.data(), s.size()); }

/// What `h` offers to Python alone: hoc programs have these names for variables of their own.
constexpr std::string_view kOnlyOfPython[] = {"allsec",         "baseattr",     "cas", "hname", "hocobjptr",
                                              "libpython_path", "nrn_load_mod", "ref", "same"};

hoc::Value call_python(hoc::Interpreter& interpreter, const hoc::Arguments& arguments);

class PythonNames final : public world::ForeignNames {
  public:
    PyObject* top_level = nullptr; // borrowed; takes itself out
    std::weak_ptr<WorldData> data;

    hoc::HostName find(std::string_view name) override {
        hoc::HostName out;
        if (name == "PythonObject") {
            out.kind = HostKind::class_;
            out.type = PythonObjectClass::shared();
            return out;
        }
        if (!top_level || name.starts_with("_") ||
            std::ranges::find(kOnlyOfPython, name) != std::end(kOnlyOfPython))
            return out;
        const nb::gil_scoped_acquire locked;
        const std::string text(name);
        nb::object found;
        const auto own = nb::borrow<nb::dict>(nb::getattr(nb::handle(top_level), "__dict__"));
        const nb::handle type = nb::handle(reinterpret_cast<PyObject*>(Py_TYPE(top_level)));
        if (own.contains(str(name))) found = own[str(name)];
        else if (nb::hasattr(type, text.c_str())) found = nb::getattr(type, text.c_str());
        else return out;
        if (PyType_Check(found.ptr()) != 0) {
            out.kind = HostKind::class_;
            out.type = PythonClass::of(found);
        } else if (PyCallable_Check(found.ptr()) != 0) {
            auto& row = functions_[text];
            if (!row) {
                row = std::make_unique<Row>();
                row->name = text;
                row->function.name = row->name;
                row->function.call = call_python;
                row->function.is_replaceable = true;
            }
            out.kind = HostKind::function;
            out.function = &row->function;
        }
        return out;
    }
    std::vector<std::string> names() override { return {}; }
    void print(std::string_view text) override { write("stdout", text); }
    void print_error(std::string_view text) override { write("stderr", text); }
    void poll() override {
        const nb::gil_scoped_acquire locked;
        { // a loop of hoc would keep Python's other threads waiting for ever
            const nb::gil_scoped_release others_may_run;
        }
        if (PyErr_CheckSignals() == 0) return;
        PyErr_Clear();
        throw Interrupted("interrupted");
    }
    std::optional<std::string> read_line() override {
        const nb::gil_scoped_acquire locked;
        return without_python_errors([&]() -> std::optional<std::string> {
            const nb::object line = nb::module_::import_("ranvier._prompt").attr("read_line")();
            if (line.is_none()) return std::nullopt;
            return std::string(nb::str(line).c_str());
        });
    }
    bool sections(hoc::Object& list, std::vector<model::SectionPtr>& out) override {
        auto* python = dynamic_cast<PythonObject*>(&list);
        if (!python) return false;
        const nb::gil_scoped_acquire locked;
        return without_python_errors([&] {
            for (const nb::handle item : nb::borrow(python->held)) {
                PySection* section = nullptr;
                if (!cast_to(item, section)) return false;
                out.push_back(section->section);
            }
            return true;
        });
    }

    void run(const std::function<void()>& action) override {
        const auto living = data.lock();
        if (!living) return action();
        const nb::gil_scoped_acquire locked;
        const auto f = [&] { living->run(true, action); };
        // hoc wants errors of its own kind, Python its own
        if (living->world->has_hoc() && living->world->hoc().call_depth() > 0) without_python_errors(f);
        else f();
    }
    void names_changed() override {
        if (const auto living = data.lock()) {
            const nb::gil_scoped_acquire locked;
            living->clear_names();
        }
    }
    hoc::ObjectPtr cell_of(const model::Section& section) override {
        const auto living = data.lock();
        if (!living) return nullptr;
        const nb::gil_scoped_acquire locked;
        const auto found = living->sections.find(&section);
        if (found == living->sections.end()) return nullptr;
        const auto& cell = nb::inst_ptr<PySection>(nb::handle(found->second))->cell;
        if (!cell.is_valid()) return nullptr;
        return object_in(cell());
    }
    hoc::ObjectPtr object_of(const model::PointProcess& point) override {
        const auto living = data.lock();
        if (!living) return nullptr;
        const nb::gil_scoped_acquire locked;
        const auto found = living->points.find(&point);
        return found == living->points.end() ? nullptr : object_in(nb::borrow(found->second));
    }

  private:
    static hoc::ObjectPtr object_in(const nb::object& python) {
        if (python.is_none()) return nullptr;
        const auto value = to_value(python, Sequences::as_they_are);
        const auto* object = std::get_if<hoc::ObjectPtr>(&value);
        return object ? *object : nullptr;
    }
    struct Row {
        std::string name;
        hoc::HostFunction function;
    };
    static void write(const char* stream, std::string_view text) {
        const nb::gil_scoped_acquire locked;
        without_python_errors([&] {
            const auto bytes = nb::steal(
                PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "surrogateescape"));
            nb::module_::import_("sys").attr(stream).attr("write")(bytes);
        });
    }
    std::unordered_map<std::string, std::unique_ptr<Row>> functions_;
};

std::shared_ptr<PythonNames> names_of(const WorldData& data) {
    return std::dynamic_pointer_cast<PythonNames>(data.foreign_names);
}

bool is_run_procedure(std::string_view name) {
    static constexpr std::string_view kNames[] = {"init", "stdinit", "run",     "continuerun",
                                                  "step", "advance", "steprun", "setdt"};
    return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

hoc::Value call_python(hoc::Interpreter& interpreter, const hoc::Arguments& arguments) {
    const nb::gil_scoped_acquire locked;
    auto& world = dynamic_cast<world::HocHost&>(interpreter.host()).world();
    const auto names = names_of(*WorldData::of_world(world));
    if (!names || !names->top_level) throw StateError("the h of this world is gone");
    return without_python_errors([&] {
        const nb::list given = arguments_to_python(arguments);
        const nb::object function =
            nb::getattr(nb::handle(names->top_level), std::string(arguments.function()).c_str());
        nb::object result;
        try {
            result = function(*given);
        } catch (nb::python_error& problem) {
            if (!problem.matches(PyExc_TypeError)) throw;
            const nb::object fitting =
                nb::module_::import_("ranvier._hoc_names").attr("fitting_arguments")(function, given);
            if (fitting.is_none()) throw;
            result = function(*fitting);
        }
        // Procedures of the run system answer 0 to Python and nothing to hoc.
        return is_run_procedure(arguments.function()) ? hoc::Value() : answer_to_hoc(result);
    });
}

const char* text_of(NameKind kind) {
    switch (kind) {
    case NameKind::none: return "";
    case NameKind::number: return "number";
    case NameKind::numbers: return "numbers";
    case NameKind::text: return "text";
    case NameKind::object: return "object";
    case NameKind::objects: return "objects";
    case NameKind::section: return "section";
    case NameKind::sections: return "sections";
    case NameKind::procedure: return "procedure";
    case NameKind::function: return "function";
    case NameKind::object_function: return "object_function";
    case NameKind::iterator: return "iterator";
    case NameKind::template_: return "template";
    case NameKind::host: return "";
    }
    return "";
}

/// Runs hoc; names may mean something else afterwards.
template <class F> auto run_hoc(PyWorld& w, F&& f) {
    (*w.data)->check_access();
    struct ClearNames {
        WorldData& data;
        ~ClearNames() { data.clear_names(); }
    } const clear{*w.data};
    return f(w.data->world->hoc());
}

std::vector<double> numbers_from(const nb::args& indices) {
    std::vector<double> out;
    for (const auto i : indices) out.push_back(number_from(i, "an index", "h"));
    return out;
}

/// Sections are known by the world that has them.
nb::object value_in(const WorldDataPtr& data, const hoc::Value& value) {
    if (const auto* key = std::get_if<hoc::SectionKey>(&value)) {
        const auto section = data->world->hoc_host().find_section(*key);
        return section ? section_object(data, section) : nb::none();
    }
    return to_python(value);
}

/// The world whose hoc a template's object belongs to.
WorldDataPtr world_of(const hoc::Object& object) {
    for (const auto& data : WorldData::all())
        if (data->world->has_hoc() &&
            data->world->hoc().find_class(object.type().name()).get() == &object.type())
            return data;
    throw StateError("the world of this object is gone");
}

bool is_procedure(NameKind kind) {
    return kind == NameKind::procedure || kind == NameKind::function || kind == NameKind::object_function;
}

class PythonMethods final : public world::classes::AddedMethods {
  public:
    bool has(std::string_view class_name, std::string_view member) override {
        if (member.starts_with("_")) return false;
        const nb::gil_scoped_acquire locked;
        const auto module = nb::module_::import_("ranvier._ext");
        const nb::object type = nb::getattr(module, std::string(class_name).c_str(), nb::none());
        return !type.is_none() && nb::hasattr(type, std::string(member).c_str());
    }
    hoc::Value call(hoc::Object& self, std::string_view member, const hoc::Arguments& arguments) override {
        const nb::gil_scoped_acquire locked;
        return without_python_errors([&] {
            const nb::list given = arguments_to_python(arguments);
            const nb::object object = object_to_python(self.shared_from_this());
            return answer_to_hoc(nb::getattr(object, std::string(member).c_str())(*given));
        });
    }
};

} // namespace

void set_top_level(const WorldDataPtr& data, PyObject* top_level) {
    auto names = names_of(*data);
    if (!names) {
        names = std::make_shared<PythonNames>();
        data->foreign_names = names;
        data->world->hoc_host().set_foreign(names);
    }
    names->top_level = top_level;
    names->data = data;
}

nb::handle WorldData::top_level() const {
    const auto names = names_of(*this);
    if (!names || !names->top_level) throw StateError("the h of this world is gone");
    return names->top_level;
}

void bind_hoc(nb::module_& m) {
    static PythonMethods methods;
    world::classes::set_added_methods(&methods);
    auto world = nb::borrow<nb::class_<PyWorld>>(m.attr("World"));
    world
        .def("_hoc_run",
             [](PyWorld& w, const std::string& text, const std::string& name) {
                 run_hoc(w, [&](hoc::Interpreter& i) { i.run(std::make_shared<SourceText>(name, text)); });
             })
        .def("_hoc_typed", // False: the statement goes on
             [](PyWorld& w, const std::string& text) {
                 return run_hoc(w, [&](hoc::Interpreter& i) {
                     return i.run_typed(std::make_shared<SourceText>("typed", text));
                 });
             })
        .def("_hoc_execute",
             [](PyWorld& w, const std::string& text, nb::handle object) {
                 const auto value = to_value(object, Sequences::as_they_are);
                 const auto* o = std::get_if<hoc::ObjectPtr>(&value);
                 run_hoc(w, [&](hoc::Interpreter& i) { i.execute(text, o ? *o : nullptr); });
             })
        .def("_hoc_load",
             [](PyWorld& w, const std::string& name, bool is_forced) {
                 return run_hoc(w, [&](hoc::Interpreter& i) { return i.load_file(name, is_forced); });
             })
        .def("_hoc_open",
             [](PyWorld& w, const std::string& name) {
                 run_hoc(w, [&](hoc::Interpreter& i) {
                     const auto source = i.host().open(name);
                     if (!source) throw IoError(ErrorParts{"there is no such file", "xopen", name, {}, {}});
                     i.run(source);
                 });
             })
        .def("_hoc_python",
             [](PyWorld& w, const std::string& text) { return run_python(*w.data->world, text); })
        .def("_restrict",
             [](PyWorld& w, const std::string& folder) {
                 w.data->world->hoc_host().access().restrict(folder);
             })
        .def("_release", [](PyWorld& w) { w.data->world->hoc_host().access().release(); })
        .def("_hoc_kind",
             [](PyWorld& w, const std::string& name) {
                 // The interpreter's own numbers are there before anybody used it.
                 const bool is_own = name == "float_epsilon" || name == "hoc_ac_" || name == "hoc_obj_";
                 return is_own || w.data->world->has_hoc() ? text_of(w.data->world->hoc().kind(name)) : "";
             })
        .def("_hoc_defines",
             [](PyWorld& w, const nb::args& names) {
                 if (!w.data->world->has_hoc()) return false;
                 for (const auto name : names)
                     if (is_procedure(w.data->world->hoc().kind(nb::str(name).c_str()))) return true;
                 return false;
             })
        .def("_hoc_names",
             [](PyWorld& w) {
                 return w.data->world->has_hoc() ? w.data->world->hoc().names() : std::vector<std::string>();
             })
        .def("_hoc_dimensions",
             [](PyWorld& w, const std::string& name) { return w.data->world->hoc().dimensions(name); })
        .def("_hoc_get",
             [](PyWorld& w, const std::string& name, const nb::args& indices) {
                 return value_in(w.data, w.data->world->hoc().get(name, numbers_from(indices)));
             })
        .def(
            "_hoc_set",
            [](PyWorld& w, const std::string& name, nb::handle value, const nb::args& indices) {
                w.data->world->hoc().set(name, numbers_from(indices),
                                         to_value(value, Sequences::as_they_are));
            },
            "name"_a, "value"_a.none(), "indices"_a)
        .def("_hoc_place",
             [](PyWorld& w, const std::string& name, const nb::args& indices) {
                 return argument_to_python(w.data->world->hoc().place(name, numbers_from(indices)));
             })
        .def("_hoc_call",
             [](PyWorld& w, const std::string& name, const nb::args& args) {
                 const auto values = to_values(args, Sequences::as_they_are);
                 return run_hoc(w, [&](hoc::Interpreter& i) { return to_python(i.call(name, values)); });
             })
        .def("_hoc_new",
             [](PyWorld& w, const std::string& name, const nb::args& args) {
                 const auto values = to_values(args, Sequences::as_they_are);
                 return run_hoc(w, [&](hoc::Interpreter& i) {
                     const auto type = i.find_class(name);
                     if (!type) throw LookupFailure("there is no template " + name);
                     return object_to_python(type->make(hoc::Arguments(name, values)));
                 });
             })
        .def("_hoc_instance",
             [](PyWorld& w, const std::string& name, long long number) {
                 return object_to_python(w.data->world->hoc().find_object(name, number));
             })
        .def("_hoc_instances", [](PyWorld& w, const std::string& name) {
            nb::list out;
            for (const auto& o : w.data->world->hoc().objects(name)) out.append(object_to_python(o));
            return out;
        });
    // An object of a template that is one of a Python class: hclass.
    m.def("_hoc_new_as", [](nb::handle cls, PyWorld& w, const std::string& name, const nb::args& args) {
        const auto values = to_values(args, Sequences::as_they_are);
        return run_hoc(w, [&](hoc::Interpreter& i) {
            const auto type = i.find_class(name);
            if (!type) throw LookupFailure("there is no template " + name);
            return object_as(cls, type->make(hoc::Arguments(name, values)));
        });
    });
    m.def("_world_of",
          [](const PyHocObject& o) { return nb::getattr(world_of(*o.object)->top_level(), "_world"); });
    m.def("_hoc_member_kind", [](const PyHocObject& o, const std::string& name) -> nb::object {
        if (const auto* alias = hoc::find_alias(*o.object, name))
            return nb::str(alias->number ? "number" : "object");
        const auto* member = hoc::find_any_member(o.object->type(), name);
        if (!member) return nb::none();
        switch (member->kind) {
        case hoc::MemberKind::method: return nb::str("method");
        case hoc::MemberKind::number: return nb::str(member->dimensions > 0 ? "numbers" : "number");
        case hoc::MemberKind::object: return nb::str(member->dimensions > 0 ? "objects" : "object");
        case hoc::MemberKind::text: return nb::str("text");
        case hoc::MemberKind::section: return nb::str(member->dimensions > 0 ? "sections" : "section");
        }
        return nb::none();
    });
    m.def("_hoc_member_names", [](const PyHocObject& o) { // the public ones
        nb::list out;
        for (const auto& member : o.object->type().members())
            out.append(nb::str(member.name.data(), member.name.size()));
        return out;
    });
    m.def("_hoc_member_get", [](const PyHocObject& o, const std::string& name, const nb::args& indices) {
        if (const auto* alias = hoc::find_alias(*o.object, name))
            return alias->number ? nb::object(nb::float_(alias->number->get()))
                                 : value_in(world_of(*o.object), alias->object);
        auto& type = o.object->type();
        const auto* member = hoc::find_any_member(type, name);
        const auto at = numbers_from(indices);
        if (member->kind == hoc::MemberKind::number)
            return nb::object(nb::float_(type.get(*o.object, *member, at)));
        std::vector<hoc::Value> values(at.begin(), at.end());
        return value_in(world_of(*o.object), type.call(*o.object, *member, hoc::Arguments(name, values)));
    });
    m.def(
        "_hoc_member_set",
        [](const PyHocObject& o, const std::string& name, nb::handle value, const nb::args& indices) {
            if (const auto* alias = hoc::find_alias(*o.object, name); alias && alias->number)
                return alias->number->set(number_from(value, name.c_str(), o.object->name()));
            auto& type = o.object->type();
            const auto* member = hoc::find_any_member(type, name);
            if (!member)
                raise(Category::type, {"an alias of an object is not assigned to", name, {}, {}, {}});
            const auto at = numbers_from(indices);
            if (member->kind == hoc::MemberKind::number)
                return type.set(*o.object, *member, at, number_from(value, name.c_str(), o.object->name()));
            type.assign(*o.object, *member, at, to_value(value, Sequences::as_they_are));
        },
        "object"_a, "name"_a, "value"_a.none(), "indices"_a);
    m.def("_hoc_member_call", [](const PyHocObject& o, const std::string& name, const nb::args& args) {
        auto& type = o.object->type();
        const auto values = to_values(args, Sequences::as_they_are);
        return to_python(
            type.call(*o.object, *hoc::find_any_member(type, name), hoc::Arguments(name, values)));
    });
    m.def("_hoc_member_dimensions", [](const PyHocObject& o, const std::string& name) {
        auto& type = o.object->type();
        return type.sizes(*o.object, *hoc::find_any_member(type, name));
    });
    m.def("_hoc_member_place", [](const PyHocObject& o, const std::string& name, const nb::args& indices) {
        if (const auto* alias = hoc::find_alias(*o.object, name); alias && alias->number)
            return argument_to_python(alias->number);
        auto& type = o.object->type();
        return argument_to_python(
            type.place(*o.object, *hoc::find_any_member(type, name), numbers_from(indices)));
    });
}

} // namespace ranvier::python
