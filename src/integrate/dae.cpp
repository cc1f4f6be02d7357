// SPDX-License-Identifier: BSD-3-Clause
// IDA seen from outside. Its linear solver is the system's own, which knows its matrix and is told only the factor of the rates.
#include "ranvier/integrate/dae.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <new>
#include <string>
#include <utility>

#include <ida/ida.h>
#include <ida/ida_ls.h>
#include <sundials/sundials_linearsolver.h>

#include "ranvier/base/error.hpp"
#include "vectors.hpp"

namespace ranvier::integrate {

namespace {
constexpr int kMostTries = 20;     // of one step, as its error or the iteration fails
constexpr double kNever = 1e30;    // [ms]
constexpr double kDirection = 1e9; // any time ahead [ms]
constexpr double kSoon = 1e-3;     // scale of the time after the beginning, for IDACalcIC [ms]
} // namespace

struct Dae::Impl {
    Impl(DaeSystem& s, std::size_t n) : system(s) {
        check(SUNContext_Create(nullptr, &context), "SUNContext_Create");
        y = new_vector(n, context);
        rates = N_VClone(y);
        tolerance = N_VClone(y);
        scratch = N_VClone(y);
        linear = SUNLinSolNewEmpty(context);
        if (!rates || !tolerance || !scratch || !linear) throw std::bad_alloc();
        linear->content = this;
        linear->ops->gettype = [](SUNLinearSolver) { return SUNLINEARSOLVER_MATRIX_EMBEDDED; };
        linear->ops->solve = [](SUNLinearSolver solver, SUNMatrix, N_Vector x, N_Vector b, realtype) -> int {
            return static_cast<Impl*>(solver->content)->solve(x, b);
        };
        linear->ops->free = [](SUNLinearSolver solver) {
            solver->content = nullptr;
            SUNLinSolFreeEmpty(solver);
            return 0;
        };
    }
    ~Impl() {
        if (ida) IDAFree(&ida);
        if (linear) SUNLinSolFree(linear);
        for (N_Vector v : {y, rates, tolerance, scratch})
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
            double c = 0;
            IDAGetCurrentCj(ida, &c);
            std::ranges::copy(numbers(b), numbers(x).begin());
            system.solve(c, numbers(x));
            ++counts.solves;
            return SUNLS_SUCCESS;
        } catch (...) {
            failure = std::current_exception();
            return SUNLS_PACKAGE_FAIL_UNREC;
        }
    }

    static int on_residual(realtype t, N_Vector y, N_Vector rates, N_Vector out, void* self) {
        auto& o = *static_cast<Impl*>(self);
        try {
            ++o.counts.rates;
            return o.system.residual(t, numbers(y), numbers(rates), numbers(out)) ? 0 : 1;
        } catch (...) {
            o.failure = std::current_exception();
            return -1;
        }
    }

    static int on_weights(N_Vector y, N_Vector out, void* self) {
        const auto& o = *static_cast<Impl*>(self);
        const auto w = numbers(out), v = numbers(y), absolute = numbers(o.tolerance);
        for (std::size_t i = 0; i < w.size(); ++i) w[i] = 1 / (o.relative * std::abs(v[i]) + absolute[i]);
        return 0;
    }

    DaeSystem& system;
    SUNContext context = nullptr;
    void* ida = nullptr;
    N_Vector y = nullptr, rates = nullptr, tolerance = nullptr, scratch = nullptr;
    SUNLinearSolver linear = nullptr;
    std::exception_ptr failure;
    std::string message;
    BdfCounts counts;
    double t = 0, begin = 0, relative = 0;
    bool has_stepped = false;
};

Dae::Dae(DaeSystem& system, std::size_t size) : impl_(std::make_unique<Impl>(system, size)) {}
Dae::~Dae() = default;

void Dae::restart(double t, std::span<const double> y, std::span<const double> rates,
                  std::span<const double> tolerance, const BdfSettings& settings) {
    auto& o = *impl_;
    std::ranges::copy(y, numbers(o.y).begin());
    std::ranges::copy(rates, numbers(o.rates).begin());
    std::ranges::copy(tolerance, numbers(o.tolerance).begin());
    o.t = o.begin = t;
    o.relative = settings.relative;
    o.has_stepped = false;
    ++o.counts.restarts;
    if (!o.ida) {
        o.ida = IDACreate(o.context);
        if (!o.ida) throw std::bad_alloc();
        IDASetErrHandlerFn(
            o.ida,
            [](int, const char*, const char*, char* text, void* self) {
                static_cast<Impl*>(self)->message = text;
            },
            &o);
        o.check(IDAInit(o.ida, Impl::on_residual, t, o.y, o.rates), "IDAInit");
        o.check(IDASetUserData(o.ida, &o), "IDASetUserData");
        o.check(IDAWFtolerances(o.ida, Impl::on_weights), "IDAWFtolerances");
        o.check(IDASetLinearSolver(o.ida, o.linear, nullptr), "IDASetLinearSolver");
        o.check(IDASetMaxNumSteps(o.ida, -1), "IDASetMaxNumSteps");
        o.check(IDASetMaxErrTestFails(o.ida, kMostTries), "IDASetMaxErrTestFails");
        o.check(IDASetMaxConvFails(o.ida, kMostTries), "IDASetMaxConvFails");
    } else {
        o.check(IDAReInit(o.ida, t, o.y, o.rates), "IDAReInit");
    }
    o.check(IDASetMaxOrd(o.ida, settings.highest_order), "IDASetMaxOrd");
    o.check(IDASetMaxStep(o.ida, settings.longest), "IDASetMaxStep");
}

void Dae::make_consistent(std::span<const double> has_rate) {
    auto& o = *impl_;
    std::ranges::copy(has_rate, numbers(o.scratch).begin());
    o.check(IDASetId(o.ida, o.scratch), "IDASetId");
    o.check(IDACalcIC(o.ida, IDA_YA_YDP_INIT, o.t + kSoon), "IDACalcIC");
    o.check(IDAGetConsistentIC(o.ida, o.y, o.rates), "IDAGetConsistentIC");
}

double Dae::step(double stop) {
    auto& o = *impl_;
    const bool has_stop = std::isfinite(stop);
    o.check(IDASetStopTime(o.ida, has_stop ? stop : kNever), "IDASetStopTime");
    double reached = o.t;
    const int flag =
        IDASolve(o.ida, has_stop ? stop : o.t + kDirection, &reached, o.y, o.rates, IDA_ONE_STEP);
    o.check(flag, "IDA");
    o.begin = o.t;
    o.t = reached;
    o.has_stepped = true;
    ++o.counts.steps;
    return reached;
}

double Dae::time() const { return impl_->t; }
double Dae::begin() const { return impl_->begin; }
std::span<const double> Dae::y() const { return numbers(impl_->y); }
std::span<const double> Dae::rates() const { return numbers(impl_->rates); }

void Dae::interpolate(double t, std::span<double> y) {
    auto& o = *impl_;
    if (!o.has_stepped || t == o.t) {
        std::ranges::copy(numbers(o.y), y.begin());
        return;
    }
    ++o.counts.interpolations;
    o.check(IDAGetDky(o.ida, t, 0, o.scratch), "IDAGetDky");
    std::ranges::copy(numbers(o.scratch), y.begin());
}

int Dae::order() const {
    int order = 0;
    if (impl_->has_stepped) IDAGetLastOrder(impl_->ida, &order);
    return order;
}
const BdfCounts& Dae::counts() const { return impl_->counts; }

} // namespace ranvier::integrate
