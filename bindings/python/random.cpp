// SPDX-License-Identifier: BSD-3-Clause
// Random: h.Random().
#include <nanobind/stl/shared_ptr.h>

#include "objects.hpp"
#include "ranvier/world/random.hpp"
#include "slots.hpp"
#include "vector.hpp"

namespace ranvier::python {

using namespace nb::literals;
using world::Random;

namespace {

std::uint32_t word(double value, const char* what) {
    constexpr double kBeyond = 4294967296.0;
    if (!(value > -kBeyond && value < kBeyond))
        throw InputError::out_of_range(what, "Random", number_text(value), "a whole number of 32 bits");
    return static_cast<std::uint32_t>(static_cast<std::int64_t>(value));
}

/// A distribution is chosen and its first number drawn.
template <void (Random::*Set)(double, double)> double choose2(Random& r, double a, double b) {
    (r.*Set)(a, b);
    return r.draw();
}
template <void (Random::*Set)(double)> double choose1(Random& r, double a) {
    (r.*Set)(a);
    return r.draw();
}

} // namespace

std::shared_ptr<Random> as_random(nb::handle h) {
    PyRandom* found = nullptr;
    return cast_to(h, found) ? found->random : nullptr;
}

void bind_random(nb::module_& m) {
    const auto draws = [](auto method) {
        return [method](PyRandom& r, double a) { return method(*r.random, a); };
    };
    const auto draws2 = [](auto method) {
        return [method](PyRandom& r, double a, double b) { return method(*r.random, a, b); };
    };
    nb::class_<PyRandom>(
        m, "Random", nb::is_weak_referenceable(),
        "Random numbers: a generator (``Random123``, ``MCellRan4``) and a distribution. Choosing a "
        "distribution draws a number\nof it, ``repick`` draws the next.")
        .def("__init__",
             [](PyRandom* self, const nb::args&) { new (self) PyRandom{std::make_shared<Random>()}; })
        .def(
            "Random123",
            [](PyRandom& r, double id1, double id2, double id3) {
                r.random->use_philox(word(id1, "id1"), word(id2, "id2"), word(id3, "id3"));
                return 0.0;
            },
            "id1"_a = 0, "id2"_a = 0, "id3"_a = 0, "The stream of these three numbers (Philox 4x32).")
        .def(
            "MCellRan4",
            [](PyRandom& r, double high, double low) {
                r.random->use_ran4(word(high, "the high index"), word(low, "the low index"));
                return high;
            },
            "high"_a = 0, "low"_a = 0, "Hash of a counter that starts at `high`, and of `low`.")
        .def(
            "seq",
            [](PyRandom& r, nb::object position) {
                if (!position.is_none()) r.random->set_sequence(nb::cast<double>(position));
                return r.random->sequence();
            },
            "position"_a = nb::none(), "Position in the stream; sets it if one is given.")
        .def("_ids",
             [](PyRandom& r) {
                 if (r.random->generator() != Random::Generator::philox)
                     throw InputError(
                         ErrorParts{"the Random has no stream of ids", "Random", {}, "one of Random123", {}});
                 const auto ids = r.random->stream().ids();
                 return nb::make_tuple(ids[0], ids[1], ids[2]);
             })
        .def(
            "repick", [](PyRandom& r) { return r.random->draw(); }, "The next number.")
        .def("uniform", draws2(choose2<&Random::uniform>), "low"_a = 0, "high"_a = 1)
        .def("discunif", draws2(choose2<&Random::discrete_uniform>), "low"_a = 0, "high"_a = 1)
        .def("normal", draws2(choose2<&Random::normal>), "mean"_a = 0, "variance"_a = 1)
        .def("lognormal", draws2(choose2<&Random::lognormal>), "mean"_a = 1, "variance"_a = 1)
        .def("negexp", draws(choose1<&Random::negexp>), "mean"_a = 1)
        .def("poisson", draws(choose1<&Random::poisson>), "mean"_a = 1)
        .def("binomial", draws2(choose2<&Random::binomial>), "count"_a = 1, "probability"_a = 0.5)
        .def("geometric", draws(choose1<&Random::geometric>), "mean"_a = 0.5)
        .def("erlang", draws2(choose2<&Random::erlang>), "mean"_a = 1, "variance"_a = 1)
        .def("weibull", draws2(choose2<&Random::weibull>), "alpha"_a = 1, "beta"_a = 1)
        .def("__repr__", [](const PyRandom& r) {
            switch (r.random->generator()) {
            case Random::Generator::philox: return "<Random: Random123>";
            case Random::Generator::ran4: return "<Random: MCellRan4>";
            default: return "<Random without a generator>";
            }
        });
}

} // namespace ranvier::python
