// SPDX-License-Identifier: BSD-3-Clause
// One printed instruction, for the printer and for the messages of the verifier.
#pragma once

#include <functional>
#include <string>

#include "ranvier/mir/kernel.hpp"
#include "ranvier/mir/mechanism.hpp"

namespace ranvier::mir {

/// Names of what `symbol` means; they take ids out of range too.
struct SymbolNames {
    std::function<std::string(std::int32_t)> variable;
    std::function<std::string(std::int32_t)> function;
    std::function<std::string(std::int32_t)> table;
};
[[nodiscard]] SymbolNames mechanism_names(const Mechanism& mechanism);
[[nodiscard]] SymbolNames kernel_names(const Kernel& kernel);

[[nodiscard]] std::string print_instruction(const Function& function, ValueId v, const SymbolNames& names);

} // namespace ranvier::mir
