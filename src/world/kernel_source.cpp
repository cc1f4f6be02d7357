// SPDX-License-Identifier: BSD-3-Clause
#include "kernel_source.hpp"

#include <mutex>
#include <unordered_map>

#include "c_kernels.hpp"
#include "ranvier/codegen/fuse.hpp"

namespace ranvier::world {

namespace {

using engine::KernelCode;
using engine::KernelPtr;
using engine::KernelRequest;
using engine::Operation;

/// Time that the currents of a fused step read: the state update reads "t", one step earlier.
constexpr const char* kNextTime = "t_next";

std::string_view name(Operation operation) {
    switch (operation) {
    case Operation::initial: return "initial";
    case Operation::current: return "current";
    case Operation::advance: return "advance";
    case Operation::advance_current: return "advance_current";
    case Operation::net_receive: return "net_receive";
    case Operation::net_initial: return "net_initial";
    case Operation::before_initial: return "before_initial";
    case Operation::after_initial: return "after_initial";
    case Operation::before_breakpoint: return "before_breakpoint";
    case Operation::after_solve: return "after_solve";
    case Operation::before_step: return "before_step";
    case Operation::reversal: return "reversal";
    case Operation::rates: return "rates";
    case Operation::current_rates: return "current_rates";
    case Operation::ode_solve: return "ode_solve";
    case Operation::after_variable_step: return "after_variable_step";
    case Operation::value: return "value";
    }
    return "";
}

/// For people.
const char* words(Operation operation) {
    switch (operation) {
    case Operation::initial: return "INITIAL";
    case Operation::current: return "currents";
    case Operation::advance: return "states";
    case Operation::advance_current: return "states, then currents";
    case Operation::net_receive: return "NET_RECEIVE";
    case Operation::net_initial: return "INITIAL of NET_RECEIVE";
    case Operation::before_initial: return "BEFORE INITIAL";
    case Operation::after_initial: return "AFTER INITIAL";
    case Operation::before_breakpoint: return "BEFORE BREAKPOINT";
    case Operation::after_solve: return "AFTER SOLVE";
    case Operation::before_step: return "BEFORE STEP";
    case Operation::reversal: return "reversal potential";
    case Operation::rates: return "rates";
    case Operation::current_rates: return "currents and rates";
    case Operation::ode_solve: return "linear systems";
    case Operation::after_variable_step: return "after each step";
    case Operation::value: return "a value";
    }
    return "";
}

std::vector<codegen::Part> parts_of(const KernelRequest& request) {
    std::vector<codegen::Part> parts;
    const auto add = [&](mir::FunctionId mir::Mechanism::* operation, const char* time) {
        for (const auto* m : request.mechanisms)
            if ((m->*operation).valid()) parts.push_back({m, m->*operation, time});
    };
    switch (request.operation) {
    case Operation::initial: add(&mir::Mechanism::initial, "t"); break;
    case Operation::current: add(&mir::Mechanism::current, "t"); break;
    case Operation::advance: add(&mir::Mechanism::advance, "t"); break;
    case Operation::advance_current:
        add(&mir::Mechanism::advance, "t");
        add(&mir::Mechanism::current, kNextTime);
        break;
    case Operation::net_receive: add(&mir::Mechanism::net_receive, "t"); break;
    case Operation::net_initial: add(&mir::Mechanism::net_initial, "t"); break;
    case Operation::before_initial: add(&mir::Mechanism::before_initial, "t"); break;
    case Operation::after_initial: add(&mir::Mechanism::after_initial, "t"); break;
    case Operation::before_breakpoint: add(&mir::Mechanism::before_breakpoint, "t"); break;
    case Operation::after_solve: add(&mir::Mechanism::after_solve, "t"); break;
    case Operation::before_step: add(&mir::Mechanism::before_step, "t"); break;
    case Operation::reversal:
        for (const auto* m : request.mechanisms)
            for (const auto f : m->callable)
                if ((*m)[f].name == name(Operation::reversal)) parts.push_back({m, f, "t"});
        break;
    case Operation::rates: add(&mir::Mechanism::rates, "t"); break;
    case Operation::current_rates:
        add(&mir::Mechanism::current, "t");
        add(&mir::Mechanism::rates, "t");
        break;
    case Operation::ode_solve: add(&mir::Mechanism::ode_solve, "t"); break;
    case Operation::after_variable_step: add(&mir::Mechanism::after_variable_step, "t"); break;
    case Operation::value: break; // not an operation of a mechanism
    }
    return parts;
}

bool computes_currents(Operation operation) {
    return operation == Operation::current || operation == Operation::advance_current ||
           operation == Operation::current_rates;
}

bool is_of_initialisation(Operation operation) {
    switch (operation) {
    case Operation::initial:
    case Operation::net_initial:
    case Operation::before_initial:
    case Operation::after_initial:
    case Operation::reversal: return true;
    default: return false;
    }
}

/// Same request, same kernel. A lean kernel is known by what is needed of it.
std::string key_of(const KernelRequest& request) {
    std::string key(name(request.operation));
    key += request.indexed ? " indexed" : request.adds_to_node ? " adding rows" : " rows";
    if (request.counts != mir::RowCounts::any)
        key += request.counts == mir::RowCounts::few ? " few" : " in groups";
    if (request.operation == Operation::value) key += ' ' + std::to_string(request.function.value);
    for (const auto* m : request.mechanisms) {
        // by address: a file that is read again brings another mechanism of its name, and no address is used twice
        key += ' ' + m->name + '@' + std::to_string(reinterpret_cast<std::uintptr_t>(m));
        for (const auto& v : m->variables) {
            const auto value = request.known ? request.known(m->name, v.name) : std::nullopt;
            if (value) key += '=' + number_text(*value);
        }
        if (!request.is_needed) continue;
        key += ':';
        for (const auto& v : m->variables) {
            const auto table = v.kind == mir::VariableKind::ion ? v.ion + "_ion" : m->name;
            key += request.is_needed(table, v.name) ? '1' : '0';
        }
    }
    return key;
}

class KernelMaker {
  public:
    KernelMaker(std::shared_ptr<Runtime> runtime, CHost& host)
        : runtime_(runtime), c_(std::move(runtime), host) {}

