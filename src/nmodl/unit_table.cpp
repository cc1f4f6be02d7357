// SPDX-License-Identifier: BSD-3-Clause
// The units themselves, and how their texts are read.
#include "unit_table.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "ranvier/base/error.hpp"

namespace ranvier::nmodl {

struct UnitDefinition {
    std::string_view name;
    std::string_view text;        ///< in terms of other units; "!n" is base unit n
    std::string_view legacy = {}; ///< where the old system differs
};

namespace {

constexpr UnitDefinition kUnits[] = {
    {"m", "!0"},
    {"meter", "m"},
    {"metre", "m"},
    {"kg", "!1"},
    {"g", "1e-3 kg"},
    {"gram", "g"},
    {"gm", "g"},
    {"sec", "!2"},
    {"s", "sec"},
    {"second", "sec"},
    {"coulomb", "!3"},
    {"coul", "coulomb"},
    {"degC", "!4"},
    {"K", "degC"},
    {"kelvin", "degC"},
    {"degK", "degC"},
    {"candela", "!5"},
    {"radian", "!6"},
    {"rad", "radian"},
    // time, length, area, volume
    {"minute", "60 sec"},
    {"min", "minute"},
    {"hour", "3600 sec"},
    {"hr", "hour"},
    {"day", "86400 sec"},
    {"week", "7 day"},
    {"fortnight", "14 day"},
    {"year", "365.24219879 day"},
    {"century", "100 year"},
    {"hertz", "/sec"},
    {"Hz", "hertz"},
    {"micron", "1e-6 m"},
    {"angstrom", "1e-10 m"},
    {"inch", "0.0254 m"},
    {"in", "inch"},
    {"foot", "0.3048 m"},
    {"feet", "foot"},
    {"ft", "foot"},
    {"yard", "0.9144 m"},
    {"mile", "1609.344 m"},
    {"liter", "1e-3 m3"},
    {"litre", "liter"},
    {"l", "liter"},
    {"cc", "1e-6 m3"},
    {"gallon", "231 inch3"},
    {"quart", "0.25 gallon"},
    {"pint", "0.125 gallon"},
    {"cup", "0.0625 gallon"},
    {"fathom", "6 foot"},
    {"acre", "4840 yard2"},
    {"astronomicalunit", "149597871 kilometer"},
    {"lightyear", "c-year"},
    {"parsec", "3.0856775876793e16 m"},
    {"barn", "1e-28 m2"},
    {"turn", "6.283185307179586 radian"},
    {"steradian", "radian2"},
    {"sr", "steradian"},
    {"knot", "1852 m/hour"},
    {"dozen", "12"},
    {"degree", "0.017453292519943295 radian"},
    // mechanics
    {"newton", "kg-m/sec2"},
    {"nt", "newton"},
    {"N", "newton"},
    {"dyne", "1e-5 newton"},
    {"joule", "newton-m"},
    {"J", "joule"},
    {"erg", "1e-7 joule"},
    {"calorie", "4.1868 joule"},
    {"cal", "calorie"},
    {"watt", "joule/sec"},
    {"W", "watt"},
    {"pascal", "newton/m2"},
    {"Pa", "pascal"},
    {"bar", "1e5 pascal"},
    {"atmosphere", "101325 pascal"},
    {"atm", "atmosphere"},
    {"torr", "133.322 pascal"},
    {"mmHg", "torr"},
    {"psi", "pound-force/inch2"},
    {"poise", "0.1 pascal-sec"},
    {"force", "9.80665 m/sec2"},
    {"pound", "0.45359237 kg"},
    {"lb", "pound"},
    {"ounce", "0.0625 pound"},
    {"stone", "14 pound"},
    {"ton", "2000 pound"},
    {"slug", "pound-force-sec2/foot"},
    {"amu", "1.66044e-27 kg"},
    {"btu", "1055.06 joule"},
    {"therm", "1e5 btu"},
    {"horsepower", "550 foot-pound-force/sec"},
    {"degF", "0.5555555555555556 degC"},
    {"curie", "3.7e10 /sec"},
    {"cd", "candela"},
    // electricity
    {"ampere", "coulomb/sec"},
    {"amp", "ampere"},
    {"A", "ampere"},
    {"volt", "joule/coulomb"},
    {"V", "volt"},
    {"ohm", "volt/ampere"},
    {"siemens", "/ohm"},
    {"S", "siemens"},
    {"mho", "/ohm"},
    {"farad", "coulomb/volt"},
    {"F", "farad"},
    {"henry", "volt-sec/ampere"},
    {"weber", "volt-sec"},
    {"tesla", "weber/m2"},
    {"gauss", "1e-4 tesla"},
    // chemistry; a mole is a number
    {"mole", "6.02214076e23", "6.022169e23"},
    {"mol", "mole"},
    {"molar", "mole/liter"},
    {"M", "molar"},
    // constants of nature
    {"pi", "3.14159265358979323846"},
    {"e", "1.602176634e-19 coulomb", "1.6021917e-19 coulomb"},
    {"faraday", "96485.332123310014 coulomb", "96485.309 coulomb"},
    {"k", "1.380649e-23 joule/degC", "8.3134 joule/degC-mole"},
    {"boltzmann", "k"},
    {"avogadro", "mole"},
    {"c", "299792458 m/sec"},
    {"gravity", "9.80665 m/sec2"},
    {"percent", "0.01"},
    {"electronvolt", "e-volt"},
    {"eV", "e-volt"},
    {"ev", "e-volt"},
    {"gasconstant", "k-mole"},
    {"R", "gasconstant"},
};

struct Prefix {
    std::string_view name;
    double factor;
};
constexpr Prefix kPrefixes[] = {
    {"yotta", 1e24},  {"zetta", 1e21}, {"exa", 1e18},   {"peta", 1e15},  {"tera", 1e12}, {"giga", 1e9},
    {"mega", 1e6},    {"myria", 1e4},  {"kilo", 1e3},   {"hecto", 1e2},  {"deka", 1e1},  {"deca", 1e1},
    {"deci", 1e-1},   {"centi", 1e-2}, {"milli", 1e-3}, {"micro", 1e-6}, {"nano", 1e-9}, {"pico", 1e-12},
    {"femto", 1e-15}, {"atto", 1e-18}, {"semi", 0.5},   {"demi", 0.5},   {"T", 1e12},    {"G", 1e9},
    {"M", 1e6},       {"k", 1e3},      {"d", 1e-1},     {"c", 1e-2},     {"m", 1e-3},    {"u", 1e-6},
    {"n", 1e-9},      {"p", 1e-12},    {"f", 1e-15},
};

constexpr int kMaxDepth = 24;
constexpr int kMaxSteps = 1000;

bool is_separator(char c) { return c == ' ' || c == '\t' || c == '-' || c == '*' || c == '/'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

Quantity scaled(Quantity quantity, double factor) {
    quantity.modern *= factor;
    quantity.legacy *= factor;
    return quantity;
}

} // namespace

UnitTable::UnitTable(const ast::File& file) {
    for (const auto& entry : file.units)
        if (entry.is_alias) aliases_[entry.name.text] = entry.from;
}

std::optional<Quantity> UnitTable::parse(std::string_view text) {
    unknown_.clear();
    steps_ = 0;
    return product(text, 0);
}
std::string UnitTable::hint() const {
    if (aliases_.count(unknown_) > 0) return "its definition in this file leads to no known unit";
    std::vector<std::string> names;
    for (const auto& unit : kUnits) names.emplace_back(unit.name);
    for (const auto& alias : aliases_) names.push_back(alias.first);
    std::sort(names.begin(), names.end());
    return near_names_hint(unknown_, names);
}

/// Factors separated by blanks, '-' or '*'; everything after the first '/'
/// divides.
std::optional<Quantity> UnitTable::product(std::string_view text, int depth) {
    Quantity out;
    bool divides = false;
    std::size_t i = 0;
    while (i < text.size()) {
        const char c = text[i];
        if (c == '/') divides = true;
        if (is_separator(c)) {
            ++i;
            continue;
        }
        if (is_digit(c) || c == '.') {
            double value = 0;
            const auto end = std::from_chars(text.data() + i, text.data() + text.size(), value).ptr;
            const auto taken = static_cast<std::size_t>(end - (text.data() + i));
            if (taken == 0) return fail(text.substr(i));
            i += taken;
            Quantity number;
            number.modern = number.legacy = value;
            apply(out, number, divides ? -1 : 1);
            continue;
        }
        const std::size_t begin = i;
        while (i < text.size() && !is_separator(text[i]) && !is_digit(text[i]) && text[i] != '^') ++i;
        const std::string_view name = text.substr(begin, i - begin);
        if (name.empty()) return fail(text.substr(begin));
        if (i < text.size() && text[i] == '^') ++i;
        int exponent = 1;
        const bool is_negative = i + 1 < text.size() && text[i] == '-' && is_digit(text[i + 1]);
        if (is_negative) ++i;
        if (i < text.size() && is_digit(text[i])) {
            exponent = 0;
            while (i < text.size() && is_digit(text[i]) && exponent < 100)
                exponent = exponent * 10 + (text[i++] - '0');
        }
        if (is_negative) exponent = -exponent;
        const auto unit = named(name, depth);
        if (!unit) return {};
        apply(out, *unit, divides ? -exponent : exponent);
    }
    return out;
}

void apply(Quantity& to, const Quantity& factor, int exponent) {
    for (int n = 0; n < std::abs(exponent); ++n) {
        to.modern = exponent > 0 ? to.modern * factor.modern : to.modern / factor.modern;
        to.legacy = exponent > 0 ? to.legacy * factor.legacy : to.legacy / factor.legacy;
    }
    for (std::size_t d = 0; d < to.dimension.size(); ++d) to.dimension[d] += exponent * factor.dimension[d];
}

std::optional<Quantity> UnitTable::fail(std::string_view name) {
    if (unknown_.empty()) unknown_ = std::string(name);
    return {};
}

std::optional<Quantity> UnitTable::named(std::string_view name, int depth) {
    if (depth > kMaxDepth || ++steps_ > kMaxSteps) return fail(name); // aliases that lead back to themselves
    if (const auto found = exact(name, depth)) return found;
    // A prefix may stand before a unit that the file defines, too.
    for (const auto& prefix : kPrefixes) {
        if (name == prefix.name) return scaled(Quantity{}, prefix.factor);
        if (name.substr(0, prefix.name.size()) != prefix.name) continue;
        if (const auto found = exact(name.substr(prefix.name.size()), depth))
            return scaled(*found, prefix.factor);
    }
    return fail(name);
}

/// `name` or its singular, without a prefix.
std::optional<Quantity> UnitTable::exact(std::string_view name, int depth) {
    if (const auto found = aliases_.find(std::string(name));
        found != aliases_.end() && found->second != name) {
        const std::string kept = unknown_;
        if (const auto value = product(found->second, depth + 1)) return value;
        unknown_ = kept;
    }
    for (const auto& unit : kUnits)
        if (unit.name == name) return define(unit, depth);
    if (name.size() > 2 && name.back() == 's') return exact_singular(name.substr(0, name.size() - 1), depth);
    return {};
}

std::optional<Quantity> UnitTable::exact_singular(std::string_view name, int depth) {
    for (const auto& unit : kUnits)
        if (unit.name == name) return define(unit, depth);
    return {};
}

std::optional<Quantity> UnitTable::define(const UnitDefinition& unit, int depth) {
    if (unit.text.front() == '!') {
        Quantity out;
        out.dimension[static_cast<std::size_t>(unit.text[1] - '0')] = 1;
        return out;
    }
    auto out = builtin_product(unit.text, depth);
    if (!unit.legacy.empty())
        if (const auto old = builtin_product(unit.legacy, depth)) out->legacy = old->legacy;
    return out;
}

/// The table's own definitions do not see what the file redefines.
std::optional<Quantity> UnitTable::builtin_product(std::string_view text, int depth) {
    std::unordered_map<std::string, std::string> hidden;
    hidden.swap(aliases_);
    auto out = product(text, depth + 1);
    hidden.swap(aliases_);
    return out;
}

} // namespace ranvier::nmodl
