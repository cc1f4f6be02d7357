// SPDX-License-Identifier: BSD-3-Clause
// Reading MIR: printed form, invariants, effects.
#pragma once

#include <string>
#include <vector>

#include "ranvier/mir/kernel.hpp"
#include "ranvier/mir/mechanism.hpp"

namespace ranvier::mir {

/// Text of a function, one instruction a line, nested blocks indented; names come from the mechanism.
[[nodiscard]] std::string print(const Mechanism& mechanism, const Function& function);
[[nodiscard]] std::string print(const Mechanism& mechanism); ///< header, variables, all functions
[[nodiscard]] std::string print(const Kernel& kernel);

/// Checks all invariants (types, dominance by structure, symbols in range, arities); throws InternalError with the printed
/// instruction on the first violation.
void verify(const Mechanism& mechanism);
void verify(const Kernel& kernel);

/// What a function does, calls included.
struct Effects {
    std::vector<bool> reads;  ///< by VariableId
    std::vector<bool> writes; ///< stored
    std::vector<bool> accumulates;
    std::vector<bool> reads_before_write; ///< may read the value that stood there before the call
    bool sends_events = false;
    bool may_fail = false;
    bool has_loop = false;
    bool follows_pointers = false; ///< loads or stores numbers that are anywhere
    bool asks_host = false;        ///< services with effects outside: print, random, watch, weights of NetCons
    bool has_c = false;
};
[[nodiscard]] Effects effects(const Mechanism& mechanism, FunctionId function);

} // namespace ranvier::mir
