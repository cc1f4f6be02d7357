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

void draw_from(const model::PointProcess& stim, const std::shared_ptr<classes::RandomObject>& random) {
    auto& streams = all_streams();
    const std::scoped_lock lock(streams.mutex);
    if (streams.last == 0) engine::set_other_streams(number_at);
    std::erase_if(streams.by_number, [](const auto& row) { return row.second.random.expired(); });
    streams.by_number[++streams.last].random = random;
    const auto& type = *stim.type();
    const auto column = [&](const char* name) {
        const auto variable = type.mechanism->find(name);
        RV_CHECK(variable.valid());
        return type.column[static_cast<std::size_t>(variable.value)];
    };
    const auto row = type.instances->row(stim.row());
    const int stream = column("ranvar");
    const double numbers[] = {engine::kOtherStreams + streams.last, 0, 0, 0};
    for (int i = 0; i < 4; ++i) type.instances->set(row, stream + i, numbers[i]);
    type.instances->set(row, column("draws_from_random"), 1);
}

} // namespace ranvier::world
