// SPDX-License-Identifier: BSD-3-Clause
// The top level of a file, and the heads of the code blocks.
#include <array>

#include "parser.hpp"

namespace ranvier::nmodl {

using Code = ast::CodeBlock::Kind;

namespace {

struct CodeWord {
    std::string_view word;
    Code kind;
};
constexpr std::array<CodeWord, 19> kCodeWords = {{{"INITIAL", Code::initial},
                                                  {"BREAKPOINT", Code::breakpoint},
                                                  {"EQUATION", Code::breakpoint},
                                                  {"DERIVATIVE", Code::derivative},
                                                  {"KINETIC", Code::kinetic},
                                                  {"LINEAR", Code::linear},
                                                  {"NONLINEAR", Code::nonlinear},
                                                  {"DISCRETE", Code::discrete},
                                                  {"FUNCTION", Code::function},
                                                  {"PROCEDURE", Code::procedure},
                                                  {"FUNCTION_TABLE", Code::function_table},
                                                  {"NET_RECEIVE", Code::net_receive},
                                                  {"BEFORE", Code::before},
                                                  {"AFTER", Code::after},
                                                  {"CONSTRUCTOR", Code::constructor},
                                                  {"DESTRUCTOR", Code::destructor},
                                                  {"PARTIAL", Code::other},
                                                  {"TERMINAL", Code::other},
                                                  {"PLOT", Code::other}}};

} // namespace

void Parser::top_level() {
    using Kind = ast::Declaration::Kind;
    const Token token = current();
    switch (token.kind) {
    case TokenKind::title:
        file_.title = std::string(token.text);
        advance();
        return;
    case TokenKind::verbatim:
        advance();
        file_.verbatim.emplace_back(ast::Verbatim{std::string(token.text)}, span(token));
        return;
    case TokenKind::name: break;
    default:
        if (is("}")) {
            report(span(token), "this '}' closes nothing");
            advance();
            return;
        }
        fail_expected("a block");
    }
    if (accept_word("NEURON")) return neuron_block();
    if (accept_word("UNITS")) return units_block();
    if (accept_word("PARAMETER")) return declarations(Kind::parameter);
    if (accept_word("ASSIGNED") || accept_word("DEPENDENT")) return declarations(Kind::assigned);
    if (accept_word("STATE")) return declarations(Kind::state);
    if (accept_word("CONSTANT")) return declarations(Kind::constant);
    if (accept_word("INDEPENDENT") || accept_word("STEPPED")) return skip_braces();
    if (accept_word("LOCAL")) return file_locals();
    if (accept_word("DEFINE")) return define();
    if (accept_word("INCLUDE")) return include();
    for (const auto& entry : kCodeWords)
        if (is_word(entry.word)) return code_block(entry.kind);
    std::vector<std::string> words = {"NEURON", "UNITS", "PARAMETER", "ASSIGNED", "STATE", "CONSTANT"};
    for (const auto& entry : kCodeWords) words.emplace_back(entry.word);
    fail(span(token), "expected a block but found " + describe(token), near_names_hint(token.text, words));
}

/// After a mistake at file level. Lines between blocks are rarely anything of their own.
void Parser::skip_to_block() {
    int open = 0;
    while (!at_end()) {
        if (starts_block_here()) return;
        if (is("{")) ++open;
        if (is("}") && --open <= 0) {
            advance();
            return;
        }
        advance();
    }
}

void Parser::skip_braces() {
    const Token opener = tokens_[position_ > 0 ? position_ - 1 : 0];
    if (!is("{")) fail_expected("'{'");
    int open = 0;
    do {
        if (at_end()) missing_brace(opener);
        if (is("{")) ++open;
        if (is("}")) --open;
        advance();
    } while (open > 0);
}

void Parser::define() {
    ast::Define out;
    out.name = name("a name after DEFINE");
    out.value = integer("an integer after DEFINE " + out.name.text);
    const auto [known, is_new] = defines_.emplace(out.name.text, out.value);
    if (!is_new && known->second == out.value) return; // a file may be included twice
    if (!is_new)
        report(out.name.span, "'" + out.name.text + "' is already DEFINEd",
               "as " + std::to_string(known->second));
    file_.defines.push_back(std::move(out));
}

void Parser::file_locals() {
    std::vector<ast::LocalDeclaration> locals;
    local_list(locals);
    for (auto& local : locals) {
        ast::Declaration out;
        out.kind = ast::Declaration::Kind::file_local;
        out.name = std::move(local.name);
        out.count = local.count;
        out.is_array = local.is_array;
        file_.declarations.push_back(std::move(out));
    }
}

// --- code --------------------------------------------------------------------------------------------------

std::vector<ast::CodeBlock::Parameter> Parser::parameters() {
    std::vector<ast::CodeBlock::Parameter> out;
    expect("(", "before the arguments");
    if (accept(")")) return out;
    do {
        ast::CodeBlock::Parameter parameter;
        parameter.name = name("the name of an argument");
        parameter.unit = optional_unit();
        out.push_back(std::move(parameter));
    } while (accept(","));
    expect(")", "after the arguments");
    return out;
}

void Parser::code_block(Code kind) {
    const Token opener = current();
    ast::CodeBlock out;
    out.kind = kind;
    out.keyword = std::string(opener.text);
    out.keyword_span = span(opener);
    advance();
    switch (kind) {
    case Code::derivative:
    case Code::kinetic:
    case Code::linear:
    case Code::nonlinear:
    case Code::discrete:
        out.name = name("the name of the " + out.keyword + " block");
        if (accept_word("SOLVEFOR")) {
            do out.solve_for.push_back(name("a name after SOLVEFOR"));
            while (accept(","));
        }
        break;
    case Code::before:
    case Code::after: out.name = name("BREAKPOINT, SOLVE, INITIAL or STEP"); break;
    case Code::function:
    case Code::procedure:
    case Code::function_table:
        out.name = name("the name of the " + out.keyword);
        out.parameters = parameters();
        out.unit = optional_unit();
        break;
    case Code::net_receive: out.parameters = parameters(); break;
    case Code::other:
        if (current().kind == TokenKind::name) out.name = name("a name");
        break;
    default: break;
    }
    if (kind == Code::function_table) {
        file_.code.push_back(std::move(out));
        return;
    }
    code_kind_ = kind;
    try {
        out.body = block(opener);
    } catch (const MissingBrace&) {
        file_.code.push_back(std::move(out)); // its name counts as defined
        throw;
    }
    file_.code.push_back(std::move(out));
}

} // namespace ranvier::nmodl
