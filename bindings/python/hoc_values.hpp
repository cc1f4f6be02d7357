// SPDX-License-Identifier: BSD-3-Clause
// Values that go between hoc and Python, and objects as either side holds the other's.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "ranvier/world/classes/builtin_class.hpp"
#include "ranvier/world/classes/callable.hpp"
#include "ranvier/world/classes/list.hpp"
#include "ranvier/world/classes/sections.hpp"
#include "world_data.hpp"

namespace ranvier::python {

/// The C++ side of every Python object that stands for one of hoc's. While it lives it is the only one of its object.
struct PyHocObject {
    hoc::ObjectPtr object;
    explicit PyHocObject(hoc::ObjectPtr o) : object(std::move(o)) {}
    ~PyHocObject();
    PyHocObject(const PyHocObject&) = delete;
    PyHocObject& operator=(const PyHocObject&) = delete;
};

/// Which Python object stands for `object`; it takes itself out when it goes.
void now_stands_for(PyObject* python, const hoc::Object& object);

/// What `h.ref(x)` gives: a place for a number, a text or an object.
struct PyHocRef {
    state::NumbersPtr number; ///< one, if it holds a number
    hoc::TextPtr text;        ///< if it holds a text
    nb::object other;         ///< else
};

/// Any Python object that hoc does not know, as hoc holds it.
struct PythonObject final : world::classes::Callable, world::classes::Held, world::classes::PlaceArgument {
    explicit PythonObject(nb::object o);
    ~PythonObject() override;
    [[nodiscard]] hoc::Value call(std::span<const hoc::Value> arguments) override;
    [[nodiscard]] std::function<void()> action(world::World& world, std::string_view where) override;
    [[nodiscard]] std::shared_ptr<Callable> sent() const override; ///< by pickle
    [[nodiscard]] bool stands_for(const hoc::Object& other) const override;
    bool place(model::SectionPtr& section, double& x) const override; ///< if it is a Segment
    [[nodiscard]] std::string name() const override;                  ///< its repr
    PyObject* held;                                                   ///< owned
};

/// What becomes of a list, a tuple, an array or an iterator: a Vector, a Sequence of its elements, or an object of Python. With
/// `held` sections and point processes are objects of Python too, which live as long as they are held.
enum class Sequences : std::uint8_t { as_they_are, numbers, objects, held };
/// A Python value as an argument.
[[nodiscard]] hoc::Value to_value(nb::handle h, Sequences sequences);
[[nodiscard]] nb::object to_python(const hoc::Value& value);
/// The Python object of one of hoc's; None for null.
[[nodiscard]] nb::object object_to_python(const hoc::ObjectPtr& object);
[[nodiscard]] std::vector<hoc::Value> to_values(const nb::args& args, Sequences sequences);

/// The same for a function of Python that gets it: places of numbers become references.
[[nodiscard]] nb::object argument_to_python(const hoc::Value& value);
[[nodiscard]] nb::list arguments_to_python(const hoc::Arguments& arguments);
/// What a function of Python answered, for hoc: None is 0, a bool a number.
[[nodiscard]] hoc::Value answer_to_hoc(nb::handle result);

[[noreturn]] void rethrow_as_ours(nb::python_error& error);
/// Python's exceptions leave `f` as ours, with Python's words.
template <class F> auto without_python_errors(F&& f) {
    try {
        return f();
    } catch (nb::python_error& error) {
        rethrow_as_ours(error);
    }
}

/// How a Python type's methods answer: a number may be an int or a bool.
enum class Answer : std::uint8_t { as_is, whole, truth };
[[nodiscard]] nb::object answer(const hoc::Value& value, Answer kind);

void bind_hoc_ref(nb::module_& m);

} // namespace ranvier::python
