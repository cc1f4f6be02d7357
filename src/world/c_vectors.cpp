// SPDX-License-Identifier: BSD-3-Clause
// Vectors in C: the handle is the growing array itself.
#include "c_host.hpp"
#include "ranvier/base/error.hpp"

namespace ranvier::world {

namespace {

state::Numbers& numbers(void* vector) {
    if (vector == nullptr)
        throw InputError(ErrorParts{
            "C uses a Vector that is not there", "vector_...", "null", "what vector_arg gave", {}});
    return *static_cast<state::Numbers*>(vector);
}

state::NumbersPtr given(int position) {
    auto& host = CHost::running();
    if (position < 1 || position > host.argument_count())
        static_cast<void>(host.number(position, "vector_arg"));
    return host.arguments("vector_arg").vector(position - 1);
}

void* vector_arg(int position) {
    auto vector = given(position);
    if (!vector)
        throw InputError(ErrorParts{"a Vector is needed",
                                    "argument " + std::to_string(position),
                                    CHost::running().arguments("vector_arg").description(position - 1),
                                    "a Vector",
                                    {}});
    return CHost::running().keep(std::move(vector));
}
int is_vector_arg(int position) {
    if (position < 1 || position > CHost::running().argument_count()) return 0;
    return CHost::running().arguments("vector_arg").vector(position - 1) ? 1 : 0;
}
int instance_px(void* vector, double** data) {
    auto& n = numbers(vector);
    *data = n.data();
    return static_cast<int>(n.size());
}
int arg_px(int position, double** data) { return instance_px(vector_arg(position), data); }
double* vec(void* vector) { return numbers(vector).data(); }
int capacity(void* vector) { return static_cast<int>(numbers(vector).size()); }
/// How far it can grow where it is: room is kept, so that data stand while C fills them and resizes last.
int buffer_size(void* vector) {
    auto& n = numbers(vector);
    return static_cast<int>(n.capacity());
}
void resize(void* vector, int size) {
    if (size < 0)
        throw InputError::out_of_range("the size of a Vector", "vector_resize", std::to_string(size),
                                       "0 or more");
    numbers(vector).resize(static_cast<std::size_t>(size));
}
double* resized(void* vector, int size) {
    resize(vector, size);
    return vec(vector);
}
void append(void* vector, double value) { numbers(vector).push_back(value); }
void* make(int size) {
    return CHost::running().keep(
        std::make_shared<state::Numbers>(static_cast<std::size_t>(size > 0 ? size : 0)));
}
void* make_with_object(int size, void*) { return make(size); }
void* make_empty() { return make(0); }
void forget(void*) {} // the world keeps what C made
char* label(void*) {
    static char none[] = "";
    return none;
}

void install(const char* name, CHost::VectorMethod method) { CHost::running().install(name, method); }

} // namespace

void add_vector_functions(CFunctions& functions) {
    const CFunctions mine = {
        {"vector_arg", c_address(vector_arg)},
        {"is_vector_arg", c_address(is_vector_arg)},
        {"vector_instance_px", c_address(instance_px)},
        {"vector_arg_px", c_address(arg_px)},
        {"vector_vec", c_address(vec)},
        {"vector_capacity", c_address(capacity)},
        {"vector_buffer_size", c_address(buffer_size)},
        {"vector_resize", c_address(resize)},
        {"vector_append", c_address(append)},
        {"vector_newsize", c_address(resized)},
        {"vector_new", c_address(make_with_object)},
        {"vector_new0", c_address(make_empty)},
        {"vector_new1", c_address(make)},
        {"vector_delete", c_address(forget)},
        {"vector_get_label", c_address(label)},
    };
    functions.emplace("install_vector_method", c_address(install));
    functions.insert(mine.begin(), mine.end());
}

} // namespace ranvier::world
