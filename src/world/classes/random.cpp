// SPDX-License-Identifier: BSD-3-Clause
// The table of Random's methods.
#include "ranvier/world/classes/random_object.hpp"

#include <cmath>

#include "c_host.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/functions.hpp"
#include "ranvier/world/classes/ref_place.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Object;
using hoc::Value;

Random& self(Object& o) { return *as<RandomObject>(o).random; }

/// Whole numbers of 32 bits, negative ones too.
std::uint32_t word(const Arguments& a, std::size_t i) {
    if (!a.has(i)) return 0;
    constexpr std::int64_t kBeyond = 4294967295LL;
    return static_cast<std::uint32_t>(a.whole(i, -kBeyond, kBeyond));
}

/// Of a seed of any size the low 32 bits, as of a whole number of 64.
std::uint32_t seed_word(const Arguments& a, std::size_t i) {
    constexpr double kBeyond = 9223372036854775808.0;
    const double given = a.number_or(i, 0);
    return std::abs(given) < kBeyond ? static_cast<std::uint32_t>(static_cast<std::int64_t>(given)) : 0;
}

/// A distribution is chosen and its first number drawn.
template <void (Random::*Set)(double)> Value choose1(Object& o, const Arguments& a) {
    (self(o).*Set)(a.number(0));
    return number(self(o).draw());
}
template <void (Random::*Set)(double, double)> Value choose2(Object& o, const Arguments& a) {
    const double x = a.number(0), y = a.number(1);
    (self(o).*Set)(x, y);
    return number(self(o).draw());
}

Value geometric(Object& o, const Arguments& a) {
    const double mean = a.number(0);
    // The number of draws until one is not below the mean: at 1 there is no end.
    if (!(mean < 1)) throw InputError::out_of_range("the mean", o.name(), number_text(mean), "below 1");
    return choose1<&Random::geometric>(o, a);
}

Value negexp(Object& o, const Arguments& a) {
    const double mean = a.number(0);
    if (!(mean >= 0)) throw InputError::out_of_range("the mean", o.name(), number_text(mean), "0 or more");
    return choose1<&Random::negexp>(o, a);
}

Value hypergeo(Object& o, const Arguments& a) {
    const double mean = a.number(0), variance = a.number(1);
    if (!(mean > 0 && variance >= mean * mean))
        throw InputError::out_of_range("the variance", o.name(),
                                       number_text(variance) + " for mean " + number_text(mean),
                                       "at least mean^2, for a mean above 0");
    return choose2<&Random::hyperexponential>(o, a);
}

Value poisson(Object& o, const Arguments& a) {
    const double mean = a.number(0);
    if (!(mean >= 0 && mean < 1e6))
        throw InputError::out_of_range("the mean", o.name(), number_text(mean), "0 to 1e6");
    return choose1<&Random::poisson>(o, a);
}

Value binomial(Object& o, const Arguments& a) {
    const double count = a.number(0);
    if (!(count < 1e9))
        throw InputError::out_of_range("the count", o.name(), number_text(count), "below 1e9");
    return choose2<&Random::binomial>(o, a);
}

Value erlang(Object& o, const Arguments& a) {
    const double mean = a.number(0), variance = a.number(1);
    const double stages = mean * mean / variance;
    if (!(stages >= 0 && stages < 1e9))
        throw InputError::out_of_range("mean^2 / variance", o.name(), number_text(stages), "0 to 1e9");
    return choose2<&Random::erlang>(o, a);
}

Value sequence(Object& o, const Arguments& a) {
    auto& r = self(o);
    if (a.has(0)) {
        const bool is_philox = r.generator() == Random::Generator::philox;
        const double last =
            is_philox ? 17179869183.0 : 4294967295.0; // four numbers a counter of 32 bits, or one
        r.set_sequence(static_cast<double>(a.whole(0, 0, static_cast<std::int64_t>(last))));
    }
    return number(r.sequence());
}

