// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/classes/file.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>

#include "ranvier/base/error.hpp"
#include "ranvier/hoc/formatted.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {
bool is_space(int c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
} // namespace

bool Stream::open(const char* mode) {
    close();
    std::error_code ignored;
    if (path.empty() || std::filesystem::is_directory(path, ignored)) return false;
    handle_ = std::fopen(path.c_str(), mode);
    return handle_ != nullptr;
}

bool Stream::open_text(std::string_view text) {
    close();
    if (text.empty()) return false;
    handle_ = ::fmemopen(const_cast<char*>(text.data()), text.size(), "r");
    return handle_ != nullptr;
}

void Stream::close() {
    if (handle_) std::fclose(handle_);
    handle_ = nullptr;
}

bool Stream::at_end() const {
    const int c = std::getc(handle_);
    return c == EOF || std::ungetc(c, handle_) == EOF;
}

std::optional<std::string> Stream::word() {
    int c = std::getc(handle_);
    while (is_space(c)) c = std::getc(handle_);
    if (c == EOF) return std::nullopt;
    std::string out;
    for (; c != EOF && !is_space(c); c = std::getc(handle_)) out += static_cast<char>(c);
    if (c != EOF) std::ungetc(c, handle_);
    return out;
}

std::optional<std::string> Stream::line() {
    std::string line;
    int c = 0;
    while ((c = std::getc(handle_)) != EOF) {
        line += static_cast<char>(c);
        if (c == '\n') break;
    }
    if (line.empty()) return std::nullopt;
    if (c == EOF) line += '\n'; // a last line without its end is a line like others
    return line;
}

std::optional<double> Stream::number() {
    while (const auto next = word())
        if (const auto value = hoc::leading_number(*next)) {
            static_cast<void>(std::getc(handle_));
            return value;
        }
    return std::nullopt;
}

Stream& File::opened(std::string_view method) {
    if (!stream.is_open())
        throw InputError(ErrorParts{std::string(method) + " needs an open file",
                                    name(),
                                    stream.path.empty() ? "no name yet" : "'" + stream.path + "'",
                                    {},
                                    "open it with ropen, wopen or aopen"});
    return stream;
}

std::shared_ptr<File> file_argument(const hoc::Arguments& arguments, std::size_t i) {
    return arguments.require<File>(i, "a File");
}

