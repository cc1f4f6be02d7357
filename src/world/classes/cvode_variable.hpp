// SPDX-License-Identifier: BSD-3-Clause
// CVode's members that concern the variable step. Private to world.
#pragma once

#include "ranvier/engine/simulator.hpp"
#include "ranvier/world/classes/builtin_class.hpp"

namespace ranvier::world::classes::variable_step {

using hoc::Arguments;
using hoc::Object;
using hoc::Value;

Value active(Object& o, const Arguments& a);
Value local(Object& o, const Arguments& a);
Value solve(Object& o, const Arguments& a);
Value re_init(Object& o, const Arguments& a);
Value absolute(Object& o, const Arguments& a);
Value relative(Object& o, const Arguments& a);
Value longest(Object& o, const Arguments& a);
Value shortest(Object& o, const Arguments& a);
Value highest_order(Object& o, const Arguments& a);
Value condition_order(Object& o, const Arguments& a);
Value scale(Object& o, const Arguments& a);
Value order(Object& o, const Arguments& a);
Value states(Object& o, const Arguments& a);
Value rates(Object& o, const Arguments& a);
Value rates_at(Object& o, const Arguments& a);
Value set_states(Object& o, const Arguments& a);
Value weights(Object& o, const Arguments& a);
Value errors(Object& o, const Arguments& a);
Value state_name(Object& o, const Arguments& a);
Value statistics(Object& o, const Arguments& a);
Value fixed_step(Object& o, const Arguments& a);
Value current_method(Object& o, const Arguments& a);
Value magnitudes(Object& o, const Arguments& a);

} // namespace ranvier::world::classes::variable_step
