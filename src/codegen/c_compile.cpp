// SPDX-License-Identifier: BSD-3-Clause
// Real files are C as NEURON's users wrote it for thirty years: today's C++ takes most of them, C of 1989 the others.
#include "c_compile.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "c_files.hpp"
#include "c_text.hpp"
#include "generator_hash.hpp"
#include "native_cache.hpp"
#include "native_module.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/codegen/native.hpp"

namespace ranvier::codegen {
namespace {

struct Complaint {
    std::string file, text, header;
    std::uint32_t line = 0, column = 0;
    ClangFault fault = ClangFault::mistake;
    [[nodiscard]] std::string message() const {
        return "in C: " + text + (header.empty() ? "" : " (" + header + ")");
    }
};
struct Outcome {
    std::string bitcode;
    std::vector<Complaint> complaints;
};

Outcome try_clang(const COptions& options, const std::string& name, const std::string& text,
                  const std::vector<ClangFile>& files, const std::string& cpu, bool is_cpp) {
    Outcome outcome;
    ClangRequest request;
    request.is_cpp = is_cpp ? 1 : 0;
    request.name = name.c_str();
    request.text = text.data();
    request.size = text.size();
    request.files = files.data();
    request.file_count = files.size();
    request.cpu = cpu.c_str();
    request.receiver = &outcome;
    request.receive = [](void* to, const char* data, std::size_t size) {
        static_cast<Outcome*>(to)->bitcode.assign(data, size);
    };
    request.complain = [](void* to, const ClangComplaint* c) {
        if (c->fault == ClangFault::none) return;
        static_cast<Outcome*>(to)->complaints.push_back(
            {c->file ? c->file : "", c->text, c->header ? c->header : "", c->line, c->column, c->fault});
    };
    if (run_clang(options.clang_module, request) != 0 && outcome.complaints.empty())
        outcome.complaints.push_back({{}, "Clang gave no result", {}, 0, 0, ClangFault::mistake});
    return outcome;
}

constexpr std::uint32_t kWord = 8; // VERBATIM, which a block's place begins with

/// The place of a line and column that lie in a block; no source if they lie elsewhere.
Span place_in(const mir::Verbatim& block, const Complaint& complaint) {
    const auto* source = block.place.source;
    if (!source || source->name() != complaint.file) return {};
    const auto begin = source->place(block.place.begin).line;
    const auto last = block.place.begin + static_cast<std::uint32_t>(block.text.size()) + kWord;
    const int line = static_cast<int>(complaint.line);
    if (line < begin || line > source->place(last).line) return {};
    std::uint32_t at = block.place.begin;
    while (at < last && source->place(at).line < line) ++at;
    const auto length = static_cast<std::uint32_t>(source->line_at(at).size());
    const auto column = complaint.column > 0 ? complaint.column - 1 : 0;
    // on the block's first line the text's columns are the file's
    const auto line_start =
        line == begin ? at - static_cast<std::uint32_t>(source->place(at).column - 1) : at;
    const auto offset = line_start + std::min(column, length);
    return {source, offset, offset + 1};
}

CPlace locate(const mir::Mechanism& mechanism, const Complaint& complaint) {
    CPlace found;
    const auto look = [&](const std::vector<mir::Verbatim>& blocks, std::vector<std::size_t>& in) {
        for (std::size_t i = 0; i < blocks.size(); ++i)
            if (const auto place = place_in(blocks[i], complaint); place.source) {
                in.push_back(i);
                found.span = place;
            }
    };
    look(mechanism.file_verbatim, found.at_file_level);
    if (!found.is_known()) look(mechanism.verbatim, found.blocks);
    return found;
}

/// The first block, for what lies in none.
Span some_place(const mir::Mechanism& mechanism) {
    for (const auto* list : {&mechanism.file_verbatim, &mechanism.verbatim})
        for (const auto& block : *list)
            if (block.place.source) return block.place;
    return {};
}

/// Whether any complaint is a mistake of the text itself. What is said of a block that asks for something absent may follow
/// from that: an unknown type makes nonsense of what comes after it.
bool has_mistake(const mir::Mechanism& mechanism, const std::vector<Complaint>& complaints) {
    std::set<std::size_t> blocks, at_file_level;
    for (const auto& c : complaints) {
        if (c.fault != ClangFault::absent) continue;
        const auto place = locate(mechanism, c);
        blocks.insert(place.blocks.begin(), place.blocks.end());
        at_file_level.insert(place.at_file_level.begin(), place.at_file_level.end());
    }
    return std::ranges::any_of(complaints, [&](const Complaint& c) {
        if (c.fault != ClangFault::mistake) return false;
        const auto place = locate(mechanism, c);
        const auto is_in = [](const std::set<std::size_t>& known) {
            return [&known](std::size_t block) { return known.contains(block); };
        };
        return std::ranges::none_of(place.blocks, is_in(blocks)) &&
               std::ranges::none_of(place.at_file_level, is_in(at_file_level));
    });
}

Diagnostics all_of(const mir::Mechanism& mechanism, const std::vector<Complaint>& complaints) {
    Diagnostics diagnostics;
    std::set<std::string> said;
    for (const auto& c : complaints) {
        if (!said.insert(c.file + std::to_string(c.line) + c.message()).second) continue;
        const auto place = locate(mechanism, c);
        diagnostics.error(place.is_known() ? place.span : some_place(mechanism), c.message());
    }
    for (const auto& source : mechanism.sources) diagnostics.hold(source);
    return diagnostics;
}

/// Leaves out the blocks that ask for what is not here. False if that does not help: a complaint lies outside all blocks.
bool refuse(const mir::Mechanism& mechanism, const std::vector<Complaint>& complaints, CRefusals& refusals) {
    std::set<std::string> said;
    for (const auto& c : complaints) {
        const auto place = locate(mechanism, c);
        if (!place.is_known()) return false;
        if (said.insert(std::to_string(c.line) + c.message()).second) refusals.add(place, c.message());
    }
    return !complaints.empty();
}

/// Machine code of a text; what the better attempt complained about otherwise.
struct Attempt {
    std::vector<std::uint8_t> bytes;
    std::vector<Complaint> complaints;
};

Attempt attempt(const mir::Mechanism& mechanism, const std::string& text, const COptions& options) {
    const auto& file = mechanism.file;
    std::vector<std::string> variables;
    for (const auto& v : mechanism.variables) variables.push_back(v.name);
    const auto files = c_files(file, text, variables);
    const auto cpu = options.cpu.empty() ? native_cpu() : options.cpu;
    std::string key = std::string("C ") + kGeneratorHash + "\n" + cpu + "\n" + text;
    for (const auto& [name, content] : files)
        if (!content.empty()) key += "\n" + name + "\n" + content;
    const NativeCache cache(options.cache_directory);
    if (auto found = cache.find(key)) return {std::move(*found), {}};
    std::vector<ClangFile> list;
    for (const auto& [name, content] : files) list.push_back({name.c_str(), content.data(), content.size()});
    auto outcome = try_clang(options, file, text, list, cpu, true);
    if (outcome.bitcode.empty()) {
        auto as_c = try_clang(options, file, text, list, cpu, false);
        if (as_c.bitcode.empty())
            return {
                {},
                std::move(as_c.complaints.size() < outcome.complaints.size() ? as_c : outcome).complaints};
        outcome = std::move(as_c);
    }
    const auto object = assemble_with_module(options.llvm_module, outcome.bitcode, cpu);
    std::vector<std::uint8_t> bytes(object.begin(), object.end());
    cache.store(key, bytes);
    return {std::move(bytes), {}};
}

} // namespace

CObject compile_c(const CLayout& layout, const COptions& options) {
    constexpr int kMostRounds = 8; // what a refused block declares is missing in the next
    const auto& mechanism = layout.mechanism();
    CObject out;
    std::vector<Complaint> complaints;
    for (int round = 0; round < kMostRounds; ++round) {
        auto tried = attempt(mechanism, c_text(layout, out.refusals), options);
        if (!tried.bytes.empty()) {
            out.bytes = std::move(tried.bytes);
            return out;
        }
        if (round == 0) complaints = tried.complaints;
        if (round == 0 && has_mistake(mechanism, complaints))
            throw CompileError(all_of(mechanism, complaints));
        if (!refuse(mechanism, tried.complaints, out.refusals)) break;
    }
    throw AbsentForC(all_of(mechanism, complaints));
}

} // namespace ranvier::codegen