namespace {

using hoc::Arguments;
using hoc::Object;
using hoc::Value;

const Access& access_of(Object& o) { return world_of(o)->hoc_host().access(); }

template <const char* mode> Value open_as(Object& o, const Arguments& a) {
    auto& stream = as<File>(o).stream;
    if (a.has(0)) stream.path = a.text(0);
    access_of(o).require_file(a.function(), stream.path,
                              *mode == 'r' ? Access::Use::read : Access::Use::write);
    return number(stream.open(mode));
}
constexpr char kRead[] = "r", kWrite[] = "w", kAppend[] = "a";

/// Numbers in memory, written and read as they lie there.
struct Stretch {
    double* numbers;
    std::size_t count;
};
Stretch stretch_of(const Arguments& a) {
    const bool counted = a.count() > 1;
    const auto count = counted ? static_cast<std::size_t>(a.whole(0, 0, 1'000'000'000)) : std::size_t{1};
    auto* numbers = a.place(counted ? 1 : 0)->address(count);
    if (!numbers && count > 0) a.refuse(counted ? 1 : 0, "a reference to as many numbers in a row");
    return {numbers, count};
}

constexpr hoc::Member kMembers[] = {
    {.name = "ropen",
     .signature = "([name]) -> float",
     .summary = "Open for reading; 0 if that cannot be",
     .call = open_as<kRead>},
    {.name = "wopen",
     .signature = "([name]) -> float",
     .summary = "Open for writing, empty; 0 if that cannot be",
     .call = open_as<kWrite>},
    {.name = "aopen",
     .signature = "([name]) -> float",
     .summary = "Open for writing at its end; 0 if that cannot be",
     .call = open_as<kAppend>},
    {.name = "close",
     .signature = "() -> float",
     .summary = "Close the file",
     .call =
         [](Object& o, const Arguments&) {
             as<File>(o).stream.close();
             return number(0);
         }},
    {.name = "isopen",
     .signature = "() -> float",
     .summary = "1 if a file is open",
     .call = [](Object& o, const Arguments&) { return number(as<File>(o).stream.is_open()); }},
    {.name = "eof",
     .signature = "() -> float",
     .summary = "1 at the end of what is read",
     .call = [](Object& o, const Arguments&) { return number(as<File>(o).opened("eof").at_end()); }},
    {.name = "printf",
     .signature = "(format, ...) -> float",
     .summary = "Write text",
     .call =
         [](Object& o, const Arguments& a) {
             auto* file = as<File>(o).opened("printf").handle();
             const auto out = hoc::formatted(a, 0);
             std::fwrite(out.data(), 1, out.size(), file);
             return number(0);
         }},
    {.name = "flush",
     .signature = "() -> float",
     .summary = "Write what is still in memory",
     .call =
         [](Object& o, const Arguments&) {
             std::fflush(as<File>(o).opened("flush").handle());
             return number(1);
         }},
    {.name = "scanvar",
     .signature = "() -> float",
     .summary = "The next number; other words are passed over",
     .call =
         [](Object& o, const Arguments&) {
             auto& stream = as<File>(o).opened("scanvar");
             const auto value = stream.number();
             if (!value)
                 throw InputError(
                     ErrorParts{"there is no further number in the file", o.name(), stream.path, {}, {}});
             return number(*value);
         }},
    {.name = "scanstr",
     .signature = "(strdef) -> float",
     .summary = "The next word; its length, -1 at the end",
     .call =
         [](Object& o, const Arguments& a) {
             const auto target = a.writable_text(0);
             auto word = as<File>(o).opened("scanstr").word();
             if (!word) return number(-1);
             *target = std::move(*word);
             return number(static_cast<double>(target->size()));
         }},
    {.name = "gets",
     .signature = "(strdef) -> float",
     .summary = "The next line; its length, -1 at the end",
     .call =
         [](Object& o, const Arguments& a) {
             auto line = as<File>(o).opened("gets").line();
             const auto target = a.writable_text(0);
             if (!line) return number(-1);
             *target = std::move(*line);
             return number(static_cast<double>(target->size()));
         }},
    {.name = "getname",
     .signature = "([strdef]) -> str",
     .summary = "The file's name",
     .call =
         [](Object& o, const Arguments& a) {
             if (a.has(0)) *a.writable_text(0) = as<File>(o).stream.path;
             return text(as<File>(o).stream.path);
         }},
    {.name = "dir",
     .signature = "() -> str",
     .summary = "The folder that chooser was last in",
     .call = [](Object& o, const Arguments&) { return text(as<File>(o).folder); }},
    {.name = "seek",
     .signature = "([offset[, from]]) -> float",
     .summary = "Go to a byte, counted from 0 the start, 1 here, 2 the end; -1 if that cannot be",
     .call =
         [](Object& o, const Arguments& a) {
             auto* file = as<File>(o).opened("seek").handle();
             constexpr std::int64_t kFar = 1LL << 52;
             const auto offset = a.has(0) ? a.whole(0, -kFar, kFar) : 0;
             constexpr std::array kFrom = {SEEK_SET, SEEK_CUR, SEEK_END};
             const auto from = a.has(1) ? static_cast<std::size_t>(a.whole(1, 0, 2)) : std::size_t{0};
             return number(std::fseek(file, static_cast<long>(offset), kFrom[from]));
         }},
    {.name = "tell",
     .signature = "() -> int",
     .summary = "The byte that is next",
     .call =
         [](Object& o, const Arguments&) {
             return number(static_cast<double>(std::ftell(as<File>(o).opened("tell").handle())));
         }},
    {.name = "mktemp",
     .signature = "() -> float",
     .summary = "Take the name of a new file of the system's own folder",
     .call =
         [](Object& o, const Arguments&) {
             auto name = (std::filesystem::temp_directory_path() / "ranvier-XXXXXX").string();
             access_of(o).require_file("mktemp", name, Access::Use::write);
             const int made = ::mkstemp(name.data());
             if (made < 0) return number(0);
             if (auto* opened = ::fdopen(made, "w")) std::fclose(opened);
             as<File>(o).stream.path = name;
             return number(1);
         }},
    {.name = "unlink",
     .signature = "() -> float",
     .summary = "Delete the file; 0 if that cannot be",
     .call =
         [](Object& o, const Arguments&) {
             std::error_code failed;
             const auto& path = as<File>(o).stream.path;
             access_of(o).require_file("unlink", path, Access::Use::write);
             return number(std::filesystem::is_regular_file(path, failed) &&
                           std::filesystem::remove(path, failed));
         }},
    {.name = "chooser",
     .signature = "([kind, title, pattern, accept, cancel, folder]) -> float",
     .summary = "Let the user choose; without a screen 1 and the name stays",
     .call =
         [](Object& o, const Arguments& a) {
             for (std::size_t i = 0; i < a.count(); ++i) static_cast<void>(a.text(i));
             if (a.has(5)) as<File>(o).folder = a.text(5);
             return number(1);
         }},
    {.name = "vwrite",
     .signature = "([n,] reference) -> float",
     .summary = "Write numbers as they lie in memory; how many",
     .call =
         [](Object& o, const Arguments& a) {
             auto* file = as<File>(o).opened("vwrite").handle();
             const auto s = stretch_of(a);
             return number(static_cast<double>(std::fwrite(s.numbers, sizeof(double), s.count, file)));
         }},
    {.name = "vread",
     .signature = "([n,] reference) -> float",
     .summary = "Read numbers that vwrite wrote; how many there were",
     .call =
         [](Object& o, const Arguments& a) {
             auto* file = as<File>(o).opened("vread").handle();
             const auto s = stretch_of(a);
             return number(static_cast<double>(std::fread(s.numbers, sizeof(double), s.count, file)));
         }},
};

} // namespace

const Declaration kFileClass = {.name = "File",
                                .signature = "([name])",
                                .summary = "A file that is read or written",
                                .members = kMembers,
                                .make = [](BuiltinClass& type, const Arguments& a) -> hoc::ObjectPtr {
                                    auto made = std::make_shared<File>(type.self());
                                    if (a.has(0)) made->stream.path = a.text(0);
                                    return made;
                                }};

} // namespace ranvier::world::classes
