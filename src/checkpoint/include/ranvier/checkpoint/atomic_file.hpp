// SPDX-License-Identifier: BSD-3-Clause
// A file that is replaced as a whole: whoever looks sees the old one or the new one, also after a kill or a loss of power.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace ranvier::checkpoint {

/// Written to a file beside it, synced, renamed over it; then the folder is synced. Throws IoError, and leaves nothing behind.
/// What is no regular file (a device, a pipe) is written to directly.
void write_atomically(const std::string& path, std::span<const std::byte> bytes);
/// Throws IoError if it cannot be read.
[[nodiscard]] std::vector<std::byte> read_file(const std::string& path);

} // namespace ranvier::checkpoint
