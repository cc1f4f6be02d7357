// SPDX-License-Identifier: BSD-3-Clause
// Numbers, texts, lists and structures to bytes and back. A structure names its parts once, for both ways:
//
//     template <class Archive> void fields(Archive& archive) { archive(name, count, values); }
//
// Little-endian, whole numbers in their own width, lists with their length before them. A Reader checks every length against
// what is left; what does not fit is an IoError.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "ranvier/base/error.hpp"

namespace ranvier::checkpoint {

static_assert(std::endian::native == std::endian::little, "archives are read and written as memory lies");

template <class T>
concept Plain = std::is_arithmetic_v<T> || std::is_enum_v<T>;
template <class T> struct IsVector : std::false_type {};
template <class T> struct IsVector<std::vector<T>> : std::true_type {};
template <class T> struct IsArray : std::false_type {};
template <class T, std::size_t N> struct IsArray<std::array<T, N>> : std::true_type {};
template <class T> struct IsPair : std::false_type {};
template <class A, class B> struct IsPair<std::pair<A, B>> : std::true_type {};

class Writer {
  public:
    template <class... T> void operator()(const T&... parts) { (put(parts), ...); }
    [[nodiscard]] const std::vector<std::byte>& bytes() const noexcept { return bytes_; }
    [[nodiscard]] std::vector<std::byte> take() { return std::move(bytes_); }

  private:
    void raw(const void* from, std::size_t size) {
        const auto* begin = static_cast<const std::byte*>(from);
        bytes_.insert(bytes_.end(), begin, begin + size);
    }
    void length(std::size_t n) {
        const auto wide = static_cast<std::uint64_t>(n);
        raw(&wide, sizeof wide);
    }
    template <class T> void put(const T& x) {
        if constexpr (std::is_same_v<T, bool>) {
            const std::uint8_t one = x ? 1 : 0;
            raw(&one, 1);
        } else if constexpr (Plain<T>) {
            raw(&x, sizeof x);
        } else if constexpr (std::is_same_v<T, std::string>) {
            length(x.size());
            raw(x.data(), x.size());
        } else if constexpr (IsVector<T>::value) {
            length(x.size());
            using Element = typename T::value_type;
            if constexpr (Plain<Element> && !std::is_same_v<Element, bool>)
                raw(x.data(), x.size() * sizeof(Element));
            else
                for (const auto& one : x) put(static_cast<const Element&>(one));
        } else if constexpr (IsArray<T>::value) {
            for (const auto& one : x) put(one);
        } else if constexpr (IsPair<T>::value) {
            put(x.first);
            put(x.second);
        } else {
            // a structure names its parts for both ways, so that naming them takes one that may change
            const_cast<T&>(x).fields(*this); // NOLINT(cppcoreguidelines-pro-type-const-cast)
        }
    }

    std::vector<std::byte> bytes_;
};

class Reader {
  public:
    /// @param what  whose bytes these are, for messages; outlives the reader
    Reader(std::span<const std::byte> bytes, std::string what) : bytes_(bytes), what_(std::move(what)) {}
    template <class... T> void operator()(T&... parts) { (get(parts), ...); }
    template <class T> [[nodiscard]] T read() {
        T out{};
        get(out);
        return out;
    }
    /// Everything must have been read.
    void end() const {
        if (!bytes_.empty()) refuse("it holds more than it should");
    }
    [[noreturn]] void refuse(const std::string& why) const {
        throw IoError(ErrorParts{"this is damaged, or not what it says: " + why, what_, {}, {}, {}});
    }

  private:
    void raw(void* to, std::size_t size) {
        if (size > bytes_.size()) refuse("it ends too early");
        if (size > 0) std::memcpy(to, bytes_.data(), size);
        bytes_ = bytes_.subspan(size);
    }
    std::size_t length(std::size_t least) {
        std::uint64_t n = 0;
        raw(&n, sizeof n);
        if (least > 0 && n > bytes_.size() / least) refuse("a list is longer than the rest");
        return static_cast<std::size_t>(n);
    }
    template <class T> void get(T& x) {
        if constexpr (std::is_same_v<T, bool>) {
            std::uint8_t one = 0;
            raw(&one, 1);
            if (one > 1) refuse("a yes or no is neither");
            x = one == 1;
        } else if constexpr (Plain<T>) {
            raw(&x, sizeof x);
        } else if constexpr (std::is_same_v<T, std::string>) {
            x.resize(length(1));
            raw(x.data(), x.size());
        } else if constexpr (IsVector<T>::value) {
            using Element = typename T::value_type;
            if constexpr (std::is_same_v<Element, bool>) {
                x.clear();
                for (auto n = length(1); n > 0; --n) x.push_back(read<bool>());
            } else if constexpr (Plain<Element>) {
                x.resize(length(sizeof(Element)));
                raw(x.data(), x.size() * sizeof(Element));
            } else {
                const auto n = length(1); // a structure takes a byte at least
                x.clear();
                for (std::size_t i = 0; i < n; ++i) get(x.emplace_back());
            }
        } else if constexpr (IsArray<T>::value) {
            for (auto& one : x) get(one);
        } else if constexpr (IsPair<T>::value) {
            get(x.first);
            get(x.second);
        } else {
            x.fields(*this);
        }
    }

    std::span<const std::byte> bytes_;
    std::string what_;
};

} // namespace ranvier::checkpoint
