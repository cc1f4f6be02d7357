// SPDX-License-Identifier: BSD-3-Clause
#include "errors.hpp"

#include <array>
#include <string>

#include "interrupts.hpp"
#include "python_object.hpp"
#include "ranvier/base/diagnostics.hpp"
#include "ranvier/world/hoc_host.hpp"

namespace ranvier::python {

namespace {

/// Messages quote what users wrote, and that may be any bytes.
nb::object text_from(std::string_view text) {
    return nb::steal(
        PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "backslashreplace"));
}

struct Description {
    const char* name;
    const char* doc;
    Category base;
    std::array<PyObject**, 3> also; ///< built-in classes that scripts catch
};

std::array<PyObject*, static_cast<std::size_t>(Category::count)> classes{};

PyObject*& slot(Category category) { return classes[static_cast<std::size_t>(category)]; }

void set_field(PyObject* exception, const char* name, const std::string& value) {
    nb::setattr(exception, name, text_from(value));
}

/// Of Error and RuntimeError: an error of a hoc program.
PyObject* hoc_error = nullptr;

nb::object make_of(nb::handle type, const ErrorParts& parts, const std::string& text) {
    const nb::object exception = type(text_from(text));
    set_field(exception.ptr(), "what", parts.what);
    set_field(exception.ptr(), "object", parts.object);
    set_field(exception.ptr(), "value", parts.value);
    set_field(exception.ptr(), "allowed", parts.allowed);
    set_field(exception.ptr(), "hint", parts.hint);
    return exception;
}

nb::object make(Category category, const ErrorParts& parts, const std::string& text) {
    return make_of(slot(category), parts, text);
}

void set_object(const nb::object& exception) {
    PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(exception.ptr())), exception.ptr());
}

void set_compile_error(const CompileError& e) {
    auto exception = make(Category::compile, e.parts(), e.what());
    nb::setattr(exception, "diagnostics", diagnostic_entries(e.diagnostics()));
    set_object(exception);
}

/// What Python raised below goes on as it is; hoc's place becomes a note of it.
void set_hoc_error(const hoc::HocError& e) {
    if (const auto* foreign = dynamic_cast<const hoc::ForeignError*>(&e)) {
        try {
            std::rethrow_exception(foreign->cause());
        } catch (const PythonFailure& failure) {
            return failure.restore(e.what());
        } catch (...) { // it has the words of an error of ours already
        }
    }
    set_object(make_of(hoc_error, e.parts(), e.what()));
}

/// "ValueError: what it says"; of our own errors the words alone.
std::string text_of(const nb::python_error& error) {
    std::string text = nb::str(error.value()).c_str();
    if (error.matches(slot(Category::error))) return text;
    const std::string type = nb::str(nb::getattr(error.type(), "__name__")).c_str();
    return text.empty() ? type : type + ": " + text;
}

Category category_of(const Error& e) {
    if (dynamic_cast<const InputError*>(
            &e)) { // what the object model and the builtin classes say of arguments and indices
        const auto& what = e.parts().what;
        if (what.starts_with("argument ") || what == "the section has no parent") return Category::type;
        for (const char* index : {"the index is", "the row is", "the column is"})
            if (what.starts_with(index)) return Category::index;
        return Category::input;
    }
    if (dynamic_cast<const LookupFailure*>(&e)) return Category::lookup;
    if (dynamic_cast<const NumericsError*>(&e)) return Category::numerics;
    if (dynamic_cast<const IoError*>(&e)) return Category::io;
    if (dynamic_cast<const InternalError*>(&e)) return Category::internal;
    if (dynamic_cast<const StateError*>(&e)) {
        // what the layers below say of things that are gone and of point processes without a place
        const auto& what = e.parts().what;
        if (what.find("deleted") != std::string::npos) return Category::deleted;
        if (what.find("has no place") != std::string::npos) return Category::no_place;
        return Category::state;
    }
    return Category::error;
}

} // namespace

PyObject* error_class(Category category) { return slot(category); }

PythonFailure::PythonFailure(const nb::python_error& error)
    : Error(text_of(error)), error_(std::make_shared<nb::python_error>(error)) {}

void PythonFailure::restore(const std::string& place) const {
    if (!place.empty() && nb::hasattr(error_->value(), "add_note"))
        nb::getattr(error_->value(), "add_note")(text_from("in hoc: " + place));
    nb::python_error copy(*error_);
    copy.restore();
}

nb::list diagnostic_entries(const Diagnostics& diagnostics) {
    nb::list entries;
    for (const auto& d : diagnostics.all()) {
        nb::dict entry;
        const auto* source = d.span.source;
        const auto place = source ? source->place(d.span.begin) : SourceText::Place{0, 0};
        entry["file"] = text_from(source ? std::string_view(source->name()) : std::string_view());
        entry["line"] = nb::int_(place.line);
        entry["column"] = nb::int_(place.column);
        entry["severity"] = nb::str(d.severity == Severity::error     ? "error"
                                    : d.severity == Severity::warning ? "warning"
                                                                      : "note");
        entry["message"] = text_from(d.message);
        entry["hint"] = text_from(d.hint);
        entries.append(entry);
    }
    return entries;
}

void set_error(Category category, const ErrorParts& parts) {
    set_object(make(category, parts, parts.text()));
}

void raise(Category category, const ErrorParts& parts) {
    set_error(category, parts);
    throw nb::python_error();
}

