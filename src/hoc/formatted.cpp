// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/hoc/formatted.hpp"

#include <charconv>
#include <climits>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "ranvier/base/error.hpp"

namespace ranvier::hoc {

namespace {

constexpr std::string_view kFlags = "-+ #0";
constexpr std::string_view kLengths = "hlLqjzt";

/// One conversion of a format: its text without length letters, and the letter that says what it is.
struct Conversion {
    std::string flags;
    bool star_width = false, star_precision = false;
    std::string width, precision; ///< digits; precision with its point
    char letter = 0;              ///< 0: the format ended
    std::size_t end = 0;
};

Conversion conversion_at(std::string_view format, std::size_t i) {
    Conversion c;
    const auto more = [&] { return i < format.size(); };
    const auto digits = [&](std::string& into, bool& star) {
        if (more() && format[i] == '*') {
            star = true;
            ++i;
        }
        while (more() && format[i] >= '0' && format[i] <= '9') into += format[i++];
    };
    while (more() && kFlags.find(format[i]) != kFlags.npos) c.flags += format[i++];
    digits(c.width, c.star_width);
    if (more() && format[i] == '.') {
        c.precision += format[i++];
        digits(c.precision, c.star_precision);
    }
    while (more() && kLengths.find(format[i]) != kLengths.npos) ++i;
    if (more()) c.letter = format[i++];
    c.end = i;
    return c;
}

long long whole_number(double x) {
    // What a cast makes of numbers that no int holds differs between machines.
    if (!(x > -9.2e18 && x < 9.2e18)) return INT_MIN;
    const auto whole = static_cast<long long>(x);
    return whole < INT_MIN || whole > UINT_MAX ? INT_MIN : whole;
}

template <class T> void print(std::string& out, const std::string& format, T value) {
    char small[128];
    const int size = std::snprintf(small, sizeof small, format.c_str(), value);
    if (size < 0) return;
    if (static_cast<std::size_t>(size) < sizeof small) {
        out.append(small, static_cast<std::size_t>(size));
        return;
    }
    std::vector<char> large(static_cast<std::size_t>(size) + 1);
    std::snprintf(large.data(), large.size(), format.c_str(), value);
    out.append(large.data(), static_cast<std::size_t>(size));
}

/// A width or precision: no format may ask for a text of gigabytes.
std::string bounded(const std::string& digits, const Arguments& arguments) {
    constexpr int kMost = 100000;
    const auto* first = digits.data() + (digits.starts_with('.') ? 1 : 0);
    int value = 0;
    const auto result = std::from_chars(first, digits.data() + digits.size(), value);
    if (result.ec == std::errc::result_out_of_range || value > kMost)
        throw InputError::out_of_range("a width in the format", std::string(arguments.function()), digits,
                                       "at most 100000");
    return digits;
}

std::string text_argument(const Arguments& arguments, std::size_t i) {
    if (arguments.has(i) && (std::holds_alternative<ObjectPtr>(arguments[i]) ||
                             std::holds_alternative<ObjectPlacePtr>(arguments[i]))) {
        const auto object = arguments.object(i);
        return object ? object->name() : "NULLobject";
    }
    return arguments.text(i);
}

} // namespace

std::string formatted(const Arguments& arguments, std::size_t first) {
    const std::string& format = arguments.text(first);
    std::string out;
    auto next = first + 1;
    const auto star = [&](bool wanted, std::string& digits) {
        if (!wanted) return;
        digits += std::to_string(arguments.whole(next, -100000, 100000));
        ++next;
    };
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') {
            out += format[i];
            continue;
        }
        auto c = conversion_at(format, i + 1);
        const auto verbatim = std::string_view(format).substr(i, c.end - i);
        i = c.end - 1;
        if (c.letter == '%') {
            out += '%';
            continue;
        }
        star(c.star_width, c.width);
        star(c.star_precision, c.precision);
        const std::string start =
            "%" + c.flags + bounded(c.width, arguments) + bounded(c.precision, arguments);
        switch (c.letter) {
        case 'd':
        case 'i': print(out, start + "lld", whole_number(arguments.number(next++))); break;
        case 'o':
        case 'x':
        case 'X':
        case 'u':
            print(out, start + c.letter, static_cast<unsigned>(whole_number(arguments.number(next++))));
            break;
        case 'c': print(out, start + "c", static_cast<int>(whole_number(arguments.number(next++)))); break;
        case 'e':
        case 'E':
        case 'f':
        case 'F':
        case 'g':
        case 'G': print(out, start + c.letter, arguments.number(next++)); break;
        case 's': print(out, start + "s", text_argument(arguments, next++).c_str()); break;
        default: out += verbatim; // not a conversion: text
        }
    }
    return out;
}

namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// How many characters of `s` are a number as strtod takes one, at most `most`.
std::size_t number_length(std::string_view s, std::size_t most) {
    s = s.substr(0, most);
    std::size_t i = !s.empty() && (s[0] == '-' || s[0] == '+') ? 1 : 0;
    const auto begin = i;
    while (i < s.size() && is_digit(s[i])) ++i;
    std::size_t digits = i - begin;
    if (i < s.size() && s[i] == '.') {
        const auto point = i++;
        while (i < s.size() && is_digit(s[i])) ++i;
        digits += i - point - 1;
    }
    if (digits == 0) return 0;
    if (i < s.size() && (s[i] == 'e' || s[i] == 'E')) {
        auto k = i + 1;
        if (k < s.size() && (s[k] == '-' || s[k] == '+')) ++k;
        if (k < s.size() && is_digit(s[k])) {
            while (k < s.size() && is_digit(s[k])) ++k;
            i = k;
        }
    }
    return i;
}

double to_number(std::string_view digits) { return std::strtod(std::string(digits).c_str(), nullptr); }

/// The characters that a `[...]` of a format stands for.
struct CharacterSet {
    bool all_but = false;
    std::string members;
    [[nodiscard]] bool has(char c) const { return (members.find(c) != members.npos) != all_but; }
};

CharacterSet set_at(std::string_view format, std::size_t& i) {
    CharacterSet set;
    if (i < format.size() && format[i] == '^') {
        set.all_but = true;
        ++i;
    }
    const auto begin = i;
    for (; i < format.size() && (format[i] != ']' || i == begin); ++i) {
        if (format[i] == '-' && i > begin && i + 1 < format.size() && format[i + 1] != ']') {
            for (int c = static_cast<unsigned char>(format[i - 1]) + 1;
                 c < static_cast<unsigned char>(format[i + 1]); ++c)
                set.members += static_cast<char>(c);
            continue;
        }
        set.members += format[i];
    }
    if (i < format.size()) ++i;
    return set;
}

class Scanner {
  public:
    Scanner(std::string_view text, const Arguments& arguments, std::size_t format)
        : text_(text), arguments_(arguments), next_(format + 1), format_(arguments.text(format)) {}

    int run() {
        for (std::size_t i = 0; i < format_.size();) {
            const char c = format_[i];
            if (is_space(c)) {
                skip_space();
                ++i;
            } else if (c != '%') {
                if (at_end()) return finish();
                if (text_[at_] != c) return read_;
                ++at_;
                ++i;
            } else {
                ++i;
                if (!conversion(i)) return ended_ ? finish() : read_;
            }
        }
        return read_;
    }

