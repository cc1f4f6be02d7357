// SPDX-License-Identifier: BSD-3-Clause
// Numbers as text, as C's %.Ng writes them.
#pragma once

#include <string>

namespace ranvier::hoc {

/// @param precision  significant digits, at least 1
void append_general(std::string& out, double number, int precision);
/// As hoc prints a number.
[[nodiscard]] std::string print_text(double number);

} // namespace ranvier::hoc
