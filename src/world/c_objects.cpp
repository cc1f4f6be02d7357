// SPDX-License-Identifier: BSD-3-Clause
// Objects and names of the interpreter as C sees them: Vectors and Randoms behind object handles, functions of mechanisms and
// numbers of the world by name, sorting; threads, which are run at once.
#include <algorithm>
#include <cstring>
#include <string_view>

#include "c_host.hpp"
#include "ranvier/base/error.hpp"

namespace ranvier::world {

namespace {

CHost& host() { return CHost::running(); }

// objects --------------------------------------------------------------------------------------------------------------------

void** object_argument(int position) {
    if (position < 1 || position > host().argument_count())
        static_cast<void>(host().number(position, "hoc_objgetarg")); // says that it is missing
    const auto& arguments = host().arguments("hoc_objgetarg");
    if (auto vector = arguments.vector(position - 1))
        return host().object_of(host().keep(std::move(vector)), "Vector");
    if (auto random = arguments.random(position - 1))
        return host().object_of(host().keep(std::move(random)), "Random");
    throw InputError(ErrorParts{"C can be given no such object",
                                "argument " + std::to_string(position),
                                arguments.description(position - 1),
                                "a Vector or a Random",
                                {}});
}
void* object_itself(int position) { return *object_argument(position); }

/// The object around a Vector.
void** vector_object(void* vector) { return vector ? host().object_of(vector, "Vector") : nullptr; }

char* object_name(void* object) {
    static char nothing[] = "NULLobject";
    return object ? static_cast<CObject*>(object)->name.data() : nothing;
}
int is_type(void* object, const char* type) {
    const std::string_view name = object_name(object);
    return object && name.substr(0, name.find('[')) == type ? 1 : 0;
}

// names ----------------------------------------------------------------------------------------------------------------------

void* lookup(const char* name) { return host().symbol(name ? name : ""); }
void push(double value) { host().stack().push_back(value); }
double call(void* symbol, int count) {
    auto& stack = host().stack();
    if (symbol == nullptr || static_cast<CSymbol*>(symbol)->number != nullptr)
        throw InputError(ErrorParts{"C calls something that is no function",
                                    symbol ? static_cast<CSymbol*>(symbol)->name : "hoc_call_func",
                                    {},
                                    "a FUNCTION or PROCEDURE of a mechanism, as hoc_lookup gives it",
                                    {}});
    if (count < 0 || static_cast<std::size_t>(count) > stack.size())
        throw InputError(ErrorParts{"C calls a function with fewer numbers than it says",
                                    static_cast<CSymbol*>(symbol)->name,
                                    std::to_string(stack.size()),
                                    std::to_string(count) + " numbers given by hoc_pushx",
                                    {}});
    const std::vector<double> arguments(stack.end() - count, stack.end());
    stack.resize(stack.size() - static_cast<std::size_t>(count));
    return host().outside().call(static_cast<CSymbol*>(symbol)->name, arguments);
}
double* number_of_name(const char* name) {
    auto* symbol = host().symbol(name ? name : "");
    if (symbol == nullptr || symbol->number == nullptr)
        throw LookupFailure(ErrorParts{"there is no number of this name", name ? name : "", {}, {}, {}});
    return symbol->number;
}

// sorting --------------------------------------------------------------------------------------------------------------------

/// Orders indices by what they stand for. A comparison that contradicts itself only disturbs the order.
int sort(double* numbers, int* indices, int count, int (*compare)(double, double)) {
    if (count > 1)
        std::stable_sort(indices, indices + count,
                         [&](int a, int b) { return compare(numbers[a], numbers[b]) < 0; });
    return 1;
}

// threads --------------------------------------------------------------------------------------------------------------------

/// Runs at once what another thread would: a fault in it is caught as any other.
int create_thread(unsigned long* id, const void*, void* (*work)(void*), void* argument) {
    auto& results = host().thread_results();
    results.push_back(nullptr);
    const auto number = results.size();
    if (id != nullptr) *id = number;
    void* result = work(argument);
    results[number - 1] = result;
    return 0;
}
int join_thread(unsigned long id, void** result) {
    const auto& results = host().thread_results();
    if (result != nullptr) *result = id >= 1 && id <= results.size() ? results[id - 1] : nullptr;
    return 0;
}
int fine(void*) { return 0; }
int fine_with(void*, const void*) { return 0; }
[[noreturn]] void wait_for_another() {
    throw StateError(
        ErrorParts{"C waits for another thread, but its threads run one after the other", {}, {}, {}, {}});
}

void nothing() {}

double epsilon = 1e-11; // hoc_epsilon
int cvode_active = 0;

} // namespace

void add_object_functions(CFunctions& functions) {
    const CFunctions mine = {
        {"hoc_objgetarg", c_address(object_argument)},
        {"hoc_obj_arg", c_address(object_itself)},
        {"vector_pobj", c_address(vector_object)},
        {"hoc_object_name", c_address(object_name)},
        {"hoc_obj_name", c_address(object_name)},
        {"is_obj_type", c_address(is_type)},
        {"hoc_lookup", c_address(lookup)},
        {"hoc_get_symbol", c_address(lookup)},
        {"hoc_pushx", c_address(push)},
        {"hoc_call_func", c_address(call)},
        {"hoc_val_pointer", c_address(number_of_name)},
        {"nrn_mlh_gsort", c_address(sort)},
        {"hoc_notify_iv", c_address(nothing)},
        {"hoc_epsilon", &epsilon},
        {"cvode_active_", &cvode_active},
        {"pthread_create", c_address(create_thread)},
        {"pthread_join", c_address(join_thread)},
        {"pthread_mutex_init", c_address(fine_with)},
        {"pthread_mutex_lock", c_address(fine)},
        {"pthread_mutex_unlock", c_address(fine)},
        {"pthread_mutex_destroy", c_address(fine)},
        {"pthread_attr_init", c_address(fine)},
        {"pthread_attr_setdetachstate", c_address(fine)},
        {"pthread_attr_destroy", c_address(fine)},
        {"pthread_cond_wait", c_address(wait_for_another)},
        {"pthread_exit", c_address(wait_for_another)},
    };
    functions.insert(mine.begin(), mine.end());
}

} // namespace ranvier::world
