// SPDX-License-Identifier: BSD-3-Clause
// The C++ side of the Python objects.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "hoc_values.hpp"
#include "ranvier/world/classes/netcon.hpp"
#include "ranvier/world/classes/vector.hpp"
#include "ranvier/world/random.hpp"
#include "world_data.hpp"

namespace ranvier::python {

/// Owns its section: when the last Python reference goes, the section leaves the model.
struct PySection {
    WorldDataPtr data;
    model::SectionPtr section;
    nb::object cell; ///< weak reference, or empty
    PySection(WorldDataPtr d, model::SectionPtr s) : data(std::move(d)), section(std::move(s)) {}
    ~PySection();
    PySection(const PySection&) = delete;
    PySection& operator=(const PySection&) = delete;
    /// Throws DeletedError if the section is gone, StateError if another thread runs the world.
    model::Section& live() const;
    [[nodiscard]] std::string name() const; ///< with its cell: "Pyramidal[3].soma"
};

struct PySegment {
    nb::object owner; ///< the section's Python object
    PySection* section;
    double x;
    nb::object mechanism = {}; ///< what `seg.hh` gave the last time
    model::MechanismType* mechanism_type = nullptr;
};

/// A mechanism at a place.
struct PyMechanism {
    nb::object owner;
    PySection* section;
    double x;
    model::MechanismType* type;
};

/// A range variable at a place: what iteration over a mechanism gives, and how arrays are indexed.
struct PyRangeVar {
    nb::object owner;
    PySection* section;
    double x; ///< < 0: the whole section
    const world::RangeName* name;
};

/// A FUNCTION or PROCEDURE: of a mechanism at a place, of a point process, or of the top level.
struct PyFunction {
    WorldDataPtr data;
    const world::FunctionName* function;
    nb::object owner;             ///< of the place; empty at the top level
    PySection* section = nullptr; ///< owner's C++ side, if it is a section
    double x = 0;
    struct PyPoint* point = nullptr; ///< owner's C++ side, if it is a point process
};

/// `_ref_v`; knows its section, so that a NetCon that watches it can say which.
struct PyRef {
    WorldDataPtr data; ///< null for an element of a Vector
    state::DataRef ref;
    model::SectionPtr section; ///< null if a section has nothing to do with it
};

struct PyPoint {
    WorldDataPtr data;
    model::PointPtr point;
    hoc::ObjectPtr owner; ///< hoc's object of it, if there is one: then the point process ends with that
    PyPoint(WorldDataPtr d, model::PointPtr p) : data(std::move(d)), point(std::move(p)) {}
    ~PyPoint();
    PyPoint(const PyPoint&) = delete;
    PyPoint& operator=(const PyPoint&) = delete;
};

struct PyNetCon : PyHocObject {
    WorldDataPtr data;
    world::classes::NetCon* netcon; ///< the object
    PyNetCon(WorldDataPtr d, const world::classes::NetConPtr& n)
        : PyHocObject(n), data(std::move(d)), netcon(n.get()) {}
};

struct PyVector : PyHocObject {
    state::NumbersPtr numbers; ///< the object's
    std::string label;
    struct Use {
        std::weak_ptr<WorldData> data;
        engine::RecordingPtr recording;
        engine::PlayingPtr playing;
    };
    /// Recordings and playings; they end with the Vector, also with one that only hoc holds.
    struct Uses {
        std::vector<Use> all;
        ~Uses() { remove_all(); }
        void remove_all();
    };
    [[nodiscard]] Uses& uses() const;
    explicit PyVector(world::classes::VectorPtr v);
    ~PyVector();
};

// Making Python objects ------------------------------------------------------------------------------------------------------
/// The one Python object of a section; made if there is none.
[[nodiscard]] nb::object section_object(const WorldDataPtr& data, const model::SectionPtr& section);
[[nodiscard]] nb::object section_object(const WorldDataPtr& data, model::Section* section); ///< None for null
[[nodiscard]] nb::object segment_object(nb::object section, double x);
/// Made anew if Python has none; of the world's h.NetCon.
[[nodiscard]] nb::object netcon_object(const world::classes::NetConPtr& netcon);
/// Of a reference, a point process that sends events, or None (null). Throws what is wrong with it.
[[nodiscard]] std::shared_ptr<model::SpikeSource> source_from(const WorldDataPtr& data, nb::handle source);
/// A point process that may stand at the end of a NetCon; null for None. Throws what is wrong with it.
[[nodiscard]] model::PointProcess* target_from(const WorldDataPtr& data, nb::handle target);
[[nodiscard]] nb::object point_object(const WorldDataPtr& data,
                                      const model::PointProcess* point); ///< None if it has none
/// A reference to an element of a Vector.
[[nodiscard]] nb::object element_object(state::NumbersPtr array, std::size_t element, std::string path);
/// Makes a POINTER point to what a Python object refers to; throws WrongType if it refers to nothing.
void connect_pointer(const WorldDataPtr& data, const state::DataRef& pointer, nb::handle target);
[[nodiscard]] nb::object ref_object(const WorldDataPtr& data, state::DataRef ref);

[[nodiscard]] nb::object number_array(const WorldDataPtr& data, const world::GlobalName& name);
/// `_ref_` of a number of the world; of an array its RefArray.
[[nodiscard]] nb::object global_ref(const WorldDataPtr& data, const world::GlobalName& name);
[[nodiscard]] nb::object ref_array(const WorldDataPtr& data, nb::object owner, std::string name, int count,
                                   std::function<nb::object(int)> element);
/// Position of element `i`, counted from the end if negative; throws IndexOutOfRange.
[[nodiscard]] int array_element(const std::string& name, int count, int i);
/// Attribute `range` of a section's segment at x (x < 0: of the whole section): a number, an array, a reference.
[[nodiscard]] PyObject* read_range(const nb::object& owner, PySection& section, double x,
                                   const world::RangeName& range);
[[nodiscard]] PyObject* refer_to_range(const nb::object& owner, PySection& section, double x,
                                       const world::RangeName& range);
/// `_ref_p = target` of a POINTER.
void point_range_to(PySection& section, double x, const world::RangeName& range, PyObject* target);
void write_range(PySection& section, double x, const world::RangeName& range, PyObject* value);
/// `x.gbar = 3`, `x._ref_p = ref`; false if the name is nothing of this kind, or is to be deleted.
bool assign_range(PySection& section, double x, const NameEntry& entry, PyObject* value);
[[nodiscard]] nb::object function_object(PyFunction function);
/// Gives a FUNCTION_TABLE its data: h.table_f_suf(...).
double set_function_table(const PyFunction& function, const nb::args& arguments);
[[nodiscard]] nb::object stream_object(const WorldDataPtr& data, nb::object owner,
                                       const model::MechanismType& type, state::RowId id,
                                       mir::VariableId variable);

[[nodiscard]] std::shared_ptr<world::Random> as_random(nb::handle h); ///< null if it is none
[[nodiscard]] PySegment* as_segment(nb::handle h);                    ///< null if it is none
/// A number from a Python object; throws WrongType naming `what` of `object`.
[[nodiscard]] double number_from(nb::handle value, const char* what, const std::string& object);

/// `_ref_` names end in the name of what they refer to.
[[nodiscard]] inline const char* after_ref(const char* name) {
    return std::string_view(name).starts_with("_ref_") ? name + 5 : nullptr;
}

void bind_world(nb::module_& m);
void bind_section(nb::module_& m);
void bind_segment(nb::module_& m);
void bind_mechanism(nb::module_& m);
void bind_ref(nb::module_& m);
void bind_function(nb::module_& m);
void bind_pointer(nb::module_& m);
void bind_array(nb::module_& m);
void bind_point(nb::module_& m);
void bind_netcon(nb::module_& m);
void bind_many(nb::module_& m);
void bind_ptr_vector(nb::module_& m);
void bind_vector(nb::module_& m);
void bind_top_level(nb::module_& m);
void bind_tools(nb::module_& m);
void bind_shape(nb::module_& m);
void bind_windows(nb::module_& m);
void bind_asking(nb::module_& m);

} // namespace ranvier::python
