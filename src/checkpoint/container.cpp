// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/checkpoint/container.hpp"

#include <algorithm>

#include "ranvier/checkpoint/blake2b.hpp"

namespace ranvier::checkpoint {

namespace {

constexpr std::size_t kMagic = 8, kName = 16, kHash = sizeof(Hash);
constexpr std::size_t kStart = kMagic + 4 + 4, kEntry = kName + 8 + kHash;
constexpr std::uint32_t kMostSections = 1000;

void append(std::vector<std::byte>& to, const void* from, std::size_t size) {
    const auto at = to.size();
    to.resize(at + size);
    if (size > 0) std::memcpy(to.data() + at, from, size);
}

template <class T> T number_at(std::span<const std::byte> bytes, std::size_t at) {
    T value{};
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

bool has_hash(std::span<const std::byte> bytes, std::span<const std::byte> hash) {
    const auto found = blake2b(bytes);
    return std::memcmp(found.data(), hash.data(), found.size()) == 0;
}

[[noreturn]] void refuse(const std::string& from, const std::string& what, const std::string& hint = {}) {
    throw IoError(ErrorParts{what, from, {}, {}, hint});
}

} // namespace

void Container::add(std::string_view name, std::vector<std::byte> bytes) {
    RV_CHECK(name.size() <= kName && sections_.size() < kMostSections);
    sections_.push_back({std::string(name), 0, bytes.size(), std::move(bytes)});
}

bool Container::has(std::string_view name) const {
    return std::ranges::any_of(sections_, [&](const Section& s) { return s.name == name; });
}

Reader Container::section(std::string_view name) const {
    for (const auto& s : sections_) {
        if (s.name != name) continue;
        const auto bytes = whole_.empty() ? std::span<const std::byte>(s.own)
                                          : std::span<const std::byte>(whole_).subspan(s.begin, s.size);
        return {bytes, from_ + " (" + s.name + ")"};
    }
    refuse(from_, "it lacks its section '" + std::string(name) + "'");
}

std::vector<std::byte> Container::pack(const Kind& kind) const {
    RV_CHECK(kind.magic.size() == kMagic);
    std::vector<std::byte> out;
    std::size_t total = kStart + sections_.size() * kEntry + kHash;
    const auto header = static_cast<std::uint32_t>(total - kHash);
    for (const auto& s : sections_) total += s.own.size();
    out.reserve(total);
    append(out, kind.magic.data(), kMagic);
    append(out, &kind.version, sizeof kind.version);
    append(out, &header, sizeof header);
    for (const auto& s : sections_) {
        std::array<char, kName> name{};
        std::ranges::copy(s.name, name.begin());
        append(out, name.data(), name.size());
        const auto size = static_cast<std::uint64_t>(s.own.size());
        append(out, &size, sizeof size);
        const auto hash = blake2b(s.own);
        append(out, hash.data(), hash.size());
    }
    const auto hash = blake2b(out);
    append(out, hash.data(), hash.size());
    for (const auto& s : sections_) append(out, s.own.data(), s.own.size());
    return out;
}

Container Container::unpack(std::vector<std::byte> bytes, const Kind& kind, const std::string& from) {
    const std::string noun(kind.noun);
    if (bytes.empty()) refuse(from, "the file is empty, so it is not " + noun);
    if (bytes.size() < kStart || std::memcmp(bytes.data(), kind.magic.data(), kMagic) != 0)
        refuse(from, "this is not " + noun + ", or its first bytes are damaged");
    const auto version = number_at<std::uint32_t>(bytes, kMagic);
    const std::size_t header = number_at<std::uint32_t>(bytes, kMagic + 4);
    if (header < kStart || (header - kStart) % kEntry != 0 || (header - kStart) / kEntry > kMostSections)
        refuse(from, "the file is damaged: its header has no sound length");
    if (bytes.size() < header + kHash) refuse(from, "the file was cut: its header is not whole");
    const std::span<const std::byte> all(bytes);
    if (!has_hash(all.first(header), all.subspan(header, kHash)))
        refuse(from, "the file is damaged: its header has another hash than it should");
    if (version != kind.version)
        refuse(from,
               "the file is of version " + std::to_string(version) + ", this program reads version " +
                   std::to_string(kind.version),
               version > kind.version ? "it was written by a newer Ranvier"
                                      : "it was written by an older Ranvier");
    Container out;
    out.from_ = from;
    std::size_t at = header + kHash;
    for (std::size_t entry = kStart; entry < header; entry += kEntry) {
        Section s;
        const auto* name = reinterpret_cast<const char*>(bytes.data()) + entry;
        s.name.assign(name, std::find(name, name + kName, '\0'));
        const auto size = number_at<std::uint64_t>(bytes, entry + kName);
        if (size > bytes.size() - at) refuse(from, "the file was cut: '" + s.name + "' is not whole");
        s.begin = at;
        s.size = static_cast<std::size_t>(size);
        if (!has_hash(all.subspan(at, s.size), all.subspan(entry + kName + 8, kHash)))
            refuse(from, "the file is damaged: '" + s.name + "' has another hash than it should");
        at += s.size;
        out.sections_.push_back(std::move(s));
    }
    if (at != bytes.size())
        refuse(from, "the file is damaged: " + std::to_string(bytes.size() - at) + " bytes too many");
    out.whole_ = std::move(bytes);
    return out;
}

} // namespace ranvier::checkpoint
