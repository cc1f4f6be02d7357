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
    /// A static or a global of the C: memory that may be written, by name.
    struct Static {
        std::string name;
        std::uint8_t* address = nullptr;
        std::uint64_t size = 0;                ///< [byte]
        const std::uint8_t* initial = nullptr; ///< what it held when it was loaded
    };
    [[nodiscard]] std::vector<Static> statics() const;
    /// Runs what must run before the first call: initialisers of statics. Once.
    void initialise();

  private:
    std::uint8_t* base_ = nullptr;
    std::uint64_t size_ = 0; // [byte]
    std::map<std::string, void*> symbols_;
    std::vector<Static> statics_;       ///< `initial` is set when asked for
    std::vector<std::uint8_t> initial_; ///< of the memory that may be written
    std::uint64_t code_end_ = 0;
    std::vector<std::uint8_t*> frames_; // unwind tables that are registered
    std::vector<void (*)()> initialisers_;
};

} // namespace ranvier::codegen
