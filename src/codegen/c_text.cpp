// SPDX-License-Identifier: BSD-3-Clause
// Every instruction that has a value becomes a constant of its own name; statements stand in order. Names of ours begin with
// rv_, which no name of NMODL does; the user's variables are macros, as the C of such files expects.
#include "c_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>

#include "c_words.hpp"
#include "ranvier/base/error.hpp"

namespace ranvier::codegen {

using namespace mir;

namespace {

constexpr double kVoltageIncrement = 0.001; // [mV] of the quotient for dI/dv

std::string number(double x) {
    if (std::isnan(x)) return "__builtin_nan(\"\")";
    if (std::isinf(x)) return x < 0 ? "(-__builtin_inf())" : "__builtin_inf()";
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), std::signbit(x) ? "(%a)" : "%a", x);
    return text.data();
}

std::string value_name(ValueId v) { return "rv_v" + std::to_string(v.value); }

/// Prints one function.
class FunctionText {
  public:
    FunctionText(const CLayout& layout, const CRefusals& refusals, FunctionId id, std::string& out)
        : layout_(layout), refusals_(refusals), mechanism_(layout.mechanism()), function_(mechanism_[id]),
          id_(id), out_(out) {
        std::map<std::string, int> seen;
        for (const auto& local : function_.locals) {
            const int n = ++seen[local.name];
            names_.push_back("_l" + local.name + (n > 1 ? "__" + std::to_string(n) : ""));
        }
    }

    void print() {
        out_ += c_prototype(mechanism_, id_, &names_) + " {\n";
        for (std::size_t i = static_cast<std::size_t>(function_.parameter_count); i < function_.locals.size();
             ++i) {
            const auto& local = function_.locals[i];
            out_ += std::string(local.type == Type::f64 ? "double " : "int ") + names_[i];
            if (local.count > 1) out_ += "[" + std::to_string(local.count) + "] = {0};\n";
            else out_ += " = 0;\n";
        }
        block(function_.body);
        if (function_.returns_value) out_ += "return " + name(function_.result) + ";\n";
        else if (c_returns_int(mechanism_, id_)) out_ += "return 0;\n";
        out_ += "}\n";
    }

  private:
    [[nodiscard]] const std::string& name(LocalId local) const {
        return names_[static_cast<std::size_t>(local.value)];
    }

    void block(BlockId id) {
        const auto& list = function_[id].instructions;
        for (std::size_t i = 0; i < list.size(); ++i) {
            instruction(list[i]);
            if (!is_open_ || i + 1 == list.size() || is_verbatim(list[i + 1])) continue;
            is_open_ = false;
            i = braced(list, i + 1);
        }
        is_open_ = false;
    }

    /// The instructions of one statement, which C before it makes depend on something: "if (x)".
    std::size_t braced(const std::vector<ValueId>& list, std::size_t first) {
        out_ += "{\n";
        std::size_t i = first;
        for (;; ++i) {
            instruction(list[i]);
            if (i + 1 == list.size() || is_last_of_statement(list[i])) break;
        }
        out_ += "}\n";
        return i;
    }
    [[nodiscard]] bool is_verbatim(ValueId v) const {
        const auto& in = function_[v];
        return in.op == Op::verbatim && !mechanism_.verbatim[static_cast<std::size_t>(in.integer)].is_call;
    }
    /// Expressions give values that somebody uses; what gives none, or one that nobody wants, is a statement.
    [[nodiscard]] bool is_last_of_statement(ValueId v) const {
        if (function_[v].type == Type::none) return true;
        return std::ranges::none_of(function_.code, [&](const Instruction& in) {
            return std::ranges::find(in.args, v) != in.args.end();
        });
    }

    std::string arg(const Instruction& in, std::size_t i) const { return value_name(in.args.at(i)); }

    void define(ValueId v, const std::string& text) {
        const auto type = function_[v].type;
        out_ += std::string("const ") +
                (type == Type::f64   ? "double "
                 : type == Type::i64 ? "long long "
                                     : "int ") +
                value_name(v) + " = " + text + ";\n";
    }
    void statement(const std::string& text) { out_ += text + ";\n"; }

