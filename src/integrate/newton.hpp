// SPDX-License-Identifier: BSD-3-Clause
// The iteration of an implicit step: CVODE's own in what it decides, over our linear solver without anything between, and in as
// few passes over the vectors as it takes.
#pragma once

#include <functional>

#include <sundials/sundials_nonlinearsolver.h>
#include <sundials/sundials_nvector.h>

namespace ranvier::integrate {

/// Lives as long as the integrator that it is attached to.
class Newton {
  public:
    using Rates =
        std::function<int(double t, N_Vector y, N_Vector rates)>; ///< 0, > 0: a shorter step, < 0: the end
    using Solve = std::function<int(double gamma, N_Vector b)>;
    /// @param like  a vector of the integrator
    Newton(N_Vector like, Rates rates, Solve solve);
    ~Newton();
    Newton(const Newton&) = delete;
    Newton& operator=(const Newton&) = delete;

    [[nodiscard]] int attach(void* cvode); ///< CVODE's flag

  private:
    static Newton& self(SUNNonlinearSolver solver) { return *static_cast<Newton*>(solver->content); }
    int iterate(N_Vector correction, N_Vector weights, double tolerance, bool sets_up);
    int attempt(N_Vector correction, N_Vector weights, double tolerance, bool sets_up);
    [[nodiscard]] int evaluate(N_Vector correction, bool is_first);

    Rates rates_;
    Solve solve_;
    N_Vector delta_ = nullptr;
    SUNNonlinearSolver solver_ = nullptr;
    SUNNonlinSolLSetupFn setup_ = nullptr;
    SUNNonlinSolConvTestFn has_converged_ = nullptr;
    void* test_data_ = nullptr;
    void* cvode_ = nullptr;
    int most_ = 3, iteration_ = 0;
    long iterations_ = 0, failures_ = 0; ///< of the latest step
};

} // namespace ranvier::integrate
