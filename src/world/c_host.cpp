// SPDX-License-Identifier: BSD-3-Clause
#include "c_host.hpp"

#include <cstdio>
#include <utility>

#include "ranvier/base/error.hpp"

namespace ranvier::world {

namespace {

const CFunctions& functions() {
    static const CFunctions kFunctions = [] {
        CFunctions all;
        add_argument_functions(all);
        add_object_functions(all);
        add_vector_functions(all);
        add_random_functions(all);
        add_output_functions(all);
        return all;
    }();
    return kFunctions;
}

} // namespace

CHost::Arguments::Arguments(CHost& host, const CallArguments& arguments)
    : host_(host), before_(host.arguments_), numbers_before_(std::move(host.numbers_)),
      texts_before_(std::move(host.texts_)) {
    host.arguments_ = &arguments;
    host.numbers_.clear();
    host.texts_.clear();
}

CHost::Arguments::~Arguments() {
    host_.arguments_ = before_;
    host_.numbers_ = std::move(numbers_before_);
    host_.texts_ = std::move(texts_before_);
}

CHost& CHost::running() {
    auto* running = codegen::running_c();
    RV_CHECK(running != nullptr && running->context != nullptr);
    return *static_cast<CHost*>(running->context);
}

codegen::CHost CHost::connection() {
    codegen::CHost out;
    out.context = this;
    out.resolve = [](const std::string& name) -> void* {
        const auto found = functions().find(name);
        return found == functions().end() ? nullptr : found->second;
    };
    out.keep_error = [this](std::exception_ptr error) {
        if (!error_) error_ = std::move(error);
    };
    return out;
}

void CHost::print(std::string_view text) const {
    if (output_) output_(text);
    else std::fwrite(text.data(), 1, text.size(), stdout);
}

void CHost::rethrow(const ErrorParts& engine) {
    if (!error_) return;
    try {
        std::rethrow_exception(std::exchange(error_, nullptr));
    } catch (const codegen::CFault& fault) {
        throw fault.on(engine.object, engine.value);
    }
}

void CHost::install(const std::string& name, VectorMethod method) {
    methods_[name] = method;
    if (on_method_) on_method_(name);
}

double CHost::call_method(const std::string& name, const state::NumbersPtr& vector,
                          const CallArguments& arguments) {
    const auto found = methods_.find(name);
    if (found == methods_.end())
        throw LookupFailure(ErrorParts{"Vector has no such method in this world", name});
    const Arguments scope(*this, arguments);
    double result = 0;
    codegen::run_c(connection(), "Vector." + name, [&] { result = found->second(vector.get()); });
    return result;
}

const CallArguments& CHost::arguments(const char* asking) const {
    if (arguments_ == nullptr)
        throw StateError(ErrorParts{"C asks for the arguments of a call where there is none",
                                    asking,
                                    {},
                                    "a FUNCTION or PROCEDURE that the interpreter called",
                                    {}});
    return *arguments_;
}

void CHost::check_position(int position, const char* asking) const {
    const int count = arguments(asking).count();
    if (position < 1 || position > count)
        throw InputError(
            ErrorParts{"an argument is missing",
                       asking,
                       "argument " + std::to_string(position),
                       count == 0 ? "the call has none" : "the call has " + std::to_string(count),
                       {}});
}

double* CHost::number(int position, const char* asking) {
    check_position(position, asking);
    numbers_.push_back(arguments_->number(position - 1));
    return &numbers_.back();
}

char* CHost::text(int position, const char* asking) {
    check_position(position, asking);
    texts_.push_back(arguments_->text(position - 1));
    return texts_.back().data();
}

state::Numbers* CHost::keep(state::NumbersPtr vector) {
    auto* address = vector.get();
    address->give_to_c();
    vectors_.try_emplace(address, std::move(vector));
    return address;
}

void** CHost::object_of(void* thing, const char* kind) {
    auto& kept = objects_[thing];
    if (!kept) {
        kept = std::make_unique<KeptObject>();
        kept->object.thing = thing;
        kept->object.index = object_counts_[kind]++;
        kept->object.name = std::string(kind) + "[" + std::to_string(kept->object.index) + "]";
        kept->place = &kept->object;
    }
    return &kept->place;
}

CSymbol* CHost::symbol(const std::string& name) {
    double* number = outside_.number ? outside_.number(name) : nullptr;
    const bool is_function = number == nullptr && outside_.has_function && outside_.has_function(name);
    if (number == nullptr && !is_function) return nullptr;
    auto& symbol = symbols_[name];
    if (!symbol) {
        symbol = std::make_unique<CSymbol>();
        symbol->name = name;
        symbol->text = symbol->name.c_str();
    }
    symbol->number = number;
    return symbol.get();
}

Random* CHost::keep(std::shared_ptr<Random> random) {
    auto* address = random.get();
    randoms_.try_emplace(address, std::move(random));
    return address;
}

} // namespace ranvier::world
