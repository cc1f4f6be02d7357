// SPDX-License-Identifier: BSD-3-Clause
// The identity of compiled code: everything about a kernel that decides its machine code, and nothing else.
// Names of mechanisms and variables are left out, so a user's copy of hh under another name shares the code
// of hh.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ranvier/codegen/native.hpp"

namespace ranvier::codegen {

/// Bytes that are equal for two kernels exactly if their code is the same, for this CPU, these options and
/// this generator.
[[nodiscard]] std::string native_key(const mir::Kernel& kernel, Vectors vectors, std::string_view cpu);

/// FNV-1a, 64 bits, from a seed; for file names and check sums, not against malice.
[[nodiscard]] std::uint64_t hash_bytes(std::string_view bytes,
                                       std::uint64_t seed = 0xcbf29ce484222325ULL) noexcept;

} // namespace ranvier::codegen
