// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/run_control.hpp"

#include <array>
#include <cmath>

#include "ranvier/base/error.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world {

namespace {

struct RunVariable {
    const char* name;
    double initial;
    const char* unit;
};
/// Names and defaults as scripts know them. Those without a use here are kept because scripts set them.
constexpr std::array kVariables{
    RunVariable{"tstop", 5, "ms"},
    RunVariable{"v_init", -65, "mV"},
    RunVariable{"steps_per_ms", 40, "/ms"},
    RunVariable{"nstep_steprun", 1, ""},
    RunVariable{"stdrun_quiet", 0, ""},
    RunVariable{"using_cvode_", 0, ""},
    RunVariable{"realtime", 0, "s"},
    RunVariable{"runStopAt", 5, "ms"},
    RunVariable{"runStopIn", 1, "ms"},
    RunVariable{"stoprun", 0, ""},
    RunVariable{"eventslow", 1, ""},
    RunVariable{"eventcount", 0, ""},
    RunVariable{"screen_update_invl", 0.05, "s"},
    RunVariable{"clamp_resist", 1e-3, "megohm"}, // of fclamp's electrode
    RunVariable{"default_dll_loaded_", 0, ""},
    RunVariable{"nrn_netrec_state_adjust", 0, ""},
    RunVariable{"nrn_sparse_partrans", 0, ""},
};
enum Column : int { kTStop, kVInit, kStepsPerMs, kStepsInStep, kQuiet };

/// How far dt may be from a divisor of 1/steps_per_ms without being changed (relative).
constexpr double kSameStep = 1e-6;

} // namespace

RunControl::RunControl(World& world) : world_(world), table_(std::make_shared<state::Table>("run")) {
    for (const auto& v : kVariables) table_->add_column(v.name, v.initial);
    row_ = table_->add_row();
    int column = 0;
    for (const auto& v : kVariables)
        world.names().add_global({v.name, {table_, column++, row_, v.name}, 1, false, v.unit});
}

double RunControl::number(int column) const { return table_->get(table_->row(row_), column); }

double RunControl::get(const char* variable) const {
    const int column = table_->find_column(variable);
    RV_CHECK(column >= 0);
    return number(column);
}

void RunControl::set(const char* variable, double value) {
    const int column = table_->find_column(variable);
    RV_CHECK(column >= 0);
    table_->set(table_->row(row_), column, value);
}

void RunControl::set_dt() {
    const double per_ms = number(kStepsPerMs);
    if (!(per_ms > 0) || !std::isfinite(per_ms))
        throw InputError::out_of_range("steps_per_ms", "h", number_text(per_ms) + " /ms", "steps_per_ms > 0");
    const auto dt_ref = world_.simulator().scalar("dt");
    const double dt = dt_ref.get();
    if (!(dt > 0) || !std::isfinite(dt))
        throw InputError::out_of_range("dt", "h", number_text(dt) + " ms", "dt > 0");
    const double step = 1 / per_ms;
    const double count = std::max(1.0, std::floor(step / dt + 1e-9));
    set("nstep_steprun", count);
    if (std::abs(dt * count * per_ms - 1) <= kSameStep) return;
    dt_ref.set(step / count);
    if (number(kQuiet) == 0)
        world_.log("dt changed from " + number_text(dt) + " to " + number_text(step / count) +
                   " ms, so that steps_per_ms = " + number_text(per_ms) + " holds");
}

void RunControl::init() { world_.initialize(number(kVInit)); }

void RunControl::std_init() {
    set_dt();
    init();
}

void RunControl::run() {
    std_init();
    continue_to(number(kTStop));
}

void RunControl::continue_to(double stop) {
    if (std::isnan(stop))
        throw InputError::out_of_range("the time to stop at", "h", "nan ms", "a number [ms]");
    world_.run(stop);
}

void RunControl::step() { world_.run_steps(static_cast<std::int64_t>(std::max(1.0, number(kStepsInStep)))); }

} // namespace ranvier::world
