// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/mechanism_library.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include <sys/utsname.h>

#include "ranvier/base/error.hpp"
#include "ranvier/base/pattern.hpp"

namespace ranvier::world {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kFirstLine = "ranvier mechanism library 1";
constexpr std::string_view kEntry = "mod ";
constexpr const char* kLibrary = "libnrnmech.so";
/// What a file of machine code begins with on Linux.
constexpr std::string_view kMachineCode = "\x7f"
                                          "ELF";

/// In machine code that NEURON made from NMODL: "help ?1 <mechanism> <path>".
constexpr std::string_view kHelp = "help ?1 ";
constexpr std::size_t kLongestHelp = 8192;

bool is_there(const fs::path& path) {
    std::error_code error;
    return fs::exists(path, error);
}

bool is_folder(const fs::path& path) {
    std::error_code error;
    return fs::is_directory(path, error);
}

std::string read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw IoError(ErrorParts{"cannot read the file", path.string(), {}, {}, {}});
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string absolute(const fs::path& path, const fs::path& folder) {
    return (path.is_absolute() ? path : folder / path).lexically_normal().string();
}

void add(std::vector<std::string>& files, std::string file) {
    if (std::find(files.begin(), files.end(), file) == files.end()) files.push_back(std::move(file));
}

/// Every match of a pattern's first group in the lines of a text, as a path seen from `folder`.
std::vector<std::string> named_in(const std::string& text, const char* pattern, const fs::path& folder) {
    std::vector<std::string> files;
    const Pattern wanted(pattern);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.size() > Pattern::kLongestText) continue;
        for (auto at = wanted.find(line); at; at = wanted.find(line, at->end))
            add(files, absolute(at->group, folder));
    }
    return files;
}

/// What a library of ours names.
std::vector<std::string> files_of_text(const std::string& text, const fs::path& library) {
    std::vector<std::string> files;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with(kEntry)) add(files, absolute(line.substr(kEntry.size()), library.parent_path()));
    return files;
}

/// The .mod files that NEURON's nrnivmodl made a library from, as far as what it left beside the library tells: its make rules,
/// then the list that the library prints when it is loaded, then names inside the machine code.
std::vector<std::string> files_of_machine_code(const std::string& code, const fs::path& library) {
    auto folder = fs::absolute(library).parent_path();
    if (folder.filename() == ".libs") folder = folder.parent_path();
    const auto built_in = folder.parent_path();
    if (const auto rules = folder / "makemod2c_inc"; is_there(rules))
        if (auto files = named_in(read(rules), R"(\.c(?:pp)?: ([^\n]*\.mod) \$)", folder); !files.empty())
            return files;
    for (const char* list : {"mod_func.cpp", "mod_func.c"})
        if (const auto path = folder / list; is_there(path))
            if (auto files = named_in(read(path), R"((?:\\"|" ?)([^"\\ ][^"\\]*\.mod))", built_in);
                !files.empty())
                return files;
    std::vector<std::string> files;
    for (auto at = code.find(kHelp); at != std::string::npos; at = code.find(kHelp, at + 1)) {
        const auto end = code.find('\n', at);
        const auto name = code.find(' ', at + kHelp.size());
        if (end == std::string::npos || name >= end || end - at > kLongestHelp) continue;
        if (const auto file = code.substr(name + 1, end - name - 1); file.ends_with(".mod"))
            add(files, absolute(file, built_in));
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<std::string> files_of_library(const fs::path& library) {
    const auto text = read(library);
    const bool is_machine_code = text.starts_with(kMachineCode);
    if (!is_machine_code && !text.starts_with(kFirstLine))
        throw InputError(ErrorParts{"this is neither a .mod file nor a library of mechanisms",
                                    library.string(),
                                    {},
                                    "a .mod file, a folder of them, or what nrnivmodl leaves",
                                    {}});
    const auto files =
        is_machine_code ? files_of_machine_code(text, library) : files_of_text(text, fs::absolute(library));
    if (is_machine_code && files.empty())
        throw InputError(
            ErrorParts{"this library holds machine code, and nothing beside it says which .mod files it was "
                       "built from",
                       library.string(),
                       {},
                       {},
                       "load the .mod files: h.nrn_load_mod(folder)"});
    for (const auto& file : files)
        if (!is_there(file))
            throw IoError(ErrorParts{"a .mod file that this library was made from is not there any more",
                                     library.string(),
                                     file,
                                     {},
                                     "run nrnivmodl again where the .mod files are"});
    return files;
}

} // namespace

std::string architecture() {
    utsname names{};
    return uname(&names) == 0 ? names.machine : "x86_64";
}

std::vector<std::string> mod_files_of(const std::string& folder) {
    std::vector<std::string> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error))
        if (entry.path().extension() == ".mod" && !is_folder(entry.path()))
            files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    return files;
}

std::string library_in(const std::string& folder) {
    for (const auto& place : {fs::path(folder) / architecture(), fs::path(folder) / architecture() / ".libs"})
        if (is_there(place / kLibrary)) return (place / kLibrary).string();
    return {};
}

std::vector<std::string> mechanism_sources(const std::string& path) {
    if (is_folder(path)) {
        if (auto files = mod_files_of(path); !files.empty()) return files;
        if (const auto library = library_in(path); !library.empty()) return files_of_library(library);
        if (is_there(fs::path(path) / kLibrary)) return files_of_library(fs::path(path) / kLibrary);
        throw InputError(
            ErrorParts{"there is no .mod file in this folder", path, {}, "a folder with .mod files", {}});
    }
    if (fs::path(path).extension() == ".mod") return {path};
    if (!is_there(path)) throw IoError(ErrorParts{"there is no such file or folder", path, {}, {}, {}});
    return files_of_library(path);
}

void write_library(const std::string& library, const std::vector<std::string>& files) {
    const fs::path path(library);
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    const auto folder = fs::absolute(path).parent_path();
    std::string text(kFirstLine);
    text += "\nThe mechanisms of the .mod files below, in this order; paths as seen from this folder. No "
            "machine code.\n";
    for (const auto& file : files) {
        // Near files move with the folder; others stay where they are.
        auto relative = fs::absolute(file).lexically_normal().lexically_relative(folder);
        const auto up = std::count(relative.begin(), relative.end(), fs::path(".."));
        text += std::string(kEntry) +
                (relative.empty() || up > 1 ? fs::absolute(file).lexically_normal() : relative).string() +
                "\n";
    }
    const auto temporary = library + ".new";
    std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (out) fs::rename(temporary, path, error);
    if (!out || error) throw IoError(ErrorParts{"cannot write the file", library, {}, {}, {}});
}

} // namespace ranvier::world
