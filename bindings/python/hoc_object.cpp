// SPDX-License-Identifier: BSD-3-Clause
#include "hoc_object.hpp"

#include <nanobind/stl/string.h>

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_map>
#include <utility>

#include "hoc.hpp"
#include "objects.hpp"
#include "ranvier/world/classes/functions.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "slots.hpp"
#include "vector.hpp"

namespace ranvier::python {

using namespace nb::literals;
namespace classes = world::classes;

namespace {

nb::handle base_type;

nb::str str(std::string_view s) { return nb::str(s.data(), s.size()); }

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

Sequences sequences_of(const classes::Declaration& declaration) {
    return declaration.takes_sequences ? Sequences::numbers
           : declaration.takes_objects ? Sequences::objects
           : declaration.holds_objects ? Sequences::held
                                       : Sequences::as_they_are;
}

/// `sec=` of a call, for its time.
class GivenSection {
  public:
    GivenSection(world::World& world, const nb::kwargs& keywords, const char* function)
        : classes_(world.classes()), before_(classes_.given_section) {
        for (const auto [name, value] : keywords) {
            PySection* section = nullptr;
            if (std::string_view(nb::str(name).c_str()) != "sec")
                raise(Category::type,
                      {"there is no such keyword", function, nb::str(name).c_str(), "sec", {}});
            if (!cast_to(value, section))
                raise(Category::type, {"sec must be a Section", function, nb::repr(value).c_str(), {}, {}});
            section->live();
            classes_.given_section = section->section;
        }
    }
    ~GivenSection() { classes_.given_section = before_; }
    GivenSection(const GivenSection&) = delete;
    GivenSection& operator=(const GivenSection&) = delete;

