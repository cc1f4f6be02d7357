// SPDX-License-Identifier: BSD-3-Clause
// A mechanism as text that Clang reads: the C of the user in its places, everything else printed from MIR.
#pragma once

#include <string>

#include "c_layout.hpp"
#include "c_refusals.hpp"

namespace ranvier::codegen {

/// Valid C (GNU's 1989) and valid C++17, as far as the user's own text is. Order: our header; names of variables; prototypes;
/// C at file level; functions. #line directives name `mechanism.file`, so that complaints have the user's lines.
/// Function f is entered by the symbol rv_call_<f>, the filling of table k by rv_table_<k>.
/// Blocks that are refused are left out; where one would run stands a call that fails.
[[nodiscard]] std::string c_text(const CLayout& layout, const CRefusals& refusals = {});

} // namespace ranvier::codegen
