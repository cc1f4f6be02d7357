// SPDX-License-Identifier: BSD-3-Clause
#include "runtimes.hpp"

#include <map>
#include <mutex>

#include "ranvier/base/error.hpp"

namespace ranvier::test {

using world::Backend;

world::RuntimeOptions runtime_options(Backend backend) {
    auto options = world::RuntimeOptions::from_environment();
    if (backend != Backend::automatic) options.backend = backend;
#ifdef RANVIER_LLVM_MODULE_FILE
    options.module_path = RANVIER_LLVM_MODULE_FILE;
#endif
    return options;
}

namespace {
/// `automatic` begins in the interpreter; tests of models shall see compiled code where there is any.
std::shared_ptr<world::Runtime> compiling_runtime() {
    auto options = runtime_options(Backend::automatic);
    if (options.backend == Backend::automatic) {
        try {
            options.backend = Backend::lanes;
            auto candidate = std::make_shared<world::Runtime>(options);
            static_cast<void>(candidate->backend());
            return candidate;
        } catch (const StateError&) {
            options.backend = Backend::automatic;
        }
    }
    return std::make_shared<world::Runtime>(options);
}
} // namespace

std::shared_ptr<world::Runtime> runtime(Backend backend) {
    static std::mutex mutex;
    static std::map<Backend, std::shared_ptr<world::Runtime>> made;
    const std::lock_guard lock(mutex);
    auto& runtime = made[backend];
    if (runtime) return runtime;
    auto candidate = backend == Backend::automatic
                         ? compiling_runtime()
                         : std::make_shared<world::Runtime>(runtime_options(backend));
    static_cast<void>(candidate->backend()); // throws if it cannot be had
    return runtime = candidate;
}

std::string why_absent(Backend backend) {
    try {
        static_cast<void>(runtime(backend));
        return {};
    } catch (const StateError& error) {
        return error.what();
    }
}

std::shared_ptr<world::World> make_world(const engine::SimulatorOptions& options) {
    return world::World::create(runtime(Backend::automatic), options);
}

} // namespace ranvier::test