void set_current_exception() noexcept {
    try {
        try {
            throw;
        } catch (nb::python_error& e) {
            e.restore();
        } catch (const nb::builtin_exception& e) {
            PyErr_SetString(e.type() == nb::exception_type::type_error    ? PyExc_TypeError
                            : e.type() == nb::exception_type::value_error ? PyExc_ValueError
                            : e.type() == nb::exception_type::index_error ? PyExc_IndexError
                            : e.type() == nb::exception_type::key_error   ? PyExc_KeyError
                                                                          : PyExc_RuntimeError,
                            e.what());
        } catch (const nb::cast_error&) {
            PyErr_SetString(PyExc_TypeError, "an argument has the wrong type");
        } catch (const CompileError& e) {
            set_compile_error(e);
        } catch (const Interrupted&) {
            // a run that was cut short had no chance to let Python see the signal
            interrupts_are_seen();
            if (!PyErr_Occurred() && PyErr_CheckSignals() == 0) PyErr_SetNone(PyExc_KeyboardInterrupt);
        } catch (const hoc::QuitRequest& quit) { // in whatever hoc was called: quit() ends the program
            PyErr_SetObject(PyExc_SystemExit, nb::int_(quit.status()).ptr());
        } catch (const PythonFailure& e) {
            e.restore({});
        } catch (const hoc::HocError& e) {
            set_hoc_error(e);
        } catch (const Error& e) {
            set_object(make(category_of(e), e.parts(), e.what()));
        } catch (const std::bad_alloc&) {
            PyErr_NoMemory();
        } catch (const std::exception& e) {
            PyErr_SetString(slot(Category::internal), e.what());
        } catch (...) {
            PyErr_SetString(slot(Category::internal), "unknown C++ exception");
        }
    } catch (nb::python_error& e) { // making the exception failed
        e.restore();
    }
}

void register_errors(nb::module_& m) {
    const std::array<Description, static_cast<std::size_t>(Category::count)> all{{
        {"Error",
         "Root of all errors of Ranvier.\n\nAttributes\n----------\nwhat, object, value, allowed, hint : "
         "str\n"
         "    The parts of the message; empty where they do not apply.",
         Category::count,
         {}},
        {"InputError",
         "A bad argument or a bad value in a file.",
         Category::error,
         {&PyExc_ValueError, &PyExc_RuntimeError}},
        {"IndexOutOfRange", "An index outside of an array.", Category::input, {&PyExc_IndexError}},
        {"WrongType", "An argument of the wrong type.", Category::input, {&PyExc_TypeError}},
        {"StateError", "The right thing at the wrong moment.", Category::error, {&PyExc_RuntimeError}},
        {"DeletedError",
         "Something that was deleted: a section, or what a reference pointed to.",
         Category::state,
         {&PyExc_ReferenceError, &PyExc_ValueError}},
        {"NoPlaceError", "A point process that has no location.", Category::state, {&PyExc_TypeError}},
        {"LookupFailure",
         "A name that is not there; `hint` has near names.",
         Category::error,
         {&PyExc_AttributeError, &PyExc_LookupError, &PyExc_ValueError}},
        {"NumericsError",
         "A calculation that left its domain, such as a voltage that became NaN.",
         Category::error,
         {&PyExc_ArithmeticError, &PyExc_RuntimeError}},
        {"IoError",
         "A file that cannot be read or written.",
         Category::error,
         {&PyExc_OSError, &PyExc_RuntimeError}},
        {"CompileError",
         "All mistakes of a .mod file at once.\n\nAttributes\n----------\ndiagnostics : list of dict\n"
         "    file, line, column, severity, message, hint of each.",
         Category::error,
         {&PyExc_RuntimeError}},
        {"CallbackError",
         "A Python callback raised; `__cause__` is what it raised.",
         Category::error,
         {&PyExc_RuntimeError}},
        {"InternalError",
         "A mistake of Ranvier's own: please report it.",
         Category::error,
         {&PyExc_RuntimeError}},
    }};
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& d = all[i];
        nb::list bases;
        bases.append(d.base == Category::count ? nb::handle(PyExc_Exception) : nb::handle(slot(d.base)));
        for (auto** also : d.also)
            if (also && !PyObject_IsSubclass(bases[0].ptr(), *also)) bases.append(nb::handle(*also));
        const std::string full = std::string("ranvier.") + d.name;
        PyObject* type = PyErr_NewExceptionWithDoc(full.c_str(), d.doc, nb::tuple(bases).ptr(), nullptr);
        if (!type) throw nb::python_error();
        classes[i] = type;
        m.attr(d.name) = nb::borrow(type);
    }
    hoc_error = PyErr_NewExceptionWithDoc(
        "ranvier.HocError", "An error of a hoc program: the reason, the place, who called whom.",
        nb::make_tuple(nb::handle(slot(Category::error)), nb::handle(PyExc_RuntimeError)).ptr(), nullptr);
    if (!hoc_error) throw nb::python_error();
    m.attr("HocError") = nb::borrow(hoc_error);
    nb::register_exception_translator([](const std::exception_ptr& p, void*) {
        try {
            std::rethrow_exception(p);
        } catch (const nb::python_error&) {
            throw;
        } catch (const nb::builtin_exception&) {
            throw;
        } catch (...) {
            set_current_exception();
        }
    });
}

} // namespace ranvier::python
