// SPDX-License-Identifier: BSD-3-Clause
// What the front end reads out of the C of VERBATIM blocks without being a C compiler.
#pragma once

#include <string>
#include <string_view>

namespace ranvier::nmodl {

/// A block that does nothing but leave its function, or nothing at all.
struct CText {
    enum class Kind : unsigned char {
        nothing, ///< blanks and comments
        returns, ///< `return value;`, value a name, a number or ""
        other,   ///< needs a C compiler
    };
    Kind kind = Kind::other;
    std::string value;
};
[[nodiscard]] CText classify_c(std::string_view text);

/// Whether `name` stands in the text as a word, outside comments and strings.
[[nodiscard]] bool c_names(std::string_view text, std::string_view name);

/// Macros and functions of the C library that NEURON's generated files see without any VERBATIM.
[[nodiscard]] bool is_c_library_function(std::string_view name);

} // namespace ranvier::nmodl