    KernelPtr make(const KernelRequest& request) {
        const auto key = key_of(request);
        {
            const std::lock_guard lock(mutex_);
            if (const auto found = made_.find(key); found != made_.end()) return found->second;
        }
        MadeKernel kernel;
        if (request.mechanisms.size() == 1 && request.mechanisms.front()->needs_c) {
            kernel = make_c(request);
        } else if (request.operation == Operation::value) {
            kernel = runnable(codegen::call_kernel(*request.mechanisms.at(0), request.function,
                                                   request.indexed ? codegen::Addressing::indexed
                                                                   : codegen::Addressing::rows));
        } else if (const auto parts = parts_of(request); !parts.empty()) {
            codegen::FuseOptions options;
            options.addressing = request.indexed ? codegen::Addressing::indexed : codegen::Addressing::rows;
            options.stores_node =
                !request.indexed && !request.adds_to_node && computes_currents(request.operation);
            options.is_needed = request.is_needed;
            options.known = request.known;
            auto fused = codegen::fuse(kernel_name(request), parts, options);
            fused.is_seldom = is_of_initialisation(request.operation);
            fused.counts = request.counts;
            kernel = runnable(std::move(fused));
        }
        if (kernel) {
            kernel->operation = words(request.operation);
            for (const auto* m : request.mechanisms) kernel->mechanisms.push_back(m->name);
        }
        const std::lock_guard lock(mutex_);
        return made_.emplace(key, kernel).first->second;
    }

    engine::TableKernels make_tables(const mir::Mechanism& mechanism, mir::TableId id) {
        if (mechanism.needs_c) return c_.tables(mechanism, id);
        const auto& table = mechanism.tables[static_cast<std::size_t>(id.value)];
        const auto simple = [&](mir::FunctionId f) {
            return f.valid() ? brief(codegen::call_kernel(mechanism, f, codegen::Addressing::rows)) : nullptr;
        };
        return {brief(codegen::table_kernel(mechanism, id)), simple(table.low), simple(table.high),
                simple(table.prepare)};
    }

    KernelPtr make_call(const mir::Mechanism& mechanism, mir::FunctionId function) {
        if (mechanism.needs_c)
            return c_.operation(mechanism.name + "." + mechanism[function].name, mechanism, function,
                                codegen::Addressing::indexed);
        return brief(codegen::call_kernel(mechanism, function, codegen::Addressing::indexed));
    }

  private:
    static std::string kernel_name(const KernelRequest& request) {
        std::string text(name(request.operation));
        for (const auto* m : request.mechanisms) text += '_' + m->name;
        return text;
    }
    using MadeKernel = std::shared_ptr<KernelCode>;
    MadeKernel make_c(const KernelRequest& request) {
        const auto& mechanism = *request.mechanisms.front();
        const auto addressing = request.indexed ? codegen::Addressing::indexed : codegen::Addressing::rows;
        if (request.operation == Operation::value)
            return std::make_shared<KernelCode>(
                *c_.operation(mechanism.name + ".value", mechanism, request.function, addressing));
        const auto parts = parts_of(request);
        if (parts.empty() || request.operation == Operation::advance_current ||
            request.operation == Operation::current_rates)
            return nullptr; // never fused
        return std::make_shared<KernelCode>(
            *c_.operation(kernel_name(request), mechanism, parts.front().function, addressing));
    }
    MadeKernel runnable(mir::Kernel kernel) {
        auto executable = runtime_->executable(kernel);
        return std::make_shared<KernelCode>(KernelCode{std::move(kernel), std::move(executable)});
    }

    /// For kernels that run so seldom that the interpreter, whose bits are the same, is done before a compiler would be.
    KernelPtr brief(mir::Kernel kernel) {
        if (kernel.needs_c) return runnable(std::move(kernel));
        auto executable = interpreter_(kernel);
        return std::make_shared<const KernelCode>(KernelCode{std::move(kernel), std::move(executable)});
    }

    std::shared_ptr<Runtime> runtime_;
    mir::KernelProvider interpreter_ = mir::interpreter_provider();
    CKernels c_;
    std::mutex mutex_;
    std::unordered_map<std::string, KernelPtr> made_;
};

} // namespace

engine::KernelSource make_kernel_source(std::shared_ptr<Runtime> runtime, CHost& host) {
    auto maker = std::make_shared<KernelMaker>(std::move(runtime), host);
    return {[maker](const KernelRequest& request) { return maker->make(request); },
            [maker](const mir::Mechanism& m, mir::TableId table) { return maker->make_tables(m, table); },
            [maker](const mir::Mechanism& m, mir::FunctionId f) { return maker->make_call(m, f); }};
}

} // namespace ranvier::world
