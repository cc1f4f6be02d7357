// SPDX-License-Identifier: BSD-3-Clause
// IDA seen from outside. Its linear solver is the system's own, which knows its matrix and is told only the factor of the rates.
#include "ranvier/integrate/dae.hpp"

#include <algorithm>
#include <cmath>
#include <new>

#include <ida/ida.h>
#include <ida/ida_ls.h>
#include <sundials/sundials_linearsolver.h>

#include "core.hpp"

namespace ranvier::integrate {

namespace {
constexpr int kMostTries = 20;     // of one step, as its error or the iteration fails
constexpr double kNever = 1e30;    // [ms]
constexpr double kDirection = 1e9; // any time ahead [ms]
constexpr double kSoon = 1e-3;     // scale of the time after the beginning, for IDACalcIC [ms]
} // namespace

struct Dae::Impl : Core {
    Impl(DaeSystem& s, std::size_t n) : Core(n), system(s) {
        rates = N_VClone(y);
        linear = SUNLinSolNewEmpty(context);
        if (!rates || !linear) throw std::bad_alloc();
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
        if (rates) N_VDestroy(rates);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    int solve(N_Vector x, N_Vector b) {
        return guarded(SUNLS_PACKAGE_FAIL_UNREC, [&]() -> int {
            double c = 0;
            IDAGetCurrentCj(ida, &c);
            copy(b, numbers(x));
            system.solve(c, numbers(x));
            ++counts.solves;
            return SUNLS_SUCCESS;
        });
    }

    static int on_residual(realtype t, N_Vector y, N_Vector rates, N_Vector out, void* self) {
        auto& o = *static_cast<Impl*>(self);
        return o.guarded(-1, [&] {
            ++o.counts.rates;
            return o.system.residual(t, numbers(y), numbers(rates), numbers(out)) ? 0 : 1;
        });
    }

    static int on_weights(N_Vector y, N_Vector out, void* self) {
        static_cast<Impl*>(self)->weigh(numbers(y), numbers(out));
        return 0;
    }

    DaeSystem& system;
    void* ida = nullptr;
    N_Vector rates = nullptr;
    SUNLinearSolver linear = nullptr;
};

Dae::Dae(DaeSystem& system, std::size_t size) : impl_(std::make_unique<Impl>(system, size)) {}
Dae::~Dae() = default;

void Dae::restart(double t, std::span<const double> y, std::span<const double> rates,
                  std::span<const double> tolerance, const BdfSettings& settings) {
    auto& o = *impl_;
    o.begin_at(t, y, tolerance, settings.relative);
    std::ranges::copy(rates, numbers(o.rates).begin());
    if (!o.ida) {
        o.ida = IDACreate(o.context);
        if (!o.ida) throw std::bad_alloc();
        IDASetErrHandlerFn(o.ida, Core::on_message, static_cast<Core*>(&o));
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
    return o.reach(reached);
}

double Dae::time() const { return impl_->t; }
double Dae::begin() const { return impl_->begin; }
std::span<const double> Dae::y() const { return numbers(impl_->y); }
std::span<const double> Dae::rates() const { return numbers(impl_->rates); }

void Dae::interpolate(double t, std::span<double> y) {
    auto& o = *impl_;
    o.interpolate(t, y, "IDAGetDky", [&] { return IDAGetDky(o.ida, t, 0, o.scratch); });
}

int Dae::order() const {
    int order = 0;
    if (impl_->has_stepped) IDAGetLastOrder(impl_->ida, &order);
    return order;
}
const BdfCounts& Dae::counts() const { return impl_->counts; }

} // namespace ranvier::integrate
