// SPDX-License-Identifier: BSD-3-Clause
// Random: a generator and a distribution, as the interpreter's class of that name and C in mechanisms use them.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "ranvier/world/old_generators.hpp"

namespace ranvier::world {

/// Philox 4x32 with ten rounds (Salmon et al. 2011): a stream is named by three numbers, a place in it by a sequence number and
/// which of the four results of that counter comes next.
class RandomStream {
  public:
    RandomStream() = default;
    RandomStream(std::uint32_t id1, std::uint32_t id2, std::uint32_t id3, std::uint32_t global = 0);
    [[nodiscard]] std::uint32_t next(); ///< 32 bits
    [[nodiscard]] double uniform();     ///< in the open interval (0, 1)
    [[nodiscard]] double negexp();      ///< mean 1
    [[nodiscard]] double normal();      ///< mean 0, deviation 1
    void set_sequence(std::uint32_t sequence, int which);
    [[nodiscard]] std::uint32_t sequence() const { return counter_[0]; }
    [[nodiscard]] int which() const { return which_; }
    [[nodiscard]] std::array<std::uint32_t, 3> ids() const { return {counter_[2], counter_[3], counter_[1]}; }
    /// The four numbers of one counter.
    [[nodiscard]] static std::array<std::uint32_t, 4> block(const std::array<std::uint32_t, 4>& counter,
                                                            std::array<std::uint32_t, 2> key);
    [[nodiscard]] static double to_unit(std::uint32_t bits);
    /// Everything that it is made of, for an archive.
    template <class Archive> void fields(Archive& archive) { archive(counter_, key_, results_, which_); }

  private:
    std::array<std::uint32_t, 4> counter_{};
    std::array<std::uint32_t, 2> key_{};
    std::array<std::uint32_t, 4> results_{};
    int which_ = 0;
};

class Random {
  public:
    enum class Generator : std::uint8_t { none, philox, ran4, old };

    void use_philox(std::uint32_t id1, std::uint32_t id2, std::uint32_t id3, std::uint32_t global = 0);
    /// Hash of a counter (high) and a number of the stream (low).
    void use_ran4(std::uint32_t high, std::uint32_t low);
    void use(std::unique_ptr<OldGenerator> generator);
    [[nodiscard]] Generator generator() const { return generator_; }
    [[nodiscard]] RandomStream& stream() { return stream_; }
    [[nodiscard]] double sequence() const; ///< position in the stream; philox: 4 a counter
    void set_sequence(double position);

    // distributions; each setter draws nothing
    void uniform(double low, double high);          ///< in any order
    void discrete_uniform(double low, double high); ///< both cut to whole numbers
    void normal(double mean, double variance) { set(Distribution::normal, mean, variance); }
    void lognormal(double mean, double variance) { set(Distribution::lognormal, mean, variance); }
    void negexp(double mean) { set(Distribution::negexp, mean, 0); }
    void poisson(double mean) { set(Distribution::poisson, mean, 0); }
    void binomial(double count, double probability) { set(Distribution::binomial, count, probability); }
    void geometric(double mean) { set(Distribution::geometric, mean, 0); }
    /// An exponential of one of two means, chosen so that mean and variance are these; variance > mean^2.
    void hyperexponential(double mean, double variance) {
        set(Distribution::hyperexponential, mean, variance);
    }
    void erlang(double mean, double variance) { set(Distribution::erlang, mean, variance); }
    void weibull(double alpha, double beta) { set(Distribution::weibull, alpha, beta); }
    [[nodiscard]] double draw(); ///< throws StateError without a generator
    [[nodiscard]] double bits(); ///< the next number of the generator as it is
    /// Everything that it is made of but an old generator, for an archive.
    template <class Archive> void fields(Archive& archive) {
        archive(generator_, stream_, high_, low_, distribution_, a_, b_, has_cached_, cached_);
    }
    [[nodiscard]] OldGenerator* old_generator() const { return old_.get(); } ///< null if it has none
    void set_old_generator(std::unique_ptr<OldGenerator> generator) { old_ = std::move(generator); }

  private:
    enum class Distribution : std::uint8_t {
        uniform,
        discrete_uniform,
        normal,
        lognormal,
        negexp,
        poisson,
        binomial,
        geometric,
        hyperexponential,
        erlang,
        weibull
    };
    void set(Distribution distribution, double a, double b);
    [[nodiscard]] double unit();
    [[nodiscard]] double standard_normal();

    Generator generator_ = Generator::none;
    RandomStream stream_;
    std::uint32_t high_ = 0, low_ = 0;
    std::unique_ptr<OldGenerator> old_;
    Distribution distribution_ = Distribution::normal;
    double a_ = 0, b_ = 1;
    bool has_cached_ = false;
    double cached_ = 0;
};

/// The 32 bits of one pair; `high` counts on.
[[nodiscard]] std::uint32_t ran4_bits(std::uint32_t& high, std::uint32_t low);

} // namespace ranvier::world
