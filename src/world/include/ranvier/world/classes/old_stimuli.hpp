// SPDX-License-Identifier: BSD-3-Clause
// Stimuli, clamp and synapses that the oldest programs address by number. What acts is an IClamp, an SEClamp or an AlphaSynapse.
#pragma once

#include <memory>
#include <vector>

#include "ranvier/model/model.hpp"

namespace ranvier::world {

struct InitializeHandler;
class World;

namespace classes {

/// One of them; a row that was never filled in has no point process.
struct OldStimulus {
    std::weak_ptr<model::Section> section;
    double x = 0;
    std::vector<double> values; ///< as given: delay, duration, magnitude ...
    model::PointPtr point;
};

struct OldStimuli {
    std::vector<OldStimulus> stimuli, synapses;
    std::vector<std::pair<double, double>> levels; ///< of the clamp: duration [ms], level [mV]
    OldStimulus clamp;
    std::shared_ptr<InitializeHandler> sets_resistance; ///< clamp_resist acts from the next finitialize on
};

} // namespace classes
} // namespace ranvier::world
