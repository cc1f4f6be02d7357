// SPDX-License-Identifier: BSD-3-Clause
#include "world_data.hpp"

#include <atomic>
#include <cmath>
#include <cstdio>
#include <utility>

#include "interrupts.hpp"
#include "objects.hpp"

namespace ranvier::python {

namespace {
/// By age; changed and read under the interpreter lock.
std::vector<WorldData*>& living() {
    static std::vector<WorldData*> worlds;
    return worlds;
}
} // namespace

WorldData::WorldData(std::shared_ptr<world::World> w) : world(std::move(w)) {
    living().push_back(this);
    const auto runs_on_main = std::make_shared<std::atomic<bool>>(false);
    world->simulator().set_interrupts([runs_on_main] { *runs_on_main = prepare_interrupts(); },
                                      [runs_on_main] { return *runs_on_main && is_interrupted(); });
    world->simulator().set_poll([this] {
        const nb::gil_scoped_acquire locked;
        interrupts_are_seen();
        if (PyErr_CheckSignals() != 0) {
            keep_current_error();
            return true;
        }
        show_progress();
        return false;
    });
}

WorldData::~WorldData() {
    std::erase(living(), this);
    world->simulator().set_poll({}); // handles of a C++ program may keep the world longer
    Py_XDECREF(pending_type_);
    Py_XDECREF(pending_value_);
    Py_XDECREF(pending_trace_);
}

nb::object WorldData::section_of(hoc::SectionKey key) {
    for (auto* data : living())
        if (const auto section = data->world->classes().find_section(key))
            return section_object(data->shared_from_this(), section);
    return nb::none();
}

std::shared_ptr<WorldData> WorldData::of_world(const world::World& world) {
    for (auto* data : living())
        if (data->world.get() == &world) return data->shared_from_this();
    throw StateError("the world of this object is gone");
}

std::vector<std::shared_ptr<WorldData>> WorldData::all() {
    std::vector<std::shared_ptr<WorldData>> out;
    for (auto* data : living()) out.push_back(data->shared_from_this());
    return out;
}

std::shared_ptr<WorldData> WorldData::of_array(const state::NumbersPtr& array) {
    if (living().size() == 1) return living().front()->shared_from_this();
    for (auto* data : living())
        for (const auto* entry : data->world->model().pointers().entries())
            if (entry->target.array == array) return data->shared_from_this();
    return living().empty() ? nullptr : living().front()->shared_from_this();
}

std::shared_ptr<WorldData> WorldData::of_ref(const state::DataRef& ref) {
    for (auto* data : living()) {
        const auto& model = data->world->model();
        if (ref.table == model.nodes()) return data->shared_from_this();
        // t, dt, tstop: numbers of the world, which their names find again
        const auto* number = data->world->names().find_global(ref.path);
        if (number && number->ref.table == ref.table) return data->shared_from_this();
        for (const auto& type : model.mechanisms().all())
            if (ref.table == type->instances || ref.table == type->globals) return data->shared_from_this();
    }
    return living().empty() ? nullptr : living().front()->shared_from_this();
}

namespace {
constexpr auto kWorthShowing = std::chrono::seconds(2);
constexpr auto kBetweenLooks = std::chrono::milliseconds(200);
} // namespace

WorldData::Shown::Shown(WorldData& data, bool long_run) {
    if (!long_run || data.is_run_ || data.progress.is_none()) return;
    data_ = &data;
    data.is_run_ = true;
    data.began_ = Clock::now();
    data.next_look_ = data.began_ + kWorthShowing;
    data.began_at_ = data.world->t();
}

WorldData::Shown::~Shown() {
    if (!data_) return;
    data_->is_run_ = false;
    if (!std::exchange(data_->has_shown_, false)) return;
    // an error that is on its way stays what it is
    PyObject *type = nullptr, *value = nullptr, *trace = nullptr;
    PyErr_Fetch(&type, &value, &trace);
    PyObject* result = PyObject_CallObject(data_->progress.ptr(), nullptr);
    if (!result) PyErr_Clear();
    Py_XDECREF(result);
    PyErr_Restore(type, value, trace);
}

/// A screen that cannot be written to is no reason to end a run.
void WorldData::show_progress() {
    if (!is_run_) return;
    const auto now = Clock::now();
    const auto& simulator = world->simulator();
    const double end = simulator.run_end();
    if (now < next_look_ || !std::isfinite(end) || simulator.calls_functions()) return;
    next_look_ = now + kBetweenLooks;
    has_shown_ = true;
    PyObject* result = PyObject_CallFunction(progress.ptr(), "dddd", began_at_, world->t(), end,
                                             std::chrono::duration<double>(now - began_).count());
    if (!result) PyErr_Clear();
    Py_XDECREF(result);
}

void WorldData::keep_current_error() {
    Py_XDECREF(pending_type_);
    Py_XDECREF(pending_value_);
    Py_XDECREF(pending_trace_);
    PyErr_Fetch(&pending_type_, &pending_value_, &pending_trace_);
}

void WorldData::call_back(const nb::object& callable) {
    const nb::gil_scoped_acquire locked;
    PyObject* result = PyObject_CallObject(callable.ptr(), nullptr);
    if (result) {
        Py_DECREF(result);
        return;
    }
    const bool is_plain =
        PyErr_ExceptionMatches(PyExc_Exception) != 0; // KeyboardInterrupt and SystemExit pass as they are
    keep_current_error();
    if (is_plain) {
        PyErr_NormalizeException(&pending_type_, &pending_value_, &pending_trace_);
        if (pending_trace_) PyException_SetTraceback(pending_value_, pending_trace_);
        PyObject* text = PyObject_Str(pending_value_);
        const char* utf8 = text ? PyUnicode_AsUTF8AndSize(text, nullptr) : nullptr;
        const nb::str type_name(nb::getattr(nb::handle(pending_type_), "__name__"));
        set_error(
            Category::callback,
            {"a Python callback raised " + std::string(type_name.c_str()), {}, utf8 ? utf8 : "", {}, {}});
        Py_XDECREF(text);
        PyObject* cause = pending_value_;
        Py_INCREF(cause);
        keep_current_error();
        PyErr_NormalizeException(&pending_type_, &pending_value_, &pending_trace_);
        PyException_SetCause(pending_value_, cause); // steals
    }
    throw PendingPython();
}

void WorldData::bring_home() {
    if (pending_type_) {
        PyErr_Restore(pending_type_, pending_value_, pending_trace_);
        pending_type_ = pending_value_ = pending_trace_ = nullptr;
        throw nb::python_error();
    }
    throw;
}

void WorldData::clear_names() {
    section_names.clear();
    segment_names.clear();
    top_names.clear();
    for (auto& members : member_names)
        if (members) members->clear();
}

NameCache& WorldData::members_of(const model::MechanismType& type) {
    const auto i = static_cast<std::size_t>(type.index);
    if (i >= member_names.size()) member_names.resize(i + 1);
    if (!member_names[i]) member_names[i] = std::make_unique<NameCache>();
    return *member_names[i];
}

WorldDataPtr world_of_type(nb::handle type) {
    const nb::object w = nb::getattr(type, "_world_", nb::none());
    PyWorld* found = nullptr;
    if (w.is_none() || !cast_to(w, found))
        raise(Category::type,
              {"this class belongs to no world", {}, {}, "h.Section, h.IClamp, ... of an h", {}});
    return found->data;
}

std::string place_text(const std::string& section, double x) {
    char number[32];
    std::snprintf(number, sizeof number, "(%g)", x);
    return section + number;
}

} // namespace ranvier::python
