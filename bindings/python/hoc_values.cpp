// SPDX-License-Identifier: BSD-3-Clause
#include "hoc_values.hpp"

#include <nanobind/stl/string.h>

#include <memory>
#include <unordered_map>
#include <utility>

#include "hoc_object.hpp"
#include "objects.hpp"
#include "python_class.hpp"
#include "python_object.hpp"
#include "ranvier/world/classes/points.hpp"
#include "ranvier/world/classes/ref_place.hpp"
#include "ranvier/world/classes/sections.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "vector.hpp"

namespace ranvier::python {

namespace classes = world::classes;

namespace {

/// Borrowed; under the interpreter lock.
std::unordered_map<const hoc::Object*, PyObject*>& standing() {
    static std::unordered_map<const hoc::Object*, PyObject*> all;
    return all;
}

/// What stands for objects that only Python knows; by object, while hoc holds it.
std::unordered_map<PyObject*, std::weak_ptr<PythonObject>>& python_objects() {
    static auto* all = new std::unordered_map<PyObject*, std::weak_ptr<PythonObject>>();
    return *all;
}

/// An object that a `h.ref` holds.
class RefObjectPlace final : public hoc::ObjectPlace {
  public:
    explicit RefObjectPlace(nb::object ref) : ref_(std::move(ref)) {}
    [[nodiscard]] hoc::ObjectPtr get() const override {
        const auto value = to_value(nb::inst_ptr<PyHocRef>(ref_)->other, Sequences::as_they_are);
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

/// The Python object of a point process: made anew if Python has none.
nb::object point_object(const world::PointObject& object) {
    const auto& point = object.point();
    const auto world = object.world();
    if (!world) return nb::none();
    const auto data = WorldData::of_world(*world);
    if (const auto it = data->points.find(point.get()); it != data->points.end())
        return nb::borrow(it->second);
    const nb::object type = nb::getattr(data->top_level(), point->type()->name().c_str());
    const nb::object made = nb::inst_alloc(type);
    auto* self = new (nb::inst_ptr<PyPoint>(made)) PyPoint(data, point);
    self->owner = std::const_pointer_cast<hoc::Object>(object.shared_from_this());
    nb::inst_mark_ready(made);
    data->points[point.get()] = made.ptr();
    return made;
}

} // namespace

PyHocObject::~PyHocObject() {
    if (object) standing().erase(object.get());
}

void now_stands_for(PyObject* python, const hoc::Object& object) { standing()[&object] = python; }

namespace {

/// Classes of h that are written in Python show their members by their type; of all else hoc knows nothing before it is used.
hoc::ClassPtr class_of(nb::handle o) {
    if (nb::hasattr(o.type(), "_world_")) return PythonClass::of(o.type());
    return PythonObjectClass::shared();
}

} // namespace

PythonObject::PythonObject(nb::object o) : Callable(class_of(o)), held(o.release().ptr()) {}

hoc::Value PythonObject::call(std::span<const hoc::Value> arguments) {
    const nb::gil_scoped_acquire locked;
    nb::list given;
    for (const auto& a : arguments) given.append(to_python(a));
    const nb::object result = nb::steal(PyObject_CallObject(held, nb::tuple(given).ptr()));
    if (!result.is_valid()) throw nb::python_error();
    return to_value(result, Sequences::as_they_are);
}

/// A callable, or (callable, argument or tuple of arguments).
std::function<void()> PythonObject::action(world::World& world, std::string_view where) {
    const nb::gil_scoped_acquire locked;
    nb::object callable = nb::borrow(held);
    if ((PyTuple_Check(held) || PyList_Check(held)) && nb::len(callable) == 2) {
        const nb::object partial = nb::module_::import_("functools").attr("partial");
        const nb::object function = callable[0], given = callable[1];
        if (PyCallable_Check(function.ptr()))
            callable = nb::isinstance<nb::tuple>(given) ? nb::object(partial(function, *given))
                                                        : nb::object(partial(function, given));
    }
    if (!PyCallable_Check(callable.ptr()))
        throw InputError(ErrorParts{"argument is nothing that can be called",
                                    std::string(where),
                                    name(),
                                    "a callable or (callable, argument)",
                                    {}});
    auto* data = WorldData::of_world(world).get();
    // The callable may be let go of by a thread without the interpreter lock.
    auto kept = std::shared_ptr<nb::object>(new nb::object(std::move(callable)), [](nb::object* o) {
        const nb::gil_scoped_acquire held_lock;
        delete o;
    });
    return [data, kept] { data->call_back(*kept); };
}

std::shared_ptr<world::classes::Callable> PythonObject::sent() const {
    const nb::gil_scoped_acquire locked;
    try {
        const auto pickle = nb::module_::import_("pickle");
        const nb::object copy = pickle.attr("loads")(pickle.attr("dumps")(nb::handle(held)));
        return std::make_shared<PythonObject>(copy);
    } catch (nb::python_error& problem) {
        throw InputError(ErrorParts{"argument cannot be sent to another process",
                                    {},
                                    name(),
                                    "what pickle can copy",
                                    nb::str(problem.value()).c_str()});
    }
}

bool PythonObject::stands_for(const hoc::Object& other) const {
    const auto* second = dynamic_cast<const PythonObject*>(&other);
    if (!second) return false;
    if (second->held == held) return true;
    const nb::gil_scoped_acquire locked;
    const int same = PyObject_RichCompareBool(held, second->held, Py_EQ);
    if (same < 0) throw nb::python_error();
    return same == 1;
}

bool PythonObject::place(model::SectionPtr& section, double& x) const {
    const nb::gil_scoped_acquire locked;
    PySegment* segment = nullptr;
    if (!cast_to(nb::handle(held), segment)) return false;
    segment->section->live();
    section = segment->section->section;
    x = segment->x;
    return true;
}

PythonObject::~PythonObject() {
    const nb::gil_scoped_acquire locked;
    const auto known = python_objects().find(held);
    if (known != python_objects().end() && known->second.expired()) python_objects().erase(known);
    Py_DECREF(held);
}

std::string PythonObject::name() const {
    if (&type() == PythonObjectClass::shared().get()) return Object::name();
    const nb::gil_scoped_acquire locked;
    return nb::repr(nb::handle(held)).c_str();
}

void rethrow_as_ours(nb::python_error& error) {
    if (error.matches(PyExc_KeyboardInterrupt)) throw Interrupted("interrupted");
    if (error.matches(PyExc_SystemExit)) {
        const nb::object code = nb::getattr(error.value(), "code", nb::none());
        if (code.is_none()) throw hoc::QuitRequest(0);
        if (PyLong_Check(code.ptr()) != 0)
            throw hoc::QuitRequest(static_cast<int>(PyLong_AsLong(code.ptr())));
    }
    if (error.matches(error_class(Category::error))) throw Error(nb::str(error.value()).c_str());
    throw PythonFailure(error);
}

hoc::Value to_value(nb::handle h, Sequences sequences) {
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
        return hoc::PlacePtr(std::make_shared<classes::RefPlace>(ref->ref, ref->section));
    }
    if (is_number(h)) return number_from(h, "an argument", "h");
    PySection* section = nullptr;
    if (cast_to(h, section) && sequences != Sequences::held) {
        section->live();
        section->data->world->classes().remember(section->section);
        return classes::key_of(*section->section);
    }
    PyPoint* point = nullptr;
    if (cast_to(h, point)) {
        auto owner = point->data->world->hoc_host().object_of(point->point);
        point->owner = owner;
        return hoc::ObjectPtr(owner);
    }
    if (sequences == Sequences::objects && PyObject_HasAttrString(h.ptr(), "__iter__")) {
        std::vector<hoc::Value> items;
        for (const nb::handle item : nb::iter(h)) items.push_back(to_value(item, Sequences::as_they_are));
        return hoc::ObjectPtr(std::make_shared<classes::Sequence>(std::move(items)));
    }
    if (sequences == Sequences::numbers && PyObject_HasAttrString(h.ptr(), "__iter__")) {
        auto numbers = std::make_shared<state::Numbers>();
        append_values(*numbers, h, "an argument");
        return hoc::ObjectPtr(classes::new_vector(std::move(numbers)));
    }
    auto& known = python_objects()[h.ptr()];
    if (auto found = known.lock()) return hoc::ObjectPtr(found);
    auto made = std::make_shared<PythonObject>(nb::borrow(h));
    known = made;
    return hoc::ObjectPtr(made);
}

std::vector<hoc::Value> to_values(const nb::args& args, Sequences sequences) {
    std::vector<hoc::Value> values;
    values.reserve(args.size());
    for (const auto a : args) values.push_back(to_value(a, sequences));
    return values;
}

nb::object object_to_python(const hoc::ObjectPtr& object) {
    if (!object) return nb::none();
    if (const auto found = standing().find(object.get()); found != standing().end())
        return nb::borrow(found->second);
    if (const auto* python = dynamic_cast<const PythonObject*>(object.get())) return nb::borrow(python->held);
    if (auto vector = std::dynamic_pointer_cast<classes::Vector>(object)) return vector_object(vector);
    if (const auto* point = dynamic_cast<const world::PointObject*>(object.get()))
        return point_object(*point);
    if (const auto netcon = std::dynamic_pointer_cast<classes::NetCon>(object)) return netcon_object(netcon);
    auto* builtin = dynamic_cast<classes::BuiltinClass*>(&object->type());
    const nb::object made_type = builtin ? type_of(builtin->self())
                                         : nb::module_::import_("ranvier._hoc_names").attr("TemplateObject");
    return object_as(made_type, object);
}

nb::object object_as(nb::handle type, const hoc::ObjectPtr& object) {
    const nb::object made = nb::inst_alloc(type);
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
    if (const auto* key = std::get_if<hoc::SectionKey>(&value)) return WorldData::section_of(*key);
    if (const auto* place = std::get_if<hoc::PlacePtr>(&value)) return nb::float_((*place)->get());
    if (const auto* place = std::get_if<hoc::ObjectPlacePtr>(&value))
        return object_to_python((*place)->get());
    return nb::none();
}

nb::object argument_to_python(const hoc::Value& value) {
    const auto* place = std::get_if<hoc::PlacePtr>(&value);
    if (!place) return to_python(value);
    if (const auto* ref = world::HocHost::ref_of(**place)) return ref_object(WorldData::of_ref(*ref), *ref);
    if (const auto ref = world::HocHost::lasting_ref_of(**place))
        return element_object(ref->numbers, ref->index, ref->path);
    throw InputError("a reference to this number cannot be given to Python");
}

nb::list arguments_to_python(const hoc::Arguments& arguments) {
    nb::list out;
    for (std::size_t i = 0; i < arguments.count(); ++i) out.append(argument_to_python(arguments[i]));
    return out;
}

hoc::Value answer_to_hoc(nb::handle result) {
    if (result.is_none()) return 0.0; // to hoc every function answers
    return to_value(result, Sequences::as_they_are);
}

nb::object answer(const hoc::Value& value, Answer kind) {
    if (kind != Answer::as_is)
        if (const auto* x = std::get_if<double>(&value))
            return kind == Answer::truth ? nb::object(nb::bool_(*x != 0))
                                         : nb::object(nb::int_(static_cast<long long>(*x)));
    return to_python(value);
}

} // namespace ranvier::python
