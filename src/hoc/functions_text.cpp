// SPDX-License-Identifier: BSD-3-Clause
// Functions on texts and for output: printf, sprint, strcmp, sscanf.
#include <utility>

#include "functions.hpp"
#include "ranvier/hoc/formatted.hpp"

namespace ranvier::hoc {
namespace {

Value print_formatted(Machine& machine, const Arguments& arguments) {
    const std::string text = formatted(arguments, 0);
    machine.host.print(text);
    return static_cast<double>(text.size());
}

Value write_formatted(Machine& machine, const Arguments& arguments) {
    const std::string text = formatted(arguments, 0);
    machine.host.write(text);
    return static_cast<double>(text.size());
}

Value print_into(Machine& machine, const Arguments& arguments) {
    std::string& made = machine.scratch; // the text itself may be an argument
    made.clear();
    format_into(made, arguments, 1);
    std::swap(*arguments.writable_text(0), made);
    return 1.0;
}

/// The difference of the first bytes that differ, as the C library's.
Value compare_texts(Machine&, const Arguments& arguments) {
    const std::string& a = arguments.text(0);
    const std::string& b = arguments.text(1);
    for (std::size_t i = 0;; ++i) {
        const int left = i < a.size() ? static_cast<unsigned char>(a[i]) : 0;
        const int right = i < b.size() ? static_cast<unsigned char>(b[i]) : 0;
        if (left != right || left == 0) return static_cast<double>(left - right);
    }
}

Value scan_text(Machine&, const Arguments& arguments) {
    const std::string text = arguments.text(0); // a copy: it may be read into itself
    return static_cast<double>(scan(text, arguments, 1));
}

/// while (read(x)) ...: 0 when there is no further line.
Value read_into(Machine& machine, const Arguments& arguments) {
    const auto place = arguments.place(0);
    try {
        place->set(machine.read_number());
    } catch (const IoError&) {
        return 0.0;
    }
    return 1.0;
}

constexpr LanguageFunction kFunctions[] = {
    {"printf", print_formatted}, {"fprint", write_formatted}, {"sprint", print_into},
    {"strcmp", compare_texts},   {"sscanf", scan_text},       {"read", read_into},
};

} // namespace

std::span<const LanguageFunction> text_functions() { return kFunctions; }

} // namespace ranvier::hoc
