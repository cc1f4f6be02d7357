// SPDX-License-Identifier: BSD-3-Clause
// What C in mechanisms remembers: its statics, and streams, Randoms and Vectors whose addresses it keeps in variables. Numbers
// are kept; an address of anything else is refused with the name of what holds it, since in another process it means nothing.
#include <algorithm>
#include <bit>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <cxxabi.h>

#include "c_host.hpp"
#include "checkpoint_parts.hpp"
#include "ranvier/base/error.hpp"

namespace ranvier::world {

namespace {

constexpr std::size_t kWord = sizeof(std::uint64_t);

/// The memory of this process: a word that lies in it is taken for an address.
class ProcessMemory {
  public:
    ProcessMemory() {
        if (std::FILE* file = std::fopen("/proc/self/maps", "r")) {
            char line[512];
            while (std::fgets(line, sizeof line, file) != nullptr) {
                unsigned long from = 0, to = 0;
                if (std::sscanf(line, "%lx-%lx", &from, &to) == 2) ranges_.emplace_back(from, to);
            }
            std::fclose(file);
        }
    }
    [[nodiscard]] bool holds(std::uint64_t word) const {
        for (const auto& [from, to] : ranges_)
            if (word >= from && word < to) return true;
        return false;
    }

  private:
    std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges_;
};

std::uint64_t word_at(std::span<const std::uint8_t> bytes, std::size_t at) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, std::min(kWord, bytes.size() - at));
    return word;
}

[[noreturn]] void refuse(const std::string& what, const std::string& object) {
    throw IoError(ErrorParts{"the saved memory of C does not fit: " + what, object, {}, {}, {}});
}

/// As the user wrote it: "kept" of "_ZL4kept".
std::string written_name(const std::string& name) {
    int status = 0;
    char* text = abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status);
    std::string out = status == 0 && text ? text : name;
    std::free(text); // NOLINT: of the demangler
    return out;
}

void take_statics(World& world, CPart& out, std::vector<std::string>& refused) {
    const ProcessMemory memory;
    for (const auto& type : world.model().mechanisms().all()) {
        if (!type->mechanism->needs_c) continue;
        auto* unit = world.c_host().find_unit(*type->mechanism, false);
        if (!unit) continue; // none of its C has run
        const auto statics = unit->statics();
        for (std::size_t i = 0; i < statics.size(); ++i) {
            const auto& one = statics[i];
            CPart::Static part{type->name(), one.name, static_cast<std::int32_t>(i), one.bytes.size(), {}};
            bool has_address = false;
            for (std::size_t at = 0; at < one.bytes.size(); at += kWord) {
                const auto word = word_at(one.bytes, at);
                if (word == word_at(one.initial, at)) continue;
                has_address = has_address || memory.holds(word);
                part.words.emplace_back(static_cast<std::uint32_t>(at), word);
            }
            if (has_address)
                refused.push_back("the variable '" + written_name(one.name) + "' of the C in " +
                                  type->mechanism->file + " holds an address");
            if (!part.words.empty()) out.statics.push_back(std::move(part));
        }
    }
}

} // namespace

bool is_address(double value) {
    // An address has no bits where a double has its exponent; no calculation leads to such numbers.
    const auto bits = std::bit_cast<std::uint64_t>(value);
    constexpr std::uint64_t kLeast = 1U << 16U;
    return bits >= kLeast && (bits >> 52U) == 0;
}

