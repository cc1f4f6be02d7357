// SPDX-License-Identifier: BSD-3-Clause
// The names are those that NMODL's C has always had: RANGE variables plain, _l<local>, _p_<pointer>, _ion_<ion variable>.
#include "c_words.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include "ranvier/base/diagnostics.hpp"

namespace ranvier::codegen {

using namespace mir;

namespace {

bool is_callable(const Mechanism& m, FunctionId f) {
    return std::ranges::find(m.callable, f) != m.callable.end();
}

/// Words that a macro must not change: our own printed text uses some of them, the user's the others.
bool is_c_word(const std::string& name) {
    static const std::set<std::string> kWords = {
        "auto",     "break", "case",     "char",   "const",  "continue", "default", "do",      "double",
        "else",     "enum",  "extern",   "float",  "for",    "goto",     "if",      "int",     "long",
        "return",   "short", "signed",   "sizeof", "static", "struct",   "switch",  "typedef", "union",
        "unsigned", "void",  "volatile", "while",  "main",   "NULL"};
    return kWords.count(name) > 0;
}

std::string quoted(const std::string& file) {
    std::string out = "\"";
    for (const char c : file) {
        if (c == '"' || c == '\\') out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out + "\"";
}

} // namespace

std::string c_name(const Mechanism& mechanism, FunctionId function) {
    if (is_callable(mechanism, function)) return "rv_f_" + mechanism[function].name;
    return "rv_fn" + std::to_string(function.value);
}

bool c_returns_int(const Mechanism& mechanism, FunctionId id) {
    const auto& function = mechanism[id];
    if (function.returns_value) return false;
    if (is_callable(mechanism, id)) return true;
    // a block of statements: `return;` and `return 0;` both occur
    bool returns = false, returns_nothing = false;
    for (const auto& in : function.code) {
        if (in.op != Op::verbatim) continue;
        const auto& text = mechanism.verbatim.at(static_cast<std::size_t>(in.integer)).text;
        for (auto at = text.find("return"); at != std::string::npos; at = text.find("return", at + 6)) {
            const auto next = text.find_first_not_of(" \t\r\n", at + 6);
            if (next != std::string::npos && text[next] == ';') returns_nothing = true;
            else returns = true;
        }
    }
    return returns && !returns_nothing;
}

std::string c_prototype(const Mechanism& mechanism, FunctionId id, const std::vector<std::string>* locals) {
    const auto& function = mechanism[id];
    std::string out = "static ";
    out += function.returns_value ? "double " : c_returns_int(mechanism, id) ? "int " : "void ";
    out += c_name(mechanism, id) + "(";
    for (int i = 0; i < function.parameter_count; ++i) {
        out += i ? ", double" : "double";
        if (locals) out += " " + (*locals)[static_cast<std::size_t>(i)];
    }
    return out + (function.parameter_count ? ")" : "void)");
}

std::string c_line(const Span& span) {
    if (!span.source) return {};
    return "\n#line " + std::to_string(span.source->place(span.begin).line) + " " +
           quoted(span.source->name()) + "\n";
}

std::string c_verbatim(const Verbatim& block) {
    std::string out = "\n";
    if (block.place.source) {
        const auto place = block.place.source->place(block.place.begin);
        out += c_line(block.place);
        // the text begins behind the word VERBATIM: the same column
        out += std::string(static_cast<std::size_t>(std::max(0, place.column - 1)), ' ') + "        ";
    }
    for (std::size_t i = 0; i < block.text.size(); ++i) { // a lone CR ends a line too
        const bool is_pair = i + 1 < block.text.size() && block.text[i + 1] == '\n';
        if (block.text[i] != '\r') out += block.text[i];
        else if (!is_pair) out += '\n';
    }
    return out + kOwnLine;
}

bool c_is_open(const std::string& text) {
    std::string bare; // without comments and lines of the preprocessor
    bool is_line_start = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto skip_to = [&](const char* end) {
            const auto at = text.find(end, i);
            i = at == std::string::npos ? text.size() : at;
        };
        const char c = text[i];
        if (text.compare(i, 2, "/*") == 0) {
            skip_to("*/");
            ++i;
        } else if (text.compare(i, 2, "//") == 0 || (c == '#' && is_line_start)) {
            skip_to("\n");
            is_line_start = true;
        } else {
            if (c == '\n') is_line_start = true;
            else if (std::isspace(static_cast<unsigned char>(c)) == 0) is_line_start = false;
            bare += c;
        }
    }
    while (!bare.empty() && std::isspace(static_cast<unsigned char>(bare.back())) != 0) bare.pop_back();
    const auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    if (bare.ends_with(')')) return true;
    return bare.ends_with("else") && (bare.size() == 4 || !is_word(bare[bare.size() - 5]));
}

VariableId c_voltage(const Mechanism& mechanism) {
    for (std::size_t i = 0; i < mechanism.variables.size(); ++i)
        if (mechanism.variables[i].kind == VariableKind::voltage)
            return VariableId(static_cast<std::int32_t>(i));
    return {};
}

void c_macros(const CLayout& layout, std::string& out) {
    const auto& m = layout.mechanism();
    std::set<std::string> defined;
    const auto define = [&](const std::string& name, const std::string& text) {
        if (name.empty() || is_c_word(name) || !defined.insert(name).second) return;
        out += "#undef " + name + "\n#define " + name + " " + text + "\n";
    };
    if (m.weight_count > 0) define("_args", "(rv_p[" + std::to_string(layout.first_weight()) + "])");
    for (std::size_t i = 0; i < m.variables.size(); ++i) {
        const auto& v = m.variables[i];
        if (v.kind == VariableKind::foreign) continue;
        // Only the compiler named it; C may use the word otherwise.
        const bool is_place =
            v.kind == VariableKind::voltage || v.kind == VariableKind::area || v.kind == VariableKind::diam;
        if (is_place && v.place.source == nullptr) continue;
        const auto place =
            "rv_p[" + std::to_string(layout.place(VariableId(static_cast<std::int32_t>(i)))) + "]";
        const auto plain = v.is_array || v.count > 1 ? "(" + place + ")" : "(*" + place + ")";
        switch (v.kind) {
        case VariableKind::voltage: define(v.name, "(rv_f.rv_v)"); break;
        case VariableKind::pointer:
            define("_p_" + v.name, "(*(double**)" + place + ")");
            define(v.name, "(*_p_" + v.name + ")");
            break;
        case VariableKind::weight: define("_l" + v.name, plain); break;
        case VariableKind::flag: define("_l" + v.name, plain); break;
        case VariableKind::current:
        case VariableKind::conductance: break;
        case VariableKind::ion:
            define(v.name, plain);
            if (!v.name.starts_with("_ion_") && !m.find("_ion_" + v.name).valid())
                define("_ion_" + v.name, plain);
            break;
        default: define(v.name, plain); break;
        }
    }
    for (const auto f : m.callable) {
        const auto& name = m[f].name;
        define(name, c_name(m, f));
        if (m.kind != MechanismKind::nothing) define(name + "_" + m.name, c_name(m, f));
    }
}

} // namespace ranvier::codegen
