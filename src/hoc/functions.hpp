// SPDX-License-Identifier: BSD-3-Clause
// The functions of the language itself, in three tables.
#pragma once

#include "machine.hpp"

namespace ranvier::hoc {

[[nodiscard]] std::span<const LanguageFunction> math_functions();
[[nodiscard]] std::span<const LanguageFunction> text_functions();
[[nodiscard]] std::span<const LanguageFunction> program_functions();

} // namespace ranvier::hoc
