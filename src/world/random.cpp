// SPDX-License-Identifier: BSD-3-Clause
// Philox: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3" (2011).
// Ran4: W. H. Press et al., "Numerical Recipes in C", 2nd edition, section 7.5 (pseudo-DES hashing).
#include "ranvier/world/random.hpp"

#include "ranvier/base/error.hpp"
#include "ranvier/math/scalar_functions.hpp"

namespace ranvier::world {

namespace {

std::uint32_t high_half(std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32U); }
std::uint32_t low_half(std::uint64_t x) { return static_cast<std::uint32_t>(x); }

} // namespace

std::array<std::uint32_t, 4> RandomStream::block(const std::array<std::uint32_t, 4>& counter,
                                                 std::array<std::uint32_t, 2> key) {
    constexpr std::uint64_t kMultiplier0 = 0xD2511F53U, kMultiplier1 = 0xCD9E8D57U;
    constexpr std::uint32_t kWeyl0 = 0x9E3779B9U, kWeyl1 = 0xBB67AE85U;
    constexpr int kRounds = 10;
    auto c = counter;
    for (int round = 0; round < kRounds; ++round) {
        const auto a = kMultiplier0 * c[0], b = kMultiplier1 * c[2];
        c = {high_half(b) ^ c[1] ^ key[0], low_half(b), high_half(a) ^ c[3] ^ key[1], low_half(a)};
        key[0] += kWeyl0;
        key[1] += kWeyl1;
    }
    return c;
}

double RandomStream::to_unit(std::uint32_t bits) {
    constexpr double kStep = 1.0 / 4294967297.0; // 1 / (2^32 + 1)
    return (static_cast<double>(bits) + 1.0) * kStep;
}

RandomStream::RandomStream(std::uint32_t id1, std::uint32_t id2, std::uint32_t id3, std::uint32_t global)
    : counter_{0, id3, id1, id2}, key_{global, 0} {
    set_sequence(0, 0);
}

void RandomStream::set_sequence(std::uint32_t sequence, int which) {
    which_ = which < 0 || which > 3 ? 0 : which;
    counter_[0] = sequence;
    results_ = block(counter_, key_);
}

std::uint32_t RandomStream::next() {
    const auto bits = results_[static_cast<std::size_t>(which_)];
    if (++which_ > 3) set_sequence(counter_[0] + 1, 0);
    return bits;
}

double RandomStream::uniform() { return to_unit(next()); }
double RandomStream::negexp() { return -math::log(uniform()); }

double RandomStream::normal() {
    while (true) {
        const double u = 2 * uniform() - 1, v = 2 * uniform() - 1;
        const double w = u * u + v * v;
        if (w <= 1) return u * math::sqrt(-2 * math::log(w) / w);
    }
}

std::uint32_t ran4_bits(std::uint32_t& high, std::uint32_t low) {
    constexpr std::array<std::uint32_t, 2> kC1 = {0xbaa96887U, 0x1e17d32cU}; // two rounds, as MCell took it
    constexpr std::array<std::uint32_t, 2> kC2 = {0x4b0f3b58U, 0xe874f0c3U};
    std::uint32_t left = low, right = high++;
    for (std::size_t i = 0; i < kC1.size(); ++i) {
        const std::uint32_t keep = right;
        const std::uint32_t mixed = right ^ kC1[i];
        const std::uint32_t lower = mixed & 0xffffU, upper = mixed >> 16U;
        const std::uint32_t sum = lower * lower + ~(upper * upper);
        const std::uint32_t swapped = (sum >> 16U) | (sum << 16U);
        right = left ^ ((swapped ^ kC2[i]) + lower * upper);
        left = keep;
    }
    return right;
}

void Random::set(Distribution distribution, double a, double b) {
    distribution_ = distribution;
    a_ = a;
    b_ = b;
    has_cached_ = false;
}

void Random::uniform(double low, double high) {
    set(Distribution::uniform, low < high ? low : high, low < high ? high : low);
}

void Random::discrete_uniform(double low, double high) {
    const double a = low < 0 ? -math::floor(-low) : math::floor(low);
    const double b = high < 0 ? -math::floor(-high) : math::floor(high);
    set(Distribution::discrete_uniform, a < b ? a : b, a < b ? b : a);
}

