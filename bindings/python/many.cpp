// SPDX-License-Identifier: BSD-3-Clause
// Connections: many NetCons made from arrays.
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/vector.h>

#include <cmath>
#include <optional>

#include "objects.hpp"

namespace ranvier::python {

using namespace nb::literals;

namespace {

using Indices = nb::ndarray<const std::int64_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Values = nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

struct PyConnections {
    WorldDataPtr data;
    std::shared_ptr<model::NetConBlock> block;
    PyConnections(WorldDataPtr d, std::shared_ptr<model::NetConBlock> b)
        : data(std::move(d)), block(std::move(b)) {}
    ~PyConnections() {
        if (data) data->world->release(block);
    }
    PyConnections(const PyConnections&) = delete;
    PyConnections& operator=(const PyConnections&) = delete;
};

void check_finite(const Values& values, const char* what, bool is_delay) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double x = values.data()[i];
        if (is_delay ? !(x >= 0) || !std::isfinite(x) : std::isnan(x))
            throw InputError(ErrorParts{std::string(what) + " is out of range",
                                        "connect",
                                        "element " + std::to_string(i) + " is " + number_text(x),
                                        is_delay ? "0 <= delay, finite [ms]" : "a number",
                                        {}});
    }
}

/// One value for all, or one each.
void check_count(const Values& values, std::size_t count, const char* what) {
    if (values.size() != 1 && values.size() != count)
        throw InputError::out_of_range(std::string("the number of ") + what, "connect",
                                       std::to_string(values.size()),
                                       "1 or " + std::to_string(count) + ", as many as connections");
}

template <class T> void check_indices(const Indices& indices, const std::vector<T>& all, const char* what) {
    for (std::size_t i = 0; i < indices.size(); ++i) {
        const auto k = indices.data()[i];
        if (k < 0 || static_cast<std::size_t>(k) >= all.size())
            raise(Category::index, {std::string("the index of a ") + what + " is out of range",
                                    "connect",
                                    "element " + std::to_string(i) + " is " + std::to_string(k),
                                    "0 <= index < " + std::to_string(all.size()),
                                    {}});
    }
}

PyConnections* connect(nb::handle world, const nb::list& sources, const Indices& from,
                       const nb::list& targets, const Indices& to, const Values& weights,
                       const Values& delays) {
    PyWorld* w = nullptr;
    if (!cast_to(world, w)) raise(Category::type, {"a World is needed", "connect", {}, {}, {}});
    const auto& data = w->data;
    (*data)->check_access();
    const std::size_t count = from.size();
    if (to.size() != count)
        throw InputError::out_of_range("the number of targets", "connect", std::to_string(to.size()),
                                       std::to_string(count) + ", as many as sources");
    check_count(weights, count, "weights");
    check_count(delays, count, "delays");
    check_finite(weights, "a weight", false);
    check_finite(delays, "a delay", true);
    std::vector<std::shared_ptr<model::SpikeSource>> source_of;
    for (const auto& source : sources) source_of.push_back(source_from(data, source));
    std::vector<model::PointProcess*> target_of;
    for (const auto& target : targets) target_of.push_back(target_from(data, target));
    check_indices(from, source_of, "source");
    check_indices(to, target_of, "target");
    const auto at = [](const Values& values, std::size_t i) {
        return values.data()[values.size() == 1 ? 0 : i];
    };
    auto block = (*data)->model().create_netcons(count, [&](std::size_t i) {
        return model::NetConSpec{source_of[static_cast<std::size_t>(from.data()[i])],
                                 target_of[static_cast<std::size_t>(to.data()[i])], at(delays, i),
                                 at(weights, i)};
    });
    return new PyConnections(data, std::move(block));
}

template <class Get> nb::object array_of(const PyConnections& c, Get&& get) {
    (*c.data)->check_access();
    auto& netcons = c.block->netcons();
    const std::size_t count = netcons.size();
    auto* values = new double[count ? count : 1];
    for (std::size_t i = 0; i < count; ++i) values[i] = get(netcons[i]);
    nb::capsule owner(values, [](void* p) noexcept { delete[] static_cast<double*>(p); });
    return nb::cast(nb::ndarray<nb::numpy, double, nb::ndim<1>>(values, {count}, owner));
}

template <class Set> void set_array(PyConnections& c, const Values& values, const char* what, Set&& set) {
    (*c.data)->check_access();
    auto& netcons = c.block->netcons();
    check_count(values, netcons.size(), what);
    for (std::size_t i = 0; i < netcons.size(); ++i)
        set(netcons[i], values.data()[values.size() == 1 ? 0 : i]);
}

} // namespace

void bind_many(nb::module_& m) {
    nb::class_<PyConnections>(m, "Connections", nb::is_weak_referenceable(),
                              "Many NetCons, made by ``ranvier.connect``. They go with this object.")
        .def("__len__", [](const PyConnections& c) { return c.block->netcons().size(); })
        .def("_weights",
             [](const PyConnections& c) {
                 return array_of(c,
                                 [](const auto& nc) { return nc.weights->empty() ? 0 : (*nc.weights)[0]; });
             })
        .def("_set_weights",
             [](PyConnections& c, const Values& values) {
                 check_finite(values, "a weight", false);
                 set_array(c, values, "weights", [](auto& nc, double x) {
                     if (!nc.weights->empty()) (*nc.weights)[0] = x;
                 });
             })
        .def("_delays",
             [](const PyConnections& c) { return array_of(c, [](const auto& nc) { return nc.delay; }); })
        .def("_set_delays", [](PyConnections& c, const Values& values) {
            check_finite(values, "a delay", true);
            set_array(c, values, "delays", [](auto& nc, double x) { nc.delay = x; });
            c.data->world->model().network_changed();
        });
    m.def("_connect", connect, nb::rv_policy::take_ownership, "world"_a, "sources"_a, "source_indices"_a,
          "targets"_a, "target_indices"_a, "weights"_a, "delays"_a);
}

} // namespace ranvier::python