void take_c(World& world, const TableNames& tables, RefWriter& refs,
            const std::vector<std::shared_ptr<Random>>& randoms, CPart& out,
            std::vector<std::string>& refused) {
    auto& host = world.c_host();
    std::unordered_map<const void*, std::int32_t> stream_of;
    for (const auto& type : world.model().mechanisms().all()) {
        if (!type->mechanism->needs_c) continue;
        const auto& known = *tables.find(*type->instances);
        for (int c = 0; c < type->instances->column_count(); ++c)
            for (std::size_t r = 0; r < known.rows.size(); ++r) {
                const double value = type->instances->get(type->instances->row(known.rows[r]), c);
                if (!is_address(value)) continue;
                const auto column = type->instances->column_name(c);
                // a POINTER that the user connected is a reference, and kept as such
                const state::DataRef self{type->instances, c, known.rows[r], {}};
                if (world.model().pointers().find(self)) continue;
                const auto* address = std::bit_cast<const void*>(value);
                CPart::Address part{type->name(), column, static_cast<std::int64_t>(r), 0, 0};
                if (const auto stream = host.streams.find(address); stream != host.streams.end()) {
                    const auto [place, is_new] =
                        stream_of.try_emplace(address, static_cast<std::int32_t>(out.streams.size()));
                    if (is_new) out.streams.push_back({*stream->second});
                    part.which = place->second;
                } else if (host.randoms().contains(address)) {
                    part.kind = 1;
                    const auto found =
                        std::ranges::find_if(randoms, [&](const auto& x) { return x.get() == address; });
                    part.which = static_cast<std::int32_t>(found - randoms.begin());
                    if (found == randoms.end()) {
                        refused.push_back("a Random that C keeps in " + type->name() + "." + column);
                        continue;
                    }
                } else if (const auto vector = host.vectors().find(address); vector != host.vectors().end()) {
                    part.kind = 2;
                    part.which = refs.add(vector->second);
                } else {
                    const auto text = type->name() + "." + column + " holds an address that C put there";
                    if (std::ranges::find(refused, text) == refused.end()) refused.push_back(text);
                    continue;
                }
                out.addresses.push_back(std::move(part));
            }
    }
    take_statics(world, out, refused);
}

void put_c(World& world, const TableNames& tables, const std::vector<state::NumbersPtr>& arrays,
           const std::vector<std::shared_ptr<Random>>& randoms, const CPart& part) {
    auto& host = world.c_host();
    std::vector<void*> streams;
    for (const auto& saved : part.streams) {
        auto made = std::make_unique<RandomStream>(saved.stream);
        streams.push_back(made.get());
        host.streams[streams.back()] = std::move(made);
    }
    for (const auto& one : part.addresses) {
        const auto* known = tables.find("instances " + one.mechanism);
        const int column = known ? known->table->find_column(one.column) : -1;
        if (column < 0 || one.row < 0 || static_cast<std::size_t>(one.row) >= known->rows.size())
            refuse("there is no such variable", one.mechanism + "." + one.column);
        const auto i = static_cast<std::size_t>(one.which);
        const void* address = nullptr;
        if (one.which < 0) refuse("it names nothing", one.mechanism + "." + one.column);
        if (one.kind == 0 && i < streams.size()) address = streams[i];
        else if (one.kind == 1 && i < randoms.size()) address = host.keep(randoms[i]);
        else if (one.kind == 2 && i < arrays.size()) address = host.keep(arrays[i]);
        else refuse("it names nothing", one.mechanism + "." + one.column);
        known->table->set(known->table->row(known->rows[static_cast<std::size_t>(one.row)]), column,
                          std::bit_cast<double>(address));
    }
    for (const auto& saved : part.statics) {
        const auto type = world.model().mechanisms().find(saved.mechanism);
        if (!type || !type->mechanism->needs_c) refuse("there is no such mechanism", saved.mechanism);
        const auto statics = host.find_unit(*type->mechanism, true)->statics();
        const auto i = static_cast<std::size_t>(saved.which);
        if (saved.which < 0 || i >= statics.size() || statics[i].name != saved.name ||
            statics[i].bytes.size() != saved.size)
            refuse("the compiled C has no such variable", saved.mechanism + "." + saved.name);
        for (const auto& [at, word] : saved.words) {
            if (at >= saved.size) refuse("a variable is shorter", saved.mechanism + "." + saved.name);
            std::memcpy(statics[i].bytes.data() + at, &word, std::min<std::size_t>(kWord, saved.size - at));
        }
    }
}

} // namespace ranvier::world
