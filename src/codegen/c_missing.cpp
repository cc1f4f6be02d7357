// SPDX-License-Identifier: BSD-3-Clause
#include "c_missing.hpp"

#include <algorithm>
#include <cstdint>

#include <sys/mman.h>

#include "ranvier/base/error.hpp"

namespace ranvier::codegen {

namespace {

constexpr std::size_t kStretch = 64 * 1024; // [byte] more than any structure that C would reach into
constexpr std::size_t kMost = 1024;         // names a unit

} // namespace

CMissing::~CMissing() {
    if (base_ != nullptr) munmap(base_, kStretch * kMost);
}

void* CMissing::place(const std::string& name) {
    if (base_ == nullptr) {
        void* memory =
            mmap(nullptr, kStretch * kMost, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (memory == MAP_FAILED)
            throw StateError(ErrorParts{"no address space for names that C misses", name});
        base_ = static_cast<std::byte*>(memory);
    }
    const auto found = std::ranges::find(names_, name);
    const auto index = static_cast<std::size_t>(found - names_.begin());
    if (found == names_.end()) {
        if (names_.size() == kMost)
            throw StateError(
                ErrorParts{"C names more functions that are not there than can be counted", name});
        names_.push_back(name);
    }
    return base_ + index * kStretch;
}

std::string CMissing::name_at(const void* address) const {
    const auto at = reinterpret_cast<std::uintptr_t>(address);
    const auto begin = reinterpret_cast<std::uintptr_t>(base_);
    if (base_ == nullptr || at < begin || at >= begin + names_.size() * kStretch) return {};
    return names_[(at - begin) / kStretch];
}

} // namespace ranvier::codegen
