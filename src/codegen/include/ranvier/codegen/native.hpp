// SPDX-License-Identifier: BSD-3-Clause
// Native code for kernels. LLVM stands in a shared module of its own that is opened when something has to be
// compiled; compiled kernels are position-independent objects without external symbols, so cached ones load
// without LLVM.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ranvier/mir/executable.hpp"

namespace ranvier::codegen {

enum class Vectors : std::uint8_t {
    scalar, ///< one row at a time
    lanes,  ///< RV_LANES rows at a time, a scalar loop for the rest
};

struct NativeOptions {
    Vectors vectors = Vectors::lanes;
    std::string module_path; ///< of the LLVM module (libranvier_llvm.so); found beside the program if empty
    std::string cache_directory;   ///< "" keeps compiled kernels in memory only
    std::uint64_t cache_limit = 0; ///< [byte] of that folder, beyond which the oldest go; 0: the default
    std::string cpu; ///< feature level, "x86-64-v3" or "x86-64-v4"; "" is the best that this CPU has
};

/// True if this CPU can run compiled kernels (x86-64-v3: AVX2 and FMA; others run the interpreter).
[[nodiscard]] bool cpu_supports_native();
/// Name of the CPU's feature level, part of the cache key: "x86-64-v3", "x86-64-v4".
[[nodiscard]] std::string native_cpu();

/// Provider that compiles with LLVM. Throws StateError if the module cannot be opened or the CPU is too old.
[[nodiscard]] mir::KernelProvider native_provider(NativeOptions options);

/// The same in two parts: `find` gives null for a kernel that neither memory nor the cache has.
struct NativeProviders {
    mir::KernelProvider make, find;
};
[[nodiscard]] NativeProviders native_providers(NativeOptions options);

/// Form in which `show` prints a kernel.
enum class NativeStage : std::uint8_t {
    llvm,           ///< LLVM IR as the emitter makes it
    llvm_optimised, ///< LLVM IR as it goes to instruction selection
    assembly,       ///< of the target
};
/// Text of a kernel at a stage of compilation, for `ranvier mod show`. Opens the LLVM module; errors as
/// native_provider.
[[nodiscard]] std::string show(const mir::Kernel& kernel, NativeStage stage,
                               const NativeOptions& options = {});

/// An object file (ELF relocatable, position-independent, no undefined symbols) laid out in executable
/// memory.
class LoadedObject {
  public:
    explicit LoadedObject(const std::vector<std::uint8_t>& object);
    ~LoadedObject();
    LoadedObject(const LoadedObject&) = delete;
    LoadedObject& operator=(const LoadedObject&) = delete;
    [[nodiscard]] void* symbol(const std::string& name) const; ///< throws LookupFailure if absent
    [[nodiscard]] std::size_t byte_count() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace ranvier::codegen
