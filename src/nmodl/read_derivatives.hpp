// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <map>
#include <string>

#include "ranvier/nmodl/ast.hpp"

namespace ranvier::nmodl {

/// Of the variable that keeps x': what NEURON calls it, too.
[[nodiscard]] std::string name_of_derivative(const std::string& state);

/// Declares what keeps the derivatives that expressions read, by state, and assigns it where their equations stand.
void keep_derivatives(ast::File& file, const std::map<std::string, Span>& read, Diagnostics& diagnostics);

} // namespace ranvier::nmodl
