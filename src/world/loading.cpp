// SPDX-License-Identifier: BSD-3-Clause
// From .mod files to mechanisms of a world: once, again when a file changed, and those of the working folder when first needed.
#include <algorithm>
#include <filesystem>
#include <utility>

#include "ranvier/base/error.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/mechanism_library.hpp"
#include "ranvier/world/tools.hpp"
#include "ranvier/world/world.hpp"

#include "read_text.hpp"

namespace ranvier::world {

namespace fs = std::filesystem;

namespace {

std::string canonical(const std::string& path) {
    std::error_code error;
    const auto found = fs::weakly_canonical(path, error);
    return error ? path : found.string();
}

/// Whether the file and all that it includes still say what they said.
bool is_unchanged(const mir::Mechanism& mechanism) {
    return std::all_of(mechanism.sources.begin(), mechanism.sources.end(), [](const SourcePtr& source) {
        const auto now = read_text_if_there(source->name());
        return now && *now == source->text();
    });
}

StateError taken(const std::string& name, const std::string& file) {
    return StateError(ErrorParts{"a mechanism of this name is already there", name, file,
                                 "one mechanism a name", "rename it with SUFFIX or POINT_PROCESS"});
}

} // namespace

int World::load_mechanisms(const std::string& path) {
    hoc_host().access().require_file("mechanisms", path, Access::Use::read);
    return load_files(mechanism_sources(path));
}

int World::load_files(const std::vector<std::string>& files) { return load_files(files, WhenC::now); }

int World::load_files(const std::vector<std::string>& files, WhenC when) {
    check_access();
    require_mechanisms(); // a file may take none of their names
    // All files are read before any is registered, and the mistakes of all are said at once.
    std::vector<MechanismPtr> compiled;
    std::vector<std::string> places;
    Diagnostics mistakes;
    for (const auto& file : files) {
        hoc_host().access().require_file("mechanisms", file, Access::Use::read);
        const auto place = canonical(file);
        const auto known = loaded_.find(place);
        if (known != loaded_.end() && is_unchanged(*known->second)) continue;
        try {
            // read again under the name that it had before
            auto mechanism = compile_mechanism_file(known == loaded_.end() ? file : known->second->file);
            if (mechanism->needs_c) hoc_host().access().require_c(file);
            if (when == WhenC::now) {
                const auto absent = compile_c(*mechanism, runtime_->c_options());
                if (!absent.all().empty()) log(absent.text());
            }
            compiled.push_back(std::move(mechanism));
            places.push_back(place);
        } catch (const CompileError& e) {
            mistakes.append(e.diagnostics());
        }
    }
    if (mistakes.has_errors()) throw CompileError(std::move(mistakes));
    for (std::size_t i = 0; i < compiled.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (compiled[i]->name == compiled[j]->name) throw taken(compiled[i]->name, compiled[i]->file);
    for (const auto& mechanism : compiled) check_name(*mechanism);
    check_same_charges(compiled);
    for (const auto& mechanism : compiled) add_ions_of(*mechanism);
    for (std::size_t i = 0; i < compiled.size(); ++i) {
        register_mechanism(compiled[i]);
        loaded_[places[i]] = compiled[i];
    }
    return static_cast<int>(compiled.size());
}

void World::load_mechanism_text(std::string file, std::string text) {
    check_access();
    require_mechanisms(); // a file may take none of their names
    const auto mechanism = compile_mechanism(std::move(file), std::move(text));
    check_name(*mechanism);
    check_same_charges({mechanism});
    add_ions_of(*mechanism);
    register_mechanism(mechanism);
}

void World::describe_mechanism(const std::string& name, std::function<std::string()> text) {
    described_[name] = std::move(text);
}

void World::forget_description(const std::string& name) { described_.erase(name); }

void World::make_described(std::string_view wanted) {
    const auto described = std::exchange(described_, {}); // reading a text looks for names
    for (const auto& [name, text] : described) {
        try {
            load_mechanism_text("KSChan " + name, text());
        } catch (const Error&) {
            described_[name] = text; // until its description is right
            if (name == wanted) throw;
        }
    }
    names_changed();
}

/// Throws unless the name is free, or its mechanism may be replaced by this one.
void World::check_name(const mir::Mechanism& mechanism) const {
    const auto there = model_.mechanisms().find(mechanism.name);
    if (!there) return;
    const bool is_same_file = canonical(there->mechanism->file) == canonical(mechanism.file);
    const auto& standard = runtime_->standard_mechanisms();
    const bool is_standard = std::any_of(standard.begin(), standard.end(),
                                         [&](const auto& known) { return known->name == mechanism.name; });
    if (there->is_ion() || (!is_same_file && (is_standard || there->instances->alive_count() > 0)))
        throw taken(mechanism.name, mechanism.file);
}

void World::register_mechanism(const MechanismPtr& mechanism) {
    if (const auto there = model_.mechanisms().find(mechanism->name)) {
        model_.replace_mechanism(mechanism);
        mechanisms_.push_back(mechanism); // the old one stays too: kernels in use point to it
        names_.remove_mechanism(*there);
        names_.add_mechanism(there);
        return;
    }
    add_mechanism(mechanism);
}

// offered --------------------------------------------------------------------------------------------------------------------

void World::offer_mechanisms(const std::vector<std::string>& files) {
    check_access();
    for (const auto& file : files) {
        try {
            const auto found = check_mechanism_syntax(file);
            if (!found.has_errors()) {
                offered_.push_back(file);
                continue;
            }
            log("warning: " + file + " is not loaded, it has mistakes:\n" + found.text());
        } catch (const Error& e) {
            log("warning: " + file + " is not loaded: " + e.what());
        }
        not_loaded_.push_back(file);
    }
    if (has_mechanisms_) take_offered();
}

void World::take_offered() {
    for (const auto& file : std::exchange(offered_, {})) {
        try {
            load_files({file}, WhenC::when_used);
        } catch (const Error& e) {
            log("warning: " + file + " is not loaded: " + e.what());
            not_loaded_.push_back(file);
        }
    }
}

std::string World::hint_for_mechanism(std::string_view name, const std::vector<std::string>& known) const {
    for (const auto& file : not_loaded_) {
        const auto text = read_text_if_there(file);
        if (fs::path(file).stem() == name ||
            (text && text->find(" " + std::string(name)) != std::string::npos))
            return file + " was not loaded: ranvier mod check " + file;
    }
    return near_names_hint(name, known);
}

} // namespace ranvier::world
