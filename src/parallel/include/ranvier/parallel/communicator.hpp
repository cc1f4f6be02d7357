// SPDX-License-Identifier: BSD-3-Clause
// What ranks of one simulation tell each other. A process alone is rank 0 of 1; other transports come as plugins.
#pragma once

#include <memory>

namespace ranvier::parallel {

/// Collective calls: every rank makes the same ones in the same order. Whoever calls checks its arguments first, so that all ranks
/// agree on failure.
class Communicator {
  public:
    virtual ~Communicator() = default;
    [[nodiscard]] virtual int rank() const noexcept = 0; ///< 0 <= rank < size
    [[nodiscard]] virtual int size() const noexcept = 0;
    virtual void barrier() = 0;
    /// Over all ranks, the same result on each. Sums are taken in the order of ranks.
    [[nodiscard]] virtual double minimum(double value) = 0;
    [[nodiscard]] virtual double maximum(double value) = 0;
    [[nodiscard]] virtual double sum(double value) = 0;
};

using CommunicatorPtr = std::shared_ptr<Communicator>;

/// The communicator of a process alone: collectives give back what they get.
[[nodiscard]] CommunicatorPtr serial();

} // namespace ranvier::parallel
