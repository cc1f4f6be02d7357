// SPDX-License-Identifier: BSD-3-Clause
// The tree as NMODL text in one layout. Reading the text again gives the same tree.
#include "ranvier/base/error.hpp"
#include "ranvier/nmodl/ast.hpp"

namespace ranvier::nmodl {

namespace ast {

std::string_view spelling(Operator op) {
    switch (op) {
    case Operator::add: return "+";
    case Operator::sub: return "-";
    case Operator::mul: return "*";
    case Operator::div: return "/";
    case Operator::pow: return "^";
    case Operator::neg: return "-";
    case Operator::lt: return "<";
    case Operator::le: return "<=";
    case Operator::gt: return ">";
    case Operator::ge: return ">=";
    case Operator::eq: return "==";
    case Operator::ne: return "!=";
    case Operator::logical_and: return "&&";
    case Operator::logical_or: return "||";
    case Operator::logical_not: return "!";
    }
    return "?";
}

} // namespace ast

namespace {

using namespace ast;

int level(const Expression& e) {
    if (e.kind == Expression::Kind::unary) return 6;
    if (e.kind == Expression::Kind::number) return e.number < 0 ? 6 : 8;
    if (e.kind != Expression::Kind::binary) return 8;
    switch (e.op) {
    case Operator::logical_or: return 0;
    case Operator::logical_and: return 1;
    case Operator::eq:
    case Operator::ne: return 2;
    case Operator::add:
    case Operator::sub: return 4;
    case Operator::mul:
    case Operator::div: return 5;
    case Operator::pow: return 7;
    default: return 3;
    }
}

class Printer {
  public:
    std::string out;

    void line(int indent, const std::string& text) {
        out.append(static_cast<std::size_t>(indent) * 4, ' ');
        out += text + "\n";
    }

    static std::string wrapped(const Expression& e, bool parentheses) {
        return parentheses ? "(" + text(e) + ")" : text(e);
    }

    static std::string text(const Expression& e) {
        switch (e.kind) {
        case Expression::Kind::number:
            return number_text(e.number) + (e.unit.empty() ? "" : " (" + e.unit + ")");
        case Expression::Kind::name: return e.text;
        case Expression::Kind::element: return e.text + "[" + text(*e.arguments[0]) + "]";
        case Expression::Kind::string: return "\"" + e.text + "\"";
        case Expression::Kind::unary:
            return std::string(spelling(e.op)) + wrapped(*e.arguments[0], level(*e.arguments[0]) < 6);
        case Expression::Kind::binary: {
            const int own = level(e);
            const int left = level(*e.arguments[0]), right = level(*e.arguments[1]);
            if (e.op == Operator::pow)
                return wrapped(*e.arguments[0], left < 8) + "^" + wrapped(*e.arguments[1], right < 6);
            const std::string sign =
                own == 5 ? std::string(spelling(e.op)) : " " + std::string(spelling(e.op)) + " ";
            return wrapped(*e.arguments[0], left < own) + sign + wrapped(*e.arguments[1], right <= own);
        }
        case Expression::Kind::call: {
            std::string s = e.text + "(";
            for (std::size_t i = 0; i < e.arguments.size(); ++i) s += (i ? ", " : "") + text(*e.arguments[i]);
            return s + ")";
        }
        }
        return "?";
    }

    static std::string names(const std::vector<Name>& list, const char* separator = ", ") {
        std::string s;
        for (std::size_t i = 0; i < list.size(); ++i) s += (i ? separator : "") + list[i].text;
        return s;
    }

    void body(const Block& block, int indent) {
        for (const auto& local : block.locals)
            line(indent, "LOCAL " + local.name.text +
                             (local.is_array ? "[" + std::to_string(local.count) + "]" : ""));
        for (const auto& statement : block.statements) print(*statement, indent);
    }

    void braces(const std::string& head, const Block& block, int indent) {
        line(indent, head + " {");
        body(block, indent + 1);
        line(indent, "}");
    }

