// SPDX-License-Identifier: BSD-3-Clause
// What C writes to stdout goes where the interpreter writes; files and stderr stay what they are.
#include <cstdarg>
#include <cstdio>
#include <string>
#include <vector>

#include "c_host.hpp"

namespace ranvier::world {

namespace {

int print(const char* format, std::va_list list) {
    std::va_list again;
    va_copy(again, list);
    const int size = std::vsnprintf(nullptr, 0, format, list);
    if (size > 0) {
        std::vector<char> text(static_cast<std::size_t>(size) + 1);
        std::vsnprintf(text.data(), text.size(), format, again);
        va_end(again);
        CHost::running().print({text.data(), static_cast<std::size_t>(size)});
    } else {
        va_end(again);
    }
    return size;
}

int c_printf(const char* format, ...) {
    std::va_list list;
    va_start(list, format);
    const int size = print(format, list);
    va_end(list);
    return size;
}
int c_vprintf(const char* format, std::va_list list) { return print(format, list); }
int c_vfprintf(std::FILE* file, const char* format, std::va_list list) {
    return file == stdout ? print(format, list) : std::vfprintf(file, format, list);
}
int c_fprintf(std::FILE* file, const char* format, ...) {
    std::va_list list;
    va_start(list, format);
    const int size = c_vfprintf(file, format, list);
    va_end(list);
    return size;
}
int c_puts(const char* text) {
    CHost::running().print(std::string(text) + "\n");
    return 1;
}
int c_fputs(const char* text, std::FILE* file) {
    if (file != stdout) return std::fputs(text, file);
    CHost::running().print(text);
    return 1;
}
int c_fputc(int c, std::FILE* file) {
    if (file != stdout) return std::fputc(c, file);
    const char one = static_cast<char>(c);
    CHost::running().print({&one, 1});
    return c;
}
int c_putchar(int c) { return c_fputc(c, stdout); }
std::size_t c_fwrite(const void* data, std::size_t size, std::size_t count, std::FILE* file) {
    if (file != stdout) return std::fwrite(data, size, count, file);
    CHost::running().print({static_cast<const char*>(data), size * count});
    return count;
}

} // namespace

void add_output_functions(CFunctions& functions) {
    const CFunctions mine = {
        {"printf", c_address(c_printf)},   {"vprintf", c_address(c_vprintf)},
        {"fprintf", c_address(c_fprintf)}, {"vfprintf", c_address(c_vfprintf)},
        {"puts", c_address(c_puts)},       {"fputs", c_address(c_fputs)},
        {"fputc", c_address(c_fputc)},     {"putc", c_address(c_fputc)},
        {"putchar", c_address(c_putchar)}, {"fwrite", c_address(c_fwrite)},
        {"_IO_putc", c_address(c_fputc)},
    };
    functions.insert(mine.begin(), mine.end());
}

} // namespace ranvier::world