    /// The address of a variable's number, of an element if there is an index.
    std::string address(const Instruction& in, std::size_t index_at) const {
        const VariableId id(in.symbol);
        const auto& variable = mechanism_[id];
        if (variable.kind == VariableKind::foreign)
            return in.args.size() <= index_at ? "&" + variable.name
                                              : "&" + variable.name + "[" + arg(in, index_at) + "]";
        const auto place = std::to_string(layout_.place(id));
        if (variable.kind == VariableKind::pointer) return "rv_pointer(rv_p[" + place + "]" + span(in) + ")";
        if (in.args.size() <= index_at) return "rv_p[" + place + "]";
        return "rv_at(rv_p[" + place + "], " + arg(in, index_at) + ", " + std::to_string(variable.count) +
               span(in) + ")";
    }
    static std::string span(const Instruction& in) {
        return ", " + std::to_string(in.span.begin) + ", " + std::to_string(in.span.end);
    }
    std::string local_place(const Instruction& in, std::size_t index_at) const {
        const LocalId id(in.symbol);
        const auto& local = function_[id];
        if (in.args.size() <= index_at) return name(id);
        const bool is_real = local.type == Type::f64;
        return std::string("*") + (is_real ? "rv_at(" : "rv_at_int(") + name(id) + ", " + arg(in, index_at) +
               ", " + std::to_string(local.count) + span(in) + ")";
    }

    std::string arguments(ValueId v, const Instruction& in) {
        if (in.args.empty()) return "0, 0";
        const auto array = "rv_w" + std::to_string(v.value);
        out_ += "const double " + array + "[] = {";
        for (std::size_t i = 0; i < in.args.size(); ++i) out_ += (i ? ", " : "") + arg(in, i);
        out_ += "};\n";
        return std::to_string(in.args.size()) + ", " + array;
    }
    std::string call_text(const Instruction& in, std::int64_t callee) const {
        std::string text = c_name(mechanism_, FunctionId(static_cast<std::int32_t>(callee))) + "(";
        for (std::size_t i = 0; i < in.args.size(); ++i) text += (i ? ", " : "") + arg(in, i);
        return text + ")";
    }
    void result(ValueId v, const Instruction& in, const std::string& text) {
        if (in.type == Type::none) statement(text);
        else define(v, text);
    }

    void binary(ValueId v, const Instruction& in, const char* op) {
        define(v, arg(in, 0) + " " + op + " " + arg(in, 1));
    }

