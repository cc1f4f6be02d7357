// SPDX-License-Identifier: BSD-3-Clause
// The provider of compiled kernels: memory, then disk, then LLVM.
#include "ranvier/codegen/native.hpp"

#include <mutex>
#include <unordered_map>

#include <pthread.h>

#include "native_cache.hpp"
#include "native_key.hpp"
#include "native_module.hpp"
#include "ranvier/base/error.hpp"

namespace ranvier::codegen {
namespace {

class NativeKernel final : public mir::Executable {
  public:
    explicit NativeKernel(const std::vector<std::uint8_t>& object)
        : object_(object), function_(reinterpret_cast<RvKernel>(object_.symbol(kKernelSymbol))) {}
    [[nodiscard]] std::int32_t run(const RvKernelArgs& args) const noexcept override {
        return function_(&args);
    }
    [[nodiscard]] About about() const override { return {"compiled", object_.byte_count()}; }

  private:
    LoadedObject object_;
    RvKernel function_;
};

/// A kernel without a body, as of an INITIAL that sets nothing.
class NothingToDo final : public mir::Executable {
  public:
    [[nodiscard]] std::int32_t run(const RvKernelArgs& /*args*/) const noexcept override { return 0; }
    [[nodiscard]] About about() const override { return {"nothing to do", 0}; }
};

bool is_empty(const mir::Kernel& kernel) {
    return kernel.function[kernel.function.body].instructions.empty();
}

// Guards the memory cache of every provider; one lock, so that a fork can hold it and the child finds it
// free.
std::mutex& memory_mutex() {
    static std::mutex& instance = []() -> std::mutex& {
        static auto& mutex = *new std::mutex; // outlives whatever runs kernels at exit
        pthread_atfork([] { memory_mutex().lock(); }, [] { memory_mutex().unlock(); },
                       [] { memory_mutex().unlock(); });
        return mutex;
    }();
    return instance;
}

void require_cpu() {
    if (!cpu_supports_native())
        throw StateError(ErrorParts{"this CPU cannot run compiled kernels",
                                    {},
                                    {},
                                    "x86-64-v3 (AVX2 and FMA) or newer",
                                    "use the interpreter"});
}

/// The feature level to compile for; one that this CPU does not have would end the process.
std::string level_of(const NativeOptions& options) {
    const std::string best = native_cpu();
    if (options.cpu.empty() || options.cpu == best) return best;
    if (options.cpu != "x86-64-v3" || best.empty())
        throw InputError::out_of_range("cpu", "NativeOptions", options.cpu, "x86-64-v3 to " + best);
    return options.cpu;
}

class NativeBackend {
  public:
    explicit NativeBackend(NativeOptions options)
        : options_(std::move(options)), cpu_(level_of(options_)),
          disk_(options_.cache_directory, options_.cache_limit) {}

    mir::ExecutablePtr provide(const mir::Kernel& kernel) {
        if (kernel.needs_c)
            throw StateError(ErrorParts{"a VERBATIM block is C, which needs the C back end",
                                        kernel.name,
                                        {},
                                        "blocks that only return",
                                        "use a build that has it"});
        if (is_empty(kernel)) return nothing_;
        const auto key = native_key(kernel, options_.vectors, cpu_);
        if (auto found = find(key)) return found;
        // Two threads that ask for the same new kernel both make it, and the first one in is kept.
        return keep(key, compile(kernel, key));
    }
    /// Null if it would have to be compiled.
    mir::ExecutablePtr find(const mir::Kernel& kernel) {
        if (is_empty(kernel)) return nothing_;
        return find(native_key(kernel, options_.vectors, cpu_));
    }

  private:
    mir::ExecutablePtr find(const std::string& key) {
        {
            const std::lock_guard lock(memory_mutex());
            if (const auto found = kernels_.find(key); found != kernels_.end()) return found->second;
        }
        auto loaded = load_from_disk(key);
        return loaded ? keep(key, std::move(loaded)) : nullptr;
    }
    mir::ExecutablePtr keep(const std::string& key, mir::ExecutablePtr made) {
        const std::lock_guard lock(memory_mutex());
        return kernels_.emplace(key, std::move(made)).first->second;
    }
    [[nodiscard]] mir::ExecutablePtr load_from_disk(const std::string& key) const {
        const auto object = disk_.find(key);
        if (!object) return nullptr;
        try {
            return std::make_shared<NativeKernel>(*object);
        } catch (const Error&) {
            return nullptr; // damaged in a way that the check sum did not show: made again
        }
    }
    [[nodiscard]] mir::ExecutablePtr compile(const mir::Kernel& kernel, const std::string& key) const {
        const auto text =
            compile_with_module(options_.module_path, kernel, options_.vectors, cpu_, ModuleOutput::object);
        const std::vector<std::uint8_t> object(text.begin(), text.end());
        auto made = std::make_shared<NativeKernel>(object);
        disk_.store(key, object);
        return made;
    }

    NativeOptions options_;
    std::string cpu_;
    NativeCache disk_;
    mir::ExecutablePtr nothing_ = std::make_shared<NothingToDo>();
    std::unordered_map<std::string, mir::ExecutablePtr> kernels_;
};

} // namespace

bool cpu_supports_native() { return !native_cpu().empty(); }

std::string native_cpu() {
#if defined(__x86_64__)
    __builtin_cpu_init();
    const bool is_v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                       __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
                       __builtin_cpu_supports("lzcnt") && __builtin_cpu_supports("movbe") &&
                       __builtin_cpu_supports("f16c");
    const bool is_v4 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                       __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                       __builtin_cpu_supports("avx512vl");
    if (is_v3) return is_v4 ? "x86-64-v4" : "x86-64-v3";
#endif
    return {};
}

NativeProviders native_providers(NativeOptions options) {
    require_cpu();
    (void)find_module(options.module_path); // said now rather than in the middle of a run
    auto backend = std::make_shared<NativeBackend>(std::move(options));
    return {[backend](const mir::Kernel& kernel) { return backend->provide(kernel); },
            [backend](const mir::Kernel& kernel) { return backend->find(kernel); }};
}

mir::KernelProvider native_provider(NativeOptions options) {
    return native_providers(std::move(options)).make;
}

std::string show(const mir::Kernel& kernel, NativeStage stage, const NativeOptions& options) {
    require_cpu();
    const auto output = stage == NativeStage::llvm             ? ModuleOutput::llvm
                        : stage == NativeStage::llvm_optimised ? ModuleOutput::llvm_opt
                                                               : ModuleOutput::assembly;
    return compile_with_module(options.module_path, kernel, options.vectors, level_of(options), output);
}

} // namespace ranvier::codegen
