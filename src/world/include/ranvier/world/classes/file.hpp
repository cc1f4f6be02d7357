// SPDX-License-Identifier: BSD-3-Clause
// File: a file that is read or written, as text or as numbers of a machine.
#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "ranvier/world/classes/builtin_class.hpp"

namespace ranvier::world::classes {

/// A file of C's library with the name that messages give it.
class Stream {
  public:
    Stream() = default;
    ~Stream() { close(); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    bool open(const char* mode);           ///< the file of this path; closes what was open
    bool open_text(std::string_view text); ///< to read; the text must outlive this
    void close();
    [[nodiscard]] bool is_open() const noexcept { return handle_ != nullptr; }
    [[nodiscard]] std::FILE* handle() const noexcept { return handle_; }
    [[nodiscard]] bool at_end() const;
    /// A word up to white space. None at the end.
    [[nodiscard]] std::optional<std::string> word();
    [[nodiscard]] std::optional<std::string> line(); ///< with its end
    /// The next word that begins with a number; the character after it is consumed too.
    [[nodiscard]] std::optional<double> number();

    std::string path;

  private:
    std::FILE* handle_ = nullptr;
};

class File final : public hoc::Object {
  public:
    using Object::Object;
    /// @throws InputError  no file is open
    [[nodiscard]] Stream& opened(std::string_view method);

    Stream stream;
    std::string folder;
};

/// What a method was given to print to or read from.
[[nodiscard]] std::shared_ptr<File> file_argument(const hoc::Arguments& arguments, std::size_t i);

extern const Declaration kFileClass;

} // namespace ranvier::world::classes