Value additive(Object& o, const Arguments& a) {
    const auto size = a.has(1) ? a.whole(1, AdditiveGenerator::kSmallest, AdditiveGenerator::kLargest) : 55;
    self(o).use(std::make_unique<AdditiveGenerator>(seed_word(a, 0), static_cast<int>(size)));
    return number(1);
}

Value isaac(Object& o, const Arguments& a) {
    auto& made = world_of(o)->classes().isaac_count;
    ++made;
    auto seed = word(a, 0);
    if (seed == 0) seed = ~made;
    self(o).use(std::make_unique<Isaac64>(seed));
    return number(seed);
}

Value play(Object& o, const Arguments& a) {
    const auto place = std::dynamic_pointer_cast<RefPlace>(a.place(0));
    if (!place) a.refuse(0, "a reference to a number of the model or of a Vector");
    auto drawing = std::make_shared<engine::Drawing>();
    drawing->draw = [random = as<RandomObject>(o).random] { return random->draw(); };
    drawing->target = place->ref();
    as<RandomObject>(o).plays.push_back(drawing);
    world_of(o)->simulator().draw(std::move(drawing));
    return number(0);
}

constexpr hoc::Member kMembers[] = {
    {.name = "Random123",
     .signature = "([id1, id2, id3]) -> float",
     .summary = "The stream of these three numbers (Philox 4x32)",
     .call =
         [](Object& o, const Arguments& a) {
             const auto id1 = word(a, 0), id2 = word(a, 1), id3 = word(a, 2);
             self(o).use_philox(id1, id2, id3, world_of(o)->c_host().global_index);
             return number(0);
         }},
    {.name = "Random123_globalindex",
     .signature = "([index]) -> float",
     .summary = "A number that all streams of Random123 made from now on depend on",
     .call =
         [](Object& o, const Arguments& a) {
             auto& index = world_of(o)->c_host().global_index;
             if (a.has(0)) index = word(a, 0);
             return number(index);
         }},
    {.name = "MCellRan4",
     .signature = "([high[, low]]) -> float",
     .summary = "Hash of a counter that starts at `high`, and of `low`; returns `high`",
     .call =
         [](Object& o, const Arguments& a) {
             auto high = word(a, 0), low = word(a, 1);
             auto& shared = world_of(o)->classes();
             const auto usual = world_of(o)->c_host().ran4_low;
             if (low == 0) low = usual;
             ++shared.ran4_count;
             if (high == 0) {
                 std::uint32_t next = shared.ran4_count;
                 high = ran4_bits(next, usual);
             }
             self(o).use_ran4(high, low);
             return number(high);
         }},
    {.name = "ACG",
     .signature = "([seed[, size]]) -> float",
     .summary = "Additive congruential generator; remembers `size` numbers, 7 to 98",
     .call = additive},
    {.name = "MLCG",
     .signature = "([seed1[, seed2]]) -> float",
     .summary = "Difference of two linear congruential generators",
     .call =
         [](Object& o, const Arguments& a) {
             self(o).use(std::make_unique<LinearPair>(static_cast<std::int32_t>(seed_word(a, 0)),
                                                      static_cast<std::int32_t>(seed_word(a, 1))));
             return number(1);
         }},
    {.name = "Isaac64",
     .signature = "([seed]) -> float",
     .summary = "R. J. Jenkins's generator; 0 or no seed: another one each time. Returns the seed",
     .call = isaac},
    {.name = "seq",
     .signature = "([position]) -> float",
     .summary = "Position in the stream; sets it if one is given",
     .call = sequence},
    {.name = "repick",
     .signature = "() -> float",
     .summary = "The next number",
     .call = [](Object& o, const Arguments&) { return number(self(o).draw()); }},
    {.name = "play",
     .signature = "(reference) -> float",
     .summary = "Draw a number anew when a run begins and at each step",
     .call = play},
    {.name = "uniform",
     .signature = "(low, high) -> float",
     .summary = "Evenly between two numbers",
     .call = choose2<&Random::uniform>},
    {.name = "discunif",
     .signature = "(low, high) -> float",
     .summary = "A whole number, both ends included",
     .call = choose2<&Random::discrete_uniform>},
    {.name = "normal",
     .signature = "(mean, variance) -> float",
     .summary = "Normal",
     .call = choose2<&Random::normal>},
    {.name = "lognormal",
     .signature = "(mean, variance) -> float",
     .summary = "Log-normal; mean and variance of the result",
     .call = choose2<&Random::lognormal>},
    {.name = "negexp", .signature = "(mean) -> float", .summary = "Exponential", .call = negexp},
    {.name = "poisson", .signature = "(mean) -> float", .summary = "Poisson", .call = poisson},
    {.name = "binomial",
     .signature = "(count, probability) -> float",
     .summary = "Binomial",
     .call = binomial},
    {.name = "geometric",
     .signature = "(mean) -> float",
     .summary = "Draws until one is not below the mean",
     .call = geometric},
    {.name = "hypergeo",
     .signature = "(mean, variance) -> float",
     .summary = "Hyperexponential: an exponential of one of two means",
     .call = hypergeo},
    {.name = "erlang", .signature = "(mean, variance) -> float", .summary = "Erlang", .call = erlang},
    {.name = "weibull",
     .signature = "(alpha, beta) -> float",
     .summary = "Weibull",
     .call = choose2<&Random::weibull>},
};

