// SPDX-License-Identifier: BSD-3-Clause
// Bytecode. A machine with a stack of values; a procedure's arguments and
// locals are slots of it. Names are symbols, looked up when the code is made.
// What a statement needs beyond 32 bits (names of members, argument lists)
// stands in sites.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "ranvier/base/diagnostics.hpp"

#include "variables.hpp"

namespace ranvier::hoc {

// clang-format off
// In the comments: what a and b are.
#define RV_HOC_OPERATIONS(X) \
    X(number) X(text) X(local) X(self) \
    X(load) X(load_field) /* b symbol */ \
    X(element) X(element_field) /* a indices, b symbol */ \
    X(argument_number) /* $1: b position */ \
    X(argument) /* flag letter, b position; 0: on the stack */ \
    X(argument_element) /* the place's numbers: a position, index on the stack */ \
    X(member) /* b site */ \
    X(call) X(make) /* b site */ \
    X(duplicate) /* a values */ \
    X(place) X(place_field) X(place_local) X(place_argument) X(place_member) \
    X(store) X(store_field) X(store_local) X(store_local_object) X(store_element) X(store_element_field) X(store_argument) \
    X(store_argument_element) X(store_member) X(store_call) X(taper) X(taper_member) \
    X(add) X(subtract) X(multiply) X(divide) X(modulo) X(power) X(negate) X(not_) X(require_value) \
    X(less) X(greater) X(less_equal) X(greater_equal) X(equal) X(unequal) X(and_) X(or_) \
    X(add_number) X(subtract_number) X(multiply_number) X(divide_number) /* b constant */ \
    X(add_local) X(subtract_local) X(multiply_local) X(divide_local) /* b local */ \
    X(add_symbol) X(subtract_symbol) X(multiply_symbol) X(divide_symbol) /* b symbol of top level */ \
    X(add_argument) X(subtract_argument) X(multiply_argument) X(divide_argument) /* b position */ \
    X(jump) X(jump_back) X(jump_false) X(jump_unless) /* b target; flag: the comparison */ \
    X(pop) X(increment_local) X(accumulate_local) X(accumulate) X(accumulate_field) \
    X(print) X(print_end) X(echo) \
    X(for_first_local) X(for_next_local) X(for_test) /* b target; a local */ \
    X(for_next) X(for_next_field) /* a symbol */ \
    X(return_value) X(return_none) \
    X(iterate) X(iterator_statement) X(body_end) X(break_iterator) \
    X(enter_section) X(leave_section) \
    X(forall) X(forsec) X(forall_next) X(forall_end) X(ifsec) \
    X(for_x) X(for_x_next) \
    X(access) X(connect) X(insert) X(uninsert) X(create) X(strdef) X(objref) X(double_) X(setpointer) X(setpointer_member) X(delete_) \
    X(read) X(depvar) X(equation) X(equation_sides) X(stop) X(end)
// clang-format on
enum class Op : std::uint8_t {
#define RV_HOC_NAME(name) name,
    RV_HOC_OPERATIONS(RV_HOC_NAME)
#undef RV_HOC_NAME
};

inline constexpr std::uint8_t kAsArgument =
    1;                                     ///< an objref is passed as a place, so that it can be assigned to
inline constexpr std::uint8_t kStrict = 2; ///< of enter_section: what is no section is an error
inline constexpr std::uint8_t kSections = 4; ///< of return: a section was pushed
inline constexpr std::uint8_t kPop = 128;    ///< of stores: the value does not stay on the stack

struct Instruction {
    Op op;
    std::uint8_t flag;
    std::uint16_t a;
    std::int32_t b;
};

/// What the caller wrote as an argument.
struct Origin {
    enum Kind : std::uint8_t { other, literal, local, symbol, field, argument } kind = other;
    std::int32_t index = 0;
    Symbol* name = nullptr;
};

/// A place in the program where a member is used or something is called.
struct Site {
    std::string name;
    Symbol* symbol = nullptr;
    std::uint16_t indices = 0;
    std::uint16_t count = 0; ///< of arguments
    bool called = false;
    std::uint8_t flag = 0;
    std::vector<Origin> origins;
    // What was found the last time, as long as the object is of this class.
    const Class* known_class = nullptr;
    const Member* known_member = nullptr;
    Symbol* known_symbol = nullptr;
};

struct Code {
    SourcePtr source;
    std::vector<Instruction> instructions;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> places; ///< of each instruction: bytes of the source
    std::vector<double> numbers;
    std::vector<TextPtr> texts;
    std::vector<Symbol*> symbols;
    std::deque<Site> site_store;
    std::vector<Site*> sites; ///< they remember what they found
};

struct Procedure {
    std::string name;
    char letter = 'p'; ///< p f o i; t: a statement at top level
    TemplateClass* owner = nullptr;
    std::uint16_t locals = 0; ///< numbers first, then objects
    std::uint16_t number_locals = 0;
    bool is_plain = false;        ///< called by its name alone: no template's, no iterator
    std::size_t width = 0;        ///< slots of the stack that its expressions need at most
    std::ptrdiff_t needs = 0;     ///< slots that must be free where it is entered
    bool enters_sections = false; ///< and may return from inside one
    Code code;
};

} // namespace ranvier::hoc
