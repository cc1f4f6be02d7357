// SPDX-License-Identifier: BSD-3-Clause
// Names under which C knows a mechanism's functions and variables.
#pragma once

#include <string>
#include <vector>

#include "c_layout.hpp"

namespace ranvier::codegen {

[[nodiscard]] std::string c_name(const mir::Mechanism& mechanism, mir::FunctionId function);
/// Whether its C function returns int: a PROCEDURE, and a block whose C returns something.
[[nodiscard]] bool c_returns_int(const mir::Mechanism& mechanism, mir::FunctionId function);
/// "static double rv_f_rates(double _lv)"; without `locals` parameters have no names.
[[nodiscard]] std::string c_prototype(const mir::Mechanism& mechanism, mir::FunctionId function,
                                      const std::vector<std::string>* locals);
/// A #line directive that says where a span stands; "" if it stands nowhere.
[[nodiscard]] std::string c_line(const Span& span);
/// Ends what such a directive began.
inline constexpr const char* kOwnLine = "\n#line 1 \"<mechanism>\"\n";
/// The text with the user's lines.
[[nodiscard]] std::string c_verbatim(const mir::Verbatim& block);
/// Whether the text ends in "if (x)", "else" or the like, so that the statement behind it depends on it.
[[nodiscard]] bool c_is_open(const std::string& text);
/// v of the node; invalid if the mechanism does not look at it.
[[nodiscard]] mir::VariableId c_voltage(const mir::Mechanism& mechanism);
/// #define lines of all variables and functions.
void c_macros(const CLayout& layout, std::string& out);

} // namespace ranvier::codegen
