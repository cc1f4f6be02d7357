// SPDX-License-Identifier: BSD-3-Clause
// One run of a kernel as its host sees it: for whom it runs, what it asks for, and what went wrong in it. Private to engine.
#pragma once

#include <optional>

#include "impl.hpp"

namespace ranvier::engine {

/// What a kernel told about a row that could not do what its code says.
struct KernelFault {
    std::int32_t status = 0;
    std::int64_t row = 0; ///< of the call
    double detail = 0;    ///< the index that was out of range, ...
    std::int32_t begin = 0, end = 0;
};

/// Stands on the stack of the thread that runs the kernel; RvHost::self points to it.
struct KernelCall {
    /// Written out: g++ clears the whole of an aggregate first, texts of errors too, which a step of a small cell feels.
    KernelCall(Simulator::Impl* i, Group* g, const BoundKernel* k, std::int64_t row, model::NetCon* from,
               double t)
        : impl(i), group(g), kernel(k), first_row(row), netcon(from), now(t) {}
    Simulator::Impl* impl;
    Group* group;
    const BoundKernel* kernel;
    std::int64_t first_row = 0;      ///< of the call, in the region or block
    model::NetCon* netcon = nullptr; ///< whose weights are at hand
    double now = 0;                  ///< of the event
    bool has_watched = false;        ///< the first WATCH of a NET_RECEIVE replaces those before it
    std::optional<KernelFault> fault;
    std::optional<ErrorParts> error; ///< of the host itself
    int depth = 0;                   ///< of FUNCTIONs that call themselves

    [[nodiscard]] PointBlock* block() const { return kernel->block; }
    /// The point process of a row; null for padding and for density mechanisms.
    [[nodiscard]] model::PointProcess* point(std::int64_t row) const;
    [[nodiscard]] PointEvents* events(std::int64_t row) const;
    /// Rows that pad a lane group or a vector are copies of others.
    [[nodiscard]] bool is_padding(std::int64_t row) const;
    /// The user's name for the instance of a row, of mechanism `mechanism` if the kernel holds several: "soma(0.5).hh", "Syn[3]".
    [[nodiscard]] std::string instance_name(std::int64_t row, const std::string& mechanism) const;
    [[nodiscard]] std::string mechanism_of(const Span& span) const;
    [[nodiscard]] std::string pointed_to(std::int64_t row, const std::string& mechanism,
                                         const std::string& variable) const;
    /// Keeps the first error.
    void fail(ErrorParts parts) {
        if (!error) error = std::move(parts);
    }
    /// Throws what `status`, the faults and errors say; returns if they say nothing.
    void check(std::int32_t status) const {
        if (status || error) [[unlikely]]
            report(status);
    }
    void report(std::int32_t status) const;
};

/// Some rows of a kernel that is bound to a whole region or block, with arguments of the caller's.
class RowCall {
  public:
    RowCall(Simulator::Impl& impl, Group& group, const BoundKernel& kernel, std::int64_t first,
            std::int64_t count = 1);
    /// `number` is the first of RV_LANES doubles, or one that stands alone.
    void bind(std::string_view name, int element, double* number);
    /// Runs at time group.t; throws what goes wrong.
    void run(model::NetCon* netcon);

  private:
    Simulator::Impl& impl_;
    Group& group_;
    const BoundKernel& kernel_;
    std::int64_t first_, count_;
    std::vector<double*> columns_;
    std::vector<const std::int32_t*> indices_;
};

/// Answers what does not concern events: text, random numbers, functions given as data, functions that call themselves.
[[nodiscard]] double answer(KernelCall& call, const mir::KernelService& service, std::int64_t row,
                            std::span<const double> arguments, std::int32_t& status);

/// The value of a FUNCTION that calls itself, for the row that asks.
[[nodiscard]] double call_function(KernelCall& call, const mir::KernelService& service, std::int64_t row,
                                   std::span<const double> arguments, std::int32_t& status);

/// The functions that a running kernel calls.
extern const RvHost kHost;

/// The same for one call, which must live as long as the kernel runs.
[[nodiscard]] inline RvHost host_for(KernelCall& call) {
    RvHost host = kHost;
    host.self = &call;
    return host;
}

} // namespace ranvier::engine
