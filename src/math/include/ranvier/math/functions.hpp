// SPDX-License-Identifier: BSD-3-Clause
// The elementary functions of the language, each defined once over an algebra (algebra.hpp): exp(a, x), pow(a, x, y), ...
// Plain numbers: scalar_functions.hpp.
#pragma once

#include "ranvier/math/exponential.hpp"
#include "ranvier/math/hyperbolic.hpp"
#include "ranvier/math/inverse_trigonometric.hpp"
#include "ranvier/math/logarithm.hpp"
#include "ranvier/math/other_functions.hpp"
#include "ranvier/math/trigonometric.hpp"
