// SPDX-License-Identifier: BSD-3-Clause
// Any bytes give a mechanism or errors; a mechanism is well formed, can be printed, and its operations become kernels.
#include <cstdlib>

#include "any_text.hpp"
#include "ranvier/codegen/fuse.hpp"
#include "ranvier/mir/passes.hpp"

namespace {

using namespace ranvier;

void make_kernels(const mir::Mechanism& mechanism) {
    const auto addressing = mechanism.kind == mir::MechanismKind::density ? codegen::Addressing::rows
                                                                          : codegen::Addressing::indexed;
    codegen::FuseOptions options;
    options.addressing = addressing;
    for (const auto operation : {mechanism.initial, mechanism.current, mechanism.advance,
                                 mechanism.net_receive, mechanism.net_initial, mechanism.before_step}) {
        if (!operation.valid()) continue;
        const codegen::Part part{&mechanism, operation, "t"};
        (void)codegen::fuse("operation", {&part, 1}, options);
    }
    for (const auto function : mechanism.callable)
        (void)codegen::call_kernel(mechanism, function, addressing);
    for (std::size_t i = 0; i < mechanism.tables.size(); ++i)
        (void)codegen::table_kernel(mechanism, mir::TableId(static_cast<std::int32_t>(i)));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto source = fuzz::any_text(data, size);
    Diagnostics diagnostics;
    const auto mechanism = nmodl::compile(source, fuzz::options(source), diagnostics);
    (void)diagnostics.text();
    if (mechanism.has_value() == diagnostics.has_errors()) std::abort();
    if (!mechanism) return 0;
    // From here on an exception is a finding: the front end has said that all is well.
    mir::verify(*mechanism);
    (void)mir::print(*mechanism);
    if (!mechanism->needs_c) make_kernels(*mechanism);
    return 0;
}
