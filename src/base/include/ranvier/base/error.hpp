// SPDX-License-Identifier: BSD-3-Clause
// The family of exceptions. A message has up to five parts: what failed, which object (the user's name for it), the value
// with its unit, what is allowed, and a remedy or near names.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace ranvier {

/// The parts of a message; empty parts are left out of the text.
struct ErrorParts {
    std::string what;    ///< what failed, a full clause without a full stop: "nseg is out of range"
    std::string object;  ///< the user's name for the thing: "soma(0.5)"
    std::string value;   ///< the offending value with its unit
    std::string allowed; ///< what would have been right
    std::string hint;    ///< a remedy or near names

    /// One line: "<object>: <what> (got <value>); allowed: <allowed>. <hint>".
    [[nodiscard]] std::string text() const;
};

/// Root of all errors that a user can meet.
class Error : public std::runtime_error {
  public:
    explicit Error(ErrorParts parts);
    explicit Error(const std::string& what);
    [[nodiscard]] const ErrorParts& parts() const noexcept { return parts_; }

  private:
    ErrorParts parts_;
};

/// A bad argument or a bad value in a file.
class InputError : public Error {
  public:
    using Error::Error;
    static InputError out_of_range(std::string_view what, std::string_view object, std::string_view value,
                                   std::string_view allowed, std::string_view hint = {});
};
/// The right thing at the wrong moment: a deleted section, a run inside a run, a world in use by another thread.
class StateError : public Error {
  public:
    using Error::Error;
};
/// A name that is not there; carries near names in its hint.
class LookupFailure : public Error {
  public:
    using Error::Error;
};
/// A calculation that left its domain: a voltage that became NaN, a solver that did not converge.
class NumericsError : public Error {
  public:
    using Error::Error;
};
/// A file that cannot be read or written.
class IoError : public Error {
  public:
    using Error::Error;
};
/// The user asked to stop (Ctrl-C); Python sees KeyboardInterrupt.
class Interrupted : public Error {
  public:
    using Error::Error;
};
/// Our own mistake.
class InternalError : public Error {
  public:
    using Error::Error;
};

/// The shortest text that reads back as the same double.
[[nodiscard]] std::string number_text(double value);

/// Up to three candidates close to `name` by edit distance, best first.
[[nodiscard]] std::vector<std::string> near_names(std::string_view name,
                                                  const std::vector<std::string>& candidates);

/// "did you mean a, b or c?", or "" if nothing is near.
[[nodiscard]] std::string near_names_hint(std::string_view name, const std::vector<std::string>& candidates);

namespace detail {
[[noreturn]] void check_failed(const char* condition, const char* file, int line);
}

} // namespace ranvier

/// An invariant of ours; always checked.
#define RV_CHECK(condition)                                                                                  \
    ((condition) ? void() : ::ranvier::detail::check_failed(#condition, __FILE__, __LINE__))
#ifndef NDEBUG
#define RV_ASSERT(condition) RV_CHECK(condition)
#else
#define RV_ASSERT(condition) void()
#endif
