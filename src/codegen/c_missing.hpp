// SPDX-License-Identifier: BSD-3-Clause
// Addresses for names that C uses and nobody has: whoever calls, reads or writes one runs into a fault that tells its name.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace ranvier::codegen {

class CMissing {
  public:
    CMissing() = default;
    ~CMissing();
    CMissing(const CMissing&) = delete;
    CMissing& operator=(const CMissing&) = delete;

    /// A stretch of memory that nobody may touch; one a name. Throws StateError if there is none left.
    [[nodiscard]] void* place(const std::string& name);
    /// The name whose stretch holds the address; "" if none does.
    [[nodiscard]] std::string name_at(const void* address) const;
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

  private:
    std::byte* base_ = nullptr;
    std::vector<std::string> names_;
};

} // namespace ranvier::codegen
