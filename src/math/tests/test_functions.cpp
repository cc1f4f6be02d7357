// SPDX-License-Identifier: BSD-3-Clause
// Every function within 1 ulp of the exact result: at random and at the edges.
#include "ranvier/math/scalar_functions.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <functional>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "function_table.hpp"
#include "instruction_set.hpp"
#include "reference.hpp"

namespace ranvier::math {
namespace {

using namespace tests;

using Unary = double (*)(double);
using Binary = double (*)(double, double);
using Reference = long double (*)(long double);
using Reference2 = long double (*)(long double, long double);

struct Range {
    double low, high; ///< low == high: any bit pattern
};
constexpr Range kAny = {0, 0};

struct UnaryCase {
    const char* name;
    Unary function;
    Reference reference;
    std::vector<Range> ranges;
    int points = 100'000; ///< a range
};

double draw(Arguments& arguments, Range range) {
    return range.low == range.high ? arguments.any() : arguments.between(range.low, range.high);
}

class UnaryFunction : public testing::TestWithParam<UnaryCase> {};

TEST_P(UnaryFunction, IsWithinOneUlp) {
    if (!kReferenceIsFiner) GTEST_SKIP() << "long double has no more digits than double here";
    const UnaryCase& c = GetParam();
    Arguments arguments(20240101);
    double worst = 0, worst_at = 0;
    const auto attempt = [&](double x) {
        const double error = ulp_error(c.function(x), c.reference(x));
        if (error > worst) {
            worst = error;
            worst_at = x;
        }
        return error;
    };
    for (const double x : edges()) {
        EXPECT_LT(attempt(x), 1.0) << c.name << " at edge " << x << ": " << c.function(x);
    }
    for (const Range range : c.ranges) {
        for (int i = 0; i < c.points; ++i) attempt(draw(arguments, range));
    }
    std::printf("%-10s at most %.4f ulp, at %a\n", c.name, worst, worst_at);
    EXPECT_LT(worst, 1.0) << c.name << " at " << worst_at;
}

INSTANTIATE_TEST_SUITE_P(
    Math, UnaryFunction,
    testing::Values(UnaryCase{"exp", exp, std::exp, {{-746, 710}, {-1, 1}, kAny}, 400'000},
                    UnaryCase{"expm1", expm1, std::expm1, {{-40, 710}, {-2, 2}, kAny}},
                    UnaryCase{"log", log, std::log, {{0.5, 2}, {0, 100}, kAny}},
                    UnaryCase{"log10", log10, std::log10, {{0.5, 2}, {0, 100}, kAny}},
                    UnaryCase{"sqrt", sqrt, std::sqrt, {kAny}}, UnaryCase{"fabs", fabs, std::fabs, {kAny}},
                    UnaryCase{"sin", sin, std::sin, {{-10, 10}, {-1e9, 1e9}, kAny}},
                    UnaryCase{"cos", cos, std::cos, {{-10, 10}, {-1e9, 1e9}, kAny}},
                    UnaryCase{"tan", tan, std::tan, {{-10, 10}, {-1e9, 1e9}, kAny}},
                    UnaryCase{"asin", asin, std::asin, {{-1, 1}, kAny}},
                    UnaryCase{"acos", acos, std::acos, {{-1, 1}, kAny}},
                    UnaryCase{"atan", atan, std::atan, {{-5, 5}, kAny}},
                    UnaryCase{"sinh", sinh, std::sinh, {{-711, 711}, {-25, 25}, {-2, 2}, kAny}},
                    UnaryCase{"cosh", cosh, std::cosh, {{-711, 711}, {-25, 25}, {-2, 2}, kAny}},
                    UnaryCase{"tanh", tanh, std::tanh, {{-25, 25}, {-2, 2}, kAny}},
                    UnaryCase{"floor", floor, std::floor, {{-100, 100}, kAny}},
                    UnaryCase{"ceil", ceil, std::ceil, {{-100, 100}, kAny}},
                    UnaryCase{"erf", erf, std::erf, {{-6, 6}, {-1.2, 1.2}, kAny}}),
    [](const auto& param) { return std::string(param.param.name); });

struct BinaryCase {
    const char* name;
    Binary function;
    Reference2 reference;
    std::function<std::pair<double, double>(Arguments&, int)> draw; ///< by number of the draw
};

class BinaryFunction : public testing::TestWithParam<BinaryCase> {};

TEST_P(BinaryFunction, IsWithinOneUlp) {
    if (!kReferenceIsFiner) GTEST_SKIP() << "long double has no more digits than double here";
    const BinaryCase& c = GetParam();
    Arguments arguments(20240102);
    double worst = 0, worst_x = 0, worst_y = 0;
    const auto attempt = [&](double x, double y) {
        const double error = ulp_error(c.function(x, y), c.reference(x, y));
        if (error > worst) {
            worst = error;
            worst_x = x;
            worst_y = y;
        }
        return error;
    };
    const std::vector<double> special = edges();
    for (const double x : special) {
        for (const double y : special) {
            EXPECT_LT(attempt(x, y), 1.0) << c.name << " at " << x << ", " << y << ": " << c.function(x, y);
        }
    }
    for (int i = 0; i < 400'000; ++i) {
        const auto [x, y] = c.draw(arguments, i);
        attempt(x, y);
    }
    std::printf("%-10s at most %.4f ulp, at %a, %a\n", c.name, worst, worst_x, worst_y);
    EXPECT_LT(worst, 1.0) << c.name << " at " << worst_x << ", " << worst_y;
}

std::pair<double, double> draw_pow(Arguments& a, int i) {
    switch (i % 4) {
    case 0: { // results of all sizes, subnormal ones too
        const double x = std::fabs(a.any());
        return {x, a.between(-745, 710) / std::log(x)};
    }
    case 1: return {a.between(0.5, 2), a.between(-1000, 1000)};
    case 2: return {a.between(-100, 100), std::floor(a.between(-20, 20))};
    default: return {a.any(), a.any()};
    }
}
std::pair<double, double> draw_plane(Arguments& a, int i) {
    if (i % 2 == 0) return {a.any(), a.any()};
    return {a.between(-1, 1), a.between(-1, 1)};
}

INSTANTIATE_TEST_SUITE_P(Math, BinaryFunction,
                         testing::Values(BinaryCase{"pow", pow, std::pow, draw_pow},
                                         BinaryCase{"atan2", atan2, std::atan2, draw_plane},
                                         BinaryCase{"fmod", fmod, std::fmod, draw_plane}),
                         [](const auto& param) { return std::string(param.param.name); });

TEST(ExpCapped, IsExpBetweenTheCaps) {
    Arguments arguments(3);
    for (int i = 0; i < 100'000; ++i) {
        const double x = arguments.between(-700, 700);
        ASSERT_EQ(bits_of(exp_capped(x)), bits_of(exp(x))) << x;
    }
}

TEST(ExpCapped, StopsAtTheCaps) {
    EXPECT_EQ(exp_capped(-700.0), exp(-700.0));
    EXPECT_EQ(bits_of(exp_capped(std::nextafter(-700.0, -kInf))), bits_of(0.0));
    EXPECT_EQ(bits_of(exp_capped(-kInf)), bits_of(0.0));
    EXPECT_EQ(exp_capped(std::nextafter(700.0, kInf)), exp(700.0));
    EXPECT_EQ(exp_capped(kInf), exp(700.0));
    EXPECT_TRUE(std::isnan(exp_capped(kNan)));
}

TEST(Log10, IsExactAtPowersOfTen) {
    double power = 1;
    for (int i = 0; i <= 22; ++i, power *= 10) { // 10^22 is the last one that is a double
        EXPECT_EQ(log10(power), i);
    }
}

TEST(Pow, IsExactForSmallIntegers) {
    for (int x = -20; x <= 20; ++x) {
        double power = 1;
        for (int n = 0; n <= 12; ++n, power *= x) { // 20^12 < 2^53
            EXPECT_EQ(pow(x, n), power) << x << "^" << n;
        }
    }
}

TEST(Functions, FirstPowerIsTheNumberItself) {
    std::mt19937_64 random(7);
    for (int i = 0; i < 100000; ++i) {
        const double x = std::bit_cast<double>(random());
        if (!std::isnan(x)) {
            EXPECT_EQ(pow(x, 1.0), x);
        }
    }
    EXPECT_TRUE(std::signbit(pow(-0.0, 1.0)));
    EXPECT_TRUE(std::isnan(pow(std::nan(""), 1.0)));
}

TEST(Factorial, IsTheProduct) {
    long double product = 1;
    for (int n = 0; n <= 170; ++n) {
        product *= n == 0 ? 1 : n;
        // The reference's own rounding, n times 2^-64, stays below 0.1 ulp.
        EXPECT_LT(ulp_error(factorial(n), product), 0.6) << n;
        EXPECT_EQ(factorial(n + 0.75), factorial(n));
    }
    EXPECT_EQ(factorial(22), 1124000727777607680000.0);
    EXPECT_EQ(factorial(171), kInf);
    EXPECT_EQ(factorial(kInf), kInf);
    EXPECT_TRUE(std::isnan(factorial(-1)));
    EXPECT_TRUE(std::isnan(factorial(kNan)));
}

#if defined(__x86_64__)
TEST(InstructionSets, GiveTheSameBits) {
    if (detail::instruction_set() == detail::InstructionSet::baseline)
        GTEST_SKIP() << "this CPU has only one";
    Arguments arguments(4);
    std::vector<double> points = edges();
    for (int i = 0; i < 2'000; ++i)
        points.insert(points.end(), {arguments.any(), arguments.between(-20, 20)});
    const auto& baseline = detail::kBaselineFunctions;
    const auto& fma = detail::kFmaFunctions;
    for (const double x : points) {
#define RV_COMPARE(name) EXPECT_TRUE(same_number(baseline.name(x), fma.name(x))) << #name << " at " << x;
        RV_MATH_UNARY(RV_COMPARE)
#undef RV_COMPARE
        const double y = arguments.between(-20, 20);
#define RV_COMPARE(name)                                                                                     \
    EXPECT_TRUE(same_number(baseline.name(x, y), fma.name(x, y))) << #name << " at " << x << ", " << y;
        RV_MATH_BINARY(RV_COMPARE)
#undef RV_COMPARE
    }
}
#endif

} // namespace
} // namespace ranvier::math
