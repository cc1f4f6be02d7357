// SPDX-License-Identifier: BSD-3-Clause
// Vector: to and from files, as text and in the formats that other programs know. Numbers of bytes are those of a machine with the
// lowest byte first.
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstdio>

#include "ranvier/hoc/formatted.hpp"
#include "ranvier/world/classes/file.hpp"
#include "vector_methods.hpp"

namespace ranvier::world::classes::vector_methods {

namespace {

static_assert(std::endian::native == std::endian::little);

void put(std::FILE* file, const void* data, std::size_t size, const std::string& path) {
    if (std::fwrite(data, 1, size, file) != size)
        throw IoError(ErrorParts{"the file cannot be written", path, {}, {}, "is the disk full?"});
}

void finish(std::FILE* file, const std::string& path) {
    if (std::fflush(file) != 0)
        throw IoError(ErrorParts{"the file cannot be written", path, {}, {}, "is the disk full?"});
}

template <class T> void put_as(std::FILE* file, std::span<const double> numbers, const std::string& path) {
    std::vector<T> out;
    for (const double x : numbers) out.push_back(static_cast<T>(x));
    put(file, out.data(), out.size() * sizeof(T), path);
}

template <class T> Values get_as(std::FILE* file, std::size_t count, const std::string& path) {
    // In parts: a file may promise more than it holds.
    constexpr std::size_t kPart = 1U << 16U;
    Values out;
    std::vector<T> part(std::min(count, kPart));
    while (out.size() < count) {
        const auto wanted = std::min(kPart, count - out.size());
        if (std::fread(part.data(), sizeof(T), wanted, file) != wanted)
            throw InputError(ErrorParts{"the file holds fewer numbers than were asked for",
                                        path,
                                        std::to_string(count) + " wanted",
                                        {},
                                        {}});
        for (std::size_t i = 0; i < wanted; ++i) out.push_back(static_cast<double>(part[i]));
    }
    return out;
}

/// How a number is kept in a file.
enum class Kind : std::uint8_t { byte = 1, half = 2, single = 3, full = 4, whole = 5 };
constexpr std::string_view kKinds = "1 (bytes), 2 (two bytes), 3 (float), 4 (double) or 5 (int)";

Kind kind_from(double kind, const std::string& object) {
    if (!(kind >= 1 && kind < 6))
        throw InputError::out_of_range("the kind of numbers", object, number_text(kind), kKinds);
    return static_cast<Kind>(static_cast<int>(kind));
}

/// A number that a kind of integers cannot hold would be anything.
double within(double x, double low, double high) { return std::isnan(x) ? 0 : std::clamp(x, low, high); }

} // namespace

namespace {
/// On the screen a format is for one number with a fraction: anything else would show what is not there.
void check_format(std::string_view format, const Arguments& a, std::size_t i) {
    constexpr std::string_view kAllowed = "a format of at most one number, %e, %f, %g or %a";
    int numbers = 0;
    for (std::size_t k = 0; k < format.size(); ++k) {
        if (format[k] != '%') continue;
        if (k + 1 < format.size() && format[k + 1] == '%') {
            ++k;
            continue;
        }
        k = format.find_first_not_of("-+ #0123456789.l", k + 1);
        if (k == std::string_view::npos ||
            std::string_view("efgaEFGA").find(format[k]) == std::string_view::npos || ++numbers > 1)
            a.refuse(i, kAllowed);
    }
}

std::string as_text(const Arguments& a, const hoc::Value& format, double x) {
    std::array<hoc::Value, 2> row{format, x};
    return hoc::formatted(Arguments(a.function(), row), 0);
}
} // namespace

/// printf([file,] [format,] [start, end]): in a file one number a row and an empty row after them; on the screen five in a row,
/// with a format as it says.
Value print_to(Object& o, const Arguments& a) {
    std::size_t next = 0;
    const auto file = a.find<File>(0);
    if (file) ++next;
    else if (a.has(0) && a.kind(0) == hoc::ArgumentKind::object) a.refuse(0, "a File, a format or an index");
    const bool has_format = a.has(next) && a.kind(next) == hoc::ArgumentKind::text;
    if (has_format && !file) check_format(a.text(next), a, next);
    const auto format =
        has_format ? a[next++] : hoc::Value(std::make_shared<std::string>(file ? "%g\n" : "%g\t"));
    const auto s = part(o, a, next);
    std::string out;
    std::size_t in_row = 0;
    for (const double x : s) {
        out += as_text(a, format, x);
        if (!file && !has_format && ++in_row % 5 == 0) out += '\n';
    }
    if (file || !has_format) out += '\n';
    if (file) put(file->opened("printf").handle(), out.data(), out.size(), file->stream.path);
    else print_top(out);
    return number(static_cast<double>(s.size()));
}

namespace {
/// Numbers of one column of a text of `columns`; all of them for one column.
struct Reader {
    Stream& in;
    std::int64_t column = 1, columns = 1;
    Reader(const Arguments& a, std::size_t i, Stream& stream) : in(stream) {
        if (!a.has(i)) return;
        columns = a.whole(i + 1, 1, 1'000'000);
        column = a.whole(i, 1, columns);
    }
    /// Up to and with the column.
    std::optional<double> next() {
        std::optional<double> x;
        for (std::int64_t i = 0; i < column; ++i)
            if (!(x = in.number())) return x;
        return x;
    }
    /// The rest of the row.
    void finish() {
        for (std::int64_t i = column; i < columns; ++i)
            if (!in.number()) return;
    }
};
} // namespace

/// scanf(file[, n][, column, columns])
Value scan_from(Object& o, const Arguments& a) {
    auto& in = file_argument(a, 0)->opened("scanf");
    const bool counted = a.count() == 2 || a.count() == 4;
    const auto most = counted ? a.whole(1, 0, 10'000'000'000) : std::int64_t{10'000'000'000};
    Reader reader(a, counted ? 2 : 1, in);
    Values out;
    while (static_cast<std::int64_t>(out.size()) < most) {
        const auto x = reader.next();
        if (!x) break;
        out.push_back(*x);
        reader.finish();
    }
    become(o, out);
    return number(static_cast<double>(out.size()));
}

/// scantil(file, sentinel[, column, columns])
Value scan_until(Object& o, const Arguments& a) {
    auto& in = file_argument(a, 0)->opened("scantil");
    const double sentinel = a.number(1);
    Reader reader(a, 2, in);
    Values out;
    while (true) {
        const auto x = reader.next();
        if (!x)
            throw InputError(
                ErrorParts{"the file ended before the sentinel", in.path, number_text(sentinel), {}, {}});
        if (*x == sentinel) break;
        out.push_back(*x);
        reader.finish();
    }
    become(o, out);
    return number(static_cast<double>(out.size()));
}

/// fwrite(file[, start, end]): doubles as they are.
Value write_numbers(Object& o, const Arguments& a) {
    const auto file = file_argument(a, 0);
    auto& out = file->opened("fwrite");
    const auto s = part(o, a, 1);
    put(out.handle(), s.data(), s.size_bytes(), out.path);
    finish(out.handle(), out.path);
    return number(static_cast<double>(s.size()));
}

/// fread(file[, n[, kind]])
Value read_numbers(Object& o, const Arguments& a) {
    const auto file = file_argument(a, 0);
    auto& in = file->opened("fread");
    const auto count = a.has(1) ? size_from(a.number(1), "the size", o.name()) : self(o).size();
    const double kind = a.number_or(2, 4);
    Values out;
    switch (kind_from(kind, o.name())) {
    case Kind::byte: out = get_as<std::int8_t>(in.handle(), count, in.path); break;
    case Kind::half: out = get_as<std::uint16_t>(in.handle(), count, in.path); break;
    case Kind::single: out = get_as<float>(in.handle(), count, in.path); break;
    case Kind::full: out = get_as<double>(in.handle(), count, in.path); break;
    case Kind::whole: out = get_as<std::int16_t>(in.handle(), count, in.path); break;
    }
    become(o, out);
    return number(1);
}

/// vwrite(file[, kind]): the size, the kind, and the numbers; bytes and pairs of bytes are scaled between the extremes.
Value write_typed(Object& o, const Arguments& a) {
    const auto file = file_argument(a, 0);
    auto& out = file->opened("vwrite");
    const auto kind = kind_from(a.number_or(1, 4), o.name());
    const auto s = self(o).span();
    if (s.size() > INT32_MAX)
        throw InputError::out_of_range("the size", o.name(), std::to_string(s.size()), "at most 2147483647");
    const std::array<std::int32_t, 2> head = {static_cast<std::int32_t>(s.size()),
                                              static_cast<std::int32_t>(kind)};
    put(out.handle(), head.data(), sizeof head, out.path);
    if (kind == Kind::full) {
        put_as<double>(out.handle(), s, out.path);
    } else if (kind == Kind::single) {
        put_as<float>(out.handle(), s, out.path);
    } else if (kind == Kind::whole) {
        Values cut;
        for (const double x : s) cut.push_back(within(x, INT32_MIN, INT32_MAX));
        put_as<std::int32_t>(out.handle(), cut, out.path);
    } else {
        const double steps = kind == Kind::byte ? 255 : 65535;
        const double low = s.empty() ? 0 : *std::min_element(s.begin(), s.end());
        const double high = s.empty() ? 0 : *std::max_element(s.begin(), s.end());
        const double scale = high > low ? steps / (high - low) : 1;
        const std::array<double, 2> range = {scale, low};
        put(out.handle(), range.data(), sizeof range, out.path);
        Values cut;
        for (const double x : s)
            cut.push_back(kind == Kind::byte ? within((x - low) * scale - 128, -128, 127)
                                             : within((x - low) * scale, 0, 65535));
        if (kind == Kind::byte) put_as<std::int8_t>(out.handle(), cut, out.path);
        else put_as<std::uint16_t>(out.handle(), cut, out.path);
    }
    finish(out.handle(), out.path);
    return number(1);
}

/// vread(file): what vwrite wrote; 0 at the end of the file.
Value read_typed(Object& o, const Arguments& a) {
    const auto file = file_argument(a, 0);
    auto& in = file->opened("vread");
    std::array<std::int32_t, 2> head{};
    if (std::fread(head.data(), sizeof head, 1, in.handle()) != 1) return number(0);
    if (head[0] < 0)
        throw InputError(ErrorParts{"these are no numbers that vwrite wrote", in.path, {}, {}, {}});
    const auto count = static_cast<std::size_t>(head[0]);
    const auto kind = kind_from(head[1], in.path);
    Values out;
    if (kind == Kind::full) out = get_as<double>(in.handle(), count, in.path);
    else if (kind == Kind::single) out = get_as<float>(in.handle(), count, in.path);
    else if (kind == Kind::whole) out = get_as<std::int32_t>(in.handle(), count, in.path);
    else {
        const auto range = get_as<double>(in.handle(), 2, in.path);
        out = kind == Kind::byte ? get_as<std::int8_t>(in.handle(), count, in.path)
                                 : get_as<std::uint16_t>(in.handle(), count, in.path);
        for (auto& x : out) x = (kind == Kind::byte ? x + 128 : x) / range[0] + range[1];
    }
    become(o, out);
    return number(1);
}

} // namespace ranvier::world::classes::vector_methods
