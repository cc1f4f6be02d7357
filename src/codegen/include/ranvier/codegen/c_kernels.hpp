// SPDX-License-Identifier: BSD-3-Clause
// Kernels of mechanisms that hold C: printed with the user's text in place, compiled by Clang, loaded once a world, so that
// statics of C belong to a world. The functions that C calls are the owner's (`CHost`).
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "ranvier/base/diagnostics.hpp"
#include "ranvier/codegen/fuse.hpp"
#include "ranvier/mir/executable.hpp"

namespace ranvier::codegen {

/// C that makes no mistake, but asks for what is not here (headers, declarations), and of which nothing works without that.
class AbsentForC : public CompileError {
  public:
    using CompileError::CompileError;
};

/// A fault (SIGSEGV and the like) in a user's C, or a name used that is not there. The engine knows whose row it was.
class CFault : public NumericsError {
  public:
    using NumericsError::NumericsError;
    [[nodiscard]] CFault on(const std::string& instance, const std::string& moment) const;
};

struct CHost {
    /// Address of a function or number that C names; null if there is none.
    std::function<void*(const std::string& name)> resolve;
    /// What `running_c()->context` is while C of this owner runs.
    void* context = nullptr;
    /// An error that ended C (thrown by a function of the host, a fault): the kernel then reports RV_STATUS_SERVICE.
    std::function<void(std::exception_ptr)> keep_error;
};

struct COptions {
    std::string clang_module, llvm_module; ///< paths; found beside the program if empty
    std::string cache_directory;           ///< "" keeps nothing
    std::string cpu;                       ///< "" is the best that this CPU has
};

/// The innermost C that runs in this thread, for functions of the host.
struct CRunning {
    void* context = nullptr;
    const RvKernelArgs* args = nullptr;
    std::int64_t row = 0;
    double time = 0; ///< [ms]
    std::int32_t status = 0;
};
[[nodiscard]] CRunning* running_c() noexcept; ///< null if none runs

/// Runs what calls C outside kernels (a function that C handed to the interpreter). Throws what C or the host throws; a fault is a
/// NumericsError.
void run_c(const CHost& host, const std::string& what, const std::function<void()>& work);

/// All C of one mechanism: text, and machine code that each world loads for itself. Thread safe.
class CUnit {
  public:
    struct Code {
        mir::Kernel kernel;
        mir::ExecutablePtr executable;
    };

    /// Compiles, or takes the machine code from the cache. Throws CompileError with the user's places; StateError that names
    /// the file and a block if this build cannot compile C.
    [[nodiscard]] static std::shared_ptr<CUnit> make(const mir::Mechanism& mechanism, CHost host,
                                                     const COptions& options);
    virtual ~CUnit() = default;
    /// What C asks for and is not here: headers, declarations, functions. The blocks that need it fail when they run.
    [[nodiscard]] virtual Diagnostics absent(Severity severity) const = 0;
    [[nodiscard]] virtual Code operation(std::string name, mir::FunctionId function,
                                         Addressing addressing) = 0;
    [[nodiscard]] virtual Code table(mir::TableId table) = 0;
    /// A variable of C that outlives calls: a static, or one at the top of the file.
    struct Static {
        std::string name;
        std::span<std::uint8_t> bytes;
        std::span<const std::uint8_t> initial; ///< what it held when the unit was loaded
    };
    /// Runs what must run before the first call, so that nothing overwrites what is put there.
    [[nodiscard]] virtual std::vector<Static> statics() = 0;
};

/// The text that `make` compiles, for `ranvier mod show`.
[[nodiscard]] std::string show_c(const mir::Mechanism& mechanism);
/// Whether C can be compiled here; why not, if a pointer is given.
[[nodiscard]] bool can_compile_c(const COptions& options = {}, std::string* reason = nullptr);

} // namespace ranvier::codegen
