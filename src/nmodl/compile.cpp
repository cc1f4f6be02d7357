// SPDX-License-Identifier: BSD-3-Clause
// The stages of the front end, in order.
#include "ranvier/nmodl/compile.hpp"

#include "model.hpp"
#include "token.hpp"

namespace ranvier::nmodl {

ast::File parse(const SourcePtr& source, const CompileOptions& options, Diagnostics& diagnostics) {
    diagnostics.hold(source);
    return parse_tokens(source, lex(*source, options, diagnostics), options, diagnostics);
}

std::optional<mir::Mechanism> compile(const SourcePtr& source, const CompileOptions& options,
                                      Diagnostics& diagnostics) {
    const int errors_before = diagnostics.error_count();
    const auto failed = [&] { return diagnostics.error_count() > errors_before; };
    auto file = parse(source, options, diagnostics);
    // Names are looked up even in a file with syntax errors, so that all of its mistakes come at once.
    auto model = resolve(std::move(file), options, diagnostics);
    model = check_constants(std::move(model), options, diagnostics);
    model = lower_returns(std::move(model), options, diagnostics);
    model = check_support(std::move(model), options, diagnostics);
    if (failed()) return {};
    model = check_units(std::move(model), options, diagnostics);
    model = check_use(std::move(model), options, diagnostics);
    model = solve(std::move(model), options, diagnostics);
    if (failed()) return {};
    auto mechanism = lower(model, options, diagnostics);
    if (failed()) return {};
    return mechanism;
}

} // namespace ranvier::nmodl
