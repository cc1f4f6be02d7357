// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/access.hpp"

#include "ranvier/base/error.hpp"
#include "ranvier/hoc/interpreter.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world {

namespace {

namespace fs = std::filesystem;

/// Without links and dots, as far as the path exists.
fs::path real(const fs::path& path) {
    std::error_code error;
    auto found = fs::weakly_canonical(fs::absolute(path, error), error);
    if (error) return path;
    if (!found.has_filename()) found = found.parent_path(); // "a/" is a
    return found;
}

bool is_inside(const fs::path& file, const fs::path& folder) {
    auto at = file.begin();
    for (const auto& part : folder) {
        if (at == file.end() || *at != part) return false;
        ++at;
    }
    return true;
}

} // namespace

void Access::restrict(const std::string& folder) {
    if (!folder.empty() && !fs::is_directory(folder))
        throw InputError(ErrorParts{"there is no such folder", "safe mode", folder, {}, {}});
    ++active_;
    is_named_ = !folder.empty();
    folder_ = real(is_named_ ? fs::path(folder) : fs::path("."));
}

void Access::release() {
    if (active_ > 0) --active_;
}

bool Access::hoc_runs() const { return world_.has_hoc() && world_.hoc().call_depth() > 0; }

bool Access::is_restricted() const { return active_ > 0 || (has_loaded_ && hoc_runs()); }

bool Access::is_in_session() const {
    if (!hoc_runs()) return false;
    const hoc::Value ending = std::make_shared<std::string>(".ses");
    return std::get<double>(world_.hoc().call("in_file", {&ending, 1})) != 0;
}

void Access::refuse(std::string_view what, const std::string& value, const char* why) const {
    throw InputError(ErrorParts{why, std::string(what), value, {}, {}});
}

void Access::require_shell(std::string_view what) const {
    if (is_restricted()) refuse(what, {}, "commands of the system are refused in safe mode");
    if (is_in_session()) refuse(what, {}, "commands of the system are refused in a session file");
}

void Access::require_python(std::string_view what) const {
    if (is_restricted()) refuse(what, {}, "Python is refused in safe mode");
    if (is_in_session()) refuse(what, {}, "Python is refused in a session file");
}

void Access::require_c(const std::string& file) const {
    if (is_restricted()) refuse(file, {}, "C code (VERBATIM) of a mechanism is refused in safe mode");
}

void Access::require_file(std::string_view what, const fs::path& file, Use use) const {
    if (!is_restricted()) return;
    const auto wanted = real(file);
    std::error_code error;
    // what is a link even now leads to where there is nothing yet
    if (is_inside(wanted, folder_) && !fs::is_symlink(wanted, error)) return;
    // our own library belongs to no model; in a build tree its files are links
    const auto library = fs::path(world_.runtime().mechanism_directory()).parent_path() / "hoclib";
    if (use == Use::read &&
        (is_inside(wanted, real(library)) || is_inside(wanted, real(library / "stdlib.hoc").parent_path())))
        return;
    throw InputError(ErrorParts{"this file is outside of the model's folder, which safe mode refuses",
                                std::string(what),
                                wanted.string(),
                                "files in " + folder_.string(),
                                {}});
}

void Access::load(std::string_view what, const fs::path& file) {
    if (!is_restricted()) return;
    if (active_ > 0 && !hoc_runs() && !is_named_) folder_ = real(file).parent_path();
    require_file(what, file, Use::read);
    has_loaded_ = true;
}

} // namespace ranvier::world
