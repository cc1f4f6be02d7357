// SPDX-License-Identifier: BSD-3-Clause
// LONGITUDINAL_DIFFUSION: for each state, or element of an array, that diffuses, its rate and its volume.
#include "solution.hpp"
#include "unroll.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using ast::ExpressionPtr;

namespace {

/// The statement of `body` that lists the species.
const ast::Compartment* find_statement(const ast::Block& body, int symbol, bool is_diffusion) {
    const ast::Compartment* out = nullptr;
    each_statement(body, [&](const ast::Statement& s) {
        const auto* compartment = std::get_if<ast::Compartment>(&s.node);
        if (!compartment || compartment->is_diffusion != is_diffusion) return;
        for (const auto& name : compartment->species)
            if (name.binding == ast::Binding{ast::Binding::Kind::symbol, symbol}) out = compartment;
    });
    return out;
}

ExpressionPtr value_at(const ast::Compartment& compartment, int element) {
    auto out = ast::clone(*compartment.value);
    if (compartment.index) substitute(*out, compartment.index->binding.index, element);
    return out;
}

} // namespace

std::vector<DiffusingState> find_diffusion(const Solving& solving) {
    std::vector<DiffusingState> out;
    const auto& body = solving.block.body;
    const auto needs_no_local = [&](const ast::Compartment& compartment) {
        bool is_sound = true;
        each_expression(*compartment.value, [&](const ast::Expression& e) {
            const bool is_index = compartment.index && e.binding == compartment.index->binding;
            if (e.binding.kind != ast::Binding::Kind::local || is_index) return;
            is_sound = false;
            solving.diagnostics.error(e.span,
                                      "'" + e.text + "' is a LOCAL of the block, which diffusion, " +
                                          "computed outside of it, does not see",
                                      "declare it in ASSIGNED");
        });
        return is_sound;
    };
    each_statement(body, [&](const ast::Statement& s) {
        const auto* diffusion = std::get_if<ast::Compartment>(&s.node);
        if (!diffusion || !diffusion->is_diffusion || !needs_no_local(*diffusion)) return;
        for (const auto& name : diffusion->species) {
            if (name.binding.kind != ast::Binding::Kind::symbol) continue;
            const int symbol = name.binding.index;
            if (!is_state(solving.model, symbol)) {
                solving.diagnostics.error(name.span,
                                          "'" + name.text + "' is not a STATE, so it does not diffuse");
                continue;
            }
            const auto* compartment = find_statement(body, symbol, false);
            if (!compartment) {
                solving.diagnostics.error(
                    name.span, "'" + name.text + "' diffuses, but has no COMPARTMENT in this block",
                    "its volume per length is needed: COMPARTMENT volume { " + name.text + " }");
                continue;
            }
            if (!needs_no_local(*compartment)) continue;
            const auto& declared = solving.model.symbols[static_cast<std::size_t>(symbol)];
            for (int element = 0; element < declared.count; ++element)
                out.push_back({solving.block.name.text, symbol, element, value_at(*diffusion, element),
                               value_at(*compartment, element)});
        }
    });
    return out;
}

} // namespace ranvier::nmodl
