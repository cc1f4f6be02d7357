// SPDX-License-Identifier: BSD-3-Clause
// What the time of runs went into, for whoever asks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ranvier::engine {

/// What a thread is busy with. Each moment belongs to one of them: the innermost.
enum class Activity : std::uint8_t {
    stepping, ///< all that has no name of its own
    kernels,  ///< of mechanisms; told apart by kernel
    solver,   ///< trees and, in a variable step, what fills and empties their columns
    integrator,
    diffusion,
    events,    ///< thresholds, WATCHes, the queue; NET_RECEIVE blocks are kernels
    recording, ///< and playing
    functions, ///< of the program: callbacks, handlers, progress
    layout,    ///< and compiling
    initialization,
    threads, ///< a thread that waits for others
};
inline constexpr int kActivities = 11;
[[nodiscard]] const char* name(Activity activity);

struct ProfileReport {
    struct Kernel {
        std::string operation; ///< "currents", "states", ...
        std::vector<std::string> mechanisms;
        std::int64_t calls = 0;
        double seconds = 0;
    };
    bool is_on = false;
    double seconds[kActivities] = {}; ///< of all threads together
    std::int64_t calls[kActivities] = {};
    std::vector<Kernel> kernels; ///< the longest first
    double inside = 0;           ///< seconds of the clock that runs took
    double outside = 0;          ///< seconds of the clock between runs, while it was on
    int threads = 1;
};

} // namespace ranvier::engine
