// SPDX-License-Identifier: BSD-3-Clause
// Newton's iteration in as few passes over the vectors as it takes.
#include "newton.hpp"

#include <cvode/cvode.h>
#include <new>
#include <utility>

#include "vectors.hpp"

namespace ranvier::integrate {

Newton::Newton(N_Vector like, Rates rates, Solve solve) : rates_(std::move(rates)), solve_(std::move(solve)) {
    delta_ = N_VClone(like);
    solver_ = SUNNonlinSolNewEmpty(like->sunctx);
    if (!delta_ || !solver_) throw std::bad_alloc();
    solver_->content = this;
    auto& ops = *solver_->ops;
    ops.gettype = [](SUNNonlinearSolver) { return SUNNONLINEARSOLVER_ROOTFIND; };
    ops.initialize = [](SUNNonlinearSolver) -> int { return SUN_NLS_SUCCESS; };
    ops.setsysfn = [](SUNNonlinearSolver, SUNNonlinSolSysFn) -> int { return SUN_NLS_SUCCESS; };
    ops.setlsetupfn = [](SUNNonlinearSolver s, SUNNonlinSolLSetupFn f) -> int {
        self(s).setup_ = f;
        return SUN_NLS_SUCCESS;
    };
    ops.setlsolvefn = [](SUNNonlinearSolver, SUNNonlinSolLSolveFn) -> int { return SUN_NLS_SUCCESS; };
    ops.setctestfn = [](SUNNonlinearSolver s, SUNNonlinSolConvTestFn f, void* data) -> int {
        self(s).has_converged_ = f;
        self(s).test_data_ = data;
        return SUN_NLS_SUCCESS;
    };
    ops.setmaxiters = [](SUNNonlinearSolver s, int most) -> int {
        self(s).most_ = most;
        return SUN_NLS_SUCCESS;
    };
    ops.getcuriter = [](SUNNonlinearSolver s, int* i) -> int {
        *i = self(s).iteration_;
        return SUN_NLS_SUCCESS;
    };
    ops.getnumiters = [](SUNNonlinearSolver s, long* n) -> int {
        *n = self(s).iterations_;
        return SUN_NLS_SUCCESS;
    };
    ops.getnumconvfails = [](SUNNonlinearSolver s, long* n) -> int {
        *n = self(s).failures_;
        return SUN_NLS_SUCCESS;
    };
    ops.solve = [](SUNNonlinearSolver s, N_Vector, N_Vector correction, N_Vector weights, realtype tolerance,
                   booleantype sets_up,
                   void*) -> int { return self(s).iterate(correction, weights, tolerance, sets_up != 0); };
    ops.free = [](SUNNonlinearSolver s) -> int {
        s->content = nullptr;
        SUNNonlinSolFreeEmpty(s);
        return SUN_NLS_SUCCESS;
    };
}

Newton::~Newton() {
    SUNNonlinSolFree(solver_);
    N_VDestroy(delta_);
}

int Newton::attach(void* cvode) {
    cvode_ = cvode;
    return CVodeSetNonlinearSolver(cvode, solver_);
}

/// delta_ = -(rl1 zn1 + correction - gamma f(t, predicted + correction)).
int Newton::evaluate(N_Vector correction, bool is_first) {
    double t = 0, gamma = 0, rl1 = 0;
    N_Vector predicted = nullptr, y = nullptr, f = nullptr, zn1 = nullptr;
    void* data = nullptr;
    CVodeGetNonlinearSystemData(cvode_, &t, &predicted, &y, &f, &gamma, &rl1, &zn1, &data);
    if (is_first) y = predicted; // the correction is 0
    else N_VLinearSum(1, predicted, 1, correction, y);
    const int flag = rates_(t, y, f);
    if (flag < 0) return CV_RHSFUNC_FAIL;
    if (flag > 0) return SUN_NLS_CONV_RECVR;
    const auto b = numbers(delta_);
    const double* to = numbers(f).data();
    const double* was = numbers(zn1).data();
    const double* moved = numbers(correction).data();
    for (std::size_t i = 0; i < b.size(); ++i) b[i] = gamma * to[i] - (rl1 * was[i] + moved[i]);
    return SUN_NLS_SUCCESS;
}

/// Until `correction` has converged, as CVODE judges. A failure that an estimate of convergence of earlier steps had a part in
/// is tried once more without it.
int Newton::iterate(N_Vector correction, N_Vector weights, double tolerance, bool sets_up) {
    failures_ = iterations_ = 0;
    for (;;) {
        const int flag = attempt(correction, weights, tolerance, sets_up);
        if (flag == SUN_NLS_SUCCESS) return flag;
        ++failures_;
        if (flag < 0 || sets_up) return flag;
        sets_up = true;
        N_VConst(0, correction);
    }
}

int Newton::attempt(N_Vector correction, N_Vector weights, double tolerance, bool sets_up) {
    iteration_ = 0;
    int flag = evaluate(correction, true);
    if (flag == SUN_NLS_SUCCESS && sets_up) {
        booleantype is_current = SUNTRUE;
        flag = setup_(failures_ > 0 ? SUNTRUE : SUNFALSE, &is_current, cvode_);
    }
    while (flag == SUN_NLS_SUCCESS) {
        ++iterations_;
        double gamma = 0;
        CVodeGetCurrentGamma(cvode_, &gamma);
        if (solve_(gamma, delta_) != 0) return CV_LSOLVE_FAIL;
        N_VLinearSum(1, correction, 1, delta_, correction);
        flag = has_converged_(solver_, correction, delta_, tolerance, weights, test_data_);
        if (flag != SUN_NLS_CONTINUE) return flag;
        if (++iteration_ >= most_) return SUN_NLS_CONV_RECVR;
        flag = evaluate(correction, false);
    }
    return flag;
}

} // namespace ranvier::integrate
