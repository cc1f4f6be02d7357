// SPDX-License-Identifier: BSD-3-Clause
// Texts of numbers against the C library's.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <limits>
#include <random>
#include <string>

#include "../decimal.hpp"

namespace ranvier::hoc {
namespace {

std::string ours(double number, int precision) {
    std::string text;
    append_general(text, number, precision);
    return text;
}

std::string theirs(double number, int precision) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*g", precision, number);
    return text;
}

void expect_same(double number) {
    for (const int precision : {1, 2, 6, 8, 15, 17}) {
        EXPECT_EQ(ours(number, precision), theirs(number, precision)) << precision;
        EXPECT_EQ(ours(-number, precision), theirs(-number, precision)) << precision;
    }
}

TEST(Decimal, WritesWhatPrintfWrites) {
    for (const double number :
         {0.0,      1.0,         0.1,      0.01,     0.001,
          0.0001,   0.00001,     100.0,    99999.95, 999999.5,
          999999.4, 12345.25,    12345.75, 0.5,      1.5,
          2.5,      9.5,         99.5,     0.05,     1e15,
          1e16,     123456789.0, 1e300,    5e-324,   std::numeric_limits<double>::infinity()})
        expect_same(number);
}

TEST(Decimal, NeighboursOfPowersOfTen) {
    for (int power = -6; power <= 17; ++power) {
        const double at = std::pow(10.0, power);
        double below = at, above = at;
        for (int i = 0; i < 20; ++i) {
            expect_same(below);
            expect_same(above);
            below = std::nextafter(below, 0.0);
            above = std::nextafter(above, 1e30);
        }
    }
}

TEST(Decimal, Ties) {
    for (int i = 0; i < 20000; ++i) expect_same(i / 8.0 + 10000);
}

TEST(Decimal, AnyNumber) {
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> exponent(-6, 17);
    for (int i = 0; i < 20000; ++i) {
        const double size = std::pow(10.0, exponent(random));
        expect_same(size);
        expect_same(std::round(size * 1000) / 1000);
    }
}

} // namespace
} // namespace ranvier::hoc
