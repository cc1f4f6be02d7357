// SPDX-License-Identifier: BSD-3-Clause
// Strong index types: a SectionId is not a RowId.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace ranvier {

template <class Tag> struct Id {
    std::int32_t value = -1;
    constexpr Id() = default;
    constexpr explicit Id(std::int32_t v) : value(v) {}
    [[nodiscard]] constexpr bool valid() const noexcept { return value >= 0; }
    friend constexpr auto operator<=>(Id, Id) = default;
};

} // namespace ranvier

template <class Tag> struct std::hash<ranvier::Id<Tag>> {
    std::size_t operator()(ranvier::Id<Tag> id) const noexcept { return std::hash<std::int32_t>{}(id.value); }
};
