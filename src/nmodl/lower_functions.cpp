// SPDX-License-Identifier: BSD-3-Clause
// FUNCTIONs, PROCEDUREs and their TABLEs.
#include "lower.hpp"

namespace ranvier::nmodl {

using mir::Op;
using mir::ValueId;
using Code = ast::CodeBlock::Kind;

mir::FunctionId MechanismLowering::body_function(int code, bool shifted, bool is_table_body) {
    const auto& block = model.file.code[static_cast<std::size_t>(code)];
    std::vector<std::string> parameters;
    for (const auto& parameter : block.parameters) parameters.push_back(parameter.name.text);
    std::string name = block.name.text;
    if (is_table_body) name += "_table";
    if (shifted) name += "_shifted";
    mir::Builder builder(name, parameters, block.kind == Code::function);
    CodeLowering lowering(*this, builder, code, shifted);
    lowering.bind_parameters();
    lowering.block(block.body);
    return add(builder.finish());
}

mir::FunctionId MechanismLowering::open_function(int code, bool shifted) const {
    if (shifted && !reaches_symbol(model, code, model.find_symbol("v"))) shifted = false;
    const auto found = open_.find({code, shifted});
    return found == open_.end() ? mir::FunctionId() : found->second;
}

/// A FUNCTION_TABLE: the host has the data.
mir::FunctionId MechanismLowering::data_function(int code) {
    const auto& block = model.file.code[static_cast<std::size_t>(code)];
    std::vector<std::string> parameters;
    for (const auto& parameter : block.parameters) parameters.push_back(parameter.name.text);
    mechanism.function_tables.push_back({block.name.text, static_cast<int>(parameters.size())});
    mir::Builder builder(block.name.text, parameters, true);
    builder.at(block.name.span);
    std::vector<ValueId> arguments;
    for (std::size_t i = 0; i < parameters.size(); ++i)
        arguments.push_back(builder.get(mir::LocalId(static_cast<std::int32_t>(i))));
    const auto which = static_cast<std::int64_t>(mechanism.function_tables.size()) - 1;
    builder.set(builder.result(), builder.service(mir::Service::function_table, which, arguments));
    return add(builder.finish());
}

/// FROM and TO are expressions of variables, evaluated when the table is filled.
mir::FunctionId MechanismLowering::bound_function(int code, const ast::Expression& bound,
                                                  const char* suffix) {
    mir::Builder builder(model.file.code[static_cast<std::size_t>(code)].name.text + suffix, {}, true);
    CodeLowering lowering(*this, builder, code);
    builder.set(builder.result(), lowering.real(bound));
    return add(builder.finish());
}

mir::FunctionId MechanismLowering::function(int code, bool shifted) {
    if (shifted && !reaches_symbol(model, code, model.find_symbol("v"))) shifted = false;
    const std::pair key(code, shifted);
    if (const auto found = functions_.find(key); found != functions_.end()) return found->second;
    if (model.file.code[static_cast<std::size_t>(code)].kind == Code::function_table)
        return functions_[key] = data_function(code);
    const bool has_table = model.has_table(code);
    if (has_table && shifted) (void)function(code, false); // owns the table
    if (model.is_recursive[static_cast<std::size_t>(code)]) open_[key] = add(mir::Function{});
    auto made = body_function(code, shifted, has_table);
    if (has_table) made = table_wrapper(code, shifted, made);
    if (const auto open = open_.find(key); open != open_.end()) { // calls that lead back name it already
        const auto reserved = open->second;
        mechanism.functions[static_cast<std::size_t>(reserved.value)] = std::move(mechanism.functions.back());
        mechanism.functions.pop_back();
        open_.erase(open);
        made = reserved;
    }
    functions_[key] = made;
    return made;
}

mir::FunctionId MechanismLowering::table_wrapper(int code, bool shifted, mir::FunctionId body) {
    const auto& block = model.file.code[static_cast<std::size_t>(code)];
    const auto& statement = std::get<ast::Table>(block.body.statements.front()->node);
    const bool is_function = block.kind == Code::function;
    if (tables_.count({code, false}) == 0) { // the shifted function looks into the same table
        mir::Table table;
        table.body = body;
        for (const auto& name : statement.outputs) table.outputs.push_back(variable(name.binding.index));
        table.low = bound_function(code, *statement.low, "_from");
        table.high = bound_function(code, *statement.high, "_to");
        for (const auto& name : statement.depend)
            if (name.binding.kind == ast::Binding::Kind::symbol)
                table.depend.push_back(variable(name.binding.index));
        table.intervals = statement.intervals;
        table.columns = 0;
        for (const auto output : table.outputs) table.columns += mechanism[output].count;
        if (is_function) table.columns = 1;
        table.use = use_table_;
        mechanism.tables.push_back(std::move(table));
        tables_[{code, false}] = mir::TableId(static_cast<int>(mechanism.tables.size()) - 1);
    }
    const auto table = tables_.at({code, false});
    mir::Builder builder(block.name.text + (shifted ? "_shifted" : ""), {block.parameters.front().name.text},
                         is_function);
    builder.at(block.body.statements.front()->span);
    const ValueId is_used = builder.load(use_table_);
    const ValueId use = builder.binary(Op::ne, is_used, builder.number(0));
    const auto argument = mir::LocalId(0);
    builder.begin_if(use);
    const ValueId position = builder.table_position(table, builder.get(argument));
    if (is_function) {
        builder.set(builder.result(), builder.table_value(table, 0, position));
    } else {
        int column = 0;
        for (const auto& name : statement.outputs) {
            const auto output = variable(name.binding.index);
            const bool is_array = mechanism[output].is_array;
            for (int element = 0; element < mechanism[output].count; ++element) {
                const ValueId looked_up = builder.table_value(table, column++, position);
                builder.store(output, looked_up, is_array ? builder.integer(element) : ValueId());
            }
        }
    }
    builder.begin_else();
    const std::vector<ValueId> arguments = {builder.get(argument)};
    const ValueId computed = builder.call(body, arguments, is_function);
    if (is_function) builder.set(builder.result(), computed);
    builder.end_if();
    return add(builder.finish());
}

} // namespace ranvier::nmodl
