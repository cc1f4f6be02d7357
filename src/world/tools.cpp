// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/tools.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "c_host.hpp"
#include "kernel_source.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/codegen/cache_folder.hpp"
#include "ranvier/codegen/fuse.hpp"
#include "ranvier/codegen/native.hpp"
#include "ranvier/mir/passes.hpp"
#include "ranvier/nmodl/compile.hpp"

namespace ranvier::world {

namespace {

using Member = mir::FunctionId mir::Mechanism::*;

/// The operations that the engine runs, under the names that `mir::print` gives them.
constexpr std::array<std::pair<const char*, Member>, 12> kOperations{{
    {"initial", &mir::Mechanism::initial},
    {"current", &mir::Mechanism::current},
    {"advance", &mir::Mechanism::advance},
    {"net_receive", &mir::Mechanism::net_receive},
    {"net_initial", &mir::Mechanism::net_initial},
    {"before_initial", &mir::Mechanism::before_initial},
    {"after_initial", &mir::Mechanism::after_initial},
    {"before_breakpoint", &mir::Mechanism::before_breakpoint},
    {"after_solve", &mir::Mechanism::after_solve},
    {"before_step", &mir::Mechanism::before_step},
    {"constructor", &mir::Mechanism::constructor},
    {"destructor", &mir::Mechanism::destructor},
}};

bool is_indexed(const mir::Mechanism& mechanism) { return mechanism.kind != mir::MechanismKind::density; }

/// Machine code of each operation alone; in a model the operations of a region's mechanisms are fused.
std::string native_text(const mir::Mechanism& mechanism, codegen::NativeStage stage, Runtime& runtime) {
    if (mechanism.needs_c)
        throw InputError(ErrorParts{"this file holds C, whose machine code is not shown",
                                    mechanism.file,
                                    {},
                                    "--stage=ast or --stage=mir",
                                    {}});
    codegen::NativeOptions options;
    options.module_path = runtime.options().module_path;
    std::string text;
    for (const auto& [name, member] : kOperations) {
        if (!(mechanism.*member).valid()) continue;
        codegen::FuseOptions fuse;
        fuse.addressing = is_indexed(mechanism) ? codegen::Addressing::indexed : codegen::Addressing::rows;
        fuse.stores_node = !is_indexed(mechanism) && member == &mir::Mechanism::current;
        const codegen::Part part{.mechanism = &mechanism, .function = mechanism.*member};
        const auto kernel =
            codegen::fuse(std::string(name) + "_" + mechanism.name, std::span(&part, 1), fuse);
        text += "; " + kernel.name + "\n" + codegen::show(kernel, stage, options) + "\n";
    }
    return text;
}

} // namespace

Diagnostics compile_c(const mir::Mechanism& mechanism, const codegen::COptions& options, Severity absent) {
    if (!mechanism.needs_c || !codegen::can_compile_c(options)) return {};
    CHost host; // says which functions there are; nothing runs
    try {
        return codegen::CUnit::make(mechanism, host.connection(), options)->absent(absent);
    } catch (const codegen::AbsentForC& e) {
        if (absent == Severity::error) return e.diagnostics();
        Diagnostics said;
        for (const auto& source : mechanism.sources) said.hold(source);
        for (const auto& d : e.diagnostics().all())
            said.warning(d.span, d.message, "the mechanism loads; using it is an error");
        return said;
    }
}

Diagnostics check_mechanism_file(const std::string& path, Severity absent) {
    Diagnostics diagnostics;
    const auto mechanism = nmodl::compile(read_source(path), {}, diagnostics);
    if (!mechanism) return diagnostics;
    try {
        diagnostics.append(
            compile_c(*mechanism, Runtime(RuntimeOptions::from_environment()).c_options(), absent));
    } catch (const CompileError& e) {
        diagnostics.append(e.diagnostics());
    }
    return diagnostics;
}

Diagnostics check_mechanism_syntax(const std::string& path) {
    Diagnostics diagnostics;
    static_cast<void>(nmodl::parse(read_source(path), {}, diagnostics));
    return diagnostics;
}

std::string show_mechanism(const std::string& path, const std::string& stage, Runtime& runtime) {
    if (stage == "ast") {
        Diagnostics diagnostics;
        const auto file = nmodl::parse(read_source(path), {}, diagnostics);
        if (diagnostics.has_errors()) throw CompileError(std::move(diagnostics));
        return nmodl::print(file);
    }
    const auto known = {"mir", "llvm", "asm"};
    if (std::find(known.begin(), known.end(), stage) == known.end())
        throw InputError::out_of_range("the stage", "ranvier mod show", stage, "ast, mir, llvm or asm");
    const auto mechanism = compile_mechanism_file(path);
    if (stage == "mir") return mir::print(*mechanism);
    return native_text(
        *mechanism, stage == "llvm" ? codegen::NativeStage::llvm_optimised : codegen::NativeStage::assembly,
        runtime);
}

int compile_ahead(const MechanismPtr& mechanism, RuntimeOptions options) {
    if (mechanism->kind == mir::MechanismKind::nothing) return 0;
    using engine::Operation;
    // `automatic` would wait to see whether a kernel is worth it
    if (options.backend == Backend::automatic) options.backend = Backend::lanes;
    CHost host; // of nobody: nothing runs here
    const auto source = make_kernel_source(std::make_shared<Runtime>(std::move(options)), host);
    int count = 0;
    for (const auto operation :
         {Operation::initial, Operation::current, Operation::advance, Operation::advance_current,
          Operation::net_receive, Operation::net_initial, Operation::before_initial, Operation::after_initial,
          Operation::before_breakpoint, Operation::after_solve, Operation::before_step}) {
        if (operation == Operation::advance_current && is_indexed(*mechanism)) continue;
        engine::KernelRequest request;
        request.mechanisms = {mechanism.get()};
        request.operation = operation;
        request.indexed = is_indexed(*mechanism);
        if (source.kernel(request)) ++count;
    }
    return count;
}

CacheUse cache_use(const RuntimeOptions& options) {
    CacheUse use;
    use.folder = options.cache_folder();
    const auto in = codegen::cache_folder_use(use.folder);
    use.files = in.files;
    use.bytes = in.bytes;
    use.limit = options.cache_limit > 0 ? options.cache_limit : codegen::kDefaultCacheLimit;
    return use;
}

std::size_t clear_cache(const RuntimeOptions& options) {
    return codegen::clear_cache_folder(options.cache_folder());
}

} // namespace ranvier::world
