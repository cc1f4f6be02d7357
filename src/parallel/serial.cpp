// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/parallel/communicator.hpp"

namespace ranvier::parallel {

namespace {

class Serial final : public Communicator {
  public:
    [[nodiscard]] int rank() const noexcept override { return 0; }
    [[nodiscard]] int size() const noexcept override { return 1; }
    void barrier() override {}
    [[nodiscard]] double minimum(double value) override { return value; }
    [[nodiscard]] double maximum(double value) override { return value; }
    [[nodiscard]] double sum(double value) override { return value; }
};

} // namespace

CommunicatorPtr serial() { return std::make_shared<Serial>(); }

} // namespace ranvier::parallel
