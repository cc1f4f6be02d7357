// SPDX-License-Identifier: BSD-3-Clause
// CVODE seen from outside. The iteration is ours (newton.hpp); a linear solver that is never asked stands beside it, as CVODE
// keeps its estimate of the rate of convergence from step to step only where there is one to set up.
#include "ranvier/integrate/bdf.hpp"

#include <algorithm>
#include <cmath>
#include <new>

#include <cvode/cvode.h>
#include <cvode/cvode_ls.h>
#include <sundials/sundials_linearsolver.h>

#include "core.hpp"
#include "newton.hpp"

namespace ranvier::integrate {

namespace {

constexpr int kMostTries = 20; // of one step, as its error or the iteration fails

constexpr double kNever = 1e30;    // [ms]
constexpr double kDirection = 1e9; // any time ahead [ms]: the first step's size is found on the way there

} // namespace

struct Bdf::Impl : Core {
    Impl(OdeSystem& s, std::size_t n) : Core(n), system(s) {
        fixed_weights = N_VClone(y);
        linear = SUNLinSolNewEmpty(context);
        if (!fixed_weights || !linear) throw std::bad_alloc();
        linear->content = this;
        linear->ops->gettype = [](SUNLinearSolver) { return SUNLINEARSOLVER_ITERATIVE; };
        linear->ops->setatimes = [](SUNLinearSolver, void*, SUNATimesFn) { return SUNLS_SUCCESS; };
        linear->ops->setpreconditioner = [](SUNLinearSolver, void*, SUNPSetupFn, SUNPSolveFn) {
            return SUNLS_SUCCESS;
        };
        linear->ops->solve = [](SUNLinearSolver, SUNMatrix, N_Vector, N_Vector, realtype) {
            return SUNLS_PACKAGE_FAIL_UNREC; // the iteration solves by itself
        };
        linear->ops->free = [](SUNLinearSolver self) {
            self->content = nullptr;
            SUNLinSolFreeEmpty(self);
            return 0;
        };
        newton = std::make_unique<Newton>(
            y, [this](double at, N_Vector v, N_Vector out) { return on_rates(at, v, out, this); },
            [this](double gamma, N_Vector b) { return solve(gamma, b); });
    }
    ~Impl() {
        if (cvode) CVodeFree(&cvode);
        newton.reset();
        if (linear) SUNLinSolFree(linear);
        if (fixed_weights) N_VDestroy(fixed_weights);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    int solve(double gamma, N_Vector b) {
        return guarded(-1, [&] {
            system.solve(gamma, numbers(b));
            ++counts.solves;
            return 0;
        });
    }

    static int on_rates(realtype t, N_Vector y, N_Vector out, void* self) {
        auto& o = *static_cast<Impl*>(self);
        return o.guarded(-1, [&] {
            ++o.counts.rates;
            return o.system.rates(t, numbers(y), numbers(out)) ? 0 : 1;
        });
    }

    /// What counts as an error of 1. Without a relative tolerance it is the same for any y.
    static int on_weights(N_Vector y, N_Vector out, void* self) {
        auto& o = *static_cast<Impl*>(self);
        if (o.relative == 0) {
            N_VScale(1, o.fixed_weights, out);
            return 0;
        }
        o.weigh(numbers(y), numbers(out));
        return 0;
    }

    OdeSystem& system;
    void* cvode = nullptr;
    N_Vector fixed_weights = nullptr;
    SUNLinearSolver linear = nullptr;
    std::unique_ptr<Newton> newton;
};

Bdf::Bdf(OdeSystem& system, std::size_t size) : impl_(std::make_unique<Impl>(system, size)) {}
Bdf::~Bdf() = default;

void Bdf::restart(double t, std::span<const double> y, std::span<const double> tolerance,
                  const BdfSettings& settings) {
    auto& o = *impl_;
    o.begin_at(t, y, tolerance, settings.relative);
    const auto fixed = numbers(o.fixed_weights);
    for (std::size_t i = 0; i < fixed.size(); ++i) fixed[i] = 1 / tolerance[i];
    if (!o.cvode) {
        o.cvode = CVodeCreate(CV_BDF, o.context);
        if (!o.cvode) throw std::bad_alloc();
        CVodeSetErrHandlerFn(o.cvode, Core::on_message, static_cast<Core*>(&o));
        o.check(CVodeInit(o.cvode, Impl::on_rates, t, o.y), "CVodeInit");
        o.check(CVodeSetUserData(o.cvode, &o), "CVodeSetUserData");
        o.check(CVodeWFtolerances(o.cvode, Impl::on_weights), "CVodeWFtolerances");
        o.check(o.newton->attach(o.cvode), "CVodeSetNonlinearSolver");
        o.check(CVodeSetLinearSolver(o.cvode, o.linear, nullptr), "CVodeSetLinearSolver");
        o.check(
            CVodeSetPreconditioner(
                o.cvode,
                [](realtype, N_Vector, N_Vector, booleantype, booleantype* is_current, realtype, void* self) {
                    *is_current = SUNTRUE;
                    ++static_cast<Impl*>(self)->counts.setups;
                    return 0;
                },
                [](realtype, N_Vector, N_Vector, N_Vector, N_Vector, realtype, realtype, int, void*) {
                    return -1; // never asked
                }),
            "CVodeSetPreconditioner");
        o.check(CVodeSetJacEvalFrequency(o.cvode, 1), "CVodeSetJacEvalFrequency");
        o.check(CVodeSetMaxNumSteps(o.cvode, -1), "CVodeSetMaxNumSteps");
        o.check(CVodeSetMaxErrTestFails(o.cvode, kMostTries), "CVodeSetMaxErrTestFails");
        o.check(CVodeSetMaxConvFails(o.cvode, kMostTries), "CVodeSetMaxConvFails");
        o.check(CVodeSetMaxHnilWarns(o.cvode, -1), "CVodeSetMaxHnilWarns");
    } else {
        o.check(CVodeReInit(o.cvode, t, o.y), "CVodeReInit");
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
    return o.reach(reached);
}

double Bdf::time() const { return impl_->t; }
double Bdf::begin() const { return impl_->begin; }
std::span<const double> Bdf::y() const { return numbers(impl_->y); }

void Bdf::interpolate(double t, std::span<double> y) {
    auto& o = *impl_;
    o.interpolate(t, y, "CVodeGetDky", [&] { return CVodeGetDky(o.cvode, t, 0, o.scratch); });
}

void Bdf::weights(std::span<double> out) const {
    auto& o = *impl_;
    if (!o.has_stepped) return o.weigh(numbers(o.y), out); // CVODE has none yet
    CVodeGetErrWeights(o.cvode, o.scratch);
    Core::copy(o.scratch, out);
}

void Bdf::local_errors(std::span<double> out) const {
    auto& o = *impl_;
    std::ranges::fill(out, 0.0);
    if (!o.has_stepped) return;
    CVodeGetEstLocalErrors(o.cvode, o.scratch);
    Core::copy(o.scratch, out);
}

int Bdf::order() const {
    int order = 0;
    if (impl_->has_stepped) CVodeGetLastOrder(impl_->cvode, &order);
    return order;
}
const BdfCounts& Bdf::counts() const { return impl_->counts; }

} // namespace ranvier::integrate
