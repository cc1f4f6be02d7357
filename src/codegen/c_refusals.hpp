// SPDX-License-Identifier: BSD-3-Clause
// C blocks that ask for what is not here (a header, a declaration, another form of a structure): they are left out of the text,
// so that the others work, and fail when they run.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <vector>

#include "ranvier/base/diagnostics.hpp"
#include "ranvier/mir/mechanism.hpp"

namespace ranvier::codegen {

/// A complaint about C: where it stands in the user's text, and in which blocks.
struct CPlace {
    Span span;
    std::vector<std::size_t> blocks; ///< of Mechanism::verbatim: copies of one block, seldom more than one
    std::vector<std::size_t> at_file_level; ///< of Mechanism::file_verbatim
    [[nodiscard]] bool is_known() const { return !blocks.empty() || !at_file_level.empty(); }
};

class CRefusals {
  public:
    [[nodiscard]] bool has(std::size_t block) const { return blocks_.contains(block); }
    [[nodiscard]] bool has_at_file_level(std::size_t block) const { return at_file_level_.contains(block); }
    [[nodiscard]] bool empty() const { return blocks_.empty() && at_file_level_.empty(); }

    /// Leaves out the blocks of a complaint.
    void add(const CPlace& place, const std::string& message);
    /// All that was said, as warnings or as errors; `mechanism` holds the texts.
    [[nodiscard]] Diagnostics all(const mir::Mechanism& mechanism, Severity severity) const;
    /// What was said about one block, and about C at file level, which it may need.
    [[nodiscard]] Diagnostics of_block(const mir::Mechanism& mechanism, std::size_t block) const;

  private:
    struct Said {
        Span span;
        std::string message;
        bool is_at_file_level = false;
        std::vector<std::size_t> blocks;
    };
    std::set<std::size_t> blocks_, at_file_level_;
    std::vector<Said> said_;
};

} // namespace ranvier::codegen
