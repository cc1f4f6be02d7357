// SPDX-License-Identifier: BSD-3-Clause
// Which functions of the language take arguments that are no numbers, and how many.
#include "bind.hpp"

namespace ranvier::nmodl {

using ast::Expression;

namespace {

std::string wrong_count(const Expression& e, const Builtin& found) {
    const int count = static_cast<int>(e.arguments.size());
    std::string wanted = std::to_string(found.low);
    if (found.high < 0) wanted = "at least " + wanted;
    else if (found.high != found.low) wanted += " or " + std::to_string(found.high);
    return "'" + e.text + "' takes " + wanted + (found.high == 1 ? " argument" : " arguments") + ", " +
           std::to_string(count) + (count == 1 ? " is given" : " are given");
}

bool is_name_of(const Expression& e, const Model& model, Role role) {
    return e.kind == Expression::Kind::name && e.binding.kind == ast::Binding::Kind::symbol &&
           model.symbols[static_cast<std::size_t>(e.binding.index)].role == role;
}

} // namespace

bool takes_text(const Builtin& found, std::string_view name, std::size_t argument) {
    switch (found.kind) {
    case Builtin::Kind::print: return true;
    case Builtin::Kind::raise: return argument == 0;
    case Builtin::Kind::function_of_time: return name == "threshold" && argument == 2;
    default: return false;
    }
}

void check_builtin_call(const Expression& e, const Model& model, Diagnostics& diagnostics) {
    const auto& found = builtin(e.binding.index);
    const int count = static_cast<int>(e.arguments.size());
    const bool is_between = found.high - found.low == 2 && count == found.low + 1; // f(r) or f(r, low, high)
    if (count < found.low || (found.high >= 0 && count > found.high) || is_between) {
        diagnostics.error(e.span, wrong_count(e, found));
        return;
    }
    switch (found.kind) {
    case Builtin::Kind::print:
    case Builtin::Kind::raise: {
        const auto& format = *e.arguments[e.text == "fprintf" ? 1 : 0];
        if (format.kind != Expression::Kind::string)
            diagnostics.error(format.span, "the text of '" + e.text + "' stands in quotes");
        if (e.text == "fprintf" && (e.arguments[0]->kind != Expression::Kind::name ||
                                    (e.arguments[0]->text != "stderr" && e.arguments[0]->text != "stdout")))
            diagnostics.error(e.arguments[0]->span, "fprintf writes to stdout or stderr");
        return;
    }
    case Builtin::Kind::pointing:
        if (!is_name_of(*e.arguments[0], model, Role::pointer))
            diagnostics.error(e.arguments[0]->span, "nrn_pointing asks about a POINTER",
                              "list it in NEURON { POINTER ... }");
        return;
    case Builtin::Kind::stream:
        if (!is_name_of(*e.arguments[0], model, Role::stream))
            diagnostics.error(e.arguments[0]->span,
                              "the first argument of '" + e.text + "' is a RANDOM variable",
                              "list it in NEURON { RANDOM ... }");
        return;
    case Builtin::Kind::function_of_time:
        if (e.text == "threshold" && e.arguments[2]->kind == Expression::Kind::string &&
            e.arguments[2]->text != "max" && e.arguments[2]->text != "min")
            diagnostics.error(e.arguments[2]->span, "the last argument of threshold is \"max\" or \"min\"");
        return;
    default: return;
    }
}

} // namespace ranvier::nmodl
