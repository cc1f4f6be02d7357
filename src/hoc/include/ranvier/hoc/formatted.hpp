// SPDX-License-Identifier: BSD-3-Clause
// printf and scanf as hoc has them: one number or text an argument, checked against the format.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ranvier/hoc/object.hpp"

namespace ranvier::hoc {

/// The text that the format in argument `format` makes of the arguments after it. Too few, or of the wrong kind, is an
/// InputError; too many are ignored. What is no conversion is text. A whole number is an int's unless the format says otherwise.
[[nodiscard]] std::string formatted(const Arguments& arguments, std::size_t format);
/// The same, appended to a text that is none of the arguments.
void format_into(std::string& out, const Arguments& arguments, std::size_t format);

/// sscanf: reads `text` by the format in argument `format` into the references and strdefs after it. Returns how many were
/// read; -1 if the text ended before the first.
[[nodiscard]] int scan(std::string_view text, const Arguments& arguments, std::size_t format);

/// The number that a word begins with ("5.5mV" is 5.5), if it begins with one.
[[nodiscard]] std::optional<double> leading_number(std::string_view word);

} // namespace ranvier::hoc