  private:
    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
    [[nodiscard]] int finish() const { return read_ == 0 ? -1 : read_; }
    void skip_space() {
        while (!at_end() && is_space(text_[at_])) ++at_;
    }
    void store(double value, bool keep) {
        if (!keep) return;
        arguments_.place(next_++)->set(value);
        ++read_;
    }
    void store(std::string_view value, bool keep) {
        if (!keep) return;
        *arguments_.writable_text(next_++) = std::string(value);
        ++read_;
    }
    bool whole(std::size_t width, int base, bool keep) {
        const auto rest = text_.substr(at_, width);
        const std::string word(rest);
        char* end = nullptr;
        const long long value = std::strtoll(word.c_str(), &end, base);
        if (end == word.c_str()) return false;
        at_ += static_cast<std::size_t>(end - word.c_str());
        store(static_cast<double>(value), keep);
        return true;
    }
    /// False: the text does not fit, or has ended.
    bool conversion(std::size_t& i) {
        const auto start = i;
        if (i < format_.size() && format_[i] == '%') {
            skip_space();
            ended_ = at_end();
            if (ended_ || text_[at_] != '%') return false;
            ++at_;
            ++i;
            return true;
        }
        bool keep = true;
        if (i < format_.size() && format_[i] == '*') {
            keep = false;
            ++i;
        }
        std::size_t width = 0;
        for (; i < format_.size() && is_digit(format_[i]) && width < 100000; ++i)
            width = 10 * width + static_cast<std::size_t>(format_[i] - '0');
        while (i < format_.size() && kLengths.find(format_[i]) != kLengths.npos) ++i;
        const char letter = i < format_.size() ? format_[i++] : '\0';
        if (letter != 'c' && letter != '[' && letter != 'n') skip_space();
        ended_ = at_end() && letter != 'n';
        const bool known = std::string_view("dioxXucsefgEFG[n").find(letter) != std::string_view::npos;
        if (!known || letter == '\0')
            throw InputError::out_of_range("a conversion of the format", std::string(arguments_.function()),
                                           "%" + format_.substr(start, i - start),
                                           "%d %i %o %x %u %e %f %g %s %c %[...] %n %%");
        if (keep)
            static_cast<void>(arguments_[next_]); // a missing reference is an error, whatever the text is
        if (ended_) return false;
        const auto most = width == 0 ? std::string_view::npos : width;
        switch (letter) {
        case 'd':
        case 'u': return whole(most, 10, keep);
        case 'i': return whole(most, 0, keep);
        case 'o': return whole(most, 8, keep);
        case 'x':
        case 'X': return whole(most, 16, keep);
        case 'n': {
            const auto before = read_;
            store(static_cast<double>(at_), keep);
            read_ = before;
            return true;
        }
        case 'c': store(static_cast<double>(static_cast<unsigned char>(text_[at_++])), keep); return true;
        case 's': return word(most, keep, [](char c) { return !is_space(c); });
        case '[': {
            const auto set = set_at(format_, i);
            return word(most, keep, [&](char c) { return set.has(c); });
        }
        default: {
            const auto length = number_length(text_.substr(at_), most);
            if (length == 0) return false;
            const double value = to_number(text_.substr(at_, length));
            at_ += length;
            store(value, keep);
            return true;
        }
        }
    }
    template <class Belongs> bool word(std::size_t most, bool keep, Belongs&& belongs) {
        const auto begin = at_;
        while (!at_end() && at_ - begin < most && belongs(text_[at_])) ++at_;
        if (at_ == begin) return false;
        store(text_.substr(begin, at_ - begin), keep);
        return true;
    }

    std::string_view text_;
    const Arguments& arguments_;
    std::size_t next_;
    std::string format_;
    std::size_t at_ = 0;
    int read_ = 0;
    bool ended_ = false;
};

} // namespace

int scan(std::string_view text, const Arguments& arguments, std::size_t format) {
    return Scanner(text, arguments, format).run();
}

std::optional<double> leading_number(std::string_view word) {
    if (word.empty()) return std::nullopt;
    const char first = word[0] == '-' || word[0] == '+' ? (word.size() > 1 ? word[1] : ' ') : word[0];
    if (!is_digit(first) && first != '.') return std::nullopt;
    const std::string text(
        word); // strtod takes hexadecimal numbers too, as those who write such files expect
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (end == text.c_str()) return std::nullopt;
    return value;
}

} // namespace ranvier::hoc
