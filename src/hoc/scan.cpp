// SPDX-License-Identifier: BSD-3-Clause
// sscanf by hand: numbers go into references, texts into strdefs.
#include <cstdlib>

#include "ranvier/base/error.hpp"
#include "ranvier/hoc/formatted.hpp"

namespace ranvier::hoc {

namespace {

constexpr std::string_view kLengths = "hlLqjzt";

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

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
    bool whole(std::size_t width, int base, bool is_long, bool keep) {
        const auto rest = text_.substr(at_, width);
        const std::string word(rest);
        char* end = nullptr;
        const long long value = std::strtoll(word.c_str(), &end, base);
        if (end == word.c_str()) return false;
        at_ += static_cast<std::size_t>(end - word.c_str());
        store(is_long ? static_cast<double>(value) : static_cast<int>(value), keep);
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
        bool is_long = false;
        for (; i < format_.size() && kLengths.find(format_[i]) != kLengths.npos; ++i)
            if (format_[i] != 'h') is_long = true;
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
        case 'u': return whole(most, 10, is_long, keep);
        case 'i': return whole(most, 0, is_long, keep);
        case 'o': return whole(most, 8, is_long, keep);
        case 'x':
        case 'X': return whole(most, 16, is_long, keep);
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
            const std::string word(text_.substr(at_, most));
            char* end = nullptr;
            double value = std::strtod(word.c_str(), &end);
            if (end == word.c_str()) return false;
            at_ += static_cast<std::size_t>(end - word.c_str());
            if (!is_long) value = static_cast<float>(value); // as C: %f reads a float, %lf a double
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
