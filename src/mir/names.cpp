// SPDX-License-Identifier: BSD-3-Clause
// Printed names of operations, types and math functions; one table each, in the order of the enumerations.
#include <array>

#include "ranvier/mir/kernel.hpp"

namespace ranvier::mir {
namespace {

constexpr std::array<std::string_view, 4> kTypeNames{"none", "f64", "i64", "bool"};

struct MathName {
    std::string_view name;
    int arguments;
};
constexpr std::array<MathName, 21> kMathNames{{
    {"exp", 1},  {"log", 1},  {"log10", 1}, {"pow", 2},  {"sqrt", 1}, {"fabs", 1},  {"sin", 1},
    {"cos", 1},  {"tan", 1},  {"asin", 1},  {"acos", 1}, {"atan", 1}, {"atan2", 2}, {"sinh", 1},
    {"cosh", 1}, {"tanh", 1}, {"floor", 1}, {"ceil", 1}, {"fmod", 2}, {"erf", 1},   {"factorial", 1},
}};
static_assert(kMathNames.size() == static_cast<std::size_t>(MathFunction::factorial) + 1);

constexpr std::array<std::string_view, 51> kOpNames{
    "constant",
    "constant_int",
    "constant_bool",
    "load",
    "store",
    "accumulate",
    "get_local",
    "set_local",
    "add",
    "sub",
    "mul",
    "div",
    "neg",
    "int_add",
    "int_sub",
    "int_mul",
    "int_div",
    "int_neg",
    "lt",
    "le",
    "gt",
    "ge",
    "eq",
    "ne",
    "int_lt",
    "int_le",
    "int_gt",
    "int_ge",
    "int_eq",
    "int_ne",
    "logical_and",
    "logical_or",
    "logical_not",
    "select",
    "bool_to_f64",
    "int_to_f64",
    "f64_to_int",
    "math",
    "if",
    "while",
    "yield",
    "call",
    "table_position",
    "table_value",
    "net_send",
    "net_event",
    "net_move",
    "fail",
    "is_pointing",
    "service",
    "verbatim",
};
static_assert(kOpNames.size() == static_cast<std::size_t>(Op::verbatim) + 1 && kOpNames.back() == "verbatim");
static_assert(kOpNames[static_cast<std::size_t>(Op::select)] == "select");
static_assert(kOpNames[static_cast<std::size_t>(Op::if_)] == "if");

constexpr std::array<std::string_view, 10> kServiceNames{
    "function_table", "random_bits",       "print", "random",         "watch", "netcon_count",
    "netcon_weight",  "set_netcon_weight", "raise", "recursive_call",
};
static_assert(kServiceNames.size() == static_cast<std::size_t>(Service::recursive_call) + 1);

} // namespace

std::string_view name(Service service) { return kServiceNames.at(static_cast<std::size_t>(service)); }
bool is_pure(Service service) {
    return service == Service::function_table || service == Service::random_bits;
}
std::string_view name(MathFunction f) { return kMathNames.at(static_cast<std::size_t>(f)).name; }
int argument_count(MathFunction f) { return kMathNames.at(static_cast<std::size_t>(f)).arguments; }
std::string_view name(Op op) { return kOpNames.at(static_cast<std::size_t>(op)); }
std::string_view name(Type type) { return kTypeNames.at(static_cast<std::size_t>(type)); }

std::string name(const Slot& slot) {
    std::string out = slot.table;
    switch (slot.owner) {
    case SlotOwner::node: out = "node"; break;
    case SlotOwner::world: out = "world"; break;
    case SlotOwner::external: out = "external"; break;
    case SlotOwner::argument: out = "argument"; break;
    case SlotOwner::mechanism:
    case SlotOwner::global: break;
    }
    out += "." + slot.variable;
    return slot.element > 0 ? out + "[" + std::to_string(slot.element) + "]" : out;
}

} // namespace ranvier::mir
