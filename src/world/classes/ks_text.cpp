// SPDX-License-Identifier: BSD-3-Clause
// The NMODL text of a channel that a program describes, and the values of its rates.
#include <algorithm>
#include <cmath>
#include <set>

#include "ks_channel.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

/// F/(R T) [/mV]
double per_millivolt(double celsius) { return 96485.33212 / (8.31446261815324 * (celsius + 273.15)) * 1e-3; }

std::string in_brackets(double x) { return "(" + number_text(x) + ")"; }

} // namespace

double KsRate::at(double v, double celsius) const {
    if (form == none) return 0;
    check();
    const auto& p = *parameters;
    const auto bend = [&] { return p[1] * (v - p[2]); };
    const auto borg = [&](double gamma) {
        return p[0] * std::exp(p[2] * gamma * (v - p[1]) * per_millivolt(celsius));
    };
    switch (form) {
    case constant: return p[0];
    case exponential: return p[0] * std::exp(bend());
    case linoid: {
        const double x = bend();
        return std::abs(x) > 1e-6 ? p[0] * x / (1 - std::exp(-x)) : p[0] * (1 + x / 2);
    }
    case sigmoid: return p[0] / (1 + std::exp(bend()));
    case borg_inf: return borg(p[3]) / (borg(p[3]) + borg(p[3] - 1));
    case borg_tau: return 1 / (borg(p[3]) + borg(p[3] - 1)) + p[4];
    default: return 0;
    }
}

void KsRate::check() const {
    constexpr std::size_t kNeeded[] = {0, 1, 3, 3, 3, 4, 5};
    const auto needed = kNeeded[form];
    if (parameters->size() < needed)
        throw InputError::out_of_range("the number of parameters", "KSTrans of form " + std::to_string(form),
                                       std::to_string(parameters->size()), std::to_string(needed));
}

std::string KsRate::text() const {
    if (form == none) return "0";
    check();
    std::vector<std::string> p;
    for (const double x : parameters->span()) p.push_back(in_brackets(x));
    const auto bend = [&] { return p[1] + "*(u - " + p[2] + ")"; };
    const auto borg = [&](const std::string& gamma) {
        return p[0] + "*exp(" + p[2] + "*" + gamma + "*(u - " + p[1] + ")*per_mV())";
    };
    switch (form) {
    case constant: return p[0];
    case exponential: return p[0] + "*exp(" + bend() + ")";
    case linoid: return p[0] + "*linoid(" + bend() + ")";
    case sigmoid: return p[0] + "/(1 + exp(" + bend() + "))";
    case borg_inf: {
        const auto a = borg(p[3]), b = borg("(" + p[3] + " - 1)");
        return a + "/(" + a + " + " + b + ")";
    }
    case borg_tau: return "1/(" + borg(p[3]) + " + " + borg("(" + p[3] + " - 1)") + ") + " + p[4];
    default: return "0";
    }
}

std::array<double, 2> KsTransition::rates(double v, double celsius) const {
    const double a = rate[0].at(v, celsius), b = rate[1].at(v, celsius);
    if (type != 1) return {a, b};
    return {a / b, (1 - a) / b};
}

std::array<double, 2> KsTransition::limit(double v, double celsius) const {
    const double a = rate[0].at(v, celsius), b = rate[1].at(v, celsius);
    if (type == 1) return {a, b};
    return {a / (a + b), 1 / (a + b)};
}

