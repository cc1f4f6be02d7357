// SPDX-License-Identifier: BSD-3-Clause
// Section: a stretch of neurite.
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <cmath>

#include "ranvier/world/hoc_host.hpp"
#include "slots.hpp"

namespace ranvier::python {

using namespace nb::literals;
using Kind = NameEntry::Kind;

namespace {

const std::vector<std::string> kOwnNames{"L", "nseg", "Ra", "rallbranch"};

NameEntry resolve(WorldData& data, PyObject* self, const char* name) {
    const std::string_view text(name);
    if (text == "L") return {.kind = Kind::length};
    if (text == "nseg") return {.kind = Kind::segments};
    if (text == "Ra") return {.kind = Kind::resistivity};
    if (text == "rallbranch") return {.kind = Kind::rallbranch};
    if (text.starts_with("__") || PyObject_HasAttrString(reinterpret_cast<PyObject*>(Py_TYPE(self)), name))
        return {};
    if (const auto* range = data->find_range(text)) return {.kind = Kind::range, .range = range};
    return {};
}

std::vector<std::string> known_names(PySection& self) {
    auto names = self.data->world->names().range_names();
    names.insert(names.end(), kOwnNames.begin(), kOwnNames.end());
    const nb::list own(nb::steal(PyObject_Dir(reinterpret_cast<PyObject*>(Py_TYPE(nb::find(&self).ptr())))));
    for (nb::handle n : own) names.emplace_back(nb::borrow<nb::str>(n).c_str());
    return names;
}

PyObject* get_attribute(PyObject* o, PyObject* name) {
    return guarded([&]() -> PyObject* {
        auto& self = self_of<PySection>(o);
        const auto* entry =
            self.data->section_names.find(name, [&](const char* n) { return resolve(*self.data, o, n); });
        if (!entry) return nullptr;
        switch (entry->kind) {
        case Kind::length: return PyFloat_FromDouble(self.live().length());
        case Kind::segments: return PyLong_FromLong(self.live().nseg());
        case Kind::resistivity: return PyFloat_FromDouble(self.live().ra());
        case Kind::rallbranch: return PyFloat_FromDouble(self.live().rallbranch());
        case Kind::range: return read_range(nb::borrow(o), self, -1, *entry->range);
        default: break;
        }
        return generic_attribute(o, name, self.name(), [&] { return known_names(self); });
    });
}

long whole_number(nb::handle value, const std::string& object) {
    const double number = number_from(value, "nseg", object);
    if (!(std::abs(number) < 1e15) || number != std::floor(number))
        throw InputError::out_of_range("nseg", object, number_text(number),
                                       "a whole number, 1 <= nseg <= 32767",
                                       "use an odd number so that x = 0.5 is a node");
    return static_cast<long>(number);
}

int set_attribute(PyObject* o, PyObject* name, PyObject* value) {
    return guarded(
        [&]() -> int {
            auto& self = self_of<PySection>(o);
            const auto* entry =
                self.data->section_names.find(name, [&](const char* n) { return resolve(*self.data, o, n); });
            if (!entry) return -1;
            if (entry->kind != Kind::generic && !value)
                raise(Category::lookup, {"this cannot be deleted", self.name(), text_of(name), {}, {}});
            auto& model = self.data->world->model();
            switch (entry->kind) {
            case Kind::length: return model.set_length(self.live(), number_from(value, "L", self.name())), 0;
            case Kind::segments: return model.set_nseg(self.live(), whole_number(value, self.name())), 0;
            case Kind::resistivity:
                return model.set_ra(self.live(), number_from(value, "Ra", self.name())), 0;
            case Kind::rallbranch:
                return model.set_rallbranch(self.live(), number_from(value, "rallbranch", self.name())), 0;
            case Kind::range: write_range(self, -1, *entry->range, value); return 0;
            default: break;
            }
            return generic_assignment(o, name, value, self.name(), [&] { return known_names(self); });
        },
        -1);
}

PyObject* call(PyObject* o, PyObject* args, PyObject* kwargs) {
    return guarded([&]() -> PyObject* {
        auto& self = self_of<PySection>(o);
        if (kwargs && PyDict_Size(kwargs) != 0)
            raise(Category::type,
                  {"a place on a section takes no keyword argument", self.name(), {}, "section(x)", {}});
        double x = 0.5;
        const auto count = PyTuple_Size(args);
        if (count > 1)
            raise(Category::type,
                  {"a place on a section is one number", self.name(), {}, "section(x), 0 <= x <= 1", {}});
        if (count == 1) x = number_of(PyTuple_GetItem(args, 0), "x", [&] { return self.name(); });
        self.data->world->model().check_x(self.live(), x);
        return segment_object(nb::borrow(o), x).release().ptr();
    });
}

nb::list segments_of(nb::handle h, bool with_ends) {
    auto& self = self_of<PySection>(h.ptr());
    const int n = self.live().nseg();
    nb::list out;
    const auto owner = nb::borrow(h);
    if (with_ends) out.append(segment_object(owner, 0));
    for (int i = 0; i < n; ++i) out.append(segment_object(owner, (i + 0.5) / n));
    if (with_ends) out.append(segment_object(owner, 1));
    return out;
}

PyObject* iterate(PyObject* o) {
    return guarded([&] { return PyObject_GetIter(segments_of(o, false).ptr()); });
}

PyObject* represent(PyObject* o) {
    return guarded([&]() -> PyObject* {
        auto& self = self_of<PySection>(o);
        const auto text = self.section->is_deleted() ? "<deleted section>" : self.name();
        return PyUnicode_FromStringAndSize(text.data(), static_cast<Py_ssize_t>(text.size()));
    });
}

PyType_Slot slots[] = {
    {Py_tp_getattro, reinterpret_cast<void*>(get_attribute)},
    {Py_tp_setattro, reinterpret_cast<void*>(set_attribute)},
    {Py_tp_call, reinterpret_cast<void*>(call)},
    {Py_tp_iter, reinterpret_cast<void*>(iterate)},
    {Py_tp_repr, reinterpret_cast<void*>(represent)},
    {Py_tp_str, reinterpret_cast<void*>(represent)},
    {0, nullptr},
};

/// A mechanism by name or by what has a name (h.pas).
std::string mechanism_name(nb::handle what, const PySection& self) {
    if (nb::isinstance<nb::str>(what)) return nb::borrow<nb::str>(what).c_str();
    const nb::object name = nb::getattr(what, "mechanism_name", nb::none());
    if (nb::isinstance<nb::str>(name)) return nb::borrow<nb::str>(name).c_str();
    raise(Category::type,
          {"a mechanism is given by its name", self.name(), nb::repr(what).c_str(), "a string", {}});
}

model::TypePtr insertable(const PySection& self, const std::string& name) {
    auto type = self.data->world->find_mechanism(name);
    if (type && type->mechanism->kind == mir::MechanismKind::density) return type;
    std::vector<std::string> known;
    for (const auto& t : self.data->world->model().mechanisms().all())
        if (t->mechanism->kind == mir::MechanismKind::density) known.push_back(t->name());
    if (type)
        raise(Category::input, {"only density mechanisms can be inserted",
                                self.name(),
                                name,
                                {},
                                "a point process is made with h." + name + "(segment)"});
    raise(Category::lookup, {"there is no mechanism of this name to insert",
                             self.name(),
                             name,
                             {},
                             self.data->world->hint_for_mechanism(name, known)});
}

void connect(PySection& self, nb::object parent, nb::object a, nb::object b) {
    auto& child = self.live();
    double parent_x = 1, child_end = 0;
    PySection* parent_section = nullptr;
    if (auto* segment = as_segment(parent)) {
        parent_section = segment->section;
        parent_x = segment->x;
        if (!a.is_none()) child_end = number_from(a, "the child's end", self.name());
        if (!b.is_none())
            raise(Category::type, {"too many arguments", self.name(), {}, "connect(segment, child end)", {}});
    } else if (cast_to(parent, parent_section)) {
        if (!a.is_none()) parent_x = number_from(a, "x of the parent", self.name());
        if (!b.is_none()) child_end = number_from(b, "the child's end", self.name());
    } else {
        raise(Category::type,
              {"the parent must be a Section or a Segment", self.name(), nb::repr(parent).c_str(), {}, {}});
    }
    if (parent_section->data != self.data)
        throw InputError(ErrorParts{
            "the sections belong to different worlds", self.name(), parent_section->name(), {}, {}});
    self.data->world->model().connect(child, child_end, parent_section->live(), parent_x);
}

void subtree(const WorldDataPtr& data, model::Section* root, nb::list& out) {
    std::vector<model::Section*> open{root}; // no recursion: a chain may be as long as memory allows
    while (!open.empty()) {
        auto* s = open.back();
        open.pop_back();
        out.append(section_object(data, s));
        for (auto it = s->children().rbegin(); it != s->children().rend(); ++it) open.push_back(*it);
    }
}

const morph::Point& point_of(const PySection& self, int i) {
    const auto& points = self.live().points();
    if (i < 0 || static_cast<std::size_t>(i) >= points.size())
        raise(Category::index, {"the index of a 3-d point is out of range",
                                self.name(),
                                std::to_string(i),
                                points.empty() ? "the section has no 3-d points"
                                               : "0 <= index < " + std::to_string(points.size()),
                                {}});
    return points[static_cast<std::size_t>(i)];
}

/// Parent's segment; with `real`, skips the way up through ends that touch the parent's own beginning.
nb::object parent_segment(const PySection& self, bool real) {
    const auto* section = &self.live();
    while (true) {
        auto* parent = section->parent();
        if (!parent) return nb::none();
        if (!real || section->parent_x() != parent->child_end())
            return segment_object(section_object(self.data, parent), section->parent_x());
        section = parent;
    }
}

} // namespace

PySection::~PySection() {
    if (!data) return;
    data->sections.erase(section.get());
    data->world->release(section);
}

model::Section& PySection::live() const {
    data->world->check_access();
    if (section->is_deleted()) [[unlikely]]
        raise(Category::deleted, {"the section was deleted", section->name(), {}, {}, {}});
    return *section;
}

std::string PySection::name() const {
    if (!cell.is_valid()) return section->name();
    const nb::object owner = cell();
    if (owner.is_none()) return section->name();
    return std::string(nb::str(owner).c_str()) + "." + section->name();
}

nb::object section_object(const WorldDataPtr& data, const model::SectionPtr& section) {
    if (const auto it = data->sections.find(section.get()); it != data->sections.end())
        return nb::borrow(it->second);
    nb::object made = nb::cast(new PySection(data, section), nb::rv_policy::take_ownership);
    data->sections[section.get()] = made.ptr();
    return made;
}

nb::object section_object(const WorldDataPtr& data, model::Section* section) {
    if (!section) return nb::none();
    if (const auto it = data->sections.find(section); it != data->sections.end())
        return nb::borrow(it->second);
    for (const auto& s : data->world->model().sections())
        if (s.get() == section) return section_object(data, s);
    return nb::none();
}

void bind_section(nb::module_& m) {
    nb::class_<PySection>(
        m, "Section", nb::type_slots(slots), nb::is_weak_referenceable(),
        R"(A stretch of neurite with one length, one axial resistivity and ``nseg`` segments.

Attributes
----------
L : float, unit um
    Length, > 0. With 3-d points, the length of their path; setting it scales them.
nseg : int
    Number of segments, 1 to 32767; odd, so that x = 0.5 is the centre of one.
Ra : float, unit ohm cm
    Axial resistivity, > 0.
diam, cm, v, gnabar_hh, ... : float
    Range variables: reading gives the value at x = 0.5, writing sets every segment.)")
        .def(
            "__init__",
            [](nb::pointer_and_handle<PySection> self, nb::object name, nb::object cell) {
                auto data = world_of_type(self.h.type());
                (*data)->check_access();
                std::string text;
                if (nb::isinstance<nb::str>(name)) {
                    Py_ssize_t size = 0;
                    const char* utf8 = PyUnicode_AsUTF8AndSize(name.ptr(), &size);
                    if (!utf8) throw nb::python_error();
                    text.assign(utf8, static_cast<std::size_t>(size));
                } else if (!name.is_none()) {
                    raise(Category::type, {"the name of a section must be a string",
                                           "Section",
                                           nb::repr(name).c_str(),
                                           {},
                                           {}});
                }
                nb::object weak;
                if (!cell.is_none()) {
                    PyObject* w = PyWeakref_NewRef(cell.ptr(), nullptr);
                    if (!w) {
                        PyErr_Clear();
                        raise(Category::type, {"the cell must be an object that can be referenced weakly",
                                               text,
                                               nb::repr(cell).c_str(),
                                               "an instance of a Python class",
                                               {}});
                    }
                    weak = nb::steal(w);
                }
                auto section = (*data)->model().create_section(text);
                if (text.empty()) {
                    char unnamed[40];
                    std::snprintf(unnamed, sizeof unnamed, "__nrnsec_%p",
                                  static_cast<const void*>(section.get()));
                    (*data)->model().rename(*section, unnamed);
                }
                new (self.p) PySection(data, section);
                self.p->cell = std::move(weak);
                data->sections[section.get()] = self.h.ptr();
            },
            "name"_a = nb::none(), "cell"_a = nb::none())
        .def("__reduce_ex__",
             [](const PySection& self, int) {
                 raise(Category::type, {"a section cannot be copied or pickled", self.name(), {}, {}, {}});
             })
        .def("__dir__",
             [](nb::handle h) {
                 auto names =
                     nb::list(nb::steal(PyObject_Dir(reinterpret_cast<PyObject*>(Py_TYPE(h.ptr())))));
                 auto& self = self_of<PySection>(h.ptr());
                 for (const auto& n : kOwnNames) names.append(n);
                 for (const auto* n : {"v", "diam", "cm"}) names.append(n);
                 for (const auto& i : self.live().inserted())
                     for (const auto* member : self.data->world->names().members(*i.type))
                         names.append(member->name);
                 return names;
             })
        // tree
        .def(
            "connect",
            [](nb::handle h, nb::object parent, nb::object a, nb::object b) {
                connect(self_of<PySection>(h.ptr()), parent, a, b);
                return nb::borrow(h);
            },
            "parent"_a, "x"_a = nb::none(), "end"_a = nb::none(),
            "Connect an end of this section (0 by default) to a place of another; returns the section.\n\n"
            "Forms: connect(segment), connect(segment, end), connect(section, x), connect(section, x, end).")
        .def(
            "disconnect",
            [](nb::handle h) {
                auto& self = self_of<PySection>(h.ptr());
                self.data->world->model().disconnect(self.live());
                return nb::borrow(h);
            },
            "Make this section the root of its own tree; returns the section.")
        .def(
            "parentseg", [](const PySection& s) { return parent_segment(s, false); },
            "The segment that this section is connected to, or None.")
        .def(
            "trueparentseg", [](const PySection& s) { return parent_segment(s, true); },
            "The segment nearer to the root that current flows to: connections to the beginning of a parent "
            "are followed up.")
        .def(
            "orientation", [](const PySection& s) { return s.live().child_end(); },
            "The end that touches the parent: 0.0 or 1.0.")
        .def(
            "children",
            [](const PySection& s) {
                nb::list out;
                for (auto* child : s.live().children()) out.append(section_object(s.data, child));
                return out;
            },
            "Sections connected to this one.")
        .def(
            "subtree",
            [](const PySection& s) {
                nb::list out;
                subtree(s.data, &s.live(), out);
                return out;
            },
            "This section and all below it, root first.")
        .def(
            "wholetree",
            [](const PySection& s) {
                auto* root = &s.live();
                while (root->parent()) root = root->parent();
                nb::list out;
                subtree(s.data, root, out);
                return out;
            },
            "All sections of the tree that this one belongs to, root first.")
        .def(
            "same", [](nb::handle a, nb::handle b) { return a.is(b); }, "Whether both are the same section.")
        // mechanisms
        .def(
            "insert",
            [](nb::handle h, nb::handle mechanism) {
                auto& self = self_of<PySection>(h.ptr());
                auto& section = self.live();
                const auto name = mechanism_name(mechanism, self);
                if (!world::is_in_every_section(name))
                    self.data->world->model().insert(section, insertable(self, name));
                return nb::borrow(h);
            },
            "mechanism"_a,
            "Put a mechanism into every segment; returns the section. Silent if it is there already.")
        .def(
            "uninsert",
            [](nb::handle h, nb::handle mechanism) {
                auto& self = self_of<PySection>(h.ptr());
                auto& section = self.live();
                self.data->world->model().uninsert(section,
                                                   insertable(self, mechanism_name(mechanism, self)));
                return nb::borrow(h);
            },
            "mechanism"_a, "Take a mechanism out; returns the section. Silent if it is not there.")
        .def(
            "has_membrane",
            [](const PySection& s, const std::string& name) {
                auto& section = s.live();
                const auto type = s.data->world->find_mechanism(name);
                return world::is_in_every_section(name) || (type && section.find(*type));
            },
            "name"_a, "Whether a mechanism is inserted.")
        // places
        .def(
            "allseg", [](nb::handle h) { return nb::iter(segments_of(h, true)); },
            "Segments at 0, at the centres, and at 1.")
        // names
        .def("name", [](const PySection& s) { return s.live(), s.name(); })
        .def("hname", [](const PySection& s) { return s.live(), s.name(); })
        .def(
            "cell",
            [](const PySection& s) -> nb::object {
                s.live();
                if (s.cell.is_valid()) return nb::object(s.cell());
                auto& host = s.data->world->hoc_host();
                return host.owns(*s.section) ? object_to_python(host.cell_of(*s.section)) : nb::none();
            },
            "The object given as cell=, or that of hoc's template, or None.")
        // 3-d points
        .def(
            "pt3dadd",
            [](const PySection& s, double x, double y, double z, double d) {
                s.data->world->model().add_point(s.live(), x, y, z, d);
            },
            "x"_a, "y"_a, "z"_a, "diam"_a, "Append a 3-d point [um]. A negative diameter marks a spine.")
        .def(
            "pt3dclear", [](const PySection& s, double) { s.data->world->model().clear_points(s.live()); },
            "buffer"_a = 0.0, "Remove all 3-d points; L and diam stay.")
        .def(
            "pt3dinsert",
            [](const PySection& s, int i, double x, double y, double z, double d) {
                s.data->world->model().insert_point(s.live(), i, x, y, z, d);
            },
            "i"_a, "x"_a, "y"_a, "z"_a, "diam"_a)
        .def(
            "pt3dremove",
            [](const PySection& s, int i) {
                point_of(s, i);
                s.data->world->model().remove_point(s.live(), i);
            },
            "i"_a)
        .def(
            "pt3dchange",
            [](const PySection& s, int i, double x, double y, double z, double d) {
                point_of(s, i);
                s.data->world->model().change_point(s.live(), i, x, y, z, d);
            },
            "i"_a, "x"_a, "y"_a, "z"_a, "diam"_a)
        .def(
            "pt3dchange",
            [](const PySection& s, int i, double d) {
                point_of(s, i);
                s.data->world->model().change_point(s.live(), i, d);
            },
            "i"_a, "diam"_a)
        .def(
            "n3d", [](const PySection& s) { return static_cast<int>(s.live().points().size()); },
            "Number of 3-d points.")
        .def(
            "x3d", [](const PySection& s, int i) { return static_cast<double>(point_of(s, i).x); }, "i"_a,
            "[um]")
        .def(
            "y3d", [](const PySection& s, int i) { return static_cast<double>(point_of(s, i).y); }, "i"_a,
            "[um]")
        .def(
            "z3d", [](const PySection& s, int i) { return static_cast<double>(point_of(s, i).z); }, "i"_a,
            "[um]")
        .def(
            "diam3d", [](const PySection& s, int i) { return static_cast<double>(point_of(s, i).diameter); },
            "i"_a, "[um]")
        .def(
            "arc3d", [](const PySection& s, int i) { return point_of(s, i).arc; }, "i"_a,
            "Path length from the first point [um].")
        .def(
            "spine3d", [](const PySection& s, int i) { return point_of(s, i).is_spine; }, "i"_a,
            "Whether the diameter was given negative.")
        .def(
            "push",
            [](nb::handle h) {
                auto& self = self_of<PySection>(h.ptr());
                self.live();
                self.data->top_level().attr("push_section")(h);
                return nb::borrow(h);
            },
            "Make this the current section until ``h.pop_section()``; returns the section.")
        .def(
            "is_pysec",
            [](const PySection& s) {
                const auto& world = s.data->world;
                return !(world->has_hoc() && world->hoc_host().owns(s.live()));
            },
            "Whether Python made it, not hoc.")
        .def(
            "hoc_internal_name",
            [](const PySection& s) {
                char text[40];
                std::snprintf(text, sizeof text, "__nrnsec_%p", static_cast<void*>(&s.live()));
                return std::string(text);
            },
            "A name that no other section has.")
        .def(
            "pt3dstyle",
            [](nb::handle h, const nb::args& args) {
                const nb::handle top = self_of<PySection>(h.ptr()).data->top_level();
                return nb::cast<double>(top.attr("pt3dstyle")(*args, "sec"_a = h)) != 0;
            },
            "Whether it is drawn from a point of its own; (0) from its parent, (1, x, y, z) from there [um].")
        .def(
            "psection",
            [](nb::handle h) {
                self_of<PySection>(h.ptr()).live();
                return nb::object(nb::module_::import_("ranvier.psection").attr("of_section")(h));
            },
            "What the section holds, as a dict.")
        .def_prop_ro("_inserted", [](const PySection& s) {
            nb::list out;
            for (const auto& i : s.live().inserted()) out.append(nb::str(i.type->name().c_str()));
            return out;
        });
}

} // namespace ranvier::python
