#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Derive the constants of src/math and write include/ranvier/math/coefficients.hpp.

Every polynomial is a minimax fit (Remez, on a grid, 60 digits), weighted so that the error relative to the function's
result counts; its coefficients are then rounded to double. The script prints the error of each fit with the rounded
coefficients. Needs mpmath; run it from anywhere: ``python3 tools/derive_math_coefficients.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mpmath import mp, mpf

mp.dps = 60
ERF_BORDER = 1.25
ERF_MAP = 2.25
ERF_DEGREE = 14
TARGET = Path(__file__).resolve().parent.parent / "src/math/include/ranvier/math/coefficients.hpp"

Function = Callable[[mpf], mpf]
lines: list[str] = []


def double(x: mpf) -> float:
    """Round to the nearest double."""
    return float(x)


def literal(x: float) -> str:
    """A C++ literal that reads back as the same bits."""
    return float(x).hex()


def constant(name: str, value: mpf, comment: str = "") -> None:
    lines.append(
        f"inline constexpr double {name} = {literal(double(value))};" + (f" // {comment}" if comment else "")
    )


def split(name: str, value: mpf, parts: int, first_bits: int = 53) -> None:
    """Write value as a sum of `parts` doubles, the first cut to `first_bits` bits."""
    rest = value
    for i in range(parts):
        if i == 0 and first_bits < 53:
            scale = mpf(2) ** (first_bits - 1 - int(mp.floor(mp.log(rest, 2))))
            piece = mp.floor(rest * scale) / scale
        else:
            piece = mpf(double(rest))
        constant(f"{name}{i + 1}", piece)
        rest -= piece
    lines.append(f"// {name}: what is left is {mp.nstr(rest, 3)}")


def fit(function: Function, low: mpf, high: mpf, degree: int, weight: Function) -> list[mpf]:
    """Minimise the largest |weight * (polynomial - function)| (Remez exchange); coefficients of rising powers."""
    low, high = mpf(low), mpf(high)
    n = degree + 1
    middle, half = (low + high) / 2, (high - low) / 2
    count = 24 * (n + 1)
    grid = [middle - half * mp.cos(mp.pi * i / count) for i in range(count + 1)]
    values = [function(x) for x in grid]
    weights = [weight(x) for x in grid]
    picks = [round(i * count / n) for i in range(n + 1)]
    best: list[mpf] = []
    for _ in range(30):
        matrix = mp.matrix(n + 1, n + 1)
        right = mp.matrix(n + 1, 1)
        for row, pick in enumerate(picks):
            for j in range(n):
                matrix[row, j] = weights[pick] * grid[pick] ** j
            matrix[row, n] = (-1) ** row
            right[row] = weights[pick] * values[pick]
        solution = mp.lu_solve(matrix, right)
        best = [solution[j] for j in range(n)]
        level = abs(solution[n])
        errors = [w * (mp.polyval(best[::-1], x) - f) for x, f, w in zip(grid, values, weights, strict=True)]
        # The extreme of each run of one sign; then drop from the ends until n + 1 alternate.
        extremes: list[int] = []
        for i, error in enumerate(errors):
            if extremes and (errors[extremes[-1]] > 0) == (error > 0):
                if abs(error) > abs(errors[extremes[-1]]):
                    extremes[-1] = i
            else:
                extremes.append(i)
        while len(extremes) > n + 1:
            extremes.pop(0 if abs(errors[extremes[0]]) < abs(errors[extremes[-1]]) else -1)
        if len(extremes) < n + 1 or extremes == picks or max(abs(e) for e in errors) < level * mpf("1.01"):
            break
        picks = extremes
    return best


