// SPDX-License-Identifier: BSD-3-Clause
// BLAKE2b with 256 bits (Saarinen and Aumasson 2015, RFC 7693): tells a changed byte from an unchanged one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace ranvier::checkpoint {

using Hash = std::array<std::uint8_t, 32>;

[[nodiscard]] Hash blake2b(std::span<const std::byte> bytes);

} // namespace ranvier::checkpoint
