// SPDX-License-Identifier: BSD-3-Clause
// One instance of a mechanism made from text, on one node, run operation by operation by the interpreter.
#pragma once

#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "ranvier/codegen/fuse.hpp"
#include "ranvier/engine/services.hpp"
#include "ranvier/mir/named_call.hpp"
#include "ranvier/mir/passes.hpp"
#include "ranvier/nmodl/compile.hpp"

namespace ranvier::nmodl {

class Machine {
  public:
    struct Sent {
        double delay, flag;
    };

    explicit Machine(const std::string& text) : source_(std::make_shared<SourceText>("x.mod", text)) {
        auto compiled = compile(source_, {}, diagnostics_);
        if (!compiled) throw std::runtime_error(diagnostics_.text());
        mechanism = std::move(*compiled);
        mir::verify(mechanism);
        for (const auto& v : mechanism.variables) {
            const double value = v.kind == mir::VariableKind::parameter ? v.initial : 0;
            const bool is_one = v.kind == mir::VariableKind::global || v.kind == mir::VariableKind::constant;
            for (int i = 0; i < v.count; ++i)
                (is_one ? scalar(v.name, i) : column(v.name, i)) = is_one ? v.initial : value;
        }
        number("world.celsius") = 6.3;
        number("world.dt") = 0.025;
    }
    /// A file of mechanisms/.
    static Machine standard(const std::string& name) {
        std::ifstream in(std::string(RANVIER_SOURCE_DIR) + "/mechanisms/" + name + ".mod", std::ios::binary);
        return Machine(std::string(std::istreambuf_iterator<char>(in), {}));
    }

    /// A variable of the mechanism, of the instance or global.
    double& operator[](const std::string& name) {
        const auto id = mechanism.find(name);
        if (!id.valid()) throw std::runtime_error("no variable " + name);
        const auto kind = mechanism[id].kind;
        const bool is_one = kind == mir::VariableKind::global || kind == mir::VariableKind::constant;
        return is_one ? scalar(name, 0) : column(name, 0);
    }
    double& element(const std::string& name, int i) { return column(name, i); }
    /// "world.t", "world.dt", "world.celsius".
    double& number(const std::string& name) { return numbers_.scalars[name]; }
    /// "node.v", "node.rhs", "node.d", "node.area", "na_ion.ena", "argument.flag", ...
    double& outside(const std::string& name) {
        auto& values = numbers_.columns[name];
        if (values.empty()) values.push_back(0);
        return values.front();
    }

    void run(mir::FunctionId operation) {
        if (!operation.valid()) throw std::runtime_error("no such operation");
        auto& kernel = kernels_[operation];
        if (!kernel) {
            const codegen::Part part{&mechanism, operation, "t"};
            codegen::FuseOptions options;
            options.addressing = addressing();
            kernel = std::make_shared<mir::Kernel>(codegen::fuse("operation", {&part, 1}, options));
        }
        call(*kernel);
    }
    void initial() { run(mechanism.initial); }
    void current() {
        outside("node.rhs") = outside("node.d") = 0;
        run(mechanism.current);
    }
    void advance() { run(mechanism.advance); }
    void receive(const std::vector<double>& weights, double flag) {
        for (std::size_t i = 0; i < weights.size(); ++i) weight(i) = weights[i];
        outside("argument.flag") = flag;
        run(mechanism.net_receive);
    }
    double& weight(std::size_t i) {
        return outside(i == 0 ? "argument.weight" : "argument.weight[" + std::to_string(i) + "]");
    }

    /// A FUNCTION or PROCEDURE by name.
    double ask(const std::string& name, const std::vector<double>& arguments) {
        for (const auto id : mechanism.callable) {
            if (mechanism[id].name != name) continue;
            for (std::size_t i = 0; i < arguments.size(); ++i)
                outside("argument." + std::to_string(i)) = arguments[i];
            (void)outside("argument.result");
            call(codegen::call_kernel(mechanism, id, addressing()));
            return outside("argument.result");
        }
        throw std::runtime_error("no function " + name);
    }

