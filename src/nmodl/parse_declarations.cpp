// SPDX-License-Identifier: BSD-3-Clause
// The NEURON and UNITS blocks, and the blocks that declare names.
#include <array>

#include "parser.hpp"

namespace ranvier::nmodl {

namespace {

constexpr std::array<std::string_view, 14> kNeuronWords = {
    "SUFFIX",  "POINT_PROCESS",       "ARTIFICIAL_CELL",   "RANGE",
    "GLOBAL",  "NONSPECIFIC_CURRENT", "ELECTRODE_CURRENT", "USEION",
    "POINTER", "BBCOREPOINTER",       "EXTERNAL",          "THREADSAFE",
    "RANDOM",  "REPRESENTS"};

bool is_neuron_word(std::string_view text) {
    for (const auto word : kNeuronWords)
        if (word == text) return true;
    return false;
}

} // namespace

// --- NEURON ------------------------------------------------------------------------------------------------

void Parser::neuron_block() {
    const Token opener = tokens_[position_ - 1];
    expect("{", "after NEURON");
    while (!accept("}")) {
        if (at_end() || starts_block_here()) {
            file_.declarations_are_sound = false;
            missing_brace(opener);
        }
        const std::size_t started_at = position_;
        try {
            neuron_statement();
        } catch (const Failed&) {
            file_.declarations_are_sound = false;
            if (position_ == started_at) advance();
            while (!at_end() && !is("}") && !starts_block_here() &&
                   !(current().kind == TokenKind::name && is_neuron_word(current().text)))
                advance();
        }
    }
}

void Parser::neuron_statement() {
    using Kind = ast::Neuron::Kind;
    auto& neuron = file_.neuron;
    const auto append = [](auto& to, auto from) {
        for (auto& item : from) to.push_back(std::move(item));
    };
    const auto take_kind = [&](Kind kind) {
        const Span where = span(tokens_[position_ - 1]);
        ast::Name taken = name("the name of the mechanism");
        // Real files say both SUFFIX and POINT_PROCESS; the last name counts, and a point process stays one.
        if (neuron.kind != Kind::none && neuron.name.text != taken.text)
            diagnostics_.warning(where, "the mechanism is called '" + taken.text +
                                            "' from here on, no longer '" + neuron.name.text + "'");
        if (kind != Kind::suffix || neuron.kind == Kind::none) neuron.kind = kind;
        neuron.name = std::move(taken);
    };
    const auto currents = [&](std::vector<ast::Name>& to, int group) {
        for (auto& item : name_list()) {
            neuron.current_order.emplace_back(group, static_cast<int>(to.size()));
            to.push_back(std::move(item));
        }
    };
    if (accept_word("SUFFIX")) return take_kind(Kind::suffix);
    if (accept_word("POINT_PROCESS")) return take_kind(Kind::point_process);
    if (accept_word("ARTIFICIAL_CELL")) return take_kind(Kind::artificial_cell);
    if (accept_word("RANGE")) return append(neuron.range, name_list());
    if (accept_word("GLOBAL")) return append(neuron.global, name_list());
    if (accept_word("NONSPECIFIC_CURRENT")) return currents(neuron.nonspecific, 0);
    if (accept_word("ELECTRODE_CURRENT")) return currents(neuron.electrode, 1);
    if (accept_word("USEION")) return use_ion();
    if (accept_word("POINTER")) return append(neuron.pointer, name_list());
    if (accept_word("BBCOREPOINTER")) return append(neuron.bbcore_pointer, name_list());
    if (accept_word("EXTERNAL")) return append(neuron.external, name_list());
    if (accept_word("RANDOM")) return append(neuron.random, name_list());
    if (accept_word("THREADSAFE")) {
        neuron.thread_safe = true;
        if (current().kind == TokenKind::name && !is_neuron_word(current().text)) (void)name_list();
        return;
    }
    if (accept_word("REPRESENTS")) {
        if (current().kind == TokenKind::ontology) advance();
        return;
    }
    const std::vector<std::string> words(kNeuronWords.begin(), kNeuronWords.end());
    fail(span(current()), "expected a statement of the NEURON block but found " + describe(current()),
         near_names_hint(current().text, words));
}

/// Names separated by commas; a forgotten comma is an error that loses nothing.
std::vector<ast::Name> Parser::name_list() {
    std::vector<ast::Name> out;
    for (;;) {
        if (current().kind == TokenKind::name && is_neuron_word(current().text)) fail_expected("a name");
        out.push_back(name("a name"));
        if (accept("[")) { // an array may carry its size here too
            (void)integer("an array size");
            expect("]", "after an array size");
        }
        if (accept(",")) continue;
        if (current().kind != TokenKind::name || is_neuron_word(current().text) || starts_block_here())
            return out;
        file_.declarations_are_sound = false;
        report(span(current()),
               "expected ',' or a statement of the NEURON block but found " + describe(current()));
    }
}

void Parser::use_ion() {
    ast::UseIon out;
    out.ion = name("the name of an ion after USEION");
    const auto list = [&](std::vector<ast::Name>& to) {
        do to.push_back(name("an ion variable"));
        while (accept(","));
    };
    if (accept_word("READ")) list(out.reads);
    if (accept_word("WRITE")) list(out.writes);
    if (is_word("READ")) fail(span(current()), "in USEION, READ comes before WRITE");
    if (accept_word("VALENCE") || accept_word("CHARGE")) out.valence = number("a number after VALENCE");
    if (accept_word("REPRESENTS")) {
        if (current().kind != TokenKind::ontology) fail_expected("an id after REPRESENTS");
        out.represents = std::string(current().text);
        advance();
    }
    file_.neuron.current_order.emplace_back(2, static_cast<int>(file_.neuron.ions.size()));
    file_.neuron.ions.push_back(std::move(out));
}

// --- UNITS -------------------------------------------------------------------------------------------------

void Parser::units_block() {
    const Token opener = tokens_[position_ - 1];
    expect("{", "after UNITS");
    while (!accept("}")) {
        if (at_end() || starts_block_here()) missing_brace(opener);
        const std::size_t started_at = position_;
        try {
            unit_entry();
        } catch (const Failed&) {
            file_.declarations_are_sound = false;
            if (position_ == started_at) advance();
            skip_entry();
        }
    }
}

void Parser::unit_entry() {
    ast::UnitEntry out;
    if (is("(")) {
        out.is_alias = true;
        out.name.text = unit_text(&out.name.span);
        expect("=", "after the unit that is defined");
        out.from = unit_text(&out.from_span);
    } else {
        out.name = name("a unit in parentheses or a name");
        expect("=", "after " + out.name.text);
        if (is("(")) {
            out.from = unit_text(&out.from_span);
            accept("->");
            out.to = unit_text(&out.to_span);
        } else {
            out.number = number("a number or a unit in parentheses");
            out.from_span = span(current());
            out.from = optional_unit();
        }
    }
    file_.units.push_back(std::move(out));
}

// --- PARAMETER, ASSIGNED, STATE, CONSTANT ------------------------------------------------------------------

void Parser::declarations(ast::Declaration::Kind kind) {
    const Token opener = tokens_[position_ - 1];
    expect("{", "after " + std::string(opener.text));
    while (!accept("}")) {
        if (at_end() || starts_block_here()) {
            file_.declarations_are_sound = false;
            missing_brace(opener);
        }
        const std::size_t started_at = position_;
        try {
            declaration(kind);
        } catch (const Failed&) {
            file_.declarations_are_sound = false;
            if (position_ == started_at) advance();
            skip_entry();
        }
    }
}

/// To the next line that starts with a name (or a parenthesis, in UNITS), or the end of the block.
void Parser::skip_entry() {
    while (!at_end() && !is("}") && !starts_block_here()) {
        if (current().starts_line && (current().kind == TokenKind::name || is("("))) return;
        advance();
    }
}

void Parser::declaration(ast::Declaration::Kind kind) {
    if (is(",")) fail(span(current()), "declarations are separated by blanks or line ends, not by ','");
    if (current().kind == TokenKind::verbatim)
        fail(span(current()), "VERBATIM cannot stand among declarations");
    ast::Declaration out;
    out.kind = kind;
    const Token first = current();
    const auto defined = defines_.find(std::string(first.text));
    if (first.kind == TokenKind::name && first.primes == 0 && defined != defines_.end())
        fail(span(first), "'" + std::string(first.text) + "' is DEFINEd as a number and cannot be declared");
    if (first.kind == TokenKind::name && first.primes > 0)
        fail(span(first), "a derivative cannot be declared");
    out.name = name("a name");
    if (accept("[")) {
        out.is_array = true;
        out.count = integer("an integer as array size");
        if (out.count < 1 || out.count > kMaxArray) fail(span(first), "an array has 1 to 1048576 elements");
        expect("]", "after an array size");
    }
    const auto set_value = [&](double value) {
        out.value = value;
        out.has_value = true;
    };
    if (accept("=")) set_value(number("a number after '='"));
    for (;;) {
        if (is("(")) {
            out.unit = unit_text();
        } else if (accept_word("FROM")) {
            out.low = number("a number after FROM");
            if (!accept_word("TO")) fail_expected("TO");
            out.high = number("a number after TO");
        } else if (accept_word("START")) {
            set_value(number("a number after START"));
        } else if (is("<")) {
            advance();
            out.low = number("a number after '<'");
            if (accept(",")) out.high = number("a number after ','");
            else std::swap(out.low, out.tolerance);
            expect(">", kind == ast::Declaration::Kind::state ? "after the tolerance" : "after the limits");
        } else {
            break;
        }
    }
    file_.declarations.push_back(std::move(out));
}

} // namespace ranvier::nmodl
