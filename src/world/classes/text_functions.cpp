// SPDX-License-Identifier: BSD-3-Clause
// Functions of texts, files and the system: printf and its family, the one input and one output file of the top level.
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "ranvier/base/error.hpp"
#include "ranvier/hoc/formatted.hpp"
#include "ranvier/world/classes/builtin_class.hpp"
#include "ranvier/world/classes/file.hpp"
#include "ranvier/world/classes/functions.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/world.hpp"

#if defined(__GLIBC__)
#include <malloc.h>
#endif
#include <sys/wait.h>
#include <unistd.h>

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Value;

Value size_of(const std::string& text) { return number(static_cast<double>(text.size())); }

/// The files of ropen and wopen. Without one, input is the program's, and output goes where the world prints.
Value open_top(World& world, Stream& stream, const char* mode, const Arguments& a) {
    if (!a.has(0)) {
        stream.close();
        return number(1);
    }
    stream.path = a.text(0);
    world.hoc_host().access().require_file(a.function(), stream.path,
                                           *mode == 'r' ? Access::Use::read : Access::Use::write);
    return number(stream.open(mode));
}

int next_of(std::FILE* in) { return std::getc(in); }
bool is_space(int c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// What fscan and getstr read: ropen's file, or what stands in the program's own text behind the statement that runs.
class Input {
  public:
    explicit Input(World& world) : world_(world) {
        if (!world.classes().input.is_open() && world.has_hoc())
            static_cast<void>(text_.open_text(world.hoc().rest_of_text()));
    }
    ~Input() {
        if (text_.is_open()) world_.hoc().skip_text(static_cast<std::size_t>(std::ftell(text_.handle())));
    }
    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;
    Stream& stream() { return text_.is_open() ? text_ : world_.classes().input; }

  private:
    World& world_;
    Stream text_;
};

Value scan_number(World& world, const Arguments& a) {
    Input input(world);
    auto& in = input.stream();
    if (!in.is_open())
        throw InputError(ErrorParts{
            "no file is open for reading", std::string(a.function()), {}, {}, "open one with ropen(name)"});
    const auto value = in.number();
    if (!value)
        throw InputError(
            ErrorParts{"there is no further number in the file", std::string(a.function()), in.path, {}, {}});
    return number(*value);
}

Value get_text(World& world, const Arguments& a) {
    const auto target = a.writable_text(0);
    Input input(world);
    auto& in = input.stream();
    std::FILE* file = in.is_open() ? in.handle() : stdin;
    const bool only_word = a.has(1) && a.number(1) != 0;
    std::string out;
    int c = next_of(file);
    if (only_word) {
        while (is_space(c)) c = next_of(file);
        for (; c != EOF && !is_space(c); c = next_of(file)) out += static_cast<char>(c);
        if (c != EOF) std::ungetc(c, file);
    } else {
        for (; c != EOF; c = next_of(file)) {
            out += static_cast<char>(c);
            if (c == '\n') break;
        }
        if (c == EOF && !out.empty()) out += '\n'; // a last line without its end is a line like others
    }
    *target = out;
    return size_of(out);
}

/// system(command): its status. system(command, strdef): what it printed.
Value run_command(World& world, const Arguments& a) {
    const auto& command = a.text(0);
    world.hoc_host().access().require_shell(a.function());
    if (a.has(1)) {
        const auto target = a.writable_text(1);
        std::FILE* pipe = ::popen(command.c_str(), "r");
        if (!pipe)
            throw IoError(
                ErrorParts{"the command cannot be run", std::string(a.function()), command, {}, {}});
        std::string out;
        std::array<char, 4096> part{};
        std::size_t count = 0;
        while ((count = std::fread(part.data(), 1, part.size(), pipe)) > 0) out.append(part.data(), count);
        const int status = ::pclose(pipe);
        *target = std::move(out);
        return number(status);
    }
    // What it prints goes the way of the world's own output, so that a notebook sees it in order.
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (!pipe)
        throw IoError(ErrorParts{"the command cannot be run", std::string(a.function()), command, {}, {}});
    std::array<char, 4096> part{};
    ssize_t count = 0;
    while ((count = ::read(::fileno(pipe), part.data(), part.size())) > 0)
        world.print({part.data(), static_cast<std::size_t>(count)});
    return number(::pclose(pipe));
}

Value memory_item(World&, const Arguments& a) {
    const auto item = a.whole(0, 0, 6);
#if defined(__GLIBC__)
    const auto m = ::mallinfo2();
    const std::array<std::size_t, 7> all = {
        m.uordblks + m.hblkhd, m.uordblks, m.hblkhd, m.arena, m.fordblks, m.hblks, m.hblkhd + m.arena};
    return number(static_cast<double>(all[static_cast<std::size_t>(item)]));
#else
    static_cast<void>(item);
    throw InputError(
        ErrorParts{"this system's C library does not say", std::string(a.function()), {}, {}, {}});
#endif
}

constexpr Function kText[] = {
    {"printf", "(format, ...) -> float", "Print text; the number of characters",
     [](World& w, const Arguments& a) {
         const auto out = hoc::formatted(a, 0);
         w.print(out);
         return size_of(out);
     }},
    {"sectionname", "(strdef) -> float", "The name of the current section into a strdef",
     [](World& w, const Arguments& a) {
         *a.writable_text(0) = w.hoc_host().section_name(w.hoc_host().key(w.classes().current_section()));
         return number(1);
     }},
    {"sprint", "(strdef, format, ...) -> float", "Text into a strdef",
     [](World&, const Arguments& a) {
         const auto target = a.writable_text(0);
         *target = hoc::formatted(a, 1);
         return number(1);
     }},
    {"sscanf", "(text, format, references...) -> float", "Read numbers and words from a text; how many",
     [](World&, const Arguments& a) { return number(hoc::scan(a.text(0), a, 1)); }},
    {"strcmp", "(a, b) -> float", "0 if both are the same, else which comes first by its sign",
     [](World&, const Arguments& a) {
         const auto &x = a.text(0), &y = a.text(1);
         std::size_t i = 0;
         while (i < x.size() && i < y.size() && x[i] == y[i]) ++i;
         const auto at = [i](const std::string& s) {
             return i < s.size() ? static_cast<int>(static_cast<unsigned char>(s[i])) : 0;
         };
         return number(at(x) - at(y));
     }},
    {"ropen", "([name]) -> float", "Open the file that fscan and getstr read; without a name close it",
     [](World& w, const Arguments& a) { return open_top(w, w.classes().input, "r", a); }},
    {"wopen", "([name]) -> float", "Open the file that fprint writes; without a name close it",
     [](World& w, const Arguments& a) { return open_top(w, w.classes().output, "w", a); }},
    {"fprint", "(format, ...) -> float", "Write text to wopen's file; the number of characters",
     [](World& w, const Arguments& a) {
         const auto out = hoc::formatted(a, 0);
         auto& to = w.classes().output;
         if (to.is_open()) std::fwrite(out.data(), 1, out.size(), to.handle());
         else w.print(out);
         return size_of(out);
     }},
    {"fscan", "() -> float", "The next number of ropen's file", scan_number},
    {"getstr", "(strdef[, word]) -> float", "The next line, or word, of ropen's file or the program's input",
     get_text},
    {"getcwd", "() -> str", "The folder that names of files start from",
     [](World&, const Arguments&) {
         auto folder = std::filesystem::current_path().string();
         if (!folder.ends_with('/')) folder += '/';
         return text(std::move(folder));
     }},
    {"chdir", "(folder) -> float", "Change that folder; -1 if that cannot be",
     [](World& w, const Arguments& a) {
         std::error_code failed;
         w.hoc_host().access().require_file(a.function(), a.text(0), Access::Use::read);
         std::filesystem::current_path(a.text(0), failed);
         return number(failed ? -1 : 0);
     }},
    {"system", "(command[, strdef]) -> float",
     "Run a command of the system; what it prints goes into the strdef", run_command},
    {"unix_mac_pc", "() -> float", "1 Linux, 2 macOS, 3 Windows",
     [](World&, const Arguments&) {
#if defined(__APPLE__)
         return number(2);
#elif defined(_WIN32)
         return number(3);
#else
         return number(1);
#endif
     }},
    {"machine_name", "(strdef) -> float", "Name of the machine",
     [](World&, const Arguments& a) {
         std::array<char, 256> name{};
         static_cast<void>(::gethostname(name.data(), name.size() - 1));
         *a.writable_text(0) = name.data();
         return number(0);
     }},
    {"nrn_mallinfo", "(item) -> float",
     "Memory [bytes]: 0 in use, 1 of it in the arena, 2 mapped, 3 the arena, 4 free in it, 6 all; 5 the "
     "number of mappings",
     memory_item},
    {"startsw", "() -> float", "Start the stop watch; the time since 1970 [s]",
     [](World& w, const Arguments&) {
         const auto now = std::chrono::system_clock::now().time_since_epoch();
         const double seconds = std::chrono::duration<double>(now).count();
         w.classes().watch_start = seconds;
         return number(seconds);
     }},
    {"stopsw", "() -> float", "Whole seconds since startsw",
     [](World& w, const Arguments&) {
         const auto now = std::chrono::system_clock::now().time_since_epoch();
         return number(std::floor(std::chrono::duration<double>(now).count() - w.classes().watch_start));
     }},
    {"valid_name_syntax", "(name) -> float", "1 if a text can be a name",
     [](World&, const Arguments& a) {
         const auto& name = a.text(0);
         const auto letter = [](char c) {
             return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
         };
         bool valid = !name.empty() && letter(name[0]);
         for (const char c : name) valid = valid && (letter(c) || (c >= '0' && c <= '9'));
         return number(valid);
     }},
};

} // namespace

std::span<const Function> text_functions() { return kText; }

} // namespace ranvier::world::classes
