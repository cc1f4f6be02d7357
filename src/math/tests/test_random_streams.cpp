// SPDX-License-Identifier: BSD-3-Clause
// Against the published vectors of Philox, and numbers recorded from NEURON 9.0.2.
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "ranvier/math/random_streams.hpp"

namespace ranvier::math {
namespace {

using Words = std::array<std::uint32_t, 4>;

TEST(Philox, GivesThePublishedVectors) {
    EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    EXPECT_EQ(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
              (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
              (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Streams, AreThoseOfNeuron) {
    const StreamId stream{.id1 = 11, .id2 = 22, .id3 = 0};
    EXPECT_DOUBLE_EQ(open_unit(stream_bits(stream, 0)), 0.6669347789914033);
    EXPECT_DOUBLE_EQ(open_unit(stream_bits(stream, 5)), 0.6555547417012149);
    EXPECT_DOUBLE_EQ(open_unit(stream_bits(stream, 6)), 0.2801227480452222);
    EXPECT_EQ(stream_bits(stream, 8), 1175409427U);
    EXPECT_DOUBLE_EQ(open_unit(stream_bits({.id1 = 11, .id2 = 22, .id3 = 1}, 0)), 0.453067556383771);
    EXPECT_NEAR(open_unit(stream_bits({.id1 = 1, .id2 = 2, .id3 = 3}, 0)), 0.980861897, 5e-10);
    EXPECT_GT(open_unit(0), 0);
    EXPECT_LT(open_unit(0xffffffff), 1);
}

TEST(Streams, PlacesWrapAfterTheirLastBlock) {
    const StreamId stream{.id1 = 5, .id2 = 6, .id3 = 7};
    constexpr std::uint64_t kPlaces = std::uint64_t{1} << 34U;
    EXPECT_EQ(stream_bits(stream, kPlaces + 3), stream_bits(stream, 3));
    EXPECT_NE(stream_bits(stream, kPlaces - 1), stream_bits(stream, 3));
}

TEST(SequentialRandom, DrawsWhatNeuronDraws) {
    SequentialRandom random;
    EXPECT_DOUBLE_EQ(random.uniform(), 0.6056517089264588);
    EXPECT_DOUBLE_EQ(random.uniform(), 0.9659154210160289);
    random.seed(1234);
    for (const double u : {0.09234640353646745, 0.6268987917869582, 0.2273663145553708, 0.8590842557277261})
        EXPECT_DOUBLE_EQ(random.uniform(), u);
    for (const double x : {4.116588543124625, 1.7734695393689823, 3.26032684829214})
        EXPECT_NEAR(random.exponential(2), x, 1e-14);
    for (const double x : {2.6839298723850975, 4.727481628469561, 5.124107146366664})
        EXPECT_NEAR(random.normal(5, 2), x, 1e-14);
    const auto counts = [&](double mean, std::initializer_list<double> expected, double next) {
        random.seed(7);
        for (const double count : expected) EXPECT_EQ(random.poisson(mean), count);
        EXPECT_DOUBLE_EQ(random.uniform(), next);
    };
    counts(0.5, {0, 1, 2, 1, 0, 3, 0, 0}, 0.31722238457697033);
    counts(3, {2, 9, 2, 2, 5, 6, 4, 1}, 0.6405654325244402);
    counts(100, {111, 96, 90, 99, 102, 111, 117, 108}, 0.6135647479941987);
    EXPECT_EQ(random.poisson(-1), -1);
}

TEST(SequentialRandom, TakesAnySeed) {
    SequentialRandom random;
    const auto first = [&](double seed) {
        random.seed(seed);
        return random.uniform();
    };
    EXPECT_DOUBLE_EQ(first(0), 0.1056624998118874);
    EXPECT_DOUBLE_EQ(first(1.7), 0.6056517089264588);
    EXPECT_DOUBLE_EQ(first(-3.5), 0.6056948729338345);
    EXPECT_DOUBLE_EQ(first(5e9), 0.0964553703312891);
    EXPECT_DOUBLE_EQ(first(1e300), 0.1056624998118874);
    EXPECT_DOUBLE_EQ(first(std::numeric_limits<double>::quiet_NaN()), 0.1056624998118874);
}

TEST(SequentialRandom, CountsOfALargeMeanHaveThatMean) {
    SequentialRandom random;
    double sum = 0;
    constexpr int kDraws = 2000;
    for (int i = 0; i < kDraws; ++i) sum += random.poisson(1000);
    EXPECT_NEAR(sum / kDraws, 1000, 4 * std::sqrt(1000.0 / kDraws)); // four standard errors
}

} // namespace
} // namespace ranvier::math
