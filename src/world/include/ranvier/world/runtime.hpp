// SPDX-License-Identifier: BSD-3-Clause
// What worlds share because it is a function of its input alone: compiled kernels and the standard mechanisms.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ranvier/codegen/c_kernels.hpp"
#include "ranvier/mir/executable.hpp"
#include "ranvier/mir/mechanism.hpp"

namespace ranvier::world {

enum class Backend : std::uint8_t {
    automatic,   ///< lanes if the LLVM module and the CPU allow it, else the interpreter
    interpreter, ///< the judge of the others
    scalar,      ///< compiled, one row at a time
    lanes,       ///< compiled, 8 rows at a time
};
[[nodiscard]] std::string_view name(Backend backend);

struct RuntimeOptions {
    Backend backend = Backend::automatic;
    std::string mechanism_directory; ///< of the standard .mod files; empty: found
    std::string module_path;         ///< of the LLVM module; empty: found
    std::optional<std::string>
        cache_directory; ///< of compiled kernels; "" none; absent: ~/.cache/ranvier/kernels

    std::uint64_t cache_limit = 0;                  ///< [byte] of that folder; 0: the default
    [[nodiscard]] std::string cache_folder() const; ///< "" if there is none

    /// RANVIER_BACKEND (interpreter, scalar, lanes), RANVIER_MECHANISMS, RANVIER_CACHE_DIR, RANVIER_CACHE_MB. Throws
    /// InputError for an unknown back end.
    static RuntimeOptions from_environment();
};

/// A mechanism and the text it was read from, which its places point into.
using MechanismPtr = std::shared_ptr<const mir::Mechanism>;

/// Compiles one text; throws CompileError with all of its mistakes.
[[nodiscard]] MechanismPtr compile_mechanism(std::string file, std::string text);
/// A file's text under its name for messages; throws IoError.
[[nodiscard]] SourcePtr read_source(const std::string& path);
/// The same for a file; throws IoError if it cannot be read.
[[nodiscard]] MechanismPtr compile_mechanism_file(const std::string& path);

/// Thread safe.
class Runtime {
  public:
    explicit Runtime(RuntimeOptions options = RuntimeOptions::from_environment());
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;
    /// The one that worlds use if they are not given another; made when first asked for.
    [[nodiscard]] static std::shared_ptr<Runtime> shared();

    [[nodiscard]] const RuntimeOptions& options() const noexcept { return options_; }
    /// The back end that kernels get. Decided at the first call.
    [[nodiscard]] Backend backend();
    /// With Backend::automatic a kernel that is not in the cache starts in the interpreter and is compiled when it turns out to be
    /// worth it; the bits are the same.
    [[nodiscard]] mir::ExecutablePtr executable(const mir::Kernel& kernel);

    /// Standard mechanisms in the order in which worlds register them: sodium, potassium, calcium, then density mechanisms,
    /// then point processes. Read and compiled at the first call.
    [[nodiscard]] const std::vector<MechanismPtr>& standard_mechanisms();
    /// The mechanism that keeps the concentrations and the potential of an ion that is not among them.
    [[nodiscard]] MechanismPtr ion_mechanism(const std::string& ion);
    [[nodiscard]] std::string mechanism_directory();
    /// For mechanisms that hold C; its modules are looked for when they are needed.
    [[nodiscard]] codegen::COptions c_options() const;

  private:
    void choose_backend();
    [[nodiscard]] std::string find_mechanisms() const;

    RuntimeOptions options_;
    std::mutex mutex_;
    std::optional<Backend> backend_;
    mir::KernelProvider provider_, find_compiled_;
    std::vector<MechanismPtr> standard_;
    std::unordered_map<std::string, MechanismPtr> ions_;
};

} // namespace ranvier::world
