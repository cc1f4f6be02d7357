// SPDX-License-Identifier: BSD-3-Clause
// The variable step: backward differences of order 1 to 5 with error control, by SUNDIALS' CVODE. Who uses it says what
// the rates are and solves the linear systems; step control, order and history are CVODE's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace ranvier::integrate {

/// y' = f(t, y).
class OdeSystem {
  public:
    virtual ~OdeSystem() = default;
    /// Sets `rates` to f(t, y). False if there is none at y (the integrator then tries a shorter step). May throw.
    virtual bool rates(double t, std::span<const double> y, std::span<double> rates) = 0;
    /// b becomes x of (1 - gamma J) x = b, J at the arguments of the latest `rates`. May throw.
    virtual void solve(double gamma, std::span<double> b) = 0;
};

struct BdfSettings {
    double relative = 0;   ///< tolerance
    double longest = 1e9;  ///< step [ms]
    double shortest = 0;   ///< step [ms]
    int highest_order = 5; ///< 1 to 5
};

struct BdfCounts {
    std::int64_t steps = 0, rates = 0, solves = 0, setups = 0, restarts = 0, interpolations = 0;
};

/// Not to be moved while it lives. Throws NumericsError when CVODE gives up, and whatever the system throws.
class Bdf {
  public:
    Bdf(OdeSystem& system, std::size_t size);
    ~Bdf();
    Bdf(const Bdf&) = delete;
    Bdf& operator=(const Bdf&) = delete;

    /// Begins anew, without a history. `tolerance`: absolute, by element, > 0.
    void restart(double t, std::span<const double> y, std::span<const double> tolerance,
                 const BdfSettings& settings);
    /// One step of the integrator's own choice, but not past `stop` (infinite: no limit). Returns the time that it reached.
    double step(double stop);
    [[nodiscard]] double time() const;  ///< of y
    [[nodiscard]] double begin() const; ///< of the latest step
    [[nodiscard]] std::span<const double> y() const;
    /// y at a time within the latest step.
    void interpolate(double t, std::span<double> y);
    void weights(std::span<double> out) const;
    void local_errors(std::span<double> out) const;
    [[nodiscard]] int order() const; ///< of the latest step; 0 before the first
    [[nodiscard]] const BdfCounts& counts() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace ranvier::integrate
