// SPDX-License-Identifier: BSD-3-Clause
// Real files are C as NEURON's users wrote it for thirty years: today's C++ takes most of them, C of 1989 the others.
#include "c_compile.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>

#include "c_header_texts.hpp"
#include "generator_hash.hpp"
#include "native_cache.hpp"
#include "native_module.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/codegen/native.hpp"

namespace ranvier::codegen {
namespace {

/// Names that real files include; what they declare stands in ranvier_c.h, which is read before.
constexpr const char* kKnownHeaders[] = {"assert.h",
                                         "ctype.h",
                                         "errno.h",
                                         "float.h",
                                         "limits.h",
                                         "malloc.h",
                                         "math.h",
                                         "memory.h",
                                         "pthread.h",
                                         "setjmp.h",
                                         "signal.h",
                                         "stdarg.h",
                                         "stdbool.h",
                                         "stddef.h",
                                         "stdint.h",
                                         "stdio.h",
                                         "stdlib.h",
                                         "string.h",
                                         "strings.h",
                                         "sys/time.h",
                                         "sys/types.h",
                                         "sys/stat.h",
                                         "sys/param.h",
                                         "time.h",
                                         "unistd.h",
                                         "values.h",
                                         "inttypes.h",
                                         "fcntl.h",
                                         "cmath",
                                         "cstdio",
                                         "cstdlib",
                                         "cstring",
                                         "climits",
                                         "hocdec.h",
                                         "hoc.h",
                                         "nrnran123.h",
                                         "nrnoc2iv.h",
                                         "nrnoc_ml.h",
                                         "section.h",
                                         "membfunc.h",
                                         "md1redef.h",
                                         "md2redef.h",
                                         "mech_api.h",
                                         "neuron.h",
                                         "nrnconf.h",
                                         "nrniv_mf.h",
                                         "mcran4.h",
                                         "newton_thread.hpp",
                                         "random.h",
                                         "scoplib.h",
                                         "scoplib_ansi.h",
                                         "nrnassrt.h",
                                         "nrnversionmacros.h",
                                         "multicore.h",
                                         "ivocvect.h",
                                         "parse.hpp",
                                         "bbcore_write.h",
                                         "coreneuron/utils/randoms/nrnran123.h",
                                         "oc_ansi.h",
                                         "nrnoc_aux.h",
                                         "gnu/mathdefs.h"};

struct Files {
    std::map<std::string, std::string> texts;
    std::vector<ClangFile> list() const {
        std::vector<ClangFile> out;
        for (const auto& [name, text] : texts) out.push_back({name.c_str(), text.data(), text.size()});
        return out;
    }
};

/// Headers beside the user's file ("misc.h"), and those that they include.
void add_own_headers(Files& files, const std::filesystem::path& folder, const std::string& text, int depth) {
    static const std::regex kInclude("[ \\t]*#[ \\t]*include[ \\t]*[\"<]([^\">\\n]+)[\">]");
    constexpr int kDeepest = 20;
    if (depth > kDeepest) return;
    for (std::sregex_iterator i(text.begin(), text.end(), kInclude), end; i != end; ++i) {
        const std::string name = (*i)[1];
        if (name.starts_with("ranvier_")) continue;
        std::error_code error;
        const auto path = folder / name;
        if (files.texts.contains(name) && !files.texts.at(name).empty()) continue;
        if (!std::filesystem::is_regular_file(path, error)) continue;
        std::ifstream in(path, std::ios::binary);
        const std::string found{std::istreambuf_iterator<char>(in), {}};
        files.texts[name] = found;
        add_own_headers(files, folder, found, depth + 1);
    }
}

Files files_for(const mir::Mechanism& mechanism, const std::string& text) {
    Files files;
    for (const auto* name : kKnownHeaders) files.texts[name] = "";
    files.texts["stdbool.h"] =
        "#ifndef __cplusplus\n#define bool int\n#define true 1\n#define false 0\n#endif\n";
    add_own_headers(files, std::filesystem::path(mechanism.file).parent_path(), text, 0);
    for (const auto& header : c_header_texts()) files.texts[std::string(header.name)] = header.text;
    return files;
}

struct Complaint {
    std::string file, text;
    std::uint32_t line = 0, column = 0;
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
        static_cast<Outcome*>(to)->complaints.push_back(
            {c->file ? c->file : "", c->text, c->line, c->column});
    };
    if (run_clang(options.clang_module, request) != 0 && outcome.complaints.empty())
        outcome.complaints.push_back({{}, "Clang gave no result", 0, 0});
    return outcome;
}

constexpr std::uint32_t kWord = 8; // VERBATIM, which a block's place begins with

/// The place that Clang names, in the user's text; the block's own if it lies elsewhere.
Span place_of(const mir::Mechanism& mechanism, const Complaint& complaint) {
    const mir::Verbatim* best = nullptr;
    for (const auto* list : {&mechanism.file_verbatim, &mechanism.verbatim})
        for (const auto& block : *list) {
            if (!block.place.source) continue;
            if (!best) best = &block;
            const auto* source = block.place.source;
            if (source->name() != complaint.file) continue;
            const auto begin = source->place(block.place.begin).line;
            const auto last = block.place.begin + static_cast<std::uint32_t>(block.text.size()) + kWord;
            const auto end = source->place(last).line;
            const int line = static_cast<int>(complaint.line);
            if (line < begin || line > end) continue;
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
    return best ? best->place : Span{};
}

[[noreturn]] void report(const mir::Mechanism& mechanism, const std::vector<Complaint>& complaints) {
    Diagnostics diagnostics;
    std::set<std::string> said;
    for (const auto& c : complaints) {
        if (!said.insert(c.file + std::to_string(c.line) + c.text).second) continue;
        const bool is_own = c.file.empty() || c.file == "<mechanism>" || c.line == 0;
        std::string text = "in C: " + c.text;
        if (!is_own && c.file != mechanism.file) text += " (" + c.file + ":" + std::to_string(c.line) + ")";
        diagnostics.error(place_of(mechanism, c), text);
    }
    for (const auto& source : mechanism.sources) diagnostics.hold(source);
    throw CompileError(std::move(diagnostics));
}

} // namespace

std::vector<std::uint8_t> compile_c(const mir::Mechanism& mechanism, const std::string& text,
                                    const COptions& options) {
    const auto files = files_for(mechanism, text);
    const auto cpu = options.cpu.empty() ? native_cpu() : options.cpu;
    std::string key = std::string("C ") + kGeneratorHash + "\n" + cpu + "\n" + text;
    for (const auto& [name, content] : files.texts)
        if (!content.empty()) key += "\n" + name + "\n" + content;
    const NativeCache cache(options.cache_directory);
    if (auto found = cache.find(key)) return std::move(*found);
    const auto list = files.list();
    auto outcome = try_clang(options, mechanism.file, text, list, cpu, true);
    if (outcome.bitcode.empty()) {
        auto as_c = try_clang(options, mechanism.file, text, list, cpu, false);
        if (as_c.bitcode.empty())
            report(mechanism,
                   as_c.complaints.size() < outcome.complaints.size() ? as_c.complaints : outcome.complaints);
        outcome = std::move(as_c);
    }
    const auto object = assemble_with_module(options.llvm_module, outcome.bitcode, cpu);
    std::vector<std::uint8_t> bytes(object.begin(), object.end());
    cache.store(key, bytes);
    return bytes;
}

} // namespace ranvier::codegen
