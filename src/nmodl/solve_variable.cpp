// SPDX-License-Identifier: BSD-3-Clause
// Where a variable step finds the rates of a mechanism's states: symbols that no file can name.
#include <algorithm>

#include "solution.hpp"

namespace ranvier::nmodl {

int OdeSymbols::symbol(const char* prefix, int state) {
    const std::string name = prefix + model_.symbols[static_cast<std::size_t>(state)].name;
    if (const int found = model_.find_symbol(name); found >= 0) return found;
    Symbol made;
    const auto& of = model_.symbols[static_cast<std::size_t>(state)];
    made.name = name;
    made.role = Role::assigned;
    made.count = of.count;
    made.is_array = of.is_array;
    made.is_assigned = true;
    model_.symbols.push_back(std::move(made));
    return static_cast<int>(model_.symbols.size()) - 1;
}

std::size_t OdeSymbols::add(const Unknown& unknown, bool has_slope) {
    auto& all = model_.ode_unknowns;
    const auto found = std::find_if(all.begin(), all.end(), [&](const OdeUnknown& known) {
        return known.symbol == unknown.symbol && known.element == unknown.element;
    });
    if (found != all.end()) return static_cast<std::size_t>(found - all.begin());
    OdeUnknown made;
    made.symbol = unknown.symbol;
    made.element = unknown.element;
    made.rate = symbol("_rate_", unknown.symbol);
    if (has_slope) made.slope = symbol("_slope_", unknown.symbol);
    all.push_back(made);
    return all.size() - 1;
}

Unknown OdeSymbols::rate(const Unknown& unknown, bool has_slope) {
    const auto& known = model_.ode_unknowns[add(unknown, has_slope)];
    return make_unknown(model_, known.rate, unknown.element, unknown.span);
}

Unknown OdeSymbols::slope(const Unknown& unknown) {
    const auto& known = model_.ode_unknowns[add(unknown, true)];
    return make_unknown(model_, known.slope, unknown.element, unknown.span);
}

} // namespace ranvier::nmodl