    void print(const Statement& statement, int indent) {
        std::visit([&](const auto& node) { print(node, indent); }, statement.node);
    }
    void print(const Assignment& s, int indent) {
        line(indent, s.target.text + std::string(static_cast<std::size_t>(s.primes), '\'') +
                         (s.index ? "[" + text(*s.index) + "]" : "") + " = " + text(*s.value));
    }
    void print(const CallStatement& s, int indent) { line(indent, text(*s.call)); }
    void print(const If& s, int indent) {
        line(indent, "if (" + text(*s.condition) + ") {");
        body(s.then, indent + 1);
        if (s.otherwise) {
            line(indent, "} else {");
            body(*s.otherwise, indent + 1);
        }
        line(indent, "}");
    }
    void print(const While& s, int indent) { braces("while (" + text(*s.condition) + ")", s.body, indent); }
    void print(const From& s, int indent) {
        braces("FROM " + s.variable.text + " = " + text(*s.first) + " TO " + text(*s.last) +
                   (s.step ? " BY " + text(*s.step) : ""),
               s.body, indent);
    }
    void print(const Block& s, int indent) { braces("", s, indent); }
    void print(const Solve& s, int indent) {
        line(indent, "SOLVE " + s.block.text +
                         (s.method.empty() ? "" : (s.is_steady ? " STEADYSTATE " : " METHOD ") + s.method));
    }
    void print(const Table& s, int indent) {
        line(indent, "TABLE " + names(s.outputs) + (s.depend.empty() ? "" : " DEPEND " + names(s.depend)) +
                         " FROM " + text(*s.low) + " TO " + text(*s.high) + " WITH " +
                         std::to_string(s.intervals));
    }
    void print(const Verbatim& s, int indent) { line(indent, "VERBATIM" + s.text + "ENDVERBATIM"); }
    void print(const Reaction& s, int indent) {
        const auto side = [](const std::vector<Reaction::Term>& terms) {
            std::string made;
            for (std::size_t i = 0; i < terms.size(); ++i)
                made += (i ? " + " : "") +
                        (terms[i].coefficient == 1 ? "" : std::to_string(terms[i].coefficient) + " ") +
                        terms[i].name.text + (terms[i].index ? "[" + text(*terms[i].index) + "]" : "");
            return made;
        };
        if (s.kind == Reaction::Kind::both_ways)
            line(indent, "~ " + side(s.left) + " <-> " + side(s.right) + " (" + text(*s.forward) + ", " +
                             text(*s.backward) + ")");
        else
            line(indent, "~ " + side(s.left) + (s.kind == Reaction::Kind::source ? " << (" : " -> (") +
                             text(*s.forward) + ")");
    }
    void print(const Equation& s, int indent) {
        line(indent, std::string(s.continues ? "~+ " : "~ ") + text(*s.left) + " = " + text(*s.right));
    }
    void print(const Conserve& s, int indent) {
        line(indent, "CONSERVE " + text(*s.sum) + " = " + text(*s.value));
    }
    void print(const Compartment& s, int indent) {
        line(indent, std::string(s.is_diffusion ? "LONGITUDINAL_DIFFUSION " : "COMPARTMENT ") +
                         (s.index ? s.index->text + ", " : "") + text(*s.value) + " { " +
                         names(s.species, " ") + " }");
    }
    void print(const Watch& s, int indent) {
        std::string made;
        for (const auto& item : s.items)
            made += (made.empty() ? "(" : ", (") + text(*item.condition) + ") " + text(*item.flag);
        line(indent, "WATCH " + made);
    }
    void print(const ForNetcons& s, int indent) {
        braces("FOR_NETCONS(" + names(s.arguments) + ")", s.body, indent);
    }
    void print(const Protected& s, int indent) {
        line(indent, s.statement ? "PROTECT" : "MUTEXLOCK");
        if (s.statement) print(*s.statement, indent + 1);
    }
    void print(const Conductance& s, int indent) {
        line(indent, "CONDUCTANCE " + s.name.text + (s.ion ? " USEION " + s.ion->text : ""));
    }
    void print(const NestedInitial& s, int indent) { braces("INITIAL", s.body, indent); }
    void print(const Lag& s, int indent) { line(indent, "LAG " + s.name.text + " BY " + text(*s.delay)); }
    void print(const Fail& s, int indent) { line(indent, "FAIL " + std::to_string(s.status)); }

