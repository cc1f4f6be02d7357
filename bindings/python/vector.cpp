// SPDX-License-Identifier: BSD-3-Clause
// Vector: a growing array of numbers; life, memory, indexing, recording and playing.
#include <nanobind/ndarray.h>
#include <nanobind/stl/string.h>

#include <algorithm>
#include <cmath>

#include "vector.hpp"

#include "hoc_object.hpp"
#include "ranvier/world/classes/step_records.hpp"

namespace ranvier::python {

using namespace nb::literals;

namespace {

nb::handle vector_type;

/// `v.x`: hoc's way to index.
struct PyElements {
    nb::object owner;
    PyVector* vector;
};

void set_size(PyVector& v, double size, double value) {
    if (!(size >= 0) || size > 1e10)
        throw InputError::out_of_range("the size", v.label, number_text(size), "0 <= size < 1e10");
    v.numbers->resize(static_cast<std::size_t>(size), value);
}

std::size_t index_of(const PyVector& v, Py_ssize_t i) {
    const auto size = static_cast<Py_ssize_t>(v.numbers->size());
    const auto index = i < 0 ? i + size : i;
    if (index < 0 || index >= size) [[unlikely]]
        raise(Category::index, {"the index is out of range",
                                v.label,
                                std::to_string(i),
                                size ? "-" + std::to_string(size) + " <= index < " + std::to_string(size)
                                     : "the Vector is empty",
                                {}});
    return static_cast<std::size_t>(index);
}

Py_ssize_t integer_from(nb::handle h, const PyVector& v) {
    if (PyFloat_Check(h.ptr())) { // hoc's numbers are floats
        const double d = PyFloat_AsDouble(h.ptr());
        if (d == std::floor(d) && std::abs(d) < 1e15) return static_cast<Py_ssize_t>(d);
    }
    const auto i = PyNumber_AsSsize_t(h.ptr(), PyExc_IndexError);
    if (i == -1 && PyErr_Occurred()) {
        PyErr_Clear();
        raise(Category::type,
              {"an index must be a whole number or a slice", v.label, nb::repr(h).c_str(), {}, {}});
    }
    return i;
}

struct Slice {
    Py_ssize_t start, stop, step, count;
};
Slice slice_of(nb::handle slice, const PyVector& v) {
    Slice s{};
    if (PySlice_Unpack(slice.ptr(), &s.start, &s.stop, &s.step) < 0) throw nb::python_error();
    s.count = PySlice_AdjustIndices(static_cast<Py_ssize_t>(v.numbers->size()), &s.start, &s.stop, s.step);
    return s;
}

nb::object get_item(const PyVector& v, nb::handle index) {
    if (PyLong_Check(index.ptr())) return nb::float_((*v.numbers)[index_of(v, integer_from(index, v))]);
    if (!PyObject_TypeCheck(index.ptr(), &PySlice_Type))
        return nb::float_((*v.numbers)[index_of(v, integer_from(index, v))]);
    const auto s = slice_of(index, v);
    auto out = std::make_shared<state::Numbers>();
    out->reserve(static_cast<std::size_t>(s.count));
    for (Py_ssize_t i = 0; i < s.count; ++i)
        out->push_back((*v.numbers)[static_cast<std::size_t>(s.start + i * s.step)]);
    return new_vector(std::move(out));
}

void set_item(PyVector& v, nb::handle index, nb::handle value) {
    if (!PyObject_TypeCheck(index.ptr(), &PySlice_Type)) {
        (*v.numbers)[index_of(v, integer_from(index, v))] = number_from(value, "an element", v.label);
        return;
    }
    const auto s = slice_of(index, v);
    state::Numbers values;
    if (is_number(value))
        values.resize(static_cast<std::size_t>(s.count), number_from(value, "an element", v.label));
    else append_values(values, value, v.label);
    if (static_cast<Py_ssize_t>(values.size()) != s.count)
        throw InputError::out_of_range("the number of values", v.label, std::to_string(values.size()),
                                       std::to_string(s.count) + ", as many as the slice selects");
    for (Py_ssize_t i = 0; i < s.count; ++i)
        (*v.numbers)[static_cast<std::size_t>(s.start + i * s.step)] = values[static_cast<std::size_t>(i)];
}

/// A whole Python number as an index, without a way through exceptions; nothing if it is something else.
bool plain_index(const PyVector& v, PyObject* index, std::size_t& at) {
    if (!PyLong_CheckExact(index)) return false;
    const auto i = PyLong_AsSsize_t(index);
    if (i == -1 && PyErr_Occurred()) {
        PyErr_Clear();
        return false;
    }
    at = index_of(v, i);
    return true;
}

/// The same of a value: a float, or an int that a float can hold.
bool plain_number(PyObject* value, double& number) {
    if (PyFloat_CheckExact(value)) {
        number = PyFloat_AsDouble(value);
        return true;
    }
    if (!PyLong_CheckExact(value)) return false;
    number = PyLong_AsDouble(value);
    if (number != -1 || !PyErr_Occurred()) return true;
    PyErr_Clear();
    return false;
}

// The slots of Vector and of `v.x`: reading an element of a Vector is what scripts do most.
// The last one is remembered: asking for what stands behind an object costs as much as all the rest. It is forgotten before
// its memory can belong to another.
PyObject* recent_object = nullptr;
PyVector* recent_vector = nullptr;
PyVector& vector_behind(PyObject* self, const PyVector*) {
    if (self != recent_object) {
        recent_vector = &self_of<PyVector>(self);
        recent_object = self;
    }
    return *recent_vector;
}
PyVector& vector_behind(PyObject* self, const PyElements*) { return *self_of<PyElements>(self).vector; }

template <class T> PyObject* item(PyObject* self, PyObject* index) {
    return guarded([&]() -> PyObject* {
        const PyVector& v = vector_behind(self, static_cast<T*>(nullptr));
        std::size_t at = 0;
        if (plain_index(v, index, at)) return PyFloat_FromDouble(v.numbers->data()[at]);
        return get_item(v, index).release().ptr();
    });
}

template <class T> int assign_item(PyObject* self, PyObject* index, PyObject* value) {
    return guarded(
        [&] {
            PyVector& v = vector_behind(self, static_cast<T*>(nullptr));
            if (!value) raise(Category::type, {"elements are removed by remove(index)", v.label, {}, {}, {}});
            std::size_t at = 0;
            double number = 0;
            if (plain_number(value, number) && plain_index(v, index, at)) v.numbers->data()[at] = number;
            else set_item(v, index, value);
            return 0;
        },
        -1);
}

template <class T> Py_ssize_t length(PyObject* self) {
    return guarded(
        [&] {
            return static_cast<Py_ssize_t>(vector_behind(self, static_cast<T*>(nullptr)).numbers->size());
        },
        Py_ssize_t{-1});
}

/// What makes it a sequence.
template <class T> PyObject* item_at(PyObject* self, Py_ssize_t i) {
    return guarded([&]() -> PyObject* {
        const PyVector& v = vector_behind(self, static_cast<T*>(nullptr));
        return PyFloat_FromDouble((*v.numbers)[index_of(v, i)]);
    });
}

template <class T>
PyType_Slot element_slots[] = {
    {Py_sq_item, reinterpret_cast<void*>(item_at<T>)},
    {Py_mp_subscript, reinterpret_cast<void*>(item<T>)},
    {Py_mp_ass_subscript, reinterpret_cast<void*>(assign_item<T>)},
    {Py_mp_length, reinterpret_cast<void*>(length<T>)},
    {Py_sq_length, reinterpret_cast<void*>(length<T>)},
    {0, nullptr},
};

/// `_ref_x`: references to elements.
struct PyElementRefs {
    nb::object owner;
    PyVector* vector;
};

PyRef& ref_from(nb::handle h, const char* what) {
    PyRef* ref = nullptr;
    if (!cast_to(h, ref))
        raise(Category::type, {std::string(what) + " needs a reference to a number",
                               "Vector",
                               nb::repr(h).c_str(),
                               "for example section(0.5)._ref_v",
                               {}});
    if (!ref->data) ref->data = WorldData::of_array(ref->ref.numbers);
    if (!ref->ref.is_alive())
        raise(
            Category::deleted,
            {"the reference is no longer valid: what it pointed to was deleted", ref->ref.path, {}, {}, {}});
    (*ref->data)->check_access();
    return *ref;
}

double positive_interval(nb::handle h, const char* what) {
    const double dt = number_from(h, what, "Vector");
    if (!(dt > 0) || !std::isfinite(dt))
        throw InputError::out_of_range(what, "Vector", number_text(dt) + " ms", "> 0, finite");
    return dt;
}

void check_times(const state::Numbers& times, const char* what) {
    for (std::size_t i = 0; i < times.size(); ++i)
        if (std::isnan(times[i]) || (i > 0 && times[i] < times[i - 1]))
            throw InputError(
                ErrorParts{std::string(what) + " must not decrease",
                           "Vector",
                           "element " + std::to_string(i) + " is " + number_text(times[i]) + " ms",
                           "rising times",
                           {}});
}

void release(PyVector::Use& use) {
    const auto data = use.data.lock();
    if (!data) return;
    if (use.recording) data->world->release(use.recording);
    if (use.playing) data->world->release(use.playing);
}

void remove_recordings(PyVector& v) {
    std::erase_if(v.uses().all, [](PyVector::Use& use) {
        if (!use.recording) return false;
        release(use);
        return true;
    });
}

nb::object record(nb::handle h, nb::args args, nb::object) {
    auto& self = *nb::inst_ptr<PyVector>(h);
    std::size_t at = 0;
    if (nb::len(args) > 0 && nb::isinstance<PyPoint>(args[0])) at = 1; // whose integrator: one here
    if (nb::len(args) <= at)
        raise(Category::type, {"record needs a reference to a number", self.label, {}, "record(ref)", {}});
    auto& ref = ref_from(args[at], "record");
    auto recording = std::make_shared<engine::Recording>();
    recording->source = ref.ref;
    recording->target = self.numbers;
    if (nb::len(args) > at + 1) {
        if (auto* times = as_vector(args[at + 1])) {
            check_times(*times->numbers, "the times to record at");
            recording->times = times->numbers;
        } else {
            recording->interval = positive_interval(args[at + 1], "the interval to record at");
        }
    }
    remove_recordings(self);
    world::classes::end_step_record(*ref.data->world, self.numbers);
    ref.data->world->simulator().record(recording);
    self.uses().all.push_back({ref.data, recording, nullptr});
    return nb::borrow(h);
}

nb::object play(nb::handle h, nb::args args) {
    auto& self = *nb::inst_ptr<PyVector>(h);
    std::size_t at = 0;
    if (nb::len(args) > 0 && nb::isinstance<PyPoint>(args[0])) at = 1;
    const auto count = nb::len(args);
    if (count < at + 2)
        raise(Category::type, {"play needs a reference and times or an interval",
                               self.label,
                               {},
                               "play(ref, times or dt)",
                               {}});
    auto& ref = ref_from(args[at], "play");
    auto playing = std::make_shared<engine::Playing>();
    playing->target = ref.ref;
    playing->values = self.numbers;
    if (auto* times = as_vector(args[at + 1])) {
        check_times(*times->numbers, "the times to play at");
        playing->times = times->numbers;
        if (count > at + 2) {
            if (as_vector(args[at + 2]))
                raise(Category::input,
                      {"discontinuity indices are not needed: give a time twice where the value jumps",
                       self.label,
                       {},
                       "play(ref, times, 1)",
                       {}});
            const int continuous = PyObject_IsTrue(nb::object(args[at + 2]).ptr());
            if (continuous == 1) playing->kind = engine::Playing::Kind::interpolate;
        }
    } else {
        playing->interval = positive_interval(args[at + 1], "the interval to play at");
    }
    ref.data->world->simulator().play(playing);
    self.uses().all.push_back({ref.data, nullptr, playing});
    return nb::borrow(h);
}

using Array = nb::ndarray<nb::numpy, double, nb::ndim<1>>;

nb::object as_numpy(PyVector& v) {
    if (!v.numbers->block()) v.numbers->reserve(1);
    auto* block = new std::shared_ptr<double[]>(v.numbers->block());
    nb::capsule owner(block, [](void* p) noexcept { delete static_cast<std::shared_ptr<double[]>*>(p); });
    return nb::cast(Array(v.numbers->data(), {v.numbers->size()}, owner));
}

void construct(PyVector& v, nb::args args) {
    if (nb::len(args) == 0) return;
    const nb::object first = args[0];
    if (nb::len(args) > 2)
        raise(Category::type, {"a Vector takes at most a size and a value", "Vector", {}, {}, {}});
    if (is_number(first)) {
        const double value = nb::len(args) == 2 ? number_from(args[1], "the value", "Vector") : 0;
        set_size(v, number_from(first, "the size", "Vector"), value);
        return;
    }
    if (auto* other = as_vector(first))
        raise(Category::input, {"a Vector is not made of another one", "Vector", other->label,
                                "a size or numbers", other->label + ".c() makes a copy"});
    append_values(*v.numbers, first, "Vector");
}

} // namespace

PyVector::PyVector(world::classes::VectorPtr v) : PyHocObject(v), numbers(v->numbers), label(v->name()) {}

PyVector::~PyVector() {
    if (recent_vector != this) return;
    recent_vector = nullptr;
    recent_object = nullptr;
}

PyVector::Uses& PyVector::uses() const {
    auto& kept = std::static_pointer_cast<world::classes::Vector>(object)->kept;
    if (!kept) kept = std::make_shared<Uses>();
    return *static_cast<Uses*>(kept.get());
}

void PyVector::Uses::remove_all() {
    for (auto& use : all) release(use);
    all.clear();
}

nb::object vector_object(world::classes::VectorPtr vector) {
    nb::object made = nb::inst_alloc(vector_type);
    new (nb::inst_ptr<PyVector>(made)) PyVector(std::move(vector));
    nb::inst_mark_ready(made);
    now_stands_for(made.ptr(), *nb::inst_ptr<PyVector>(made)->object);
    return made;
}

nb::object new_vector(state::NumbersPtr numbers) {
    return vector_object(world::classes::new_vector(std::move(numbers)));
}

PyVector* as_vector(nb::handle h) {
    PyVector* v = nullptr;
    return cast_to(h, v) ? v : nullptr;
}

void append_values(state::Numbers& numbers, nb::handle values, const std::string& label) {
    if (auto* other = as_vector(values)) {
        const auto source = other->numbers->span();
        const std::vector<double> copy(source.begin(), source.end()); // it may be this very one
        for (const double x : copy) numbers.push_back(x);
        return;
    }
    if (PyUnicode_Check(values.ptr()) || PyBytes_Check(values.ptr()))
        raise(Category::type, {"text is no list of numbers", label, nb::repr(values).c_str(), "numbers", {}});
    if (!PyList_Check(values.ptr()) && !PyTuple_Check(values.ptr())) {
        nb::ndarray<nb::ro, const double, nb::ndim<1>> array;
        if (nb::try_cast(values, array)) {
            const auto* data = array.data();
            const auto stride = array.stride(0);
            const auto n = array.shape(0);
            numbers.reserve(numbers.size() + n);
            for (std::size_t i = 0; i < n; ++i)
                numbers.push_back(data[static_cast<std::int64_t>(i) * stride]);
            return;
        }
    }
    PyObject* iterator = PyObject_GetIter(values.ptr());
    if (!iterator) {
        PyErr_Clear();
        raise(Category::type, {"a Vector is made of a size or of numbers",
                               label,
                               nb::repr(values).c_str(),
                               "a number, or something to iterate over",
                               {}});
    }
    const nb::object held = nb::steal(iterator);
    while (PyObject* item = PyIter_Next(iterator)) {
        const nb::object element = nb::steal(item);
        numbers.push_back(number_from(element, "an element", label));
    }
    if (PyErr_Occurred()) throw nb::python_error();
}

void bind_vector(nb::module_& m) {
    nb::class_<PyElements>(m, "Elements", nb::type_slots(element_slots<PyElements>),
                           "Elements of a Vector by index.");
    nb::class_<PyElementRefs>(m, "ElementRefs", "References to elements of a Vector: ``vector._ref_x[i]``.")
        .def("__getitem__",
             [](const PyElementRefs& e, int i) {
                 const auto& numbers = e.vector->numbers;
                 const int at = array_element(e.vector->label, static_cast<int>(numbers->size()), i);
                 return element_object(numbers, static_cast<std::size_t>(at),
                                       e.vector->label + ".x[" + std::to_string(at) + "]");
             })
        .def("__len__", [](const PyElementRefs& e) { return e.vector->numbers->size(); });
    VectorClass cls(m, "Vector", nb::type_slots(element_slots<PyVector>),
                    R"(A growing array of float64 that can record and drive numbers of a simulation.

Made of a size (filled with 0 or a value), or of the values of an iterable or array.)");
    cls.def("__init__",
            [](nb::pointer_and_handle<PyVector> self, nb::args args) {
                new (self.p) PyVector(world::classes::new_vector());
                try {
                    construct(*self.p, args);
                } catch (...) {
                    self.p->~PyVector();
                    throw;
                }
                now_stands_for(self.h.ptr(), *self.p->object);
            })
        .def("__iter__",
             [](const PyVector& v) {
                 nb::list out;
                 for (const double x : v.numbers->span()) out.append(x);
                 return nb::iter(out);
             })
        .def("__repr__", [](const PyVector& v) { return v.label; })
        .def("__hash__", [](nb::handle h) { return reinterpret_cast<std::intptr_t>(h.ptr()) >> 4; })
        .def("__reduce_ex__",
             [](nb::handle h, int) {
                 nb::list values;
                 for (const double x : nb::inst_ptr<PyVector>(h)->numbers->span()) values.append(x);
                 return nb::make_tuple(nb::borrow(vector_type), nb::make_tuple(values));
             })
        .def_prop_rw(
            "x", [](nb::handle h) { return PyElements{nb::borrow(h), nb::inst_ptr<PyVector>(h)}; },
            [](PyVector& v, nb::handle) {
                raise(Category::type, {"x is an array", v.label, {}, "x[i] = number", {}});
            },
            "Elements by index.")
        .def_prop_ro(
            "_ref_x", [](nb::handle h) { return PyElementRefs{nb::borrow(h), nb::inst_ptr<PyVector>(h)}; },
            "References to elements by index.")
        // recording and playing
        .def(
            "record", [](nb::handle h, nb::args args, nb::kwargs kwargs) { return record(h, args, kwargs); },
            R"(Record a number during runs; returns the Vector.

record(ref)         at the start of a run and after each step
record(ref, dt)     at multiples of dt [ms]
record(ref, times)  at the times [ms] of another Vector)")
        .def(
            "play", [](nb::handle h, nb::args args, nb::kwargs) { return play(h, args); },
            R"(Drive a number from these values; returns the Vector.

play(ref, dt)        value i from i dt on [ms]
play(ref, times)     value i from time i on
play(ref, times, 1)  linear between the times)")
        .def(
            "play_remove",
            [](nb::handle h) {
                nb::inst_ptr<PyVector>(h)->uses().remove_all();
                return nb::borrow(h);
            },
            "End recording and playing; returns the Vector.")
        .def("as_numpy", as_numpy, "A view of the present memory; it keeps its length when the Vector grows.")
        .def_prop_ro("__array_interface__",
                     [](PyVector& v) -> nb::object {
                         const nb::object array = as_numpy(v); // lives until its attribute has been read
                         return array.attr("__array_interface__");
                     })
        .def(
            "__array__",
            [](PyVector& v, nb::object dtype, nb::object copy) {
                nb::object array = as_numpy(v);
                if (!dtype.is_none()) return nb::object(array.attr("astype")(dtype));
                return copy.ptr() == Py_False ? array : nb::object(array.attr("copy")());
            },
            "dtype"_a = nb::none(), "copy"_a = nb::none())
        .def(
            "to_python",
            [](const PyVector& v, nb::object target) -> nb::object {
                if (target.is_none()) {
                    nb::list out;
                    for (const double x : v.numbers->span()) out.append(x);
                    return out;
                }
                for (std::size_t i = 0; i < v.numbers->size(); ++i)
                    target[nb::int_(i)] = nb::float_((*v.numbers)[i]);
                return target;
            },
            "target"_a = nb::none(), "A copy as a list, or into something that can be assigned by index.")
        .def(
            "from_python",
            [](nb::handle h, nb::handle values) {
                auto& v = *nb::inst_ptr<PyVector>(h);
                state::Numbers made;
                append_values(made, values, v.label);
                v.numbers->assign(made.span());
                return nb::borrow(h);
            },
            "values"_a, "Take over the values of an iterable or array; returns the Vector.");
    vector_type = cls.ptr();
    add_members(cls, world::classes::kVectorClass, {"x"});
    bind_vector_math(cls);
}

} // namespace ranvier::python
