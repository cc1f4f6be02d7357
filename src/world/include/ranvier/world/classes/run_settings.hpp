// SPDX-License-Identifier: BSD-3-Clause
// What the CVode objects of a world share: they all stand for one integrator.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ranvier/engine/simulator.hpp"
#include "ranvier/hoc/object.hpp"

namespace ranvier::world::classes {

/// Of CVode.record. Without times of its own: it samples at given ones.
struct StepRecord {
    engine::RecordingPtr values, times;
};

struct RunSettings {
    // kept for scripts, without an effect
    double stiffness = 2, jacobian = 0, queue_mode = 0, debug = 0, sparse = 0, long_double = 0,
           start_step = 1e-9, start_style = 0;
    /// What each step calls: as it was given, and the engine's handle.
    std::vector<std::pair<hoc::ObjectPtr, engine::StepCall>> step_calls;
    std::vector<StepRecord> step_records;
    std::vector<hoc::PlacePtr> batch; ///< of batch_save
};

} // namespace ranvier::world::classes
