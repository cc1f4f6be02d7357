// SPDX-License-Identifier: BSD-3-Clause
#include "hoc_object.hpp"

#include <nanobind/stl/string.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <unordered_map>

#include "ranvier/world/classes/functions.hpp"
#include "ranvier/world/classes/ref_place.hpp"
#include "slots.hpp"
#include "vector.hpp"

namespace ranvier::python {

using namespace nb::literals;
namespace classes = world::classes;

namespace {

nb::handle base_type, ref_type;

/// Borrowed; under the interpreter lock.
std::unordered_map<const hoc::Object*, PyObject*>& standing() {
    static std::unordered_map<const hoc::Object*, PyObject*> all;
    return all;
}

nb::str str(std::string_view s) { return nb::str(s.data(), s.size()); }

classes::Declaration python_object_declaration{"PythonObject", "()", "An object of Python", {}, nullptr,
                                               false,          true};

/// An object that a `h.ref` holds.
class RefObjectPlace final : public hoc::ObjectPlace {
  public:
    explicit RefObjectPlace(nb::object ref) : ref_(std::move(ref)) {}
    [[nodiscard]] hoc::ObjectPtr get() const override {
        const auto value = to_value(nb::inst_ptr<PyHocRef>(ref_)->other, false);
        const auto* object = std::get_if<hoc::ObjectPtr>(&value);
        return object ? *object : nullptr;
    }
    void set(hoc::ObjectPtr object) override {
        nb::inst_ptr<PyHocRef>(ref_)->other = object_to_python(object);
    }

