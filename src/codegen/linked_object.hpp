// SPDX-License-Identifier: BSD-3-Clause
// An object made of C blocks, laid out in memory: code, constants, and statics of its own, so that each one loaded has its
// own. Names it does not define are asked of the host.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace ranvier::codegen {

/// Address of a function or number of the host; null if there is none of this name, which a weak name may do without.
using SymbolResolver = std::function<void*(const std::string& name, bool is_weak)>;

/// Takes x86-64 relocatables made for static linking at any distance (absolute addresses of 64 bits). Errors of C++ may pass
/// through its frames.
class LinkedObject {
  public:
    /// Throws IoError for a damaged object, LookupFailure that lists the names nobody has.
    LinkedObject(const std::vector<std::uint8_t>& object, const SymbolResolver& resolve);
    ~LinkedObject();
    LinkedObject(const LinkedObject&) = delete;
    LinkedObject& operator=(const LinkedObject&) = delete;
    [[nodiscard]] void* symbol(const std::string& name) const; ///< throws LookupFailure if absent
    /// Runs what must run before the first call: initialisers of statics. Once.
    void initialise();

  private:
    std::uint8_t* base_ = nullptr;
    std::uint64_t size_ = 0; // [byte]
    std::map<std::string, void*> symbols_;
    std::vector<std::uint8_t*> frames_; // unwind tables that are registered
    std::vector<void (*)()> initialisers_;
};

} // namespace ranvier::codegen
