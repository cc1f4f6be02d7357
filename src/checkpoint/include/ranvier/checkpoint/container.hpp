// SPDX-License-Identifier: BSD-3-Clause
// Named sections in one block of bytes:
//
//     8 bytes   the kind of file
//     4 bytes   its version
//     4 bytes   length of the header, all of this up to its hash
//     a section: 16 bytes of name, 8 of length, 32 of hash; as many as there are
//     32 bytes  hash of all before
//     the sections, one after the other, to the end
//
// Every byte is under a hash, and there is none too many, so that a file is whole or refused.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ranvier/checkpoint/archive.hpp"

namespace ranvier::checkpoint {

/// What kind of file it is: eight letters at its beginning, and the version that this program writes and reads.
struct Kind {
    std::string_view magic; ///< 8 bytes
    std::uint32_t version = 1;
    std::string_view noun; ///< for messages: "a checkpoint of Ranvier"
};

class Container {
  public:
    void add(std::string_view name, std::vector<std::byte> bytes); ///< a name of at most 16 bytes
    /// Throws IoError if there is none.
    [[nodiscard]] Reader section(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const;
    [[nodiscard]] std::vector<std::byte> pack(const Kind& kind) const;
    /// Throws IoError that says what is wrong: another kind of file, a newer one, cut, damaged. `from` names it.
    [[nodiscard]] static Container unpack(std::vector<std::byte> bytes, const Kind& kind,
                                          const std::string& from);

  private:
    struct Section {
        std::string name;
        std::size_t begin = 0, size = 0; ///< in `whole_`
        std::vector<std::byte> own;      ///< of one that was added
    };
    std::vector<Section> sections_;
    std::vector<std::byte> whole_;
    std::string from_;
};

} // namespace ranvier::checkpoint
