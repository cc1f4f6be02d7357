// SPDX-License-Identifier: BSD-3-Clause
// Reading MIR: printed form, invariants, effects.
#pragma once

#include <span>
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
    bool asks_host = false; ///< services with effects outside: print, random, watch, weights of NetCons
    bool has_c = false;
};
[[nodiscard]] Effects effects(const Mechanism& mechanism, FunctionId function);

/// GLOBALs, by VariableId, to which all instances that assign them give one and the same number, whichever comes first: one
/// assignment, of what depends on nothing but constants and numbers that no operation changes, under conditions of this
/// kind. In what order instances run then shows nowhere.
/// @param steps     operations that run in every step
/// @param events    operations that run when an event comes
/// @param initials  operations of an initialisation
[[nodiscard]] std::vector<bool> settled_globals(const Mechanism& mechanism, std::span<const FunctionId> steps,
                                                std::span<const FunctionId> events,
                                                std::span<const FunctionId> initials);

} // namespace ranvier::mir
