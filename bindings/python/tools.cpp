// SPDX-License-Identifier: BSD-3-Clause
// What the command line asks for: checking and showing .mod files, libraries of mechanisms, the cache of kernels.
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "objects.hpp"
#include "ranvier/world/mechanism_library.hpp"
#include "ranvier/world/tools.hpp"

namespace ranvier::python {

using namespace nb::literals;

void bind_tools(nb::module_& m) {
    m.def(
        "_check_mod",
        [](const std::string& path, bool absent_is_error) {
            const auto found =
                world::check_mechanism_file(path, absent_is_error ? Severity::error : Severity::warning);
            return nb::make_tuple(diagnostic_entries(found), found.text());
        },
        "path"_a, "absent_is_error"_a = true,
        "All that the compiler says about a file: (entries, text). What C asks for and is not here keeps no "
        "file "
        "from loading.");
    m.def(
        "_show_mod",
        [](const std::string& path, const std::string& stage) {
            return world::show_mechanism(path, stage, *world::Runtime::shared());
        },
        "path"_a, "stage"_a);
    m.def(
        "_compile_ahead",
        [](const std::string& path) {
            const auto mechanism = world::compile_mechanism_file(path);
            const nb::gil_scoped_release released;
            return world::compile_ahead(mechanism, world::RuntimeOptions::from_environment());
        },
        "path"_a, "Fill the cache with the kernels of one file; returns how many.");
    m.def(
        "_mechanism_name", [](const std::string& path) { return world::compile_mechanism_file(path)->name; },
        "path"_a);
    m.def("_mod_files", world::mod_files_of, "folder"_a);
    m.def("_library_in", world::library_in, "folder"_a);
    m.def("_mechanism_sources", world::mechanism_sources, "path"_a);
    m.def("_write_library", world::write_library, "library"_a, "files"_a);
    m.def("_architecture", world::architecture);
    m.def("_cache_use", [] {
        const auto use = world::cache_use(world::RuntimeOptions::from_environment());
        nb::dict out;
        out["folder"] = use.folder;
        out["files"] = use.files;
        out["bytes"] = use.bytes;
        out["limit"] = use.limit;
        return out;
    });
    m.def("_clear_cache", [] { return world::clear_cache(world::RuntimeOptions::from_environment()); });
}

} // namespace ranvier::python