/// mcell_ran4(&counter): the next number of this counter, which goes on by one.
Value ran4(World& world, const Arguments& a) {
    const auto place = a.place(0);
    const double at = place->get();
    if (!(at >= 0 && at < 4294967296.0))
        throw InputError::out_of_range("the counter", std::string(a.function()), number_text(at),
                                       "0 to 4294967295");
    auto counter = static_cast<std::uint32_t>(at);
    const auto bits = ran4_bits(counter, world.c_host().ran4_low);
    place->set(counter);
    return number(bits / 4294967296.0);
}

constexpr Function kFunctions[] = {
    {"mcell_ran4", "(reference) -> float",
     "The number that MCellRan4 makes of a counter, which goes on by one", ran4},
    {"mcell_ran4_init", "([low]) -> float", "The low index of MCellRan4 if none is given; sets it",
     [](World& world, const Arguments& a) {
         auto& low = world.c_host().ran4_low;
         const auto before = low;
         if (a.has(0)) low = word(a, 0);
         return number(before);
     }},
    {"use_mcell_ran4", "([flag]) -> float",
     "Kept for scripts: scop_random and its like have one generator; what was given before",
     [](World& world, const Arguments& a) {
         auto& told = world.classes().uses_ran4;
         const double before = told;
         if (a.has(0)) told = a.number(0);
         return number(before);
     }},
};

} // namespace

RandomObject::~RandomObject() {
    if (plays.empty()) return;
    if (const auto world = static_cast<BuiltinClass&>(type()).find_world())
        for (const auto& drawing : plays) world->simulator().remove(drawing);
}

std::span<const Function> random_functions() { return kFunctions; }

const Declaration kRandomClass = {
    .name = "Random",
    .signature = "([seed])",
    .summary = "Random numbers: a generator and a distribution. Choosing a "
               "distribution draws a number of it, repick the next",
    .members = kMembers,
    .make = [](BuiltinClass& type, const Arguments& a) -> hoc::ObjectPtr {
        auto made = std::make_shared<RandomObject>(type.self());
        // What a Random is before a generator is chosen; 55 is the size that generators of old took.
        if (type.world()->classes().is_version8)
            made->random->use(std::make_unique<AdditiveGenerator>(seed_word(a, 0)));
        else made->random->use_philox(seed_word(a, 0), 55, 0, type.world()->c_host().global_index);
        return made;
    }};

} // namespace ranvier::world::classes