    void instruction(ValueId v) {
        const Instruction& in = function_[v];
        switch (in.op) {
        case Op::constant: return define(v, number(in.number));
        case Op::constant_int: return define(v, std::to_string(in.integer) + "LL");
        case Op::constant_bool: return define(v, in.integer != 0 ? "1" : "0");
        case Op::load:
            if (mechanism_[VariableId(in.symbol)].kind == VariableKind::foreign) // may be a macro
                return define(v, mechanism_[VariableId(in.symbol)].name +
                                     (in.args.empty() ? "" : "[" + arg(in, 0) + "]"));
            return define(v, "*" + address(in, 0));
        case Op::store: return statement("*" + address(in, 1) + " = " + arg(in, 0));
        case Op::accumulate: {
            const VariableId id(in.symbol);
            const auto place = "*rv_a[" + std::to_string(layout_.place(id)) + "]";
            const bool is_current =
                mechanism_[id].kind == VariableKind::current; // into the node: the opposite sign
            return statement(place + " = " + place + " + " +
                             (is_current ? "(-" + arg(in, 0) + ")" : arg(in, 0)));
        }
        case Op::get_local: return define(v, local_place(in, 0));
        case Op::set_local: return statement(local_place(in, 1) + " = " + arg(in, 0));
        case Op::add:
        case Op::int_add: return binary(v, in, "+");
        case Op::sub:
        case Op::int_sub: return binary(v, in, "-");
        case Op::mul:
        case Op::int_mul: return binary(v, in, "*");
        case Op::div: return binary(v, in, "/");
        case Op::int_div: return define(v, "rv_int_div(" + arg(in, 0) + ", " + arg(in, 1) + ")");
        case Op::neg:
        case Op::int_neg: return define(v, "-" + arg(in, 0));
        case Op::lt:
        case Op::int_lt: return binary(v, in, "<");
        case Op::le:
        case Op::int_le: return binary(v, in, "<=");
        case Op::gt:
        case Op::int_gt: return binary(v, in, ">");
        case Op::ge:
        case Op::int_ge: return binary(v, in, ">=");
        case Op::eq:
        case Op::int_eq: return binary(v, in, "==");
        case Op::ne:
        case Op::int_ne: return binary(v, in, "!=");
        case Op::logical_and: return binary(v, in, "&&");
        case Op::logical_or: return binary(v, in, "||");
        case Op::logical_not: return define(v, "!" + arg(in, 0));
        case Op::select: return define(v, arg(in, 0) + " ? " + arg(in, 1) + " : " + arg(in, 2));
        case Op::bool_to_f64:
        case Op::int_to_f64: return define(v, "(double)" + arg(in, 0));
        case Op::f64_to_int: return define(v, "rv_to_int(" + arg(in, 0) + ")");
        case Op::math:
            return define(v, "rv_math(" + std::to_string(in.symbol) + ", " + arg(in, 0) + ", " +
                                 (in.args.size() > 1 ? arg(in, 1) : "0") + ")");
        case Op::if_:
            out_ += "if (" + arg(in, 0) + ") {\n";
            block(in.blocks[0]);
            if (in.blocks[1].valid()) {
                out_ += "} else {\n";
                block(in.blocks[1]);
            }
            out_ += "}\n";
            return;
        case Op::while_:
            out_ += "for (;;) {\n";
            block(in.blocks[0]);
            block(in.blocks[1]);
            out_ += "}\n";
            return;
        case Op::yield: return statement("if (!" + arg(in, 0) + ") break");
        case Op::call: return result(v, in, call_text(in, in.symbol));
        case Op::table_position:
            return define(v, "rv_table_position(rv_f.rv_tables[" + std::to_string(in.symbol) + "], " +
                                 arg(in, 0) + ")");
        case Op::table_value:
            return define(v, "rv_table_value(rv_f.rv_tables[" + std::to_string(in.symbol) + "], " +
                                 std::to_string(in.integer) + ", " + arg(in, 0) + ")");
        case Op::net_send: return statement("rv_net_send(" + arg(in, 0) + ", " + arg(in, 1) + ")");
        case Op::net_event: return statement("rv_net_event(" + arg(in, 0) + ")");
        case Op::net_move: return statement("rv_net_move(" + arg(in, 0) + ")");
        case Op::fail: return statement("rv_fail(" + std::to_string(in.integer) + span(in) + ")");
        case Op::is_pointing:
            return define(v,
                          "*(void**)rv_p[" + std::to_string(layout_.place(VariableId(in.symbol))) + "] != 0");
        case Op::service: {
            if (static_cast<Service>(in.symbol) == Service::recursive_call)
                return result(v, in, call_text(in, in.integer));
            const auto args = arguments(v, in);
            return result(v, in,
                          "rv_service(" + std::to_string(static_cast<int>(in.number)) + ", " + args + ")");
        }
        case Op::verbatim: {
            const auto& block = mechanism_.verbatim.at(static_cast<std::size_t>(in.integer));
            if (refusals_.has(static_cast<std::size_t>(in.integer)))
                return result(v, in, "rv_refused(" + std::to_string(in.integer) + ")");
            if (!block.is_call) return verbatim(in);
            std::string text = block.text + "(";
            for (std::size_t i = 0; i < in.args.size(); ++i) text += (i ? ", " : "") + arg(in, i);
            out_ += c_line(block.place);
            result(v, in, text + ")");
            out_ += kOwnLine;
            return;
        }
        default: break;
        }
        throw InternalError("an operation that C cannot say: " + std::string(mir::name(in.op)));
    }

