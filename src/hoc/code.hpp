// SPDX-License-Identifier: BSD-3-Clause
// Bytecode. A machine with a stack of values; a procedure's arguments and locals are slots of it. Names are symbols, looked up
// when the code is made. What a statement needs beyond 32 bits (names of members, argument lists) stands in sites.
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
enum class Op : std::uint8_t {
    number, text, local, self,
    load, load_field,                 // b symbol
    element, element_field,           // a indices, b symbol
    argument,                         // flag letter, b position; 0: on the stack
    argument_element,                 // the place's numbers: a position, index on the stack
    member,                           // b site
    call, make,                       // b site
    duplicate,                        // a values
    place, place_field, place_local, place_argument, place_member,
    store, store_field, store_local, store_local_object, store_element, store_element_field, store_argument,
    store_argument_element, store_member, store_call, taper, taper_member,
    add, subtract, multiply, divide, modulo, power, negate, not_, require_value,
    less, greater, less_equal, greater_equal, equal, unequal, and_, or_,
    add_number, subtract_number, multiply_number, divide_number, // b constant
    add_local, subtract_local, multiply_local, divide_local,     // b local
    jump, jump_back, jump_false, jump_unless, // b target; flag: the comparison
    pop, increment_local, accumulate_local, accumulate, accumulate_field,
    print, print_end, echo,
    for_first_local, for_next_local, for_test, // b target; a local
    return_value, return_none,
    iterate, iterator_statement, body_end, break_iterator,
    enter_section, leave_section,
    forall, forsec, forall_next, forall_end, ifsec,
    for_x, for_x_next,
    access, connect, insert, uninsert, create, strdef, objref, double_, setpointer, setpointer_member, delete_,
    read, stop, end,
};
// clang-format on

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
    std::size_t width = 0;        ///< slots of the stack that its expressions need at most
    bool enters_sections = false; ///< and may return from inside one
    Code code;
};

} // namespace ranvier::hoc
