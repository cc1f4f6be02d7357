// SPDX-License-Identifier: BSD-3-Clause
// The three kinds of kernel: operations over rows, calls from outside, the filling of a TABLE.
#include "ranvier/codegen/fuse.hpp"

#include <utility>
#include <vector>

#include "assemble.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/codegen/passes.hpp"

namespace ranvier::codegen {

using namespace mir;

namespace {

Kernel finished(Assembler& assembler, const PromoteOptions& options, const KnownValues& known = {}) {
    Kernel kernel = assembler.finish();
    substitute_known(kernel, known);
    // Indices that become constants here let array elements be promoted.
    fold_constants(kernel.function);
    // Branches that were resolved leave blocks behind that nothing enters; their stores are none.
    remove_dead(kernel.function);
    promote_slots(kernel, options);
    clean(kernel);
    return kernel;
}

} // namespace

Kernel fuse(std::string name, std::span<const Part> parts, const FuseOptions& options) {
    RV_CHECK(!options.stores_node || options.addressing == Addressing::rows);
    Assembler assembler(std::move(name), options.addressing);
    if (options.stores_node) {
        // They are stored even if no part adds to them.
        assembler.node("rhs");
        assembler.node("d");
    }
    for (const Part& part : parts) assembler.append(part);
    return finished(assembler, {.stores_node = options.stores_node, .is_needed = options.is_needed},
                    options.known);
}

Kernel call_kernel(const Mechanism& mechanism, FunctionId function, Addressing addressing) {
    const Function& body = mechanism[function];
    Assembler assembler(mechanism.name + "." + body.name, addressing);
    std::vector<ValueId> args;
    for (int i = 0; i < body.parameter_count; ++i)
        args.push_back(assembler.code().load(assembler.argument(std::to_string(i))));
    const ValueId result = assembler.append({.mechanism = &mechanism, .function = function}, args);
    if (result.valid()) assembler.code().store(assembler.argument("result"), result);
    return finished(assembler, {});
}

Kernel table_kernel(const Mechanism& mechanism, TableId id) {
    const Table& table = mechanism.tables.at(static_cast<std::size_t>(id.value));
    Assembler assembler(mechanism.name + "." + mechanism[table.body].name + ".table", Addressing::rows);
    int column = 0;
    for (const VariableId output : table.outputs) {
        assembler.redirect(output, mechanism[output].count, column);
        column += mechanism[output].count;
    }
    const ValueId x = assembler.code().load(assembler.argument("x"));
    const ValueId result =
        assembler.append({.mechanism = &mechanism, .function = table.body}, std::span(&x, 1));
    if (table.outputs.empty()) assembler.code().store(assembler.argument("0"), result);
    return finished(assembler, {});
}

} // namespace ranvier::codegen
