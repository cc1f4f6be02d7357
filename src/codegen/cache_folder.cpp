// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/codegen/cache_folder.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <vector>

namespace ranvier::codegen {

namespace fs = std::filesystem;

namespace {

constexpr const char* kKernel = ".rvk";
constexpr const char* kTemporary = ".tmp";
/// No writer takes that long: its temporary file was left behind.
constexpr auto kAbandoned = std::chrono::hours(1);

struct Entry {
    fs::path path;
    std::uint64_t bytes = 0;
    fs::file_time_type used;
};

/// Other processes add and remove files meanwhile; what cannot be looked at is not there.
std::vector<Entry> entries_of(const std::string& directory, const char* ending) {
    std::vector<Entry> entries;
    std::error_code error;
    for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
        if (at->path().extension() != ending) continue;
        std::error_code gone;
        Entry entry{at->path(), fs::file_size(at->path(), gone), {}};
        if (gone) continue;
        entry.used = fs::last_write_time(at->path(), gone);
        if (!gone) entries.push_back(std::move(entry));
    }
    return entries;
}

std::uint64_t sum_of(const std::vector<Entry>& entries) {
    std::uint64_t sum = 0;
    for (const auto& entry : entries) sum += entry.bytes;
    return sum;
}

} // namespace

CacheFolderUse cache_folder_use(const std::string& directory) {
    if (directory.empty()) return {};
    const auto entries = entries_of(directory, kKernel);
    return {entries.size(), sum_of(entries)};
}

std::size_t clear_cache_folder(const std::string& directory) {
    if (directory.empty()) return 0;
    std::size_t count = 0;
    std::error_code error;
    for (const auto& entry : entries_of(directory, kKernel)) count += fs::remove(entry.path, error) ? 1U : 0U;
    for (const auto& entry : entries_of(directory, kTemporary)) fs::remove(entry.path, error);
    return count;
}

void trim_cache_folder(const std::string& directory, std::uint64_t limit) {
    if (directory.empty()) return;
    std::error_code error;
    const auto now = fs::file_time_type::clock::now();
    for (const auto& entry : entries_of(directory, kTemporary))
        if (now - entry.used > kAbandoned) fs::remove(entry.path, error);
    auto entries = entries_of(directory, kKernel);
    auto bytes = sum_of(entries);
    if (bytes <= limit) return;
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.used < b.used; });
    for (const auto& entry : entries) {
        if (bytes <= limit / 4 * 3) break;
        fs::remove(entry.path, error);
        bytes -= entry.bytes;
    }
}

} // namespace ranvier::codegen
