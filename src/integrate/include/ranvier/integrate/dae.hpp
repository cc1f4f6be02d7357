// SPDX-License-Identifier: BSD-3-Clause
// The variable step where some equations hold at each moment and say nothing of a rate (currents into a place without a
// capacitance): backward differences of order 1 to 5 with error control, by SUNDIALS' IDA.
#pragma once

#include <memory>
#include <span>

#include "ranvier/integrate/bdf.hpp"

namespace ranvier::integrate {

/// 0 = F(t, y, y').
class DaeSystem {
  public:
    virtual ~DaeSystem() = default;
    /// Sets `out` to F. False if there is none at y (the integrator then tries a shorter step). May throw.
    virtual bool residual(double t, std::span<const double> y, std::span<const double> rates,
                          std::span<double> out) = 0;
    /// b becomes x of (dF/dy + c dF/dy') x = b, at the arguments of the latest `residual`. May throw.
    virtual void solve(double c, std::span<double> b) = 0;
};

/// Not to be moved while it lives. Throws NumericsError when IDA gives up, and whatever the system throws.
class Dae {
  public:
    Dae(DaeSystem& system, std::size_t size);
    ~Dae();
    Dae(const Dae&) = delete;
    Dae& operator=(const Dae&) = delete;

    /// Begins anew, without a history, at numbers for which F is 0. `tolerance`: absolute, by element, > 0. The shortest step
    /// counts for nothing: IDA has none.
    void restart(double t, std::span<const double> y, std::span<const double> rates,
                 std::span<const double> tolerance, const BdfSettings& settings);
    /// After `restart`, for F that is not 0 yet: keeps the numbers that have a rate (1 in `has_rate`, 0 for others), and finds
    /// their rates and the other numbers.
    void make_consistent(std::span<const double> has_rate);
    /// One step of the integrator's own choice, but not past `stop` (infinite: no limit). Returns the time that it reached.
    double step(double stop);
    [[nodiscard]] double time() const;  ///< of y
    [[nodiscard]] double begin() const; ///< of the latest step
    [[nodiscard]] std::span<const double> y() const;
    [[nodiscard]] std::span<const double> rates() const;
    /// y at a time within the latest step.
    void interpolate(double t, std::span<double> y);
    [[nodiscard]] int order() const; ///< of the latest step; 0 before the first
    [[nodiscard]] const BdfCounts& counts() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace ranvier::integrate
