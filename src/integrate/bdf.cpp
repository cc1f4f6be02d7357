// SPDX-License-Identifier: BSD-3-Clause
// CVODE seen from outside. Its Newton iteration asks for a solution of the linear system after each evaluation of the rates,
// so the Jacobian is always that of the present state: the setup has nothing to do but to exist, as CVODE then keeps its
// estimate of the rate of convergence from step to step.
#include "ranvier/integrate/bdf.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <new>
#include <utility>
#include <vector>

#include <cvode/cvode.h>
#include <cvode/cvode_ls.h>
#include <nvector/nvector_serial.h>
#include <sundials/sundials_linearsolver.h>

#include "ranvier/base/error.hpp"

namespace ranvier::integrate {

namespace {

constexpr double kNoLooserSolves =
    1e-250;                    // the systems are solved exactly: no right side counts as small enough
constexpr int kMostTries = 20; // of one step, as its error or the iteration fails

constexpr double kNever = 1e30;    // [ms]
constexpr double kDirection = 1e9; // any time ahead [ms]: the first step's size is found on the way there

std::span<double> numbers(N_Vector v) {
    return {N_VGetArrayPointer(v), static_cast<std::size_t>(N_VGetLength(v))};
}

} // namespace

struct Bdf::Impl {
    Impl(OdeSystem& s, std::size_t n) : system(s) {
        check(SUNContext_Create(nullptr, &context), "SUNContext_Create");
        y = N_VNew_Serial(static_cast<sunindextype>(n), context);
        tolerance = N_VNew_Serial(static_cast<sunindextype>(n), context);
        scratch = N_VNew_Serial(static_cast<sunindextype>(n), context);
        linear = SUNLinSolNewEmpty(context);
        if (!y || !tolerance || !scratch || !linear) throw std::bad_alloc();
        linear->content = this;
        linear->ops->gettype = [](SUNLinearSolver) { return SUNLINEARSOLVER_ITERATIVE; };
        linear->ops->setatimes = [](SUNLinearSolver, void*, SUNATimesFn) { return SUNLS_SUCCESS; };
        linear->ops->setpreconditioner = [](SUNLinearSolver, void*, SUNPSetupFn, SUNPSolveFn) {
            return SUNLS_SUCCESS;
        };
        linear->ops->solve = [](SUNLinearSolver self, SUNMatrix, N_Vector x, N_Vector b, realtype) {
            return static_cast<Impl*>(self->content)->solve(x, b);
        };
        linear->ops->free = [](SUNLinearSolver self) {
            self->content = nullptr;
            SUNLinSolFreeEmpty(self);
            return 0;
        };
    }
    ~Impl() {
        if (cvode) CVodeFree(&cvode);
        if (linear) SUNLinSolFree(linear);
        for (N_Vector v : {y, tolerance, scratch})
            if (v) N_VDestroy(v);
        if (context) SUNContext_Free(&context);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void check(int flag, const char* what) {
        if (failure) std::rethrow_exception(std::exchange(failure, nullptr));
        if (flag >= 0) return;
        throw NumericsError(ErrorParts{"the variable step gave up",
                                       what,
                                       message,
                                       {},
                                       "look for a number that is not finite or jumps; or take a fixed step, "
                                       "or a tolerance that the model can meet"});
    }

    int solve(N_Vector x, N_Vector b) {
        try {
            double gamma = 0;
            CVodeGetCurrentGamma(cvode, &gamma);
            if (x != b) N_VScale(1, b, x);
            system.solve(gamma, numbers(x));
            ++counts.solves;
            return SUNLS_SUCCESS;
        } catch (...) {
            failure = std::current_exception();
            return SUNLS_PACKAGE_FAIL_UNREC;
        }
    }

    static int on_rates(realtype t, N_Vector y, N_Vector out, void* self) {
        auto& o = *static_cast<Impl*>(self);
        try {
            ++o.counts.rates;
            return o.system.rates(t, numbers(y), numbers(out)) ? 0 : 1;
        } catch (...) {
            o.failure = std::current_exception();
            return -1;
        }
    }

    OdeSystem& system;
    SUNContext context = nullptr;
    void* cvode = nullptr;
    N_Vector y = nullptr, tolerance = nullptr, scratch = nullptr;
    SUNLinearSolver linear = nullptr;
    std::exception_ptr failure;
    std::string message;
    BdfCounts counts;
    double t = 0, begin = 0, relative = 0;
    bool has_stepped = false;
};

Bdf::Bdf(OdeSystem& system, std::size_t size) : impl_(std::make_unique<Impl>(system, size)) {}
Bdf::~Bdf() = default;

void Bdf::restart(double t, std::span<const double> y, std::span<const double> tolerance,
                  const BdfSettings& settings) {
    auto& o = *impl_;
    std::ranges::copy(y, numbers(o.y).begin());
    std::ranges::copy(tolerance, numbers(o.tolerance).begin());
    o.t = o.begin = t;
    o.relative = settings.relative;
    o.has_stepped = false;
    ++o.counts.restarts;
    if (!o.cvode) {
        o.cvode = CVodeCreate(CV_BDF, o.context);
        if (!o.cvode) throw std::bad_alloc();
        CVodeSetErrHandlerFn(
            o.cvode,
            [](int, const char*, const char*, char* text, void* self) {
                static_cast<Impl*>(self)->message = text;
            },
            &o);
        o.check(CVodeInit(o.cvode, Impl::on_rates, t, o.y), "CVodeInit");
        o.check(CVodeSetUserData(o.cvode, &o), "CVodeSetUserData");
        o.check(CVodeSVtolerances(o.cvode, settings.relative, o.tolerance), "CVodeSVtolerances");
        o.check(CVodeSetLinearSolver(o.cvode, o.linear, nullptr), "CVodeSetLinearSolver");
        o.check(
            CVodeSetPreconditioner(
                o.cvode,
                [](realtype, N_Vector, N_Vector, booleantype, booleantype* is_current, realtype, void* self) {
                    *is_current = SUNTRUE;
                    ++static_cast<Impl*>(self)->counts.setups;
                    return 0;
                },
                [](realtype, N_Vector, N_Vector, N_Vector r, N_Vector z, realtype, realtype, int, void*) {
                    N_VScale(1, r, z);
                    return 0;
                }),
            "CVodeSetPreconditioner");
        o.check(CVodeSetEpsLin(o.cvode, kNoLooserSolves), "CVodeSetEpsLin");
        o.check(CVodeSetJacEvalFrequency(o.cvode, 1), "CVodeSetJacEvalFrequency");
        o.check(CVodeSetMaxNumSteps(o.cvode, -1), "CVodeSetMaxNumSteps");
        o.check(CVodeSetMaxErrTestFails(o.cvode, kMostTries), "CVodeSetMaxErrTestFails");
        o.check(CVodeSetMaxConvFails(o.cvode, kMostTries), "CVodeSetMaxConvFails");
        o.check(CVodeSetMaxHnilWarns(o.cvode, -1), "CVodeSetMaxHnilWarns");
    } else {
        o.check(CVodeReInit(o.cvode, t, o.y), "CVodeReInit");
        o.check(CVodeSVtolerances(o.cvode, settings.relative, o.tolerance), "CVodeSVtolerances");
    }
    // an order may only be lowered for good, so it is part of a new beginning
    o.check(CVodeSetMaxOrd(o.cvode, settings.highest_order), "CVodeSetMaxOrd");
    o.check(CVodeSetMaxStep(o.cvode, 0), "CVodeSetMaxStep"); // none, so that the shortest is free
    o.check(CVodeSetMinStep(o.cvode, settings.shortest), "CVodeSetMinStep");
    o.check(CVodeSetMaxStep(o.cvode, settings.longest), "CVodeSetMaxStep");
}

double Bdf::step(double stop) {
    auto& o = *impl_;
    const bool has_stop = std::isfinite(stop);
    // a stop that was set cannot be taken back in CVODE 6.4, but it can be moved away
    o.check(CVodeSetStopTime(o.cvode, has_stop ? stop : kNever), "CVodeSetStopTime");
    double reached = o.t;
    const int flag = CVode(o.cvode, has_stop ? stop : o.t + kDirection, o.y, &reached, CV_ONE_STEP);
    o.check(flag, "CVODE");
    o.begin = o.t;
    o.t = reached;
    o.has_stepped = true;
    ++o.counts.steps;
    return reached;
}

double Bdf::time() const { return impl_->t; }
double Bdf::begin() const { return impl_->begin; }
std::span<const double> Bdf::y() const { return numbers(impl_->y); }

void Bdf::interpolate(double t, std::span<double> y) {
    auto& o = *impl_;
    if (!o.has_stepped || t == o.t) {
        std::ranges::copy(numbers(o.y), y.begin());
        return;
    }
    ++o.counts.interpolations;
    o.check(CVodeGetDky(o.cvode, t, 0, o.scratch), "CVodeGetDky");
    std::ranges::copy(numbers(o.scratch), y.begin());
}

void Bdf::weights(std::span<double> out) const {
    auto& o = *impl_;
    if (!o.has_stepped) { // CVODE has none yet
        const auto y = numbers(o.y), tolerance = numbers(o.tolerance);
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = 1 / (o.relative * std::abs(y[i]) + tolerance[i]);
        return;
    }
    CVodeGetErrWeights(o.cvode, o.scratch);
    std::ranges::copy(numbers(o.scratch), out.begin());
}

void Bdf::local_errors(std::span<double> out) const {
    auto& o = *impl_;
    std::ranges::fill(out, 0.0);
    if (!o.has_stepped) return;
    CVodeGetEstLocalErrors(o.cvode, o.scratch);
    std::ranges::copy(numbers(o.scratch), out.begin());
}

int Bdf::order() const {
    int order = 0;
    if (impl_->has_stepped) CVodeGetLastOrder(impl_->cvode, &order);
    return order;
}
const BdfCounts& Bdf::counts() const { return impl_->counts; }

} // namespace ranvier::integrate
