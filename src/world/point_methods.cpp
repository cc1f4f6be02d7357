// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/point_methods.hpp"

#include "random_draws.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/random_object.hpp"
#include "ranvier/world/classes/vector.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world {

namespace {

using hoc::Arguments;
using hoc::Value;

/// NetStim: its intervals come from the stream of a Random, from where that stands. A Random that names no stream (NEURON 9 refuses
/// it), and any for whom the world is NEURON 8's, is drawn from itself, with its distribution.
Value noise_from_random(World& world, PointObject& point, const Arguments& a) {
    const auto given = a.require<classes::RandomObject>(0, "a Random");
    if (given->random->generator() != Random::Generator::philox || world.classes().is_version8) {
        draw_from(*point.point(), given);
        point.kept = given;
        return 1.0;
    }
    const auto ids = given->random->stream().ids();
    const auto& type = point.point()->type();
    const auto* seed = world.names().find_function(*type, "noiseFromRandom123");
    RV_CHECK(seed != nullptr);
    const double numbers[] = {static_cast<double>(ids[0]), static_cast<double>(ids[1]),
                              static_cast<double>(ids[2])};
    const auto& place = *point.point();
    static_cast<void>(world.call(*seed, {.point = &place}, numbers));
    const double drawn[] = {given->random->sequence()};
    static_cast<void>(world.call(*world.names().find_function(*type, "seed"), {.point = &place}, drawn));
    return 1.0;
}

/// Follows an APCount: when it counts, the time goes into an array. Ends with its point process.
struct CountRecorder {
    CountRecorder(World& w, const model::PointProcess& p, state::NumbersPtr into)
        : world(w.weak_from_this()), times(std::move(into)) {
        const auto column = [&](const char* name) { return w.names().find_member(*p.type(), name); };
        const auto time = w.ref(p, *column("time")), firing = w.ref(p, *column("firing"));
        auto source = std::make_shared<model::SpikeSource>();
        source->value = firing;
        source->threshold = 0.5;
        recording = std::make_shared<engine::SpikeRecording>();
        recording->source = source;
        // what INITIAL counted is there already
        recording->callback = [time, array = times](double) {
            if (array->empty() || (*array)[array->size() - 1] != time.get()) array->push_back(time.get());
        };
        w.simulator().record_spikes(recording);
        begins = std::make_shared<InitializeHandler>();
        begins->stage = InitializeStage::before_initial;
        begins->call = [array = times] { array->resize(0); };
        w.add_handler(begins);
        // INITIAL counts too, where v stands above the threshold from the beginning
        begun = std::make_shared<InitializeHandler>();
        begun->stage = InitializeStage::after_initial;
        begun->call = [time, firing, array = times] {
            if (firing.is_alive() && firing.get() != 0) array->push_back(time.get());
        };
        w.add_handler(begun);
    }
    ~CountRecorder() {
        if (const auto w = world.lock()) w->release(recording);
    }
    CountRecorder(const CountRecorder&) = delete;
    CountRecorder& operator=(const CountRecorder&) = delete;

    std::weak_ptr<World> world;
    state::NumbersPtr times;
    engine::SpikeRecordingPtr recording;
    std::shared_ptr<InitializeHandler> begins, begun;
};

/// APCount: record(times); record() ends it.
Value record_counts(World& world, PointObject& point, const Arguments& a) {
    point.kept.reset();
    if (a.has(0))
        point.kept = std::make_shared<CountRecorder>(
            world, *point.point(), a.require<classes::Vector>(0, "a Vector for the times")->numbers);
    return 1.0;
}

constexpr PointMethod kMethods[] = {
    {"NetStim", "noiseFromRandom", "(Random) -> float",
     "Draw the intervals from the stream of a Random; of a generator other than Random123 what it draws",
     noise_from_random},
    {"APCount", "record", "([Vector]) -> float", "Put the times of what is counted into a Vector [ms]",
     record_counts},
};

} // namespace

std::span<const PointMethod> point_methods() { return kMethods; }

const PointMethod* find_point_method(std::string_view mechanism, std::string_view name) {
    for (const auto& method : kMethods)
        if (method.mechanism == mechanism && method.name == name) return &method;
    return nullptr;
}

} // namespace ranvier::world