void Random::use_philox(std::uint32_t id1, std::uint32_t id2, std::uint32_t id3, std::uint32_t global) {
    generator_ = Generator::philox;
    stream_ = RandomStream(id1, id2, id3, global);
}

void Random::use_ran4(std::uint32_t high, std::uint32_t low) {
    generator_ = Generator::ran4;
    high_ = high;
    low_ = low;
}

void Random::use(std::unique_ptr<OldGenerator> generator) {
    generator_ = Generator::old;
    old_ = std::move(generator);
}

double Random::sequence() const {
    if (generator_ == Generator::old)
        throw StateError("this generator has no positions: Random123 and MCellRan4 have");
    return generator_ == Generator::ran4 ? high_ : 4.0 * stream_.sequence() + stream_.which();
}

void Random::set_sequence(double position) {
    if (generator_ == Generator::old)
        throw StateError("this generator has no positions: Random123 and MCellRan4 have");
    if (generator_ == Generator::ran4) {
        high_ = static_cast<std::uint32_t>(position);
        return;
    }
    const auto counter = math::floor(position / 4);
    stream_.set_sequence(static_cast<std::uint32_t>(counter), static_cast<int>(position - 4 * counter));
}

double Random::unit() {
    switch (generator_) {
    case Generator::philox: return stream_.uniform();
    case Generator::ran4: return ran4_bits(high_, low_) / 4294967296.0;
    case Generator::old: return old_->unit();
    case Generator::none: break;
    }
    throw StateError(ErrorParts{"a Random has no generator",
                                "Random",
                                {},
                                "Random123 or MCellRan4",
                                "choose one first: r.Random123(1, 2, 3)"});
}

double Random::bits() {
    if (generator_ == Generator::philox) return stream_.next();
    if (generator_ == Generator::ran4) return ran4_bits(high_, low_);
    if (generator_ == Generator::old) return old_->bits();
    return unit();
}

double Random::standard_normal() {
    if (has_cached_) {
        has_cached_ = false;
        return cached_;
    }
    while (true) {
        const double u = 2 * unit() - 1, v = 2 * unit() - 1;
        const double w = u * u + v * v;
        if (w > 1) continue;
        const double y = math::sqrt(-2 * math::log(w) / w);
        has_cached_ = true;
        cached_ = v * y;
        return u * y;
    }
}

double Random::draw() {
    switch (distribution_) {
    case Distribution::uniform: return a_ + (b_ - a_) * unit();
    case Distribution::discrete_uniform: {
        const double width = b_ - a_ + 1;
        return math::floor(a_ + width * unit());
    }
    case Distribution::normal: return standard_normal() * math::sqrt(b_) + a_;
    case Distribution::lognormal: {
        // mean and variance are those of the result
        const double m2 = a_ * a_;
        const double log_mean = math::log(m2 / math::sqrt(b_ + m2));
        const double log_deviation = math::sqrt(math::log((b_ + m2) / m2));
        return math::exp(standard_normal() * log_deviation + log_mean);
    }
    case Distribution::negexp: return -a_ * math::log(unit());
    case Distribution::poisson: {
        const double bound = math::exp(-a_);
        int count = 0;
        for (double product = 1; product >= bound; ++count) product *= unit();
        return count - 1;
    }
    case Distribution::binomial: {
        int count = 0;
        for (int i = 0; i < static_cast<int>(a_); ++i)
            if (unit() < b_) ++count;
        return count;
    }
    case Distribution::geometric: {
        int samples = 1;
        while (unit() < a_) ++samples;
        return samples;
    }
    case Distribution::hyperexponential: {
        const double z = b_ / (a_ * a_);
        const double share = 0.5 * (1 - math::sqrt((z - 1) / (z + 1)));
        const double d = unit() > share ? 1 - share : share;
        return -a_ * math::log(unit()) / (2 * d);
    }
    case Distribution::erlang: {
        int k = static_cast<int>(a_ * a_ / b_ + 0.5);
        if (k < 1) k = 1;
        double product = 1;
        for (int i = 0; i < k; ++i) product *= unit();
        return -(1 / (k / a_)) * math::log(product);
    }
    case Distribution::weibull: return math::pow(-b_ * math::log(1 - unit()), 1 / a_);
    }
    return 0;
}

} // namespace ranvier::world
