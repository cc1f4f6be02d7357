// SPDX-License-Identifier: BSD-3-Clause
// LONGITUDINAL_DIFFUSION under the variable step. Its part of 1 - gamma J is a factor of its own beside that of the instances'
// equations: (1 - gamma D)(1 - gamma J) differs from the whole by gamma^2 DJ, which the Newton iteration makes up for.
#include <unordered_map>

#include "diffusion.hpp"
#include "ranvier/base/error.hpp"
#include "variable_step.hpp"

namespace ranvier::engine {

void VariableStep::bind_spreads() {
    spreads_.clear();
    std::unordered_map<const double*, std::size_t> element_of;
    for (auto* group : groups_)
        for (auto& diffuser : group->diffusers) {
            if (element_of.empty())
                for (const auto& run : runs_)
                    for (std::size_t i = 0; i < run.count; ++i)
                        element_of[run.state + static_cast<std::ptrdiff_t>(i) * run.stride] = run.first + i;
            Spread made{group, &diffuser, {}};
            const double* numbers = diffuser.table->data(diffuser.column);
            for (const auto row : diffuser.row) {
                const auto found = element_of.find(numbers + row);
                if (found == element_of.end()) {
                    const auto& m = *diffuser.type->mechanism;
                    throw StateError(
                        ErrorParts{"what diffuses has no equation that a variable step could take",
                                   m.name + "." + m[m.diffusions[diffuser.which].state].name,
                                   {},
                                   "SOLVE its KINETIC or DERIVATIVE block",
                                   "cvode.active(0) steps with a fixed dt"});
                }
                made.element.push_back(found->second);
            }
            spreads_.push_back(std::move(made));
        }
}

void VariableStep::add_spreads(std::span<double> rates) {
    const Timed timed(impl_.profile, Activity::diffusion);
    for (auto& s : spreads_) {
        impl_.measure_diffusion(*s.group, *s.diffuser);
        load_amounts(*s.diffuser);
        rates_of_spread(*s.diffuser);
        for (std::size_t i = 0; i < s.element.size(); ++i) rates[s.element[i]] += s.diffuser->sum[i];
    }
}

/// With the rates and volumes of the latest evaluation.
void VariableStep::solve_spreads(double gamma, std::span<double> b) {
    const Timed timed(impl_.profile, Activity::diffusion);
    for (auto& s : spreads_) {
        auto& amount = s.diffuser->amount;
        for (std::size_t i = 0; i < s.element.size(); ++i) amount[i] = b[s.element[i]];
        spread(*s.diffuser, gamma);
        for (std::size_t i = 0; i < s.element.size(); ++i) b[s.element[i]] = amount[i];
    }
}

} // namespace ranvier::engine