def polynomial(
    name: str,
    function: Function,
    low: mpf,
    high: mpf,
    degree: int,
    weight: Function,
    comment: str,
    exact: int = 0,
    exact_values: list[mpf] | None = None,
) -> None:
    """Fit, print and write. `weight(x)` turns an error of the polynomial into a relative error of the result.

    The first `exact` coefficients are fixed at `exact_values` (already doubles, or sums the C++ knows of).
    """
    fixed = exact_values or []

    def rest(x: mpf) -> mpf:
        total = function(x)
        for i in range(exact):
            total -= fixed[i] * x**i
        return total / x**exact

    coefficients = [double(c) for c in fit(rest, low, high, degree - exact, lambda x: weight(x) * x**exact)]
    rounded = list(fixed) + [mpf(c) for c in coefficients]
    worst = mpf(0)
    for i in range(1001):
        x = low + (high - low) * (i + mpf(1) / 3) / 1001
        value = mp.fsum(c * x**j for j, c in enumerate(rounded))
        worst = max(worst, abs((value - function(x)) * weight(x)))
    print(f"{name:24s} degree {degree:2d}  relative error of the result 2^{mp.nstr(mp.log(worst, 2), 5)}")
    lines.append("")
    lines.append(f"// {comment}")
    lines.append(f"// Rising powers; error relative to the result 2^{mp.nstr(mp.log(worst, 2), 4)}.")
    lines.append(f"inline constexpr std::array<double, {len(coefficients)}> {name} = {{")
    for i in range(0, len(coefficients), 4):
        lines.append("    " + ", ".join(literal(c) for c in coefficients[i : i + 4]) + ",")
    lines.append("};")


def exponential() -> None:
    lines.append("\n// Exponential: ln 2 in pieces; n times the first piece is exact in an FMA.")
    constant("kLog2E", 1 / mp.log(2))
    split("kLn2_", mp.log(2), 3)
    half = mp.log(2) / 2 * (1 + mpf(2) ** -20)
    polynomial(
        "kExp",
        lambda r: mp.fsum(r**k / mp.factorial(k + 2) for k in range(40)),
        -half,
        half,
        9,
        lambda r: r**2 / mp.exp(r),
        "(exp(r) - 1 - r) / r^2 on |r| <= ln(2)/2",
    )
    polynomial(
        "kExpPair",
        lambda r: mp.fsum(r**k / mp.factorial(k + 2) for k in range(40)),
        -half,
        half,
        10,
        lambda r: r**2 / mp.exp(r),
        "the same, finer, for an argument in two doubles",
    )


def series(coefficient: Callable[[int], mpf], terms: int = 60) -> Function:
    """sum of coefficient(k) z^k: free of the cancellation that the closed forms have near 0."""
    values = [coefficient(k) for k in range(terms)]
    return lambda z: mp.polyval(values[::-1], z)


def logarithm() -> None:
    lines.append("\n// Logarithm: ln 2 cut so that every exponent times the first piece is exact.")
    split("kLn2Cut", mp.log(2), 2, 42)
    constant("kInverseLn10High", 1 / mp.log(10))
    constant("kInverseLn10Low", 1 / mp.log(10) - mpf(double(1 / mp.log(10))))
    constant("kThirdLow", mpf(1) / 3 - mpf(double(mpf(1) / 3)))
    constant("kFifthLow", mpf(1) / 5 - mpf(double(mpf(1) / 5)))
    limit = ((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1)) ** 2 * (1 + mpf(2) ** -20)
    polynomial(
        "kLog",
        series(lambda k: mpf(2) / (2 * k + 3)),
        mpf(0),
        limit,
        7,
        lambda z: z,
        "(2 atanh(s)/s - 2) / s^2 in z = s^2, s = (m-1)/(m+1), m in [sqrt(1/2), sqrt(2)]",
    )
    polynomial(
        "kLogPair",
        series(lambda k: mpf(1) / (2 * k + 7)),
        mpf(0),
        limit,
        8,
        lambda z: z**3,
        "(atanh(s)/s - 1 - z/3 - z^2/5) / z^3 in the same z, for the logarithm in two doubles",
    )


def hyperbolic() -> None:
    limit = (mp.log(2) / 2 * (1 + mpf(2) ** -20)) ** 2
    polynomial(
        "kSinh",
        series(lambda k: 1 / mp.factorial(2 * k + 3)),
        mpf(0),
        limit,
        5,
        lambda z: z,
        "(sinh(r)/r - 1) / z in z = r^2, |r| <= ln(2)/2",
    )
    polynomial(
        "kCosh",
        series(lambda k: 1 / mp.factorial(2 * k + 4)),
        mpf(0),
        limit,
        4,
        lambda z: z**2,
        "(cosh(r) - 1 - z/2) / z^2 in z = r^2, |r| <= ln(2)/2",
    )


