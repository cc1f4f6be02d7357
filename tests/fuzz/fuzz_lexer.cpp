// SPDX-License-Identifier: BSD-3-Clause
// Any bytes become tokens: in order, inside the text, with an end.
#include <cstdlib>

#include "any_text.hpp"
#include "token.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ranvier;
    const auto source = fuzz::any_text(data, size);
    Diagnostics diagnostics;
    const auto tokens = nmodl::lex(*source, fuzz::options(source), diagnostics);
    (void)diagnostics.text();
    if (tokens.empty()) { // a binary file
        if (!diagnostics.has_errors()) std::abort();
        return 0;
    }
    if (tokens.back().kind != nmodl::TokenKind::end) std::abort();
    std::uint32_t last = 0;
    for (const auto& token : tokens) {
        if (token.begin < last || token.end < token.begin || token.end > size) std::abort();
        last = token.begin;
    }
    return 0;
}
