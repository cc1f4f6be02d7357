// SPDX-License-Identifier: BSD-3-Clause
// Mistakes in a user's source text, collected with their places, so that a file gives all of its errors at once.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ranvier/base/error.hpp"

namespace ranvier {

/// A source text with a name for messages. Lines end at LF, CRLF or CR. Immutable and shared.
class SourceText {
  public:
    SourceText(std::string name, std::string text);
    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] std::string_view text() const noexcept { return text_; }
    struct Place {
        int line;   ///< from 1
        int column; ///< from 1, in bytes
    };
    [[nodiscard]] Place place(std::uint32_t offset) const;
    /// The line that holds `offset`, without its end.
    [[nodiscard]] std::string_view line_at(std::uint32_t offset) const;

  private:
    std::string name_;
    std::string text_;
    std::vector<std::uint32_t> line_starts_;
};

using SourcePtr = std::shared_ptr<const SourceText>;

/// A piece of a source text. `source` may be null for things that no text stands behind.
struct Span {
    const SourceText* source = nullptr;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

enum class Severity : std::uint8_t { note, warning, error };

struct Diagnostic {
    Severity severity = Severity::error;
    std::string message;
    Span span;
    std::string hint; ///< a remedy or near names; may be empty
};

/// Collects what the passes over one source say.
class Diagnostics {
  public:
    void error(Span span, std::string message, std::string hint = {});
    void warning(Span span, std::string message, std::string hint = {});
    void note(Span span, std::string message, std::string hint = {});
    [[nodiscard]] bool has_errors() const noexcept { return error_count_ > 0; }
    [[nodiscard]] int error_count() const noexcept { return error_count_; }
    [[nodiscard]] const std::vector<Diagnostic>& all() const noexcept { return all_; }
    /// "file:line:column: error: message", the line, a caret below it, the hint; one block a diagnostic, in order of place.
    [[nodiscard]] std::string text() const;
    /// Takes over what another source's passes said.
    void append(const Diagnostics& other) {
        all_.insert(all_.end(), other.all_.begin(), other.all_.end());
        sources_.insert(sources_.end(), other.sources_.begin(), other.sources_.end());
        error_count_ += other.error_count_;
    }
    /// Keeps the source alive as long as its spans are.
    void hold(SourcePtr source) { sources_.push_back(std::move(source)); }

  private:
    void add(Severity severity, Span span, std::string message, std::string hint);
    std::vector<Diagnostic> all_;
    std::vector<SourcePtr> sources_;
    int error_count_ = 0;
};

/// All mistakes of a source at once. `what()` is Diagnostics::text().
class CompileError : public Error {
  public:
    explicit CompileError(Diagnostics diagnostics);
    [[nodiscard]] const Diagnostics& diagnostics() const noexcept { return diagnostics_; }

  private:
    Diagnostics diagnostics_;
};

} // namespace ranvier
