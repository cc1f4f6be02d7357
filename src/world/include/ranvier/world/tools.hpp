// SPDX-License-Identifier: BSD-3-Clause
// What the program `ranvier` does with .mod files beside running them: check, show, compile ahead, look after the cache.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ranvier/base/diagnostics.hpp"
#include "ranvier/world/runtime.hpp"

namespace ranvier::world {

/// Everything that the compiler says about a file: errors, warnings, notes. What its C asks for and is not here is said with
/// `absent`: such a file loads, and works as far as it does not need that. Throws IoError if the file cannot be read.
[[nodiscard]] Diagnostics check_mechanism_file(const std::string& path, Severity absent = Severity::error);
/// The same of the syntax alone, which is quicker.
[[nodiscard]] Diagnostics check_mechanism_syntax(const std::string& path);

/// Compiles the C of a mechanism, if it has any; a build without C says nothing here. Returns what it asks for and is not here,
/// and throws CompileError for mistakes in it.
Diagnostics compile_c(const mir::Mechanism& mechanism, const codegen::COptions& options,
                      Severity absent = Severity::warning);

/// A file at a stage of its way to machine code: "ast", "mir", "llvm" or "asm". Throws CompileError for the file's mistakes and
/// InputError for another stage.
[[nodiscard]] std::string show_mechanism(const std::string& path, const std::string& stage, Runtime& runtime);

/// Makes the kernels that this mechanism alone needs, so that the cache has them. Returns how many there are; throws StateError
/// where nothing can be compiled.
int compile_ahead(const MechanismPtr& mechanism, RuntimeOptions options);

/// The folder of compiled kernels, and what is in it.
struct CacheUse {
    std::string folder; ///< "" if there is none
    std::size_t files = 0;
    std::uint64_t bytes = 0;
    std::uint64_t limit = 0; ///< [byte] beyond which the oldest go
};
[[nodiscard]] CacheUse cache_use(const RuntimeOptions& options);
/// Returns how many kernels went.
std::size_t clear_cache(const RuntimeOptions& options);

} // namespace ranvier::world
