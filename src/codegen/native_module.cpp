// SPDX-License-Identifier: BSD-3-Clause
#include "native_module.hpp"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include <dlfcn.h>
#include <pthread.h>

#include "ranvier/base/error.hpp"

namespace ranvier::codegen {
namespace {

#ifdef __APPLE__
constexpr const char* kSuffix = ".dylib";
#else
constexpr const char* kSuffix = ".so";
#endif

/// A module that is opened when it is needed.
struct Library {
    const char* what;
    std::string file;
    const char* variable; // of the environment: a path that goes before all others
};
const Library& llvm_library() {
    static const Library library{"LLVM", std::string("libranvier_llvm").append(kSuffix),
                                 "RANVIER_LLVM_MODULE"};
    return library;
}
const Library& clang_library() {
    static const Library library{"Clang", std::string("libranvier_clang").append(kSuffix),
                                 "RANVIER_CLANG_MODULE"};
    return library;
}

/// Keeps forks and compilations apart. Counters instead of a lock: a lock's list of waiters means nothing in
/// a child.
class ForkGate {
  public:
    void enter() {
        while (true) {
            while (forks_ != 0) wait();
            ++compiling_;
            if (forks_ == 0) return;
            --compiling_; // a fork came in between and goes first
        }
    }
    void leave() { --compiling_; }
    void before_fork() {
        ++forks_;
        while (compiling_ != 0) wait();
    }
    void after_fork_in_parent() { --forks_; }
    void after_fork_in_child() { forks_ = 0; }

  private:
    static void wait() { std::this_thread::sleep_for(std::chrono::microseconds(50)); }
    std::atomic<int> compiling_{0};
    std::atomic<int> forks_{0};
};

// The one piece of process-wide state: modules stay open for good, since LLVM cannot be unloaded cleanly.
struct Modules {
    std::mutex mutex; // of `open`
    ForkGate gate;
    std::map<std::string, void*> open; // functions, by file and name
};

Modules& modules() {
    static Modules& instance = []() -> Modules& {
        static auto& all = *new Modules; // outlives whatever runs at exit
        pthread_atfork(
            [] {
                modules().gate.before_fork();
                modules().mutex.lock();
            },
            [] {
                modules().mutex.unlock();
                modules().gate.after_fork_in_parent();
            },
            [] {
                modules().mutex.unlock();
                modules().gate.after_fork_in_child();
            });
        return all;
    }();
    return instance;
}

std::filesystem::path own_folder() {
    Dl_info info{};
    if (dladdr(reinterpret_cast<const void*>(&modules), &info) == 0 || info.dli_fname == nullptr) return {};
    std::error_code error;
    return std::filesystem::weakly_canonical(info.dli_fname, error).parent_path();
}

std::string find_library(const Library& library, const std::string& module_path) {
    namespace fs = std::filesystem;
    std::vector<fs::path> places;
    if (!module_path.empty()) {
        places.emplace_back(module_path);
    } else {
        if (const char* named = std::getenv(library.variable); named != nullptr && *named != '\0')
            places.emplace_back(named);
        if (const auto folder = own_folder(); !folder.empty()) {
            places.push_back(folder / library.file);
            places.push_back(folder / ".." / "lib" / library.file); // a program in bin/
        }
    }
    std::string tried;
    for (const auto& place : places) {
        std::error_code error;
        if (fs::is_regular_file(place, error)) return fs::weakly_canonical(place, error).string();
        tried += (tried.empty() ? "" : ", ") + place.string();
    }
    throw StateError(ErrorParts{std::string("the ") + library.what + " module is not there",
                                library.file,
                                {},
                                {},
                                "looked for " + tried + "; set " + library.variable + " to its path"});
}

void* open_module(const Library& library, const std::string& module_path, const char* name) {
    const std::string file = find_library(library, module_path);
    const std::lock_guard lock(modules().mutex);
    auto& function = modules().open[file + "/" + name];
    if (function != nullptr) return function;
    // RTLD_LOCAL: another LLVM in the process (numba's, a driver's) must not see ours.
    void* handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
        const char* why = dlerror();
        throw StateError(ErrorParts{std::string("cannot open the ") + library.what + " module", file,
                                    why == nullptr ? "" : why});
    }
    function = dlsym(handle, name);
    if (function == nullptr)
        throw StateError(
            ErrorParts{std::string("not a ") + library.what + " module of this version of Ranvier", file});
    return function;
}

struct Received {
    std::string data;
    std::string error;
};

/// Hands the request over; whether the module did what it was asked.
template <class Request>
bool answered(int (*function)(const Request*), Request& request, Received& received) {
    request.receiver = &received;
    request.receive = [](void* receiver, const char* data, std::size_t size) {
        static_cast<Received*>(receiver)->data.assign(data, size);
    };
    request.receive_error = [](void* receiver, const char* data, std::size_t size) {
        static_cast<Received*>(receiver)->error.assign(data, size);
    };
    modules().gate.enter();
    const int failed = function(&request); // throws nothing: a C function
    modules().gate.leave();
    return failed == 0;
}

} // namespace

std::string find_module(const std::string& module_path) { return find_library(llvm_library(), module_path); }
std::string find_clang_module(const std::string& module_path) {
    return find_library(clang_library(), module_path);
}

std::string compile_with_module(const std::string& module_path, const mir::Kernel& kernel, Vectors vectors,
                                std::string_view cpu, ModuleOutput output) {
    const auto function =
        reinterpret_cast<ModuleFunction>(open_module(llvm_library(), module_path, kModuleFunction));
    const std::string cpu_name(cpu);
    Received received;
    ModuleRequest request;
    request.kernel = &kernel;
    request.cpu = cpu_name.c_str();
    request.is_scalar = vectors == Vectors::scalar ? 1 : 0;
    request.output = output;
    const bool failed = !answered(function, request, received);
    if (failed)
        throw InternalError(ErrorParts{
            "LLVM cannot compile the kernel", kernel.name, received.error, {}, "please report this"});
    return std::move(received.data);
}

int run_clang(const std::string& module_path, const ClangRequest& request) {
    const auto function =
        reinterpret_cast<ClangFunction>(open_module(clang_library(), module_path, kClangFunction));
    modules().gate.enter();
    const int failed = function(&request);
    modules().gate.leave();
    return failed;
}

std::string assemble_with_module(const std::string& module_path, std::string_view bitcode,
                                 std::string_view cpu) {
    const auto function =
        reinterpret_cast<BitcodeFunction>(open_module(llvm_library(), module_path, kBitcodeFunction));
    const std::string cpu_name(cpu);
    Received received;
    BitcodeRequest request;
    request.data = bitcode.data();
    request.size = bitcode.size();
    request.cpu = cpu_name.c_str();
    const bool failed = !answered(function, request, received);
    if (failed)
        throw InternalError(
            ErrorParts{"LLVM cannot make machine code of C", {}, received.error, {}, "please report this"});
    return std::move(received.data);
}

} // namespace ranvier::codegen
