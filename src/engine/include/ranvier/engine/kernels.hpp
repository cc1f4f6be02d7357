// SPDX-License-Identifier: BSD-3-Clause
// How the engine asks for code without knowing any compiler: what it needs is described here, `world` wires in who makes it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ranvier/mir/executable.hpp"
#include "ranvier/mir/mechanism.hpp"

namespace ranvier::engine {

enum class Operation : std::uint8_t {
    initial,         ///< INITIAL of one mechanism
    current,         ///< currents of all mechanisms of a region; stores node.rhs and node.d
    advance,         ///< state update of all mechanisms of a region
    advance_current, ///< the state update of one step and the currents of the next, which reads the world's "t_next"
    net_receive, ///< of one point process
    net_initial,
    // of one mechanism each
    before_initial,
    after_initial,
    before_breakpoint,
    after_solve,
    before_step,
    reversal, ///< of an ion: its potential from its concentrations, where the ion's style asks for that at the start
    rates,         ///< what a variable step asks of the SOLVEs: rates and slopes of states
    current_rates, ///< the currents and the rates of all mechanisms of a region, in one kernel
    ode_solve, ///< of one mechanism: the linear system of its own reactions, with the step in the world's "dt"
    after_variable_step,
    value, ///< of a function without parameters, into the argument column "result"
};

struct KernelRequest {
    std::vector<const mir::Mechanism*> mechanisms; ///< in evaluation order
    Operation operation = Operation::current;
    bool indexed = false; ///< point processes
    /// Currents of rows: node.rhs and node.d hold what others added before.
    bool adds_to_node = false;
    mir::RowCounts counts = mir::RowCounts::any; ///< over which it will be run
    mir::FunctionId function;                    ///< of `value`
    /// Lean kernels: who is looked at after the call; empty means all (full).
    std::function<bool(const std::string& table, const std::string& variable)> is_needed;
    /// Columns that have one value in all rows for as long as the kernel is used.
    std::function<std::optional<double>(const std::string& table, const std::string& variable)> known;
};

struct KernelCode {
    mir::Kernel kernel;
    mir::ExecutablePtr executable;
    // for those who ask what a step does
    std::string operation{}; ///< "currents", "states", "NET_RECEIVE"
    std::vector<std::string> mechanisms{};
};
using KernelPtr = std::shared_ptr<const KernelCode>;

/// Null if no mechanism of the request has the operation. Thread safe.
using KernelFactory = std::function<KernelPtr(const KernelRequest&)>;
/// The kernel that fills a table, those that give its bounds (functions without parameters; result column "result"), and what
/// must run before INITIAL fills it (null if nothing).
struct TableKernels {
    KernelPtr fill, low, high, prepare;
};
using TableKernelFactory = std::function<TableKernels(const mir::Mechanism&, mir::TableId)>;

/// The kernel of a FUNCTION or PROCEDURE that is called from outside: argument columns "0", "1", ... and "result"; nodes and ions
/// through index sets.
using CallKernelFactory = std::function<KernelPtr(const mir::Mechanism&, mir::FunctionId)>;

struct KernelSource {
    KernelFactory kernel;
    TableKernelFactory table;
    CallKernelFactory call;
};

} // namespace ranvier::engine
