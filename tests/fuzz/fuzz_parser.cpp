// SPDX-License-Identifier: BSD-3-Clause
// Any bytes give a syntax tree; a tree without errors is printed.
#include "any_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ranvier;
    const auto source = fuzz::any_text(data, size);
    Diagnostics diagnostics;
    const auto file = nmodl::parse(source, fuzz::options(source), diagnostics);
    (void)diagnostics.text();
    if (!diagnostics.has_errors()) (void)nmodl::print(file);
    return 0;
}
