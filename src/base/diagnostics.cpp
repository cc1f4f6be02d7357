// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/base/diagnostics.hpp"

#include <algorithm>

namespace ranvier {

SourceText::SourceText(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
    line_starts_.push_back(0);
    for (std::size_t i = 0; i < text_.size(); ++i) {
        const bool lone_cr = text_[i] == '\r' && (i + 1 == text_.size() || text_[i + 1] != '\n');
        if (text_[i] == '\n' || lone_cr) line_starts_.push_back(static_cast<std::uint32_t>(i + 1));
    }
}

SourceText::Place SourceText::place(std::uint32_t offset) const {
    const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    const auto line = next - line_starts_.begin();
    return {static_cast<int>(line),
            static_cast<int>(offset - line_starts_[static_cast<std::size_t>(line - 1)]) + 1};
}

std::string_view SourceText::line_at(std::uint32_t offset) const {
    const auto start = line_starts_[static_cast<std::size_t>(place(offset).line - 1)];
    const std::string_view rest = std::string_view(text_).substr(start);
    return rest.substr(0, rest.find_first_of("\r\n"));
}

void Diagnostics::add(Severity severity, Span span, std::string message, std::string hint) {
    if (severity == Severity::error) ++error_count_;
    all_.push_back({severity, std::move(message), span, std::move(hint)});
}
void Diagnostics::error(Span span, std::string message, std::string hint) {
    add(Severity::error, span, std::move(message), std::move(hint));
}
void Diagnostics::warning(Span span, std::string message, std::string hint) {
    add(Severity::warning, span, std::move(message), std::move(hint));
}
void Diagnostics::note(Span span, std::string message, std::string hint) {
    add(Severity::note, span, std::move(message), std::move(hint));
}

namespace {

const char* severity_name(Severity severity) {
    switch (severity) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
    }
    return "?";
}

/// The line as it may be shown: tabs kept (the caret line repeats them), other control and non-ASCII bytes as '?'.
std::string shown(std::string_view line) {
    std::string out(line.substr(0, 200));
    for (char& c : out)
        if (c != '\t' && (static_cast<unsigned char>(c) < 32 || static_cast<unsigned char>(c) > 126)) c = '?';
    return out;
}

std::string one(const Diagnostic& d) {
    std::string out;
    if (d.span.source) {
        const auto place = d.span.source->place(d.span.begin);
        out += d.span.source->name() + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) +
               ": ";
        out += std::string(severity_name(d.severity)) + ": " + d.message + "\n";
        const std::string line = shown(d.span.source->line_at(d.span.begin));
        const auto before = std::min(static_cast<std::size_t>(place.column - 1), line.size());
        std::string marks;
        for (std::size_t i = 0; i < before; ++i) marks += line[i] == '\t' ? '\t' : ' ';
        const std::size_t width = d.span.end > d.span.begin ? d.span.end - d.span.begin : 1;
        marks += '^' + std::string(std::min(width, std::max<std::size_t>(line.size() - before, 1)) - 1, '~');
        out += "    " + line + "\n    " + marks + "\n";
    } else {
        out += std::string(severity_name(d.severity)) + ": " + d.message + "\n";
    }
    if (!d.hint.empty()) out += "    " + d.hint + "\n";
    return out;
}

} // namespace

std::string Diagnostics::text() const {
    std::vector<const Diagnostic*> order;
    for (const auto& d : all_) order.push_back(&d);
    // by place within a source; sources as they came
    std::vector<const SourceText*> sources;
    const auto rank = [&](const Diagnostic* d) {
        const auto it = std::find(sources.begin(), sources.end(), d->span.source);
        if (it != sources.end()) return it - sources.begin();
        sources.push_back(d->span.source);
        return static_cast<std::ptrdiff_t>(sources.size()) - 1;
    };
    for (const auto* d : order) (void)rank(d);
    std::stable_sort(order.begin(), order.end(), [&](const auto* x, const auto* y) {
        return std::pair(rank(x), x->span.begin) < std::pair(rank(y), y->span.begin);
    });
    std::string out;
    for (const auto* d : order) out += one(*d);
    return out;
}

CompileError::CompileError(Diagnostics diagnostics)
    : Error(diagnostics.text()), diagnostics_(std::move(diagnostics)) {}

} // namespace ranvier