  private:
    nb::object ref_;
};

hoc::PlacePtr place_of(const PyHocRef& ref) {
    state::DataRef to;
    to.path = "h.ref";
    to.numbers = ref.number;
    return std::make_shared<classes::RefPlace>(std::move(to));
}

Answer answer_of(std::string_view signature) {
    if (signature.ends_with("-> int")) return Answer::whole;
    if (signature.ends_with("-> bool")) return Answer::truth;
    return Answer::as_is;
}

/// What Python shows as help: the signature, then the line of text.
std::string doc_of(std::string_view name, std::string_view signature, std::string_view summary) {
    return std::string(name) + std::string(signature) + "\n\n" + std::string(summary);
}

/// A name that outlives the type that is made of it.
const char* kept(std::string text) {
    static std::vector<std::unique_ptr<std::string>> all;
    all.push_back(std::make_unique<std::string>(std::move(text)));
    return all.back()->c_str();
}

nb::object method_of(const classes::Declaration& declaration, const hoc::Member& member) {
    const char* qualified = kept(std::string(declaration.name) + "." + std::string(member.name));
    const auto kind = answer_of(member.signature);
    const bool sequences = declaration.takes_sequences;
    const auto* of = &member;
    return nb::cpp_function(
        [of, qualified, kind, sequences](PyHocObject& self, const nb::args& args) {
            const auto values = to_values(args, sequences);
            return answer(of->call(*self.object, hoc::Arguments(qualified, values)), kind);
        },
        nb::is_method(), nb::name(kept(std::string(member.name))),
        kept(doc_of(member.name, member.signature, member.summary)));
}

/// `m.x`, `m.x[i]`: a number with indices, some of which are known.
struct PyIndexed {
    nb::object owner;
    const hoc::Member* member;
    std::vector<double> indices;
};

/// A number of its member is read or written; an index that is not there is an IndexError.
template <class Use> auto at_index(const PyIndexed& indexed, nb::handle index, Use&& use) {
    auto indices = indexed.indices;
    indices.push_back(number_from(index, "an index", std::string(indexed.member->name)));
    auto& object = *nb::inst_ptr<PyHocObject>(indexed.owner)->object;
    try {
        return use(object, indices);
    } catch (const InputError& e) {
        raise(Category::index, e.parts());
    }
}

nb::object property_of(const hoc::Member& member) {
    const auto* of = &member;
    nb::object get, set = nb::none();
    if (member.kind == hoc::MemberKind::number && member.dimensions > 0) {
        get = nb::cpp_function([of](nb::handle self) { return PyIndexed{nb::borrow(self), of, {}}; },
                               nb::is_method());
        return nb::borrow(reinterpret_cast<PyObject*>(&PyProperty_Type))(get, set, nb::none(),
                                                                         str(member.summary));
    }
    if (member.kind == hoc::MemberKind::number) {
        get =
            nb::cpp_function([of](PyHocObject& self) { return of->get(*self.object, {}); }, nb::is_method());
        if (member.set)
            set = nb::cpp_function(
                [of](PyHocObject& self, nb::handle value) {
                    of->set(*self.object, {},
                            number_from(value, kept(std::string(of->name)), self.object->name()));
                },
                nb::is_method());
    } else {
        get = nb::cpp_function(
            [of](PyHocObject& self) {
                return to_python(of->call(*self.object, hoc::Arguments(of->name, {})));
            },
            nb::is_method());
        if (member.kind == hoc::MemberKind::text)
            set = nb::cpp_function(
                [of](PyHocObject& self, nb::handle value) {
                    if (!PyUnicode_Check(value.ptr()))
                        raise(Category::type, {std::string(of->name) + " must be a text",
                                               self.object->name(),
                                               nb::repr(value).c_str(),
                                               {},
                                               {}});
                    const auto held = of->call(*self.object, hoc::Arguments(of->name, {}));
                    *std::get<hoc::TextPtr>(held) = nb::str(value).c_str();
                },
                nb::is_method());
    }
    return nb::borrow(reinterpret_cast<PyObject*>(&PyProperty_Type))(get, set, nb::none(),
                                                                     str(member.summary));
}

/// The methods and properties of a class, made once.
nb::dict& members_of(const classes::Declaration& declaration) {
    static auto* all =
        new std::unordered_map<const classes::Declaration*, nb::dict>(); // outlives the interpreter
    const auto [found, is_new] = all->try_emplace(&declaration);
    if (!is_new) return found->second;
    for (const auto& member : declaration.members)
        found->second[str(member.name)] =
            member.kind == hoc::MemberKind::method ? method_of(declaration, member) : property_of(member);
    return found->second;
}

struct PyClass {
    std::shared_ptr<classes::BuiltinClass> type;
};

void construct(PyHocObject* self, nb::handle python, const nb::args& args) {
    const nb::object type = nb::borrow(reinterpret_cast<PyObject*>(Py_TYPE(python.ptr())));
    const nb::object held = nb::getattr(type, "_class_", nb::none());
    PyClass* of = nullptr;
    if (!cast_to(held, of))
        raise(Category::type, {"an object is made by its class: h.File()", {}, {}, {}, {}});
    const auto values = to_values(args, of->type->declaration().takes_sequences);
    new (self) PyHocObject(of->type->make(hoc::Arguments(of->type->name(), values)));
    now_stands_for(python.ptr(), *self->object);
}

/// The Python type of a builtin class; made once for each.
nb::object type_of(const std::shared_ptr<classes::BuiltinClass>& type) {
    static auto* shared = new std::unordered_map<std::string, nb::object>(); // outlives the interpreter
    const auto& d = type->declaration();
    auto& known = d.is_shared ? *shared : WorldData::of_world(*type->world())->types;
    if (const auto made = known.find(type->name()); made != known.end()) return made->second;
    nb::dict attributes = nb::borrow<nb::dict>(members_of(d).attr("copy")());
    attributes["__module__"] = "ranvier";
    attributes["__doc__"] = str(doc_of(d.name, d.signature, d.summary));
    attributes["__slots__"] = nb::make_tuple();
    attributes["_class_"] = nb::cast(PyClass{type});
    nb::object made = nb::borrow(reinterpret_cast<PyObject*>(&PyType_Type))(
        str(d.name), nb::make_tuple(base_type), attributes);
    known.emplace(type->name(), made);
    return made;
}

nb::object function_of(const WorldDataPtr& data, const std::string& name) {
    const auto* function = classes::find_function(name);
    if (!function) return nb::none();
    const auto kind = answer_of(function->signature);
    const char* qualified = kept("h." + name);
    std::weak_ptr<world::World> world = data->world;
    return nb::cpp_function(
        [function, kind, qualified, world](const nb::args& args) {
            const auto living = world.lock();
            if (!living)
                raise(Category::state, {"the world of this function is gone", qualified, {}, {}, {}});
            const auto values = to_values(args, false);
            return answer(function->call(*living, hoc::Arguments(qualified, values)), kind);
        },
        nb::name(function->name.data()),
        kept(doc_of(function->name, function->signature, function->summary)));
}

nb::object read_ref(const PyHocRef& r) {
    if (r.number) return nb::float_((*r.number)[0]);
    if (r.text) return nb::str(r.text->c_str());
    return r.other;
}

void check_ref_index(nb::handle index) {
    if (!is_number(index) || PyFloat_AsDouble(index.ptr()) != 0)
        raise(Category::index, {"a reference has one element", "h.ref", nb::repr(index).c_str(), "[0]", {}});
}

void write_ref(PyHocRef& r, nb::handle value) {
    if (r.number) {
        (*r.number)[0] = number_from(value, "the value", "h.ref");
    } else if (r.text) {
        if (!PyUnicode_Check(value.ptr()))
            raise(Category::type,
                  {"the reference holds a text", "h.ref", nb::repr(value).c_str(), "a str", {}});
        *r.text = nb::str(value).c_str();
    } else {
        r.other = nb::borrow(value);
    }
}

std::string ref_text(const PyHocRef& r) {
    if (r.text) return "<hoc ref str \"" + *r.text + "\">";
    if (!r.number)
        return std::string("<hoc ref value \"") +
               (r.other.is_none() ? "NULLobject" : nb::str(r.other).c_str()) + "\">";
    char text[400];
    std::snprintf(text, sizeof text, "<hoc ref value %f>", (*r.number)[0]);
    return text;
}

} // namespace

PyHocObject::~PyHocObject() {
    if (object) standing().erase(object.get());
}

void now_stands_for(PyObject* python, const hoc::Object& object) { standing()[&object] = python; }

PythonObject::PythonObject(nb::object o)
    : Callable(classes::shared_class(python_object_declaration)), held(o.release().ptr()) {}

hoc::Value PythonObject::call(std::span<const hoc::Value> arguments) {
    const nb::gil_scoped_acquire locked;
    nb::list given;
    for (const auto& a : arguments) given.append(to_python(a));
    const nb::object result = nb::steal(PyObject_CallObject(held, nb::tuple(given).ptr()));
    if (!result.is_valid()) throw nb::python_error();
    return to_value(result, false);
}

PythonObject::~PythonObject() {
    const nb::gil_scoped_acquire locked;
    Py_DECREF(held);
}

hoc::Value to_value(nb::handle h, bool takes_sequences) {
    if (PyFloat_Check(h.ptr()) || PyLong_Check(h.ptr())) return number_from(h, "an argument", "h");
    if (PyUnicode_Check(h.ptr())) {
        Py_ssize_t size = 0;
        const char* text = PyUnicode_AsUTF8AndSize(h.ptr(), &size);
        if (!text) throw nb::python_error();
        return std::make_shared<std::string>(text, static_cast<std::size_t>(size));
    }
    if (h.is_none()) return hoc::ObjectPtr();
    PyHocObject* object = nullptr;
    if (cast_to(h, object)) return object->object;
    PyHocRef* held = nullptr;
    if (cast_to(h, held)) {
        if (held->number) return place_of(*held);
        if (held->text) return held->text;
        return hoc::ObjectPlacePtr(std::make_shared<RefObjectPlace>(nb::borrow(h)));
    }
    PyRef* ref = nullptr;
    if (cast_to(h, ref)) {
        if (ref->data) (*ref->data)->check_access();
        return hoc::PlacePtr(std::make_shared<classes::RefPlace>(ref->ref));
    }
    if (is_number(h)) return number_from(h, "an argument", "h");
    if (takes_sequences && PyObject_HasAttrString(h.ptr(), "__iter__")) {
        auto numbers = std::make_shared<state::Numbers>();
        append_values(*numbers, h, "an argument");
        return hoc::ObjectPtr(classes::new_vector(std::move(numbers)));
    }
    return hoc::ObjectPtr(std::make_shared<PythonObject>(nb::borrow(h)));
}

std::vector<hoc::Value> to_values(const nb::args& args, bool takes_sequences) {
    std::vector<hoc::Value> values;
    values.reserve(args.size());
    for (const auto a : args) values.push_back(to_value(a, takes_sequences));
    return values;
}

nb::object object_to_python(const hoc::ObjectPtr& object) {
    if (!object) return nb::none();
    if (const auto found = standing().find(object.get()); found != standing().end())
        return nb::borrow(found->second);
    if (const auto* python = dynamic_cast<const PythonObject*>(object.get())) return nb::borrow(python->held);
    if (auto vector = std::dynamic_pointer_cast<classes::Vector>(object)) return vector_object(vector);
    auto& type = dynamic_cast<classes::BuiltinClass&>(object->type());
    const nb::object made_type = type_of(type.self());
    const nb::object made = nb::inst_alloc(made_type);
    new (nb::inst_ptr<PyHocObject>(made)) PyHocObject(object);
    nb::inst_mark_ready(made);
    now_stands_for(made.ptr(), *object);
    return made;
}

nb::object to_python(const hoc::Value& value) {
    if (const auto* x = std::get_if<double>(&value)) return nb::float_(*x);
    if (const auto* text = std::get_if<hoc::TextPtr>(&value))
        return nb::steal(PyUnicode_DecodeUTF8((*text)->data(), static_cast<Py_ssize_t>((*text)->size()),
                                              "surrogateescape"));
    if (const auto* object = std::get_if<hoc::ObjectPtr>(&value)) return object_to_python(*object);
    if (const auto* place = std::get_if<hoc::PlacePtr>(&value)) return nb::float_((*place)->get());
    if (const auto* place = std::get_if<hoc::ObjectPlacePtr>(&value))
        return object_to_python((*place)->get());
    return nb::none();
}

nb::object answer(const hoc::Value& value, Answer kind) {
    if (kind != Answer::as_is)
        if (const auto* x = std::get_if<double>(&value))
            return kind == Answer::truth ? nb::object(nb::bool_(*x != 0))
                                         : nb::object(nb::int_(static_cast<long long>(*x)));
    return to_python(value);
}

void add_members(nb::handle type, const classes::Declaration& declaration,
                 std::initializer_list<std::string_view> skip) {
    for (const auto& member : declaration.members)
        if (std::find(skip.begin(), skip.end(), member.name) == skip.end())
            nb::setattr(type, member.name.data(), members_of(declaration)[str(member.name)]);
}

void bind_hoc_object(nb::module_& m) {
    nb::class_<PyClass>(m, "BuiltinClass");
    nb::class_<PyIndexed>(m, "Indexed", "A number of an object by its indices: ``m.x[i][j]``.")
        .def("__getitem__",
             [](const PyIndexed& x, nb::handle index) -> nb::object {
                 if (static_cast<int>(x.indices.size()) + 1 < x.member->dimensions) {
                     auto more = x.indices;
                     more.push_back(number_from(index, "an index", std::string(x.member->name)));
                     return nb::cast(PyIndexed{x.owner, x.member, std::move(more)});
                 }
                 return nb::float_(at_index(x, index, [&](hoc::Object& o, std::span<const double> at) {
                     return x.member->get(o, at);
                 }));
             })
        .def("__setitem__", [](const PyIndexed& x, nb::handle index, double value) {
            if (static_cast<int>(x.indices.size()) + 1 != x.member->dimensions)
                raise(Category::type,
                      {"an element needs all its indices", std::string(x.member->name), {}, {}, {}});
            at_index(x, index,
                     [&](hoc::Object& o, std::span<const double> at) { x.member->set(o, at, value); });
        });
    auto base = nb::class_<PyHocObject>(m, "HocObject", nb::is_weak_referenceable(),
                                        "An object of one of the classes of ``h``.");
    base.def("__init__", [](nb::pointer_and_handle<PyHocObject> self,
                            const nb::args& args) { construct(self.p, self.h, args); })
        .def("__repr__", [](const PyHocObject& o) { return o.object->name(); })
        .def("hname", [](const PyHocObject& o) { return o.object->name(); })
        .def("same",
             [](const PyHocObject& o, nb::handle other) {
                 PyHocObject* second = nullptr;
                 return cast_to(other, second) && second->object == o.object;
             })
        .def("__reduce_ex__", [](const PyHocObject& o, int) {
            raise(Category::type, {"this object cannot be copied or pickled", o.object->name(), {}, {}, {}});
        });
    base_type = base.ptr();
    classes::set_shared_output([](std::string_view text) {
        const nb::gil_scoped_acquire locked;
        const nb::object out = nb::borrow(PySys_GetObject("stdout"));
        if (out.is_valid() && !out.is_none()) out.attr("write")(str(text));
    });
    m.def("_builtin_type", [](const PyWorld& w, const std::string& name) {
        const auto type = w.data->world->classes().find(name);
        return type ? type_of(type) : nb::object(nb::none());
    });
    m.def("_builtin_function",
          [](const PyWorld& w, const std::string& name) { return function_of(w.data, name); });
    m.def("_builtin_constant", [](const PyWorld& w, const std::string& name) -> nb::object {
        const auto* found = classes::find_constant(name);
        return found ? nb::object(nb::float_(found->value(*w.data->world))) : nb::object(nb::none());
    });
    auto ref = nb::class_<PyHocRef>(m, "HocRef", "A one-element reference to a number, a text or an object.");
    ref.def(
           "__init__",
           [](PyHocRef* self, nb::handle value) {
               new (self) PyHocRef;
               if (PyUnicode_Check(value.ptr())) {
                   self->text = std::make_shared<std::string>(nb::str(value).c_str());
               } else if (PyFloat_Check(value.ptr()) ||
                          (PyLong_Check(value.ptr()) && !PyBool_Check(value.ptr()))) {
                   self->number = std::make_shared<state::Numbers>();
                   self->number->push_back(number_from(value, "the value", "h.ref"));
               } else {
                   self->other = nb::borrow(value);
               }
           },
           "value"_a.none())
        .def("__getitem__",
             [](const PyHocRef& r, nb::handle i) {
                 check_ref_index(i);
                 return read_ref(r);
             })
        .def(
            "__setitem__",
            [](PyHocRef& r, nb::handle i, nb::handle value) {
                check_ref_index(i);
                write_ref(r, value);
            },
            "index"_a, "value"_a.none())
        .def("__len__", [](const PyHocRef&) { return 1; })
        .def("__repr__", ref_text);
    ref_type = ref.ptr();
}

} // namespace ranvier::python
