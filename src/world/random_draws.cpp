// SPDX-License-Identifier: BSD-3-Clause
#include "random_draws.hpp"

#include <mutex>
#include <unordered_map>

#include "ranvier/base/error.hpp"
#include "ranvier/engine/other_streams.hpp"

namespace ranvier::world {

namespace {

/// Kernels may ask for the number at one place more than once.
struct Drawn {
    std::weak_ptr<classes::RandomObject> random;
    double place = -1, value = 0;
};

/// Threads draw from a Random in the order in which they come.
struct Streams {
    std::mutex mutex;
    std::unordered_map<double, Drawn> by_number;
    double last = 0;
    std::size_t clean_at = 64; ///< so many of them are looked through for those whose Random is gone
};
Streams& all_streams() {
    static Streams streams;
    return streams;
}

double number_at(double number, double place, std::optional<ErrorParts>& error) {
    auto& streams = all_streams();
    const std::scoped_lock lock(streams.mutex);
    const auto found = streams.by_number.find(number);
    const auto random = found == streams.by_number.end() ? nullptr : found->second.random.lock();
    if (!random) {
        if (!error)
            error = ErrorParts{"the Random that its numbers come from is gone",
                               "NetStim",
                               {},
                               {},
                               "call noiseFromRandom again"};
        return 0;
    }
    auto& drawn = found->second;
    if (drawn.place == place) return drawn.value;
    try {
        drawn.value = random->random->draw();
    } catch (const Error& problem) {
        if (!error) error = problem.parts();
        return 0;
    }
    drawn.place = place;
    return drawn.value;
}

} // namespace

double number_of(const Draws& draws) {
    auto& streams = all_streams();
    const std::scoped_lock lock(streams.mutex);
    if (streams.last == 0) engine::set_other_streams(number_at);
    if (streams.by_number.size() >= streams.clean_at) {
        std::erase_if(streams.by_number, [](const auto& row) { return row.second.random.expired(); });
        streams.clean_at = 2 * streams.by_number.size() + 64;
    }
    streams.by_number[++streams.last] = {draws.random, draws.place, draws.value};
    return engine::kOtherStreams + streams.last;
}

Draws draws_of(double number) {
    auto& streams = all_streams();
    const std::scoped_lock lock(streams.mutex);
    const auto found = streams.by_number.find(number - engine::kOtherStreams);
    if (found == streams.by_number.end()) return {};
    return {found->second.random.lock(), found->second.place, found->second.value};
}

int column_of_draws(const model::MechanismType& type) {
    const auto& mechanism = *type.mechanism;
    if (!mechanism.find("draws_from_random").valid()) return -1;
    const auto variable = mechanism.find("ranvar");
    return variable.valid() ? type.column[static_cast<std::size_t>(variable.value)] : -1;
}

void draw_from(const model::PointProcess& stim, const std::shared_ptr<classes::RandomObject>& random) {
    const auto& type = *stim.type();
    const auto row = type.instances->row(stim.row());
    const int stream = column_of_draws(type);
    RV_CHECK(stream >= 0);
    const double numbers[] = {number_of({random}), 0, 0, 0};
    for (int i = 0; i < 4; ++i) type.instances->set(row, stream + i, numbers[i]);
    const auto flag = type.mechanism->find("draws_from_random");
    type.instances->set(row, type.column[static_cast<std::size_t>(flag.value)], 1);
}

} // namespace ranvier::world
