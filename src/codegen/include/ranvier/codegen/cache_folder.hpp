// SPDX-License-Identifier: BSD-3-Clause
// The folder of compiled kernels as a whole: how much is in it, and who goes when it is full.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace ranvier::codegen {

inline constexpr std::uint64_t kDefaultCacheLimit = 512ULL << 20U; ///< [byte] some ten thousand kernels

struct CacheFolderUse {
    std::size_t files = 0;
    std::uint64_t bytes = 0;
};
/// Nothing for a folder that is not there.
[[nodiscard]] CacheFolderUse cache_folder_use(const std::string& directory);
/// Removes every kernel; others that are at work in the folder just compile again. Returns how many went.
std::size_t clear_cache_folder(const std::string& directory);
/// If there is more than `limit`, removes those that were used longest ago until three quarters of it are left, and what
/// interrupted writers left behind.
void trim_cache_folder(const std::string& directory, std::uint64_t limit);

} // namespace ranvier::codegen
