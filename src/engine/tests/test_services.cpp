// SPDX-License-Identifier: BSD-3-Clause
// Printing, and functions given as data.
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "ranvier/engine/services.hpp"

namespace ranvier::engine {
namespace {

std::string print(std::string_view format, std::vector<double> arguments = {}) {
    return formatted(format, arguments);
}

TEST(Formatted, IsCsPrintfOfNumbers) {
    EXPECT_EQ(print("no numbers\n"), "no numbers\n");
    EXPECT_EQ(print("%g %5.1f|%-6d|%+i|%x|%lu", {0.1, 2.25, 7.9, 3, 255, 1e10}),
              "0.1   2.2|7     |+3|ff|10000000000");
    EXPECT_EQ(print("100%% %c", {66}), "100% B");
    EXPECT_EQ(print("%ld %hd", {-2.5, 70000}), "-2 70000");
    EXPECT_EQ(print("%g %g", {1}), "1 %g") << "what is not given stands as it is";
    EXPECT_EQ(print("%s %n %* %", {1, 2}), "%s %n %* %") << "nothing but numbers is read";
    EXPECT_EQ(print("%999999999d", {1}), "%999999999d") << "nor memory taken at will";
    EXPECT_EQ(print("%d", {std::numeric_limits<double>::quiet_NaN()}), "0");
    EXPECT_EQ(print("%f", {1e300}).size(), 308U);
}

TEST(FunctionTableData, InterpolatesAndClamps) {
    FunctionTableData data(1);
    EXPECT_FALSE(data.is_set());
    const auto at = [&](double x) { return data.at(std::span(&x, 1)); };
    data.set_curve({1, 5, 2, 7}, {0, 1, 1, 3});
    for (const auto& [x, y] : {std::pair{-1.0, 1.0}, {0, 1}, {0.5, 3}, {1, 2}, {2, 4.5}, {3, 7}, {9, 7}})
        EXPECT_EQ(at(x), y) << x;
    EXPECT_TRUE(std::isnan(at(std::numeric_limits<double>::quiet_NaN())));
    data.set_curve({1, 5, 2, 7}, 0.0, 3.0);
    for (const auto& [x, y] :
         {std::pair{-1.0, 1.0}, {0.5, 3}, {1, 5}, {1.5, 3.5}, {2.5, 4.5}, {3, 7}, {9, 7}})
        EXPECT_EQ(at(x), y) << x;
    data.set_constant(9.25);
    EXPECT_EQ(at(3), 9.25);
    data.clear();
    EXPECT_FALSE(data.is_set());
}

TEST(FunctionTableData, OfTwoArgumentsIsASurface) {
    FunctionTableData data(2);
    data.set_surface({0, 1, 2, 10, 11, 12}, 2, 3, 0, 1, 0, 2);
    const double expected[][5] = {{0, 0, 0.5, 2, 2},
                                  {0, 0, 0.5, 2, 2},
                                  {2.5, 2.5, 3, 4.5, 4.5},
                                  {10, 10, 10.5, 12, 12},
                                  {10, 10, 10.5, 12, 12}};
    const double first[] = {-1, 0, 0.25, 1, 2}, second[] = {-1, 0, 0.5, 2, 3};
    for (int i = 0; i < 5; ++i)
        for (int j = 0; j < 5; ++j) {
            const double arguments[] = {first[i], second[j]};
            EXPECT_EQ(data.at(arguments), expected[i][j]) << first[i] << ", " << second[j];
        }
}

TEST(FunctionTableData, RefusesWhatMakesNoCurve) {
    FunctionTableData one(1), two(2);
    EXPECT_THROW(one.set_curve({1, 2}, std::vector<double>{1}), InputError);
    EXPECT_THROW(one.set_curve({}, std::vector<double>{}), InputError);
    EXPECT_THROW(one.set_curve({1, 2}, std::vector<double>{2, 1}), InputError);
    EXPECT_THROW(one.set_curve({1, 2}, 3.0, 3.0), InputError);
    EXPECT_THROW(one.set_surface({1, 2, 3, 4}, 2, 2, 0, 1, 0, 1), InputError);
    EXPECT_THROW(two.set_curve({1, 2}, std::vector<double>{1, 2}), InputError);
    EXPECT_THROW(two.set_surface({1, 2, 3}, 2, 2, 0, 1, 0, 1), InputError);
    EXPECT_FALSE(one.is_set() || two.is_set());
}

} // namespace
} // namespace ranvier::engine
