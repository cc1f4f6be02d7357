// SPDX-License-Identifier: BSD-3-Clause
// What the Clang module exports: one function, C or C++ text in, LLVM bitcode out. Shared by the module and by the side that
// opens it; no exception and no allocation crosses the border.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ranvier::codegen {

inline constexpr std::uint32_t kClangAbi = 2;
inline constexpr char kClangFunction[] = "ranvier_clang_compile";

/// A file that the text may include. There are no others: the module never looks at the disk.
struct ClangFile {
    const char* name = nullptr; ///< "math.h", "misc.h"
    const char* text = nullptr;
    std::size_t size = 0;
};

/// What kind of mistake a complaint is about.
enum class ClangFault : std::uint32_t {
    mistake, ///< in the text itself
    absent,  ///< the text asks for a header, a declaration or a form of one that is not here
    none,    ///< says nothing of its own ("too many errors")
};

/// A complaint of the compiler, at a place as #line directives name it. What lies in a header stands at the line that includes it.
struct ClangComplaint {
    ClangFault fault = ClangFault::mistake;
    const char* header = nullptr; ///< "misc.h:12", where it lies; null for the text itself
    const char* file = nullptr;
    std::uint32_t line = 0, column = 0; ///< from 1; 0 if there is no place
    std::uint32_t is_error = 0;         ///< else a note or warning
    const char* text = nullptr;
};

struct ClangRequest {
    std::uint32_t abi = kClangAbi;
    std::uint32_t is_cpp = 1; ///< C++17, else tolerant C of 1989 with GNU's additions
    const char* name = nullptr;
    const char* text = nullptr;
    std::size_t size = 0;
    const ClangFile* files = nullptr;
    std::size_t file_count = 0;
    const char* cpu = nullptr; ///< "x86-64-v3", ...
    void* receiver = nullptr;
    void (*receive)(void* receiver, const char* data,
                    std::size_t size) = nullptr; ///< the bitcode, if it compiled
    void (*complain)(void* receiver, const ClangComplaint* complaint) = nullptr;
};

/// Returns 0 on success. Thread safe.
using ClangFunction = int (*)(const ClangRequest*);

} // namespace ranvier::codegen
