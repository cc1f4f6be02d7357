// SPDX-License-Identifier: BSD-3-Clause
// What the simulator offers of the variable step: switching it on and off, running it, looking into it.
#include <cmath>

#include "ranvier/base/error.hpp"
#include "ranvier/base/stop_flag.hpp"
#include "variable_step.hpp"

namespace ranvier::engine {

void Simulator::Impl::vary(const std::function<void(VariableStep&)>& go) {
    tables.check();
    lower(stop_flag);
    const Watchdog::Watch watched(watch());
    try {
        varying->bind();
        go(*varying);
    } catch (const Interrupted&) {
        if (is_raised(stop_flag)) seen = {0, 0, 0}; // in the middle of a step
        throw;
    } catch (const Error&) {
        seen = {0, 0, 0}; // padding rows hold copies of what failed: lay out again
        throw;
    }
}

void Simulator::set_variable(const VariableSettings& settings) {
    const auto refuse = [](const char* what, double value, const char* allowed) {
        throw InputError::out_of_range(what, "the variable step", number_text(value), allowed);
    };
    if (!(settings.absolute > 0) || !std::isfinite(settings.absolute))
        refuse("the absolute tolerance", settings.absolute, "a number > 0");
    if (!(settings.relative >= 0) || !std::isfinite(settings.relative))
        refuse("the relative tolerance", settings.relative, "a number >= 0");
    if (!(settings.longest > 0)) refuse("the longest step", settings.longest, "a number > 0 [ms]");
    if (!(settings.shortest >= 0) || settings.shortest > settings.longest)
        refuse("the shortest step", settings.shortest, "a number >= 0, not above the longest step [ms]");
    if (settings.highest_order < 1 || settings.highest_order > 5)
        refuse("the highest order", settings.highest_order, "1, 2, 3, 4, 5");
    if (settings.condition_order != 1 && settings.condition_order != 2)
        refuse("the order of conditions", settings.condition_order, "1, 2");
    for (const auto& [name, scale] : settings.scales)
        if (!(scale > 0) || !std::isfinite(scale)) refuse("the scale of a tolerance", scale, "a number > 0");
    const bool was_active = impl_->variable_settings.is_active;
    if (was_active != settings.is_active && impl_->is_running)
        throw StateError(ErrorParts{"the method cannot change in the middle of a step",
                                    "the variable step",
                                    {},
                                    "between runs, or between calls of fadvance",
                                    {}});
    const auto is_local = [](const VariableSettings& s) { return s.is_active && s.is_local; };
    if (is_local(settings) != is_local(impl_->variable_settings)) impl_->seen = {0, 0, 0}; // lanes or none
    impl_->variable_settings = settings;
    if (!impl_->varying) impl_->varying = std::make_shared<VariableStep>(*impl_);
    impl_->varying->want_restart();
    if (settings.is_active && !was_active) impl_->fixed_dt = impl_->dt();
    if (!settings.is_active && was_active) {
        impl_->varying->leave();
        *impl_->scalars->data(1) = impl_->fixed_dt;
        impl_->rate_dt = 0;
    }
}

const VariableSettings& Simulator::variable() const { return impl_->variable_settings; }

void Simulator::solve(double stop) {
    Impl::Running running(*impl_);
    if (!impl_->variable_settings.is_active)
        throw StateError(
            ErrorParts{"the variable step is not on", "CVode.solve", {}, "cvode.active(1) before", {}});
    if (!std::isfinite(stop) || stop < impl_->t())
        throw InputError::out_of_range("the time to solve to", "CVode.solve", number_text(stop) + " ms",
                                       "t = " + number_text(impl_->t()) + " ms or later");
    impl_->run_end = stop;
    impl_->bring_up_to_date();
    impl_->vary([&](VariableStep& variable) { variable.solve_to(stop); });
}

void Simulator::restart_variable() {
    if (!impl_->varying) return;
    if (impl_->is_running) impl_->varying->want_restart();
    else impl_->varying->restart_between_steps();
}

void Simulator::rest_variable() {
    if (!impl_->variable_settings.is_active) return;
    impl_->bring_up_to_date();
    impl_->varying->rest();
}

double Simulator::fixed_dt() const {
    return impl_->variable_settings.is_active ? impl_->fixed_dt : impl_->dt();
}
void Simulator::set_fixed_dt(double dt) { impl_->fixed_dt = dt; }

namespace {
VariableStep& made(Simulator::Impl& impl) {
    if (!impl.varying) impl.varying = std::make_shared<VariableStep>(impl);
    return *impl.varying;
}
} // namespace

VariableCounts Simulator::variable_counts() const {
    return impl_->varying ? impl_->varying->counts() : VariableCounts{};
}
std::vector<double> Simulator::variable_states() { return made(*impl_).states(); }
std::vector<double> Simulator::variable_rates() { return made(*impl_).present_rates(impl_->t()); }
std::vector<double> Simulator::variable_rates(double t, std::span<const double> states) {
    set_variable_states(states);
    return made(*impl_).present_rates(t);
}
void Simulator::set_variable_states(std::span<const double> states) {
    auto& variable = made(*impl_);
    variable.bind();
    const auto size = static_cast<std::size_t>(variable.counts().states);
    if (states.size() != size)
        throw InputError::out_of_range("the number of states", "the variable step",
                                       std::to_string(states.size()), std::to_string(size));
    variable.set_states(states);
    variable.want_restart();
}
std::vector<double> Simulator::variable_weights() { return made(*impl_).weights(); }
std::vector<double> Simulator::variable_errors() { return made(*impl_).errors(); }
std::vector<std::string> Simulator::variable_names() { return made(*impl_).names(); }
void Simulator::keep_magnitudes(bool keep) { made(*impl_).keep_magnitudes(keep); }
Magnitudes Simulator::magnitudes() { return made(*impl_).magnitudes(); }
int Simulator::variable_order() const { return impl_->varying ? impl_->varying->order() : 0; }

} // namespace ranvier::engine
