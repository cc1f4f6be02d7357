// SPDX-License-Identifier: BSD-3-Clause
// Finds and opens the LLVM module, once a process and only when something has to be compiled.
#pragma once

#include <string>
#include <string_view>

#include "clang_module_abi.hpp"
#include "llvm_module_abi.hpp"
#include "ranvier/codegen/native.hpp"

namespace ranvier::codegen {

/// Compiles (or prints) one kernel with the module. Thread safe; holds no lock of ours while it compiles, but
/// a fork waits until no compilation runs, so that no child inherits LLVM in the middle of its work.
/// @param module_path  "" searches: $RANVIER_LLVM_MODULE, then beside the file that this code was loaded
///                     from, then in ../lib of that.
/// Throws StateError if the module cannot be opened, InternalError if LLVM refuses the kernel.
[[nodiscard]] std::string compile_with_module(const std::string& module_path, const mir::Kernel& kernel,
                                              Vectors vectors, std::string_view cpu, ModuleOutput output);

/// Path of the module, by the same search; does not open it. Throws StateError if there is none.
[[nodiscard]] std::string find_module(const std::string& module_path);

/// The same for the Clang module ($RANVIER_CLANG_MODULE).
[[nodiscard]] std::string find_clang_module(const std::string& module_path);
/// C text to bitcode; 0 on success, else the request's receiver has been told why.
[[nodiscard]] int run_clang(const std::string& module_path, const ClangRequest& request);
/// Bitcode of C to an object for LinkedObject.
[[nodiscard]] std::string assemble_with_module(const std::string& module_path, std::string_view bitcode,
                                               std::string_view cpu);

} // namespace ranvier::codegen
