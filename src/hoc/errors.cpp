// SPDX-License-Identifier: BSD-3-Clause
// What a program sees of an error: the reason, the place, the line with a caret, who called whom.
#include <algorithm>

#include "machine.hpp"

namespace ranvier::hoc {
namespace {

constexpr std::size_t kMostCalls = 12;

std::string whole_text(const std::string& reason, const std::string& place,
                       const std::vector<std::string>& calls) {
    std::string out = reason;
    if (!place.empty()) out += "\n" + place;
    std::size_t shown = 0;
    for (const auto& call : calls) {
        if (shown++ == kMostCalls) {
            out += "\n  ... and " + std::to_string(calls.size() - kMostCalls) + " more";
            break;
        }
        out += "\n  in " + call;
    }
    return out;
}

/// "file:line:column", the line, a caret.
std::string place_text(const SourceText& source, std::uint32_t begin) {
    const auto place = source.place(begin);
    std::string out =
        source.name() + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + "\n";
    std::string line(source.line_at(begin));
    auto column = static_cast<std::size_t>(place.column - 1);
    constexpr std::size_t kWidest = 160;
    if (line.size() > kWidest) {
        // A long line (many files write a whole program on one) is cut around the place.
        const std::size_t from = std::min(column > 60 ? column - 60 : 0, line.size());
        line = line.substr(from, kWidest);
        column -= from;
    }
    out += "    " + line + "\n    ";
    for (std::size_t i = 0; i < column && i < line.size(); ++i) out += line[i] == '\t' ? '\t' : ' ';
    return out + "^";
}

} // namespace

HocError::HocError(std::string reason, std::string place, std::vector<std::string> calls)
    : Error(whole_text(reason, place, calls)), reason_(std::move(reason)), place_(std::move(place)),
      calls_(std::move(calls)) {}

void Machine::fail_at(Span span, std::string message, std::string hint) const {
    if (!hint.empty()) message += "; " + hint;
    throw HocError(std::move(message), span.source ? place_text(*span.source, span.begin) : "", {});
}

void Machine::fail_parsing(const Diagnostics& diagnostics) const {
    const auto& all = diagnostics.all();
    if (all.empty()) throw HocError("syntax error", "", {});
    fail_at(all.front().span, "syntax error: " + all.front().message, all.front().hint);
}

std::string Machine::call_text(const Frame& frame) const {
    std::string out;
    if (frame.self) out = frame.self->name() + ".";
    out += frame.procedure->name + "(";
    for (std::uint32_t i = 0; i < frame.count; ++i) {
        if (i == 4) {
            out += ", ...";
            break;
        }
        if (i) out += ", ";
        out += value_text(frame.arguments[i]);
    }
    return out + ")";
}

/// The error as it leaves the frames from `floor` on. An error that came with a place keeps it.
HocError Machine::trace(const Error& error, std::size_t floor) const {
    const auto* known = dynamic_cast<const HocError*>(&error);
    std::string reason = known ? known->reason() : std::string(error.what());
    std::string place = known ? known->place() : std::string();
    std::vector<std::string> calls = known ? known->calls() : std::vector<std::string>();
    const auto& frames = stacks->frames;
    for (std::size_t i = frames.size(); i-- > floor;) {
        const Frame& frame = frames[i];
        const Code& code = frame.procedure->code;
        if (place.empty() && frame.pc) {
            auto at = static_cast<std::size_t>(frame.pc - code.instructions.data());
            if (at > 0) --at;
            if (at < code.places.size() && code.source)
                place = place_text(*code.source, code.places[at].first);
        }
        if (frame.procedure->letter != 't' && frame.kind != FrameKind::body)
            calls.push_back(call_text(frame));
    }
    return {std::move(reason), std::move(place), std::move(calls)};
}

/// Drops frames and values, and the sections that they pushed.
void Machine::unwind(std::size_t floor, Value* top, std::size_t sections) {
    auto& frames = stacks->frames;
    equations->abandon(floor + 1);
    while (frames.size() > floor) frames.pop_back();
    clear(top);
    host.restore(sections);
}

} // namespace ranvier::hoc
