// SPDX-License-Identifier: BSD-3-Clause
#include "native_cache.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <unistd.h>

#include "native_key.hpp"
#include "ranvier/codegen/cache_folder.hpp"

namespace ranvier::codegen {
namespace {

constexpr std::array<char, 8> kMagic = {'R', 'V', 'K', 'E', 'R', 'N', 'E', 'L'};
constexpr std::uint32_t kFormat = 1;
constexpr std::uint64_t kLargest =
    256ULL << 20U; // [byte] nothing real comes near; keeps a damaged size from allocating

struct Header {
    std::array<char, 8> magic;
    std::uint32_t format;
    std::uint32_t header_size;
    std::uint64_t key_size;
    std::uint64_t object_size;
    std::uint64_t checksum; // over key and object
};

constexpr int kStoresBetweenLooks = 50;

/// So that the kernels in use are not the oldest; once a day is enough.
void mark_used(const std::string& file) {
    namespace fs = std::filesystem;
    std::error_code error;
    const auto used = fs::last_write_time(file, error), now = fs::file_time_type::clock::now();
    if (!error && now - used > std::chrono::hours(24)) fs::last_write_time(file, now, error);
}

std::string_view view(const std::vector<std::uint8_t>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace

NativeCache::NativeCache(std::string directory, std::uint64_t limit)
    : directory_(std::move(directory)), limit_(limit == 0 ? kDefaultCacheLimit : limit) {}

std::string NativeCache::file_of(std::string_view key) const {
    std::array<char, 48> name{};
    std::snprintf(name.data(), name.size(), "%016llx%016llx.rvk",
                  static_cast<unsigned long long>(hash_bytes(key)),
                  static_cast<unsigned long long>(hash_bytes(key, 0x9e3779b97f4a7c15ULL)));
    return (std::filesystem::path(directory_) / name.data()).string();
}

std::optional<std::vector<std::uint8_t>> NativeCache::find(std::string_view key) const {
    if (directory_.empty()) return std::nullopt;
    const auto file = file_of(key);
    std::ifstream in(file, std::ios::binary);
    Header header{};
    if (!in.read(reinterpret_cast<char*>(&header), sizeof header)) return std::nullopt;
    if (header.magic != kMagic || header.format != kFormat || header.header_size != sizeof header ||
        header.key_size != key.size() || header.object_size > kLargest)
        return std::nullopt;
    std::string stored_key(key.size(), '\0');
    std::vector<std::uint8_t> object(header.object_size);
    if (!in.read(stored_key.data(), static_cast<std::streamsize>(stored_key.size())) || stored_key != key)
        return std::nullopt;
    if (!in.read(reinterpret_cast<char*>(object.data()), static_cast<std::streamsize>(object.size())) ||
        in.peek() != std::ifstream::traits_type::eof())
        return std::nullopt;
    if (hash_bytes(view(object), hash_bytes(key)) != header.checksum) return std::nullopt;
    mark_used(file);
    return object;
}

void NativeCache::store(std::string_view key, const std::vector<std::uint8_t>& object) const {
    if (directory_.empty()) return;
    namespace fs = std::filesystem;
    std::error_code error;
    fs::create_directories(directory_, error);
    // One temporary name a process and store: threads and forked children write side by side.
    static std::atomic<std::uint64_t> counter{0};
    const std::string target = file_of(key);
    const std::string temporary = target + "." + std::to_string(static_cast<long long>(getpid())) + "." +
                                  std::to_string(counter.fetch_add(1)) + ".tmp";
    bool is_written = false;
    {
        std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
        const Header header{kMagic,     kFormat,       sizeof(Header),
                            key.size(), object.size(), hash_bytes(view(object), hash_bytes(key))};
        out.write(reinterpret_cast<const char*>(&header), sizeof header);
        out.write(key.data(), static_cast<std::streamsize>(key.size()));
        out.write(reinterpret_cast<const char*>(object.data()), static_cast<std::streamsize>(object.size()));
        out.flush();
        is_written = out.good();
    }
    if (is_written) fs::rename(temporary, target, error);
    if (!is_written || error) fs::remove(temporary, error);
    // Looking at the whole folder costs as much as a kernel, so not each of them does it.
    static std::atomic<int> stores{0};
    if (stores.fetch_add(1) % kStoresBetweenLooks == 0) trim_cache_folder(directory_, limit_);
}

} // namespace ranvier::codegen