    void verbatim(const Instruction& in) {
        const auto& block = mechanism_.verbatim.at(static_cast<std::size_t>(in.integer));
        const auto voltage = c_voltage(mechanism_);
        const auto first = block.text.find_first_not_of(" \t\r\n");
        const bool goes_on =
            is_open_ || (first != std::string::npos && block.text.compare(first, 4, "else") == 0);
        is_open_ = c_is_open(block.text);
        // What C reads as v is a copy, shifted where BREAKPOINT is evaluated beside v.
        if (voltage.valid() && !goes_on)
            statement("rv_f.rv_v = *rv_p[" + std::to_string(layout_.place(voltage)) + "]" +
                      (block.is_shifted ? " + " + number(kVoltageIncrement) : ""));
        if (!goes_on) statement("rv_f.rv_block = " + std::to_string(in.integer));
        // Two locals of one name: the one that stands here goes by it.
        std::vector<std::string> renamed;
        for (const auto& [plain, local] : block.locals)
            if (name(local) != "_l" + plain) {
                renamed.push_back("_l" + plain);
                out_ += "\n#define " + renamed.back() + " " + name(local) + "\n";
            }
        out_ += c_verbatim(block);
        for (const auto& macro : renamed) out_ += "#undef " + macro + "\n";
        if (voltage.valid() && id_ == mechanism_.net_receive && !is_open_)
            statement("if (rv_f.rv_v != *rv_p[" + std::to_string(layout_.place(voltage)) + "]) *rv_p[" +
                      std::to_string(layout_.place(voltage)) + "] = rv_f.rv_v");
    }

    const CLayout& layout_;
    const CRefusals& refusals_;
    const Mechanism& mechanism_;
    const Function& function_;
    FunctionId id_;
    std::string& out_;
    std::vector<std::string> names_; // by local
    bool is_open_ = false;           // C that was printed last makes the next statement depend on it
};

void print_entries(const CLayout& layout, std::string& out) {
    const auto& m = layout.mechanism();
    const auto argument = [&](int i) { return "*rv_p[" + std::to_string(layout.first_argument() + i) + "]"; };
    for (std::size_t i = 0; i < m.functions.size(); ++i) {
        const FunctionId id(static_cast<std::int32_t>(i));
        const auto& f = m[id];
        std::string call = c_name(m, id) + "(";
        for (int k = 0; k < f.parameter_count; ++k) call += (k ? ", " : "") + argument(k);
        call += ")";
        out += "RV_ENTRY void rv_call_" + std::to_string(i) + "(void) { " +
               (f.returns_value ? argument(f.parameter_count) + " = " : "") + call + "; }\n";
    }
    for (std::size_t k = 0; k < m.tables.size(); ++k) {
        const auto& table = m.tables[k];
        out += "RV_ENTRY void rv_table_" + std::to_string(k) + "(void) { ";
        const auto call = c_name(m, table.body) + "(" + argument(0) + ")";
        out += table.outputs.empty() ? argument(1) + " = " + call + ";" : call + ";";
        int column = 0;
        for (const auto output : table.outputs)
            for (int e = 0; e < m[output].count; ++e)
                out += " " + argument(1 + column++) + " = *rv_p[" + std::to_string(layout.place(output) + e) +
                       "];";
        out += " }\n";
    }
}

} // namespace

std::string c_text(const CLayout& layout, const CRefusals& refusals) {
    const auto& m = layout.mechanism();
    std::string out = "#include \"ranvier_c.h\"\n";
    const auto count = std::to_string(layout.place_count());
    out += "RV_ENTRY_DATA double* rv_p[" + count + "];\nRV_ENTRY_DATA double* rv_a[" + count + "];\n";
    out += "RV_ENTRY_DATA struct rv_frame rv_f;\n#include \"ranvier_run.h\"\n";
    c_macros(layout, out);
    for (std::size_t i = 0; i < m.functions.size(); ++i)
        out += c_prototype(m, FunctionId(static_cast<std::int32_t>(i)), nullptr) + ";\n";
    for (std::size_t i = 0; i < m.file_verbatim.size(); ++i)
        if (!refusals.has_at_file_level(i)) out += c_verbatim(m.file_verbatim[i]);
    for (std::size_t i = 0; i < m.functions.size(); ++i)
        FunctionText(layout, refusals, FunctionId(static_cast<std::int32_t>(i)), out).print();
    print_entries(layout, out);
    return out;
}

} // namespace ranvier::codegen
