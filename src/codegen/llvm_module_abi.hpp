// SPDX-License-Identifier: BSD-3-Clause
// What the LLVM module exports: one function. Shared by the module and by the side that opens it; both are
// built together, so the kernel goes over as it is, but no exception and no allocation crosses the border.
#pragma once

#include <cstddef>
#include <cstdint>

#include "ranvier/mir/kernel.hpp"

namespace ranvier::codegen {

inline constexpr std::uint32_t kModuleAbi = 1;
inline constexpr char kModuleFunction[] = "ranvier_llvm_compile";
/// Every object holds one function of type RvKernel under this name.
inline constexpr char kKernelSymbol[] = "rv_kernel";

enum class ModuleOutput : std::uint32_t {
    object,   ///< bytes of an ELF relocatable
    llvm,     ///< LLVM IR as emitted, text
    llvm_opt, ///< LLVM IR after optimisation, text
    assembly, ///< target assembly, text
};

struct ModuleRequest {
    std::uint32_t abi = kModuleAbi;
    std::uint32_t kernel_size = sizeof(mir::Kernel); ///< refused if the two sides disagree
    const mir::Kernel* kernel = nullptr;
    const char* cpu = nullptr; ///< "x86-64-v3", "x86-64-v4"
    std::uint32_t is_scalar = 0;
    std::uint32_t optimisation =
        2; ///< 0: nothing; 1: what costs little; 2: all. Less is done where it is not worth it
    ModuleOutput output = ModuleOutput::object;
    void* receiver = nullptr;
    /// Called once with the result, or with the text of an error; the memory is the module's.
    void (*receive)(void* receiver, const char* data, std::size_t size) = nullptr;
    void (*receive_error)(void* receiver, const char* data, std::size_t size) = nullptr;
};

/// Returns 0 on success. Thread safe.
using ModuleFunction = int (*)(const ModuleRequest*);

inline constexpr char kBitcodeFunction[] = "ranvier_llvm_assemble";

/// Bitcode of C blocks, as the Clang module makes it, to an object that may name symbols of the host and have data of its own.
struct BitcodeRequest {
    std::uint32_t abi = kModuleAbi;
    const char* data = nullptr;
    std::size_t size = 0;
    const char* cpu = nullptr;
    void* receiver = nullptr;
    void (*receive)(void* receiver, const char* data, std::size_t size) = nullptr;
    void (*receive_error)(void* receiver, const char* data, std::size_t size) = nullptr;
};
using BitcodeFunction = int (*)(const BitcodeRequest*);

} // namespace ranvier::codegen