def trigonometric() -> None:
    lines.append("\n// Trigonometry.")
    split("kHalfPi", mp.pi / 2, 3)
    constant("kTwoOverPi", 2 / mp.pi)
    bits = 53
    with mp.workdps(420):
        two_over_pi_bits = int(mp.floor(2 / mp.pi * mpf(2) ** (bits * 23)))
    chunks = []
    for i in range(23):
        whole = two_over_pi_bits >> (bits * (22 - i)) & (2**bits - 1)
        chunks.append(mpf(whole) * mpf(2) ** (600 - bits * (i + 1)))
    lines.append("")
    lines.append(
        "// 2/pi * 2^600 in pieces of 53 bits on a fixed grid, for the reduction of huge arguments (Payne, Hanek 1983)."
    )
    lines.append("inline constexpr std::array<double, 23> kTwoOverPiChunks = {")
    for i in range(0, 23, 4):
        lines.append("    " + ", ".join(literal(double(c)) for c in chunks[i : i + 4]) + ",")
    lines.append("};")
    limit = (mp.pi / 4 * (1 + mpf(2) ** -20)) ** 2
    polynomial(
        "kSin",
        series(lambda k: (-1) ** (k + 1) / mp.factorial(2 * k + 3)),
        mpf(0),
        limit,
        6,
        lambda z: z,
        "(sin(r)/r - 1) / z in z = r^2, |r| <= pi/4",
    )
    polynomial(
        "kCos",
        series(lambda k: (-1) ** k / mp.factorial(2 * k + 4)),
        mpf(0),
        limit,
        6,
        lambda z: z**2,
        "(cos(r) - 1 + z/2) / z^2 in z = r^2, |r| <= pi/4",
    )
    limit = (mp.sqrt(2) - 1) ** 2 * (1 + mpf(2) ** -20)
    polynomial(
        "kAtan",
        series(lambda k: (-1) ** (k + 1) / mpf(2 * k + 3), 160),
        mpf(0),
        limit,
        11,
        lambda z: z,
        "(atan(t)/t - 1) / z in z = t^2, |t| <= tan(pi/8)",
    )


def error_function() -> None:
    lines.append("\n// Error function.")
    slope = 2 / mp.sqrt(mp.pi)
    constant("kErfSlopeHigh", slope)
    constant("kErfSlopeLow", slope - mpf(double(slope)))
    cubic = -slope / 3
    constant("kErfCubicHigh", cubic)
    constant("kErfCubicLow", cubic - mpf(double(cubic)))
    polynomial(
        "kErfNear",
        series(lambda k: slope * (-1) ** k / (mp.factorial(k + 2) * (2 * k + 5))),
        mpf(0),
        mpf(ERF_BORDER) ** 2,
        12,
        lambda z: z**2,
        f"((erf(x)/x - 2/sqrt(pi)) / z - cubic) / z in z = x^2, x < {ERF_BORDER}",
    )
    lines.append(f"inline constexpr double kErfBorder = {literal(ERF_BORDER)};")
    # erfc(x) exp(x^2) is smooth in t = (x - k) / (x + k), which maps the range to about (-0.46, 0.46).
    k = mpf(ERF_MAP)

    def x_of(t):
        return k * (1 + t) / (1 - t)

    def t_of(x):
        return (x - k) / (x + k)

    lines.append(f"inline constexpr double kErfMap = {literal(ERF_MAP)};")
    polynomial(
        "kErfcScaled",
        lambda t: mp.erfc(x_of(t)) * mp.exp(x_of(t) ** 2),
        t_of(mpf(ERF_BORDER)),
        t_of(mpf(6)),
        ERF_DEGREE,
        lambda t: mp.exp(-(x_of(t) ** 2)),
        "erfc(x) exp(x^2) in t = (x - map) / (x + map), border <= x <= 6; error relative to erf",
    )


def main() -> None:
    exponential()
    logarithm()
    hyperbolic()
    trigonometric()
    error_function()
    text = """// SPDX-License-Identifier: BSD-3-Clause
// Generated by tools/derive_math_coefficients.py, which says how each number is found; do not edit.
#pragma once

// clang-format off

#include <array>

namespace ranvier::math::coefficients {
"""
    text += "\n".join(lines)
    text += "\n\n} // namespace ranvier::math::coefficients\n"
    TARGET.write_text(text)


if __name__ == "__main__":
    main()
