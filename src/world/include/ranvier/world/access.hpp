// SPDX-License-Identifier: BSD-3-Clause
// What the hoc programs of a world may reach outside of it: the shell, Python, files, C code. Whatever opens one of these asks
// here first, so that a program from a stranger can be looked at safely.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace ranvier::world {

class World;

class Access {
  public:
    explicit Access(World& world) : world_(world) {}

    /// Until release(): no shell, no Python, no C code, no file outside of a folder. Without a folder it is that of the file that
    /// is loaded from outside, before that the working one. What was loaded so stays restricted: its procedures may run later.
    void restrict(const std::string& folder);
    void release();
    [[nodiscard]] bool is_restricted() const;

    /// Each throws InputError that says what is refused and why. `what` is the name in the program: "system".
    void require_shell(std::string_view what) const;
    void require_python(std::string_view what) const;
    void require_c(const std::string& file) const;
    enum class Use : unsigned char { read, write };
    void require_file(std::string_view what, const std::filesystem::path& file, Use use) const;
    /// A program is read. From outside (no hoc is running) it may be anywhere, and its folder becomes the one.
    void load(std::string_view what, const std::filesystem::path& file);

  private:
    [[nodiscard]] bool hoc_runs() const;
    [[nodiscard]] bool is_in_session() const; ///< session files describe windows: no shell, no Python, ever
    [[noreturn]] void refuse(std::string_view what, const std::string& value, const char* why) const;

    World& world_;
    int active_ = 0;
    bool has_loaded_ = false; ///< something of hoc ran while restricted
    bool is_named_ = false;   ///< the folder was named by who restricts
    std::filesystem::path folder_;
};

} // namespace ranvier::world
