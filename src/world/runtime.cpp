// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/runtime.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>

#include <dlfcn.h>

#include "ranvier/base/error.hpp"
#include "ranvier/codegen/cache_folder.hpp"
#include "ranvier/codegen/native.hpp"
#include "ranvier/nmodl/compile.hpp"
#include "read_text.hpp"
#include "tiered.hpp"

namespace ranvier::world {

namespace fs = std::filesystem;

namespace {

constexpr const char* kIonTemplate = "ion.mod";
constexpr std::uint64_t kMostMegabytes = 1ULL << 32U;
constexpr std::string_view kIonWord = "XX"; ///< stands for the ion's name in the template

std::string environment(const char* variable) {
    const char* value = std::getenv(variable);
    return value ? value : "";
}

/// The folder of the library or program that holds this code.
fs::path own_folder() {
    Dl_info info{};
    if (dladdr(reinterpret_cast<const void*>(&own_folder), &info) == 0 || !info.dli_fname) return {};
    std::error_code error;
    return fs::absolute(info.dli_fname, error).parent_path();
}

std::string default_cache() {
    if (const auto base = environment("XDG_CACHE_HOME"); !base.empty()) return base + "/ranvier/kernels";
    if (const auto home = environment("HOME"); !home.empty()) return home + "/.cache/ranvier/kernels";
    return {};
}

/// Types are numbered in this order, so that sums at a node are made in the order of the field's programs. Files that are not
/// named here follow, by name.
constexpr std::array kOrder{"na_ion", "k_ion",   "ca_ion",  "pas",    "hh",     "AlphaSynapse",
                            "ExpSyn", "Exp2Syn", "SEClamp", "VClamp", "IClamp", "NetStim"};

auto order_of(const MechanismPtr& m) {
    const auto it = std::find(kOrder.begin(), kOrder.end(), m->name);
    return std::make_pair(std::distance(kOrder.begin(), it), std::string_view(m->name));
}

} // namespace

std::string_view name(Backend backend) {
    switch (backend) {
    case Backend::automatic: return "automatic";
    case Backend::interpreter: return "interpreter";
    case Backend::scalar: return "scalar";
    case Backend::lanes: return "lanes";
    }
    return "";
}

RuntimeOptions RuntimeOptions::from_environment() {
    RuntimeOptions options;
    const auto backend = environment("RANVIER_BACKEND");
    bool known = backend.empty();
    for (const auto b : {Backend::automatic, Backend::interpreter, Backend::scalar, Backend::lanes}) {
        if (backend != name(b)) continue;
        options.backend = b;
        known = true;
    }
    if (!known)
        throw InputError::out_of_range("the back end", "RANVIER_BACKEND", backend,
                                       "automatic, interpreter, scalar or lanes");
    options.mechanism_directory = environment("RANVIER_MECHANISMS");
    if (const char* cache = std::getenv("RANVIER_CACHE_DIR")) options.cache_directory = cache;
    if (const auto limit = environment("RANVIER_CACHE_MB"); !limit.empty()) {
        std::uint64_t megabytes = 0;
        const auto read = std::from_chars(limit.data(), limit.data() + limit.size(), megabytes);
        if (read.ec != std::errc() || read.ptr != limit.data() + limit.size() || megabytes == 0 ||
            megabytes > kMostMegabytes)
            throw InputError::out_of_range("the size of the cache", "RANVIER_CACHE_MB", limit,
                                           "a whole number of megabytes, at least 1");
        options.cache_limit = megabytes << 20U;
    }
    return options;
}

std::string RuntimeOptions::cache_folder() const {
    return cache_directory ? *cache_directory : default_cache();
}

MechanismPtr compile_mechanism(std::string file, std::string text) {
    struct Compiled {
        SourcePtr source;
        mir::Mechanism mechanism;
    };
    Diagnostics diagnostics;
    auto source = std::make_shared<const SourceText>(std::move(file), std::move(text));
    diagnostics.hold(source);
    auto mechanism = nmodl::compile(source, {}, diagnostics);
    if (!mechanism) throw CompileError(std::move(diagnostics));
    if (mechanism->sources.empty()) mechanism->sources.push_back(source);
    // Files without a mechanism all call it "nothing"; a world may hold many of them.
    if (mechanism->kind == mir::MechanismKind::nothing) mechanism->name = "nothing " + source->name();
    auto compiled = std::make_shared<Compiled>(Compiled{std::move(source), std::move(*mechanism)});
    return {compiled, &compiled->mechanism};
}

MechanismPtr compile_mechanism_file(const std::string& path) {
    return compile_mechanism(path, read_text(path));
}

SourcePtr read_source(const std::string& path) {
    return std::make_shared<const SourceText>(path, read_text(path));
}

Runtime::Runtime(RuntimeOptions options) : options_(std::move(options)) {}

std::shared_ptr<Runtime> Runtime::shared() {
    static const auto runtime = std::make_shared<Runtime>();
    return runtime;
}

void Runtime::choose_backend() {
    if (backend_) return;
    auto wanted = options_.backend;
    if (wanted != Backend::interpreter) {
        codegen::NativeOptions native;
        native.vectors = wanted == Backend::scalar ? codegen::Vectors::scalar : codegen::Vectors::lanes;
        native.module_path = options_.module_path;
        native.cache_directory = options_.cache_folder();
        native.cache_limit = options_.cache_limit;
        try {
            auto made = codegen::native_providers(native);
            provider_ = std::move(made.make);
            if (wanted == Backend::automatic) find_compiled_ = std::move(made.find);
            backend_ = wanted == Backend::scalar ? Backend::scalar : Backend::lanes;
            return;
        } catch (const StateError&) {
            if (wanted != Backend::automatic) throw; // asked for by name: say why it cannot be had
        }
    }
    provider_ = mir::interpreter_provider();
    backend_ = Backend::interpreter;
}

Backend Runtime::backend() {
    const std::lock_guard lock(mutex_);
    choose_backend();
    return *backend_;
}

mir::ExecutablePtr Runtime::executable(const mir::Kernel& kernel) {
    {
        const std::lock_guard lock(mutex_);
        choose_backend();
    }
    // these never change once chosen, and lock for themselves
    if (!find_compiled_ || kernel.needs_c) return provider_(kernel);
    if (auto compiled = find_compiled_(kernel)) return compiled;
    return tiered(kernel, provider_);
}

codegen::COptions Runtime::c_options() const {
    codegen::COptions out;
    out.llvm_module = options_.module_path;
    out.cache_directory = options_.cache_directory ? *options_.cache_directory : default_cache();
    return out;
}

std::string Runtime::find_mechanisms() const {
    std::vector<fs::path> places;
    if (!options_.mechanism_directory.empty()) {
        places.emplace_back(options_.mechanism_directory);
    } else {
        places.push_back(own_folder() / "mechanisms");
        places.emplace_back(RANVIER_SOURCE_MECHANISMS);
        places.emplace_back(RANVIER_INSTALLED_MECHANISMS);
    }
    std::string tried;
    for (const auto& place : places) {
        std::error_code error;
        if (fs::exists(place / kIonTemplate, error)) return place.string();
        tried += (tried.empty() ? "" : ", ") + place.string();
    }
    throw IoError(ErrorParts{"the standard mechanisms are not there",
                             tried,
                             {},
                             "a folder with ion.mod, hh.mod, ...",
                             "set RANVIER_MECHANISMS to that folder"});
}

std::string Runtime::mechanism_directory() {
    const std::lock_guard lock(mutex_);
    return find_mechanisms();
}

const std::vector<MechanismPtr>& Runtime::standard_mechanisms() {
    const std::lock_guard lock(mutex_);
    if (!standard_.empty()) return standard_;
    std::vector<MechanismPtr> made;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(find_mechanisms(), error))
        if (entry.path().extension() == ".mod" && entry.path().filename() != kIonTemplate)
            made.push_back(compile_mechanism_file(entry.path().string()));
    std::sort(made.begin(), made.end(),
              [](const auto& a, const auto& b) { return order_of(a) < order_of(b); });
    standard_ = std::move(made);
    return standard_;
}

MechanismPtr Runtime::ion_mechanism(const std::string& ion) {
    const std::lock_guard lock(mutex_);
    auto& known = ions_[ion];
    if (known) return known;
    const auto file = fs::path(find_mechanisms()) / kIonTemplate;
    auto text = read_text(file.string());
    for (auto at = text.find(kIonWord); at != std::string::npos; at = text.find(kIonWord, at + ion.size()))
        text.replace(at, kIonWord.size(), ion);
    known = compile_mechanism(file.string() + " (" + ion + ")", std::move(text));
    return known;
}

} // namespace ranvier::world
