// SPDX-License-Identifier: BSD-3-Clause
// CVode's members that ask about events. Private to world.
#pragma once

#include "ranvier/world/classes/builtin_class.hpp"

namespace ranvier::world::classes {

hoc::Value store_events(hoc::Object& o, const hoc::Arguments& a);
hoc::Value print_event_queue(hoc::Object& o, const hoc::Arguments& a);
hoc::Value event_queue_info(hoc::Object& o, const hoc::Arguments& a);
hoc::Value spike_statistics(hoc::Object& o, const hoc::Arguments& a);

} // namespace ranvier::world::classes