std::string KsChannel::text() const {
    const bool has_ion = !ion.empty(), is_ohmic = current == 0 || !has_ion, is_ghk = has_ion && current == 2;
    // by the name of a permeability it is known that it is one
    const std::string most = is_ghk ? "pmax" : "gmax", open_part = is_ghk ? "p" : "g";
    std::string use, assigned, rates, solve, start, blocks, outputs;
    std::set<std::string> read; // concentrations
    if (has_ion && !is_ohmic) read = {ion + "i", ion + "o"};
    std::set<std::string> ligands;
    const auto output = [&](const std::string& name) {
        assigned += "    " + name + "\n";
        outputs += (outputs.empty() ? "" : ", ") + name;
    };

    // gates of Hodgkin and Huxley: each by its limit and its time constant
    std::string derivatives;
    for (const auto& t : transitions) {
        if (t->source != t->target) continue;
        const auto& n = t->source->label;
        output(n + "_inf_"), output(n + "_tau_");
        if (t->type == 1) {
            rates += "    " + n + "_inf_ = " + t->rate[0].text() + "\n    " + n +
                     "_tau_ = " + t->rate[1].text() + "\n";
        } else {
            rates += "    there = " + t->rate[0].text() + "\n    back = " + t->rate[1].text() + "\n    " + n +
                     "_inf_ = there/(there + back)\n    " + n + "_tau_ = 1/(there + back)\n";
        }
        derivatives += "    " + n + "' = (" + n + "_inf_ - " + n + ")/" + n + "_tau_\n";
        start += "    " + n + " = " + n + "_inf_\n";
    }
    if (!derivatives.empty()) {
        solve += "    SOLVE gates_ METHOD cnexp\n";
        blocks += "DERIVATIVE gates_ {\n    rates_(v)\n" + derivatives + "}\n\n";
    }
    // others: a scheme each
    for (std::size_t g = 0; g < gates.size(); ++g) {
        if (gates[g]->is_hh) continue;
        const auto name = "scheme" + std::to_string(g) + "_";
        std::string scheme, sum;
        for (std::size_t i = 0; i < transitions.size(); ++i) {
            const auto& t = *transitions[i];
            if (t.source == t.target || t.source->gate != gates[g]) continue;
            const auto there = "there" + std::to_string(i) + "_", back = "back" + std::to_string(i) + "_";
            output(there), output(back);
            const auto f0 = t.rate[0].text(), f1 = t.rate[1].text();
            rates += "    " + there + " = " + (t.type == 1 ? "(" + f0 + ")/(" + f1 + ")" : f0) + "\n    " +
                     back + " = " + (t.type == 1 ? "(1 - (" + f0 + "))/(" + f1 + ")" : f1) + "\n";
            if (t.type >= 2 && !t.ligand.empty()) {
                const auto of_ligand = t.ligand + (t.type == 2 ? "o" : "i");
                if (t.ligand == ion) read.insert(of_ligand);
                else ligands.insert(t.ligand + " READ " + of_ligand);
            }
            // a scheme of single channels moves by itself only where there are none of them
            const std::string alone = is_single ? "moves_alone_*" : "";
            scheme += "    ~ " + t.source->label + " <-> " + t.target->label + " (" + alone + rate_there(i) +
                      ", " + alone + back + ")\n";
        }
        for (const auto& s : states)
            if (s->gate == gates[g]) sum += (sum.empty() ? "" : " + ") + s->label;
        if (scheme.empty()) { // nothing to go to: all are in the first state
            start += "    " + sum.substr(0, sum.find(' ')) + " = 1\n";
            continue;
        }
        solve += "    SOLVE " + name + " METHOD sparse\n";
        start += "    SOLVE " + name + " STEADYSTATE sparse\n";
        blocks += "KINETIC " + name + " {\n    rates_(v)\n" + scheme + "    CONSERVE " + sum + " = " +
                  (is_single ? "total_" : "1") + "\n}\n\n";
    }

    if (is_single) {
        solve += "    SOLVE singles_\n";
        start = "    moves_alone_ = 1\n    total_ = 1\n" + start + "    begin_()\n";
        assigned += "    dt (ms)\n    channels_\n    moves_alone_\n    total_\n    filled_\n    next_\n    "
                    "since_ (ms)\n    then_ (ms)\n    "
                    "v_then_ (mV)\n";
        blocks += single_blocks();
    }

    std::string open;
    for (const auto& gate : gates) {
        std::string sum;
        for (const auto& s : states)
            if (s->gate == gate && s->fraction != 0)
                sum += (sum.empty() ? "" : " + ") +
                       (s->fraction == 1 ? s->label : in_brackets(s->fraction) + "*" + s->label);
        if (sum.empty()) sum = "0";
        for (int k = 0; k < gate->power; ++k) open += "*(" + sum + ")";
    }

    std::string out = "TITLE A channel that a program describes\n\nNEURON {\n    " +
                      std::string(is_point ? "POINT_PROCESS " : "SUFFIX ") + label + "\n";
    if (has_ion) {
        std::string list = is_ohmic ? "e" + ion : "";
        for (const auto& name : read) list += (list.empty() ? "" : ", ") + name;
        use += "    USEION " + ion + " READ " + list + " WRITE i" + ion + "\n";
    } else {
        use += "    NONSPECIFIC_CURRENT i\n";
    }
    for (const auto& l : ligands) use += "    USEION " + l + "\n";
    out += use + "    RANGE " + (is_single ? "Nsingle, " : "") + most + ", " + open_part + ", i" +
           (has_ion ? "" : ", e") + (is_single ? "" : "\n    THREADSAFE") + "\n}\n\n";
    const std::string unit = is_ghk     ? (is_point ? "cm3/s" : "cm/s")
                             : is_point ? "uS"
                                        : "S/cm2",
                      current_unit = is_point ? "nA" : "mA/cm2";
    out += std::string("PARAMETER {\n") + (is_single ? "    Nsingle = 1\n" : "") + "    " + most + " = " +
           number_text(conductance) + " (" + unit + ")\n";
    if (!has_ion) out += "    e = " + number_text(reversal) + " (mV)\n";
    out += "}\n\nASSIGNED {\n    v (mV)\n    celsius (degC)\n    " + open_part + " (" + unit + ")\n    i (" +
           current_unit + ")\n";
    if (has_ion) {
        if (is_ohmic) out += "    e" + ion + " (mV)\n";
        for (const auto& name : read) out += "    " + name + " (mM)\n";
        out += "    i" + ion + " (" + current_unit + ")\n";
    }
    for (const auto& l : ligands) out += "    " + l.substr(l.rfind(' ') + 1) + " (mM)\n";
    out += assigned + "}\n\n";
    if (!states.empty()) {
        out += "STATE {";
        for (const auto& s : states) out += " " + s->label;
        out += " }\n\n";
    }
    out += "INITIAL {\n" + std::string(outputs.empty() ? "" : "    rates_(v)\n") + start +
           "}\n\nBREAKPOINT {\n" + solve + "    " + open_part + " = " + most + open +
           "\n    i = " + open_part + "*" +
           (is_ohmic ? "(v - e" + ion + ")"
            : is_ghk ? "ghk_(v, " + ion + "i, " + ion + "o)"
                     : "(v - log(" + ion + "o/" + ion + "i)/(" +
                           number_text(world()->ion_charge(ion + "_ion")) + "*per_mV()))") +
           "\n";
    if (has_ion) out += "    i" + ion + " = i\n";
    out += "}\n\n" + blocks;
    if (!outputs.empty()) {
        out += "PROCEDURE rates_(u) {\n";
        if (rates.find("there =") != std::string::npos) out += "    LOCAL there, back\n";
        if (has_table)
            out += "    TABLE " + outputs + " DEPEND celsius FROM " + number_text(table_low) + " TO " +
                   number_text(table_high) + " WITH " + std::to_string(table_count) + "\n";
        out += rates + "}\n\n";
    }
    out += "FUNCTION linoid(x) {\n    if (fabs(x) > 1e-6) {\n        linoid = x/(1 - exp(-x))\n    } else {\n"
           "        linoid = 1 + x/2\n    }\n}\n\n"
           "FUNCTION per_mV() {\n    per_mV = 96485.33212/(8.31446261815324*(celsius + 273.15))*1e-3\n}\n";
    if (is_ghk) {
        const auto valence = number_text(world()->ion_charge(ion + "_ion"));
        out += "\nFUNCTION ghk_(u, inside, outside) {\n    LOCAL x\n    x = " + valence +
               "*u*per_mV()\n    ghk_ = 1e-3*" + valence +
               "*96485.33212*(inside*linoid(x) - outside*linoid(-x))\n}\n";
    }
    return out;
}

} // namespace ranvier::world::classes
