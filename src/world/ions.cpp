// SPDX-License-Identifier: BSD-3-Clause
// What users ask of ions: their charge, how a segment treats their concentrations and reversal potential, and the two equations
// that relate those (Nernst; Goldman, Hodgkin and Katz).
#include <algorithm>
#include <cmath>

#include "ranvier/base/error.hpp"
#include "ranvier/base/units.hpp"
#include "ranvier/math/scalar_functions.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world {

namespace {

// The values in use before 2018's, for nrnunit_use_legacy: gas constant [J/K/mol] and Faraday [C/mol].
constexpr double kLegacyGas = 8.313424, kLegacyFaraday = 96485.309;
constexpr std::string_view kSuffix = "_ion";

/// Bits of a style as users read and write them.
enum StyleBit : int {
    kCInit = 4,
    kEStyleUnit = 8,
    kEInit = 32,
    kEAdvance = 64,
    kWritesInside = 128,
    kWritesOutside = 256
};

bool writes(const mir::Mechanism& mechanism, const std::string& ion, mir::IonQuantity quantity) {
    for (const auto& use : mechanism.ions)
        if (use.name == ion && std::find(use.writes.begin(), use.writes.end(), quantity) != use.writes.end())
            return true;
    return false;
}

bool is_written(const model::Section& section, const std::string& ion, mir::IonQuantity quantity) {
    for (const auto& inserted : section.inserted())
        if (writes(*inserted.type->mechanism, ion, quantity)) return true;
    for (const auto* point : section.point_processes())
        if (writes(*point->type()->mechanism, ion, quantity)) return true;
    return false;
}

/// x / (exp(x) - 1), which is 1 at 0.
double exprelr(double x) { return std::abs(x) < 1e-4 ? 1 - x / 2 : x / (math::exp(x) - 1); }

} // namespace

model::TypePtr World::ion_type(std::string_view mechanism) {
    if (auto type = find_mechanism(mechanism); type && type->is_ion()) return type;
    std::vector<std::string> known;
    for (const auto& type : model_.mechanisms().all())
        if (type->is_ion()) known.push_back(type->name());
    throw InputError(ErrorParts{"this is not an ion's mechanism",
                                std::string(mechanism),
                                {},
                                "na_ion, k_ion, ...",
                                near_names_hint(mechanism, known)});
}

double World::ion_charge(std::string_view mechanism) {
    check_access();
    return ion_type(mechanism)->valence;
}

int World::register_ion(const std::string& ion, double charge) {
    check_access();
    require_mechanisms();
    if (ion.empty() || !std::isfinite(charge))
        throw InputError::out_of_range("the charge of an ion", ion, number_text(charge), "a finite number");
    const auto name = ion + std::string(kSuffix);
    if (auto type = model_.mechanisms().find(name)) {
        if (type->valence_file.empty()) model_.mechanisms().declare_valence(type, charge, "ion_register");
        if (type->valence != charge)
            throw InputError(ErrorParts{
                "this ion has another charge", name, number_text(charge), number_text(type->valence), {}});
        return type->index;
    }
    const auto type = add_ion(ion);
    model_.mechanisms().declare_valence(type, charge, "ion_register");
    return type->index;
}

int World::ion_style(model::Section& section, std::string_view mechanism) {
    check_access();
    const auto type = ion_type(mechanism);
    const auto* inserted = section.find(*type);
    if (!inserted) return -1;
    const auto& table = *type->instances;
    const auto row = table.row(inserted->rows.front());
    const auto value = [&](const char* name) {
        return static_cast<int>(table.get(row, table.find_column(name)));
    };
    int style = value("c_style_") + kEStyleUnit * value("e_style_");
    if (value("cinit_")) style += kCInit;
    if (value("einit_")) style += kEInit;
    if (value("eadvance_")) style += kEAdvance;
    if (is_written(section, type->ion, mir::IonQuantity::inside)) style += kWritesInside;
    if (is_written(section, type->ion, mir::IonQuantity::outside)) style += kWritesOutside;
    return style;
}

int World::set_ion_style(model::Section& section, std::string_view mechanism, const IonStyle& style) {
    const int before = ion_style(section, mechanism);
    if (before < 0) return before;
    for (const auto& [what, value] :
         {std::pair{"c_style", style.concentrations}, {"e_style", style.reversal}})
        if (value < 0 || value > 3)
            throw InputError::out_of_range(what, std::string(mechanism), std::to_string(value),
                                           "0, 1, 2 or 3");
    const auto type = ion_type(mechanism);
    auto& table = *type->instances;
    for (const auto id : section.find(*type)->rows) {
        const auto row = table.row(id);
        const auto set = [&](const char* name, double value) {
            table.set(row, table.find_column(name), value);
        };
        set("c_style_", style.concentrations);
        set("e_style_", style.reversal);
        set("einit_", style.reversal_at_start ? 1 : 0);
        set("eadvance_", style.reversal_follows ? 1 : 0);
        set("cinit_", style.concentrations_at_start ? 1 : 0);
    }
    return before;
}

double World::thermal_voltage() {
    const double kelvin = global("celsius") + units::kZeroCelsius;
    return legacy_units_ ? 1000 * kLegacyGas * kelvin / kLegacyFaraday
                         : 1000 * units::kGasConstant * kelvin / units::kFaraday;
}

double World::nernst(double inside, double outside, double charge) {
    check_access();
    if (charge == 0) return 0;
    if (inside <= 0) return 1e6;
    if (outside <= 0) return -1e6;
    return thermal_voltage() / charge * math::log(outside / inside);
}

double World::nernst(model::Section& section, double x, std::string_view variable) {
    check_access();
    require_mechanisms();
    for (const auto& type : model_.mechanisms().all()) {
        if (!type->is_ion()) continue;
        const auto &ion = type->ion, e = "e" + ion, in = ion + "i", out = ion + "o";
        if (variable != e && variable != in && variable != out) continue;
        const auto value = [&](const std::string& name) {
            return get(section, x, range(name, section.name()));
        };
        if (variable == e) return nernst(value(in), value(out), type->valence);
        const double ratio = math::exp(type->valence / thermal_voltage() * value(e)); // outside / inside
        return variable == in ? value(out) / ratio : value(in) * ratio;
    }
    throw InputError(ErrorParts{"this is neither a concentration nor a reversal potential of an ion",
                                std::string(variable),
                                {},
                                "ena, nai, nao, ...",
                                {}});
}

double World::ghk(double v, double inside, double outside, double charge) {
    check_access();
    const double x = charge * v / thermal_voltage();
    const double faraday = legacy_units_ ? kLegacyFaraday : units::kFaraday;
    return 0.001 * charge * faraday * (inside * exprelr(-x) - outside * exprelr(x));
}

void World::use_legacy_units(bool legacy) {
    check_access();
    legacy_units_ = legacy;
    model_.mechanisms().use_legacy_units(legacy);
}

} // namespace ranvier::world
