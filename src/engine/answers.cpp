// SPDX-License-Identifier: BSD-3-Clause
// Services that need no event: what the world keeps answers them, or a kernel that runs on the one row.
#include "kernel_call.hpp"

namespace ranvier::engine {

double answer(KernelCall& call, const mir::KernelService& service, std::int64_t row,
              std::span<const double> arguments, std::int32_t& status) {
    if (service.service == mir::Service::recursive_call)
        return call_function(call, service, row, arguments, status);
    const bool is_pure = mir::is_pure(service.service);
    if (!is_pure && call.is_padding(row)) return 0; // a copy has no effects of its own
    auto& services = call.impl->services;
    if (service.service == mir::Service::random_bits || service.service == mir::Service::random) {
        static const mir::Mechanism anybody; // random numbers are the same for all
        return services.answer(anybody, service.service, service.integer, arguments, call.error);
    }
    const auto type = call.impl->model.mechanisms().find(service.mechanism);
    if (!type) return 0;
    return services.answer(*type->mechanism, service.service, service.integer, arguments, call.error);
}

} // namespace ranvier::engine