    void print(const Neuron& neuron) {
        line(0, "NEURON {");
        if (neuron.kind == Neuron::Kind::suffix) line(1, "SUFFIX " + neuron.name.text);
        if (neuron.kind == Neuron::Kind::point_process) line(1, "POINT_PROCESS " + neuron.name.text);
        if (neuron.kind == Neuron::Kind::artificial_cell) line(1, "ARTIFICIAL_CELL " + neuron.name.text);
        for (const auto& ion : neuron.ions)
            line(1, "USEION " + ion.ion.text + (ion.reads.empty() ? "" : " READ " + names(ion.reads)) +
                        (ion.writes.empty() ? "" : " WRITE " + names(ion.writes)) +
                        (ion.valence ? " VALENCE " + number_text(*ion.valence) : ""));
        const auto list = [&](const char* word, const std::vector<Name>& items) {
            if (!items.empty()) line(1, std::string(word) + " " + names(items));
        };
        list("NONSPECIFIC_CURRENT", neuron.nonspecific);
        list("ELECTRODE_CURRENT", neuron.electrode);
        list("RANGE", neuron.range);
        list("GLOBAL", neuron.global);
        list("POINTER", neuron.pointer);
        list("BBCOREPOINTER", neuron.bbcore_pointer);
        list("EXTERNAL", neuron.external);
        list("RANDOM", neuron.random);
        if (neuron.thread_safe) line(1, "THREADSAFE");
        line(0, "}");
    }

    void print(const Declaration& d) {
        static constexpr const char* kWords[] = {"PARAMETER", "ASSIGNED", "STATE", "CONSTANT", "LOCAL"};
        const std::string array = d.is_array ? "[" + std::to_string(d.count) + "]" : "";
        if (d.kind == Declaration::Kind::file_local) return line(0, "LOCAL " + d.name.text + array);
        std::string made = d.name.text + array;
        if (d.has_value)
            made += (d.kind == Declaration::Kind::state ? " START " : " = ") + number_text(d.value);
        if (!d.unit.empty()) made += " (" + d.unit + ")";
        if (d.low && d.high) made += " <" + number_text(*d.low) + ", " + number_text(*d.high) + ">";
        if (d.tolerance) made += " <" + number_text(*d.tolerance) + ">";
        line(0, std::string(kWords[static_cast<int>(d.kind)]) + " { " + made + " }");
    }

    void print(const CodeBlock& code) {
        std::string head = code.keyword;
        if (!code.name.text.empty()) head += " " + code.name.text;
        using Kind = CodeBlock::Kind;
        const bool has_arguments = code.kind == Kind::function || code.kind == Kind::procedure ||
                                   code.kind == Kind::function_table || code.kind == Kind::net_receive;
        if (has_arguments) {
            head += "(";
            for (std::size_t i = 0; i < code.parameters.size(); ++i) {
                const auto& parameter = code.parameters[i];
                head += (i ? ", " : "") + parameter.name.text +
                        (parameter.unit.empty() ? "" : " (" + parameter.unit + ")");
            }
            head += ")";
        }
        if (!code.unit.empty()) head += " (" + code.unit + ")";
        if (code.kind == Kind::function_table) return line(0, head);
        braces(head, code.body, 0);
    }
};

} // namespace

std::string print(const ast::Expression& expression) { return Printer::text(expression); }

std::string print(const ast::Block& block, int indent) {
    Printer printer;
    printer.body(block, indent);
    return printer.out;
}

std::string print(const ast::File& file) {
    Printer printer;
    if (!file.title.empty()) printer.line(0, "TITLE " + file.title);
    for (const auto& entry : file.defines)
        printer.line(0, "DEFINE " + entry.name.text + " " + std::to_string(entry.value));
    printer.print(file.neuron);
    for (const auto& entry : file.units)
        printer.line(0,
                     "UNITS { " +
                         (entry.is_alias ? "(" + entry.name.text + ") = (" + entry.from + ")"
                          : entry.number
                              ? entry.name.text + " = " + number_text(*entry.number) + " (" + entry.from + ")"
                              : entry.name.text + " = (" + entry.from + ") (" + entry.to + ")") +
                         " }");
    for (const auto& entry : file.declarations) printer.print(entry);
    for (const auto& entry : file.verbatim) printer.print(entry.first, 0);
    for (const auto& entry : file.code) printer.print(entry);
    return printer.out;
}

} // namespace ranvier::nmodl
