// SPDX-License-Identifier: BSD-3-Clause
// PtrVector: references to many numbers, which are read and written together.
#include "objects.hpp"
#include "ranvier/world/classes/curves.hpp"
#include "vector.hpp"

namespace ranvier::python {

using namespace nb::literals;

namespace {

struct PyPtrVector {
    std::vector<state::DataRef> refs;
    std::vector<double> unset; ///< what a slot that refers to nothing holds
    WorldDataPtr data;         ///< of the first reference
    std::string label;

    [[nodiscard]] std::size_t slot(double index) const {
        if (!(index >= 0) || index >= static_cast<double>(refs.size()))
            raise(Category::index, {"the slot is out of range",
                                    "PtrVector",
                                    number_text(index),
                                    "0 <= slot < " + std::to_string(refs.size()),
                                    {}});
        return static_cast<std::size_t>(index);
    }
    [[nodiscard]] double get(std::size_t i) const { return refs[i].is_null() ? unset[i] : refs[i].get(); }
    void set(std::size_t i, double value) {
        if (refs[i].is_null()) unset[i] = value;
        else refs[i].set(value);
    }
    void resize(double size) {
        constexpr double kMost = 1e9;
        if (!(size >= 1) || size > kMost)
            throw InputError::out_of_range("the size", "PtrVector", number_text(size), "1 to 1e9");
        refs.resize(static_cast<std::size_t>(size));
        unset.resize(refs.size(), 0);
    }
};

PyVector& vector_from(nb::handle h) {
    if (auto* vector = as_vector(h)) return *vector;
    raise(Category::type, {"a Vector is needed", "PtrVector", nb::repr(h).c_str(), {}, {}});
}

} // namespace

void bind_ptr_vector(nb::module_& m) {
    nb::class_<PyPtrVector>(
        m, "PtrVector", nb::is_weak_referenceable(),
        "References to many numbers: ``gather`` reads them all into a Vector, ``scatter`` writes them.")
        .def("__init__",
             [](PyPtrVector* self, double size) {
                 new (self) PyPtrVector;
                 self->resize(size);
             })
        .def(
            "pset",
            [](PyPtrVector& p, double index, nb::handle target) {
                const auto i = p.slot(index);
                PyRef* ref = nullptr;
                if (!cast_to(target, ref))
                    raise(Category::type, {"a slot takes a reference to a number",
                                           "PtrVector",
                                           nb::repr(target).c_str(),
                                           "segment._ref_v",
                                           {}});
                static_cast<void>(ref->ref.get()); // says so if it is gone
                p.refs[i] = ref->ref;
                if (!p.data) p.data = ref->data;
                return 0.0;
            },
            "index"_a, "reference"_a)
        .def(
            "gather",
            [](const PyPtrVector& p, nb::handle vector) {
                if (p.data) (*p.data)->check_access();
                auto& to = *vector_from(vector).numbers;
                if (to.size() != p.refs.size())
                    throw InputError::out_of_range("the size of the Vector", "PtrVector.gather",
                                                   std::to_string(to.size()), std::to_string(p.refs.size()));
                for (std::size_t i = 0; i < p.refs.size(); ++i) to[i] = p.get(i);
                return 0.0;
            },
            "vector"_a)
        .def(
            "scatter",
            [](PyPtrVector& p, nb::handle vector) {
                if (p.data) (*p.data)->check_access();
                const auto& from = *vector_from(vector).numbers;
                if (from.size() != p.refs.size())
                    throw InputError::out_of_range("the size of the Vector", "PtrVector.scatter",
                                                   std::to_string(from.size()),
                                                   std::to_string(p.refs.size()));
                for (std::size_t i = 0; i < p.refs.size(); ++i) p.set(i, from[i]);
                return 0.0;
            },
            "vector"_a)
        .def(
            "plot",
            [](const PyPtrVector& p, const nb::args& args) {
                const auto values = to_values(args, Sequences::as_they_are);
                world::classes::plot_following(hoc::Arguments("PtrVector.plot", values), p.label,
                                               [refs = p.refs, unset = p.unset] {
                                                   std::vector<double> now = unset;
                                                   for (std::size_t i = 0; i < refs.size(); ++i)
                                                       if (!refs[i].is_null()) now[i] = refs[i].get();
                                                   return now;
                                               });
                return 0.0;
            },
            "Draw the numbers on a Graph: (graph[, x or step][, color, brush]).")
        .def("getval", [](const PyPtrVector& p, double index) { return p.get(p.slot(index)); })
        .def("setval",
             [](PyPtrVector& p, double index, double value) {
                 p.set(p.slot(index), value);
                 return 0.0;
             })
        .def("size", [](const PyPtrVector& p) { return p.refs.size(); })
        .def("__len__", [](const PyPtrVector& p) { return p.refs.size(); })
        .def("resize",
             [](PyPtrVector& p, double size) {
                 p.resize(size);
                 return 0.0;
             })
        .def(
            "ptr_update_callback", [](PyPtrVector&, nb::handle) { return 0.0; }, "callback"_a,
            "Kept for scripts: references follow their numbers by themselves.")
        .def(
            "label",
            [](PyPtrVector& p, nb::object text) {
                if (!text.is_none()) p.label = nb::str(text).c_str();
                return nb::str(p.label.c_str());
            },
            "text"_a = nb::none());
}

} // namespace ranvier::python
