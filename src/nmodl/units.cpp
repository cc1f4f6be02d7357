// SPDX-License-Identifier: BSD-3-Clause
// The factors of the UNITS block.
#include <charconv>
#include <cmath>
#include <cstdio>

#include "unit_table.hpp"

namespace ranvier::nmodl {

namespace {

double six_digits(double value) {
    char buffer[32];
    const int length = std::snprintf(buffer, sizeof buffer, "%.5e", value);
    double out = value;
    std::from_chars(buffer, buffer + length, out);
    return out;
}

} // namespace

/// NEURON's translator wrote the old constants with six digits, while its own
/// Nernst equation had all of them.
void resolve_units(const ast::File& file, std::vector<Symbol>& symbols, bool six_digits_of_legacy,
                   Diagnostics& diagnostics) {
    UnitTable table(file);
    for (const auto& entry : file.units) {
        if (entry.is_alias) continue;
        Symbol* symbol = nullptr;
        for (auto& candidate : symbols)
            if (candidate.role == Role::unit_factor && candidate.name == entry.name.text) symbol = &candidate;
        if (!symbol) continue;
        if (entry.number) {
            symbol->value = symbol->legacy_value = *entry.number;
            continue;
        }
        const auto parse = [&](const std::string& text, Span where) {
            auto unit = table.parse(text);
            if (!unit)
                diagnostics.error(where, "the unit '" + table.unknown() + "' is not known", table.hint());
            return unit;
        };
        const auto from = parse(entry.from, entry.from_span);
        const auto to = parse(entry.to, entry.to_span);
        if (!from || !to) continue;
        if (from->dimension != to->dimension) {
            diagnostics.error(entry.to_span,
                              "(" + entry.from + ") cannot be converted to (" + entry.to + ")");
            continue;
        }
        symbol->value = from->modern / to->modern;
        symbol->legacy_value = from->legacy / to->legacy;
        const bool depends = std::abs(symbol->legacy_value - symbol->value) > 1e-12 * std::abs(symbol->value);
        if (!depends) symbol->legacy_value = symbol->value;
        else if (six_digits_of_legacy) symbol->legacy_value = six_digits(symbol->legacy_value);
    }
}

} // namespace ranvier::nmodl
