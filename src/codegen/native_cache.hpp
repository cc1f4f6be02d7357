// SPDX-License-Identifier: BSD-3-Clause
// Compiled objects on disk. A file holds its whole key, so a name that collides is noticed; a file that is
// damaged, cut or foreign counts as absent and is written again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ranvier::codegen {

class NativeCache {
  public:
    /// An empty directory switches the cache off.
    explicit NativeCache(std::string directory, std::uint64_t limit = 0);

    [[nodiscard]] std::optional<std::vector<std::uint8_t>> find(std::string_view key) const;
    /// Writes a temporary file and renames it, so readers in other processes see all or nothing. A cache that
    /// cannot be written (full disk, read-only home) is no error: the kernel is compiled again next time.
    void store(std::string_view key, const std::vector<std::uint8_t>& object) const;
    [[nodiscard]] std::string file_of(std::string_view key) const;

  private:
    std::string directory_;
    std::uint64_t limit_; // [byte]
};

} // namespace ranvier::codegen