  private:
    classes::Classes& classes_;
    model::SectionPtr before_;
};

/// A method as Python calls it, without a detour: methods of Vector are called in inner loops.
struct Slot {
    const classes::Declaration* declaration;
    const hoc::Member* member;
    const char* qualified; ///< "Vector.sum"
    Answer kind;
    Sequences sequences;
    PyMethodDef definition;
};

/// As many as there are functions below; classes are few.
constexpr std::size_t kSlots = 1280;
std::array<Slot, kSlots>& slots() {
    static std::array<Slot, kSlots> all{};
    return all;
}

nb::object call_method(const Slot& slot, PyObject* self, PyObject* const* args, std::size_t count,
                       PyObject* keyword_names) {
    auto& object = self_of<PyHocObject>(self).object;
    auto* type = dynamic_cast<classes::BuiltinClass*>(&object->type());
    if (!type || &type->declaration() != slot.declaration) [[unlikely]]
        raise(Category::type, {"this is a method of another class", slot.qualified, object->name(), {}, {}});
    constexpr std::size_t kFew = 6;
    std::array<hoc::Value, kFew> few;
    std::vector<hoc::Value> many(count > kFew ? count : 0);
    const std::span<hoc::Value> values = count > kFew ? std::span(many) : std::span(few).first(count);
    for (std::size_t i = 0; i < count; ++i) {
        if (PyFloat_Check(args[i])) values[i] = PyFloat_AsDouble(args[i]);
        else values[i] = to_value(args[i], slot.sequences);
    }
    const hoc::Arguments arguments(slot.qualified, values);
    const auto call = [&] {
        auto result = slot.member->call(*object, arguments);
        if (const auto* same = std::get_if<hoc::ObjectPtr>(&result); same && *same == object)
            return nb::borrow(self);
        return answer(result, slot.kind);
    };
    if (!slot.declaration->takes_section) {
        if (keyword_names && PyTuple_Size(keyword_names) > 0)
            raise(Category::type, {"there are no keyword arguments", slot.qualified, {}, {}, {}});
        return call();
    }
    nb::dict keywords;
    for (Py_ssize_t i = 0; keyword_names && i < PyTuple_Size(keyword_names); ++i)
        keywords[nb::handle(PyTuple_GetItem(keyword_names, i))] =
            nb::handle(args[count + static_cast<std::size_t>(i)]);
    const GivenSection given(*type->world(), nb::borrow<nb::kwargs>(keywords), slot.qualified);
    return call();
}

[[gnu::noinline]] PyObject* call_slot(std::size_t slot, PyObject* self, PyObject* const* args,
                                      Py_ssize_t count, PyObject* keyword_names) {
    return guarded([&]() -> PyObject* {
        return call_method(slots()[slot], self, args, static_cast<std::size_t>(count), keyword_names)
            .release()
            .ptr();
    });
}

/// What Python calls; only the number of the slot is known to it. More in it would be compiled for each of them.
template <std::size_t I>
PyObject* entry(PyObject* self, PyObject* const* args, Py_ssize_t count, PyObject* keyword_names) {
    return call_slot(I, self, args, count, keyword_names);
}

using Entry = PyObject* (*)(PyObject*, PyObject* const*, Py_ssize_t, PyObject*);
template <std::size_t... I> constexpr std::array<Entry, kSlots> entries(std::index_sequence<I...>) {
    return {entry<I>...};
}
constexpr auto kEntries = entries(std::make_index_sequence<kSlots>());

nb::object method_of(const classes::Declaration& declaration, const hoc::Member& member) {
    static std::size_t used = 0;
    RV_CHECK(used < kSlots);
    auto& slot = slots()[used];
    slot.declaration = &declaration;
    slot.member = &member;
    slot.qualified = kept(std::string(declaration.name) + "." + std::string(member.name));
    slot.kind = answer_of(member.signature);
    slot.sequences = sequences_of(declaration);
    slot.definition = {kept(std::string(member.name)),
                       reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(kEntries[used++])),
                       METH_FASTCALL | METH_KEYWORDS,
                       kept(doc_of(member.name, member.signature, member.summary))};
    PyObject* made = PyDescr_NewMethod(reinterpret_cast<PyTypeObject*>(base_type.ptr()), &slot.definition);
    if (!made) throw nb::python_error();
    return nb::steal(made);
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

nb::object property_of(const classes::Declaration& declaration, const hoc::Member& member) {
    const auto* of = &member;
    const auto object_of = [d = &declaration](const PyHocObject& self) -> hoc::Object& {
        const auto* type = dynamic_cast<const classes::BuiltinClass*>(&self.object->type());
        if (!type || &type->declaration() != d)
            raise(Category::type, {"this belongs to another class", self.object->name(), {}, {}, {}});
        return *self.object;
    };
    nb::object get, set = nb::none();
    if (member.dimensions > 0) {
        get = nb::cpp_function([of](nb::handle self) { return PyIndexed{nb::borrow(self), of, {}}; },
                               nb::is_method());
        return nb::borrow(reinterpret_cast<PyObject*>(&PyProperty_Type))(get, set, nb::none(),
                                                                         str(member.summary));
    }
    if (member.kind == hoc::MemberKind::number) {
        get = nb::cpp_function([of, object_of](PyHocObject& self) { return of->get(object_of(self), {}); },
                               nb::is_method());
        if (member.set)
            set = nb::cpp_function(
                [of, object_of](PyHocObject& self, nb::handle value) {
                    of->set(object_of(self), {},
                            number_from(value, kept(std::string(of->name)), self.object->name()));
                },
                nb::is_method());
    } else {
        get = nb::cpp_function(
            [of, object_of](PyHocObject& self) {
                return to_python(of->call(object_of(self), hoc::Arguments(of->name, {})));
            },
            nb::is_method());
        if (member.kind == hoc::MemberKind::text)
            set = nb::cpp_function(
                [of, object_of](PyHocObject& self, nb::handle value) {
                    if (!PyUnicode_Check(value.ptr()))
                        raise(Category::type, {std::string(of->name) + " must be a text",
                                               self.object->name(),
                                               nb::repr(value).c_str(),
                                               {},
                                               {}});
                    const auto held = of->call(object_of(self), hoc::Arguments(of->name, {}));
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
        found->second[str(member.name)] = member.kind == hoc::MemberKind::method
                                              ? method_of(declaration, member)
                                              : property_of(declaration, member);
    return found->second;
}

struct PyClass {
    std::shared_ptr<classes::BuiltinClass> type;
};

void construct(PyHocObject* self, nb::handle python, const nb::args& args, const nb::kwargs& keywords) {
    const nb::object type = nb::borrow(reinterpret_cast<PyObject*>(Py_TYPE(python.ptr())));
    const nb::object held = nb::getattr(type, "_class_", nb::none());
    PyClass* of = nullptr;
    if (!cast_to(held, of))
        raise(Category::type, {"an object is made by its class: h.File()", {}, {}, {}, {}});
    const auto values = to_values(args, sequences_of(of->type->declaration()));
    const hoc::Arguments arguments(of->type->name(), values);
    if (of->type->declaration().takes_section) {
        const GivenSection given(*of->type->world(), keywords, of->type->name().c_str());
        new (self) PyHocObject(of->type->make(arguments));
    } else {
        if (keywords.size() > 0)
            raise(Category::type, {"there are no keyword arguments", of->type->name(), {}, {}, {}});
        new (self) PyHocObject(of->type->make(arguments));
    }
    now_stands_for(python.ptr(), *self->object);
}

/// Length, iteration and membership of a class that has items.
void add_iteration(const classes::Declaration& declaration, nb::dict& attributes) {
    const auto items = declaration.items;
    const auto listed = [items](PyHocObject& self) {
        nb::list out;
        for (const auto& item : items(*self.object)) out.append(to_python(item));
        return out;
    };
    attributes["__iter__"] =
        nb::cpp_function([listed](PyHocObject& self) { return nb::iter(listed(self)); }, nb::is_method());
    attributes["__len__"] =
        nb::cpp_function([items](PyHocObject& self) { return items(*self.object).size(); }, nb::is_method());
    attributes["__contains__"] = nb::cpp_function(
        [listed](PyHocObject& self, nb::handle item) {
            return PySequence_Contains(listed(self).ptr(), item.ptr()) == 1;
        },
        nb::is_method());
}

/// `list[i]`, from the end if negative.
void add_index(const classes::Declaration& declaration, nb::dict& attributes) {
    const auto* d = &declaration;
    attributes["__getitem__"] = nb::cpp_function(
        [d](PyHocObject& self, nb::handle index) {
            double i = number_from(index, "an index", self.object->name());
            if (i < 0 && d->items) i += static_cast<double>(d->items(*self.object).size());
            return to_python(d->item(*self.object, i));
        },
        nb::is_method());
}

/// `h.Graph[2]`: the object of a number.
void add_numbers(const std::shared_ptr<classes::BuiltinClass>& type, nb::dict& attributes) {
    const nb::object find = nb::cpp_function([weak = std::weak_ptr(type)](nb::handle, nb::handle index) {
        const auto living = weak.lock();
        const double i = number_from(index, "a number of an object", living ? living->name() : "a class");
        const auto object = living ? living->object(static_cast<std::int64_t>(i)) : nullptr;
        if (!object)
            raise(Category::index,
                  {"there is no such object", living ? living->name() : "", nb::repr(index).c_str(), {}, {}});
        return object_to_python(object);
    });
    attributes["__class_getitem__"] = nb::module_::import_("builtins").attr("classmethod")(find);
}

nb::object function_of(const WorldDataPtr& data, const std::string& name) {
    const auto* function = classes::find_function(name);
    if (!function) return nb::none();
    const auto kind = answer_of(function->signature);
    const char* qualified = kept("h." + name);
    std::weak_ptr<world::World> world = data->world;
    if (function->takes_section)
        return nb::cpp_function(
            [function, kind, qualified, world](const nb::args& args, const nb::kwargs& keywords) {
                const auto living = world.lock();
                if (!living)
                    raise(Category::state, {"the world of this function is gone", qualified, {}, {}, {}});
                const auto values = to_values(args, Sequences::as_they_are);
                const GivenSection given(*living, keywords, qualified);
                return answer(function->call(*living, hoc::Arguments(qualified, values)), kind);
            },
            nb::name(function->name.data()),
            kept(doc_of(function->name, function->signature, function->summary)));
    return nb::cpp_function(
        [function, kind, qualified, world](const nb::args& args) {
            const auto living = world.lock();
            if (!living)
                raise(Category::state, {"the world of this function is gone", qualified, {}, {}, {}});
            const auto values = to_values(args, Sequences::as_they_are);
            return answer(function->call(*living, hoc::Arguments(qualified, values)), kind);
        },
        nb::name(function->name.data()),
        kept(doc_of(function->name, function->signature, function->summary)));
}

} // namespace

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
    if (d.items) add_iteration(d, attributes);
    if (d.item) add_index(d, attributes);
    add_numbers(type, attributes);
    nb::object made = nb::borrow(reinterpret_cast<PyObject*>(&PyType_Type))(
        str(d.name), nb::make_tuple(base_type), attributes);
    made = nb::module_::import_("ranvier._classes").attr("extended")(made);
    known.emplace(type->name(), made);
    return made;
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
                 if (x.member->kind == hoc::MemberKind::object)
                     return at_index(x, index, [&](hoc::Object& o, std::span<const double> at) {
                         const std::vector<hoc::Value> values(at.begin(), at.end());
                         return to_python(x.member->call(o, hoc::Arguments(x.member->name, values)));
                     });
                 return nb::float_(at_index(x, index, [&](hoc::Object& o, std::span<const double> at) {
                     return x.member->get(o, at);
                 }));
             })
        .def("__setitem__", [](const PyIndexed& x, nb::handle index, double value) {
            if (!x.member->set || static_cast<int>(x.indices.size()) + 1 != x.member->dimensions)
                raise(Category::type,
                      {"an element needs all its indices", std::string(x.member->name), {}, {}, {}});
            at_index(x, index,
                     [&](hoc::Object& o, std::span<const double> at) { x.member->set(o, at, value); });
        });
    auto base = nb::class_<PyHocObject>(m, "HocObject", nb::is_weak_referenceable(),
                                        "An object of one of the classes of ``h``.");
    base.def("__init__", [](nb::pointer_and_handle<PyHocObject> self, const nb::args& args,
                            const nb::kwargs& keywords) { construct(self.p, self.h, args, keywords); })
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
}

} // namespace ranvier::python
