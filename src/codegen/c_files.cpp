// SPDX-License-Identifier: BSD-3-Clause
#include "c_files.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string_view>
#include <vector>

#include "c_header_texts.hpp"

namespace ranvier::codegen {
namespace {

namespace fs = std::filesystem;

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

constexpr int kMostParents = 3;

/// Where the headers of a model lie: beside the file, in the folders that INCLUDE searches, and above the file as far as its
/// repository goes.
std::vector<fs::path> header_folders(const std::string& file) {
    std::error_code error;
    auto folder = fs::absolute(file, error).lexically_normal().parent_path();
    std::vector<fs::path> out{folder};
    if (const char* named = std::getenv("MODL_INCLUDE")) {
        std::istringstream list(named);
        for (std::string one; std::getline(list, one, ':');)
            if (!one.empty()) out.emplace_back(one);
    }
    const char* home = std::getenv("HOME");
    for (int i = 0; i < kMostParents; ++i) {
        if (fs::exists(folder / ".git", error) || folder == folder.parent_path()) break;
        folder = folder.parent_path();
        if (folder == folder.root_path() || (home != nullptr && folder == fs::path(home))) break;
        out.push_back(folder);
    }
    return out;
}

bool is_of_a_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// The names in a text, from front to back.
std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> out;
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = begin;
        while (end < text.size() && is_of_a_name(text[end])) ++end;
        if (end > begin) out.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return out;
}

/// What a text includes: #include "NAME" or <NAME>, one a line.
std::vector<std::string> included_in(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const auto skip = [&](std::size_t at) {
            return std::min(line.find_first_not_of(" \t", at), line.size());
        };
        constexpr std::string_view kInclude = "include";
        std::size_t at = skip(0);
        if (at == line.size() || line[at] != '#') continue;
        at = skip(at + 1);
        if (line.compare(at, kInclude.size(), kInclude) != 0) continue;
        at = skip(at + kInclude.size());
        if (at == line.size() || (line[at] != '"' && line[at] != '<')) continue;
        const auto end = line.find_first_of("\">", at + 1);
        if (end != std::string::npos && end > at + 1) out.push_back(line.substr(at + 1, end - at - 1));
    }
    return out;
}

/// The user's headers that a text includes, and those that they include. A name that we have too is the user's only if it lies
/// beside the file.
void add_own_headers(CFiles& files, const std::vector<fs::path>& folders, const std::string& text,
                     int depth) {
    constexpr int kDeepest = 20;
    if (depth > kDeepest) return;
    for (const std::string& name : included_in(text)) {
        if (name.starts_with("ranvier_") || name.starts_with("/")) continue;
        const auto known = files.find(name);
        if (known != files.end() && !known->second.empty()) continue;
        for (const auto& folder : folders) {
            if (known != files.end() && folder != folders.front()) break;
            std::error_code error;
            if (!fs::is_regular_file(folder / name, error)) continue;
            std::ifstream in(folder / name, std::ios::binary);
            const std::string found{std::istreambuf_iterator<char>(in), {}};
            files[name] = found;
            add_own_headers(files, folders, found, depth + 1);
            break;
        }
    }
}

/// A header may declare what is a variable of this file ("extern double ERR"), for the other files of its family: there
/// the name must not be the macro that it is elsewhere.
std::string shielded(const std::string& name, const std::string& text,
                     const std::vector<std::string>& variables) {
    std::set<std::string> declared;
    constexpr std::string_view kExtern = "extern";
    for (auto at = text.find(kExtern); at != std::string::npos;) {
        const auto end = text.find_first_of(";(){}", at);
        if (end == std::string::npos) break;
        const auto words = words_of(std::string_view(text).substr(at, end - at));
        if (words.front() != kExtern || (at > 0 && is_of_a_name(text[at - 1]))) {
            at = text.find(kExtern, at + 1);
            continue;
        }
        if (text[end] == ';')
            for (const auto word : words)
                if (std::ranges::find(variables, word) != variables.end()) declared.emplace(word);
        at = text.find(kExtern, end);
    }
    if (declared.empty()) return text;
    std::string before, after;
    for (const auto& word : declared) {
        before += "#pragma push_macro(\"" + word + "\")\n#undef " + word + "\n";
        after += "#pragma pop_macro(\"" + word + "\")\n";
    }
    return before + "#line 1 \"" + name + "\"\n" + text + "\n" + after;
}

} // namespace

CFiles c_files(const std::string& file, const std::string& text, const std::vector<std::string>& variables) {
    CFiles files;
    for (const auto* name : kKnownHeaders) files[name] = "";
    files["stdbool.h"] = "#ifndef __cplusplus\n#define bool int\n#define true 1\n#define false 0\n#endif\n";
    add_own_headers(files, header_folders(file), text, 0);
    for (auto& [name, content] : files) content = shielded(name, content, variables);
    for (const auto& header : c_header_texts()) files[std::string(header.name)] = header.text;
    return files;
}

} // namespace ranvier::codegen