    /// Fills the tables as the engine does: entries at low + j dx, dx added up.
    void fill_tables() {
        tables_.clear();
        for (std::size_t i = 0; i < mechanism.tables.size(); ++i) {
            const auto& table = mechanism.tables[i];
            const double low = bound(table.low), high = bound(table.high);
            const double step = (high - low) / table.intervals;
            mir::NamedTable made{low, 1 / step, {}};
            const auto kernel = codegen::table_kernel(mechanism, mir::TableId(static_cast<int>(i)));
            double x = low;
            for (int row = 0; row <= table.intervals; ++row, x += step) {
                outside("argument.x") = x;
                for (int k = 0; k < table.columns; ++k) outside("argument." + std::to_string(k)) = 0;
                call(kernel);
                made.rows.emplace_back();
                for (int k = 0; k < table.columns; ++k)
                    made.rows.back().push_back(outside("argument." + std::to_string(k)));
            }
            tables_.push_back(std::move(made));
        }
    }

    mir::Mechanism mechanism;
    engine::Services services;     ///< what the code asks for
    std::vector<int> fault_lines;  ///< lines whose code reported a fault
    std::string error;             ///< of a service
    std::vector<Sent> sent, moved; ///< net_send; net_move (time as delay)
    std::vector<double> fired;     ///< net_event

  private:
    [[nodiscard]] codegen::Addressing addressing() const {
        return mechanism.kind == mir::MechanismKind::density ? codegen::Addressing::rows
                                                             : codegen::Addressing::indexed;
    }
    double& scalar(const std::string& name, int i) { return numbers_.scalars[full(name, i)]; }
    double& column(const std::string& name, int i) { return outside(full(name, i)); }
    [[nodiscard]] std::string full(const std::string& name, int i) const {
        return mechanism.name + "." + name + (i > 0 ? "[" + std::to_string(i) + "]" : "");
    }

    double bound(mir::FunctionId id) {
        (void)outside("argument.result");
        call(codegen::call_kernel(mechanism, id, addressing()));
        return outside("argument.result");
    }

    void call(const mir::Kernel& kernel) {
        for (const auto& slot : kernel.slots) {
            if (slot.access == mir::SlotAccess::scalar) (void)numbers_.scalars[mir::name(slot)];
            else (void)outside(mir::name(slot));
        }
        for (const auto& set : kernel.index_sets) numbers_.indices[set] = {0};
        numbers_.tables.clear();
        for (const auto& table : kernel.tables)
            numbers_.tables.push_back(tables_.at(static_cast<std::size_t>(table.table.value)));
        const RvHost host{
            this,
            [](void* self, std::int64_t, double delay, double flag) {
                static_cast<Machine*>(self)->sent.push_back({delay, flag});
            },
            [](void* self, std::int64_t, double time) { static_cast<Machine*>(self)->fired.push_back(time); },
            [](void* self, std::int64_t, double time) {
                static_cast<Machine*>(self)->moved.push_back({time, 0});
            },
            [](void* self, std::int32_t service, std::int64_t, std::int32_t count, const double* arguments,
               std::int32_t* status) {
                return static_cast<Machine*>(self)->answer(
                    service, {arguments, static_cast<std::size_t>(count)}, *status);
            },
            [](void* self, std::int32_t, std::int64_t, double, std::int32_t begin, std::int32_t) {
                auto& machine = *static_cast<Machine*>(self);
                machine.fault_lines.push_back(machine.source_->place(static_cast<std::uint32_t>(begin)).line);
            }};
        running_ = &kernel;
        const auto status = mir::call(kernel, *mir::interpreter_provider()(kernel), 1, numbers_, &host);
        if (status != 0) throw std::runtime_error("status " + std::to_string(status));
    }

    double answer(std::int32_t service, std::span<const double> arguments, std::int32_t& status) {
        const auto& asked = running_->services.at(static_cast<std::size_t>(service));
        std::optional<ErrorParts> failed;
        const double value = services.answer(mechanism, asked.service, asked.integer, arguments, failed);
        if (failed) {
            status |= RV_STATUS_SERVICE;
            error = failed->text();
        }
        return value;
    }

    const mir::Kernel* running_ = nullptr;
    SourcePtr source_;
    Diagnostics diagnostics_;
    mir::NamedNumbers numbers_;
    std::vector<mir::NamedTable> tables_;
    std::map<mir::FunctionId, std::shared_ptr<mir::Kernel>> kernels_;
};

} // namespace ranvier::nmodl
