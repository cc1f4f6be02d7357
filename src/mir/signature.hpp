// SPDX-License-Identifier: BSD-3-Clause
// Types of the operations whose arguments all have one type: arithmetic, comparison, logic, conversion.
#pragma once

#include "ranvier/mir/function.hpp"

namespace ranvier::mir {

struct Signature {
    int arguments = 0; ///< 0: not such an operation
    Type argument = Type::none;
    Type result = Type::none;
};

[[nodiscard]] constexpr Signature signature(Op op) {
    switch (op) {
    case Op::neg: return {1, Type::f64, Type::f64};
    case Op::int_neg: return {1, Type::i64, Type::i64};
    case Op::logical_not: return {1, Type::boolean, Type::boolean};
    case Op::bool_to_f64: return {1, Type::boolean, Type::f64};
    case Op::int_to_f64: return {1, Type::i64, Type::f64};
    case Op::f64_to_int: return {1, Type::f64, Type::i64};
    case Op::add:
    case Op::sub:
    case Op::mul:
    case Op::div: return {2, Type::f64, Type::f64};
    case Op::int_add:
    case Op::int_sub:
    case Op::int_mul:
    case Op::int_div: return {2, Type::i64, Type::i64};
    case Op::lt:
    case Op::le:
    case Op::gt:
    case Op::ge:
    case Op::eq:
    case Op::ne: return {2, Type::f64, Type::boolean};
    case Op::int_lt:
    case Op::int_le:
    case Op::int_gt:
    case Op::int_ge:
    case Op::int_eq:
    case Op::int_ne: return {2, Type::i64, Type::boolean};
    case Op::logical_and:
    case Op::logical_or: return {2, Type::boolean, Type::boolean};
    default: return {};
    }
}

} // namespace ranvier::mir
