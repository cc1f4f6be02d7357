// SPDX-License-Identifier: BSD-3-Clause
// The default of a PARAMETER and the START of a STATE: NEURON writes them into its C++ with six significant digits, so a file with
// more of them runs with rounded numbers there. Models were fitted and published with those.
#pragma once

#include <charconv>

namespace ranvier::nmodl {

[[nodiscard]] inline double six_digits(double value) {
    char text[40];
    const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::general, 6).ptr;
    double rounded = value;
    std::from_chars(text, end, rounded);
    return rounded;
}

} // namespace ranvier::nmodl
