// SPDX-License-Identifier: BSD-3-Clause
// Random numbers in C: the interpreter's Randoms, streams of C's own, counters that C keeps.
#include "c_host.hpp"
#include "ranvier/base/error.hpp"

namespace ranvier::world {

namespace {

Random& random_of(void* handle) {
    if (handle == nullptr)
        throw InputError(ErrorParts{
            "C uses a Random that is not there", "nrn_random_pick", "null", "what nrn_random_arg gave", {}});
    return *static_cast<Random*>(handle);
}

void* random_arg(int position) {
    auto& host = CHost::running();
    if (position < 1 || position > host.argument_count())
        static_cast<void>(host.number(position, "nrn_random_arg"));
    auto random = host.arguments("nrn_random_arg").random(position - 1);
    if (!random)
        throw InputError(ErrorParts{"a Random is needed",
                                    "argument " + std::to_string(position),
                                    host.arguments("nrn_random_arg").description(position - 1),
                                    "a Random",
                                    {}});
    return host.keep(std::move(random));
}
double pick(void* handle) { return random_of(handle).draw(); }
void reset(void* handle) { random_of(handle).set_sequence(0); }
long sequence(void* handle) { return static_cast<long>(random_of(handle).sequence()); }
void set_sequence(void* handle, long position) {
    random_of(handle).set_sequence(static_cast<double>(position));
}
int is_philox(void* handle, std::uint32_t* id1, std::uint32_t* id2, std::uint32_t* id3) {
    auto& random = random_of(handle);
    if (random.generator() != Random::Generator::philox) return 0;
    const auto ids = random.stream().ids();
    *id1 = ids[0];
    *id2 = ids[1];
    *id3 = ids[2];
    return 1;
}
int philox_sequence(void* handle, std::uint32_t* position, char* which) {
    auto& random = random_of(handle);
    if (random.generator() != Random::Generator::philox) return 0;
    *position = random.stream().sequence();
    *which = static_cast<char>(random.stream().which());
    return 1;
}
int set_philox_sequence(void* handle, std::uint32_t position, char which) {
    auto& random = random_of(handle);
    if (random.generator() != Random::Generator::philox) return 0;
    random.stream().set_sequence(position, which);
    return 1;
}
int set_philox_ids(void* handle, std::uint32_t id1, std::uint32_t id2, std::uint32_t id3) {
    auto& random = random_of(handle);
    if (random.generator() != Random::Generator::philox) return 0;
    random.stream() = RandomStream(id1, id2, id3, CHost::running().global_index);
    return 1;
}

// streams of C's own; C deletes them
RandomStream& stream_of(void* handle) {
    if (handle == nullptr)
        throw InputError(ErrorParts{"C uses a random stream that is not there",
                                    "nrnran123_...",
                                    "null",
                                    "what nrnran123_newstream gave",
                                    {}});
    return *static_cast<RandomStream*>(handle);
}
void* new_stream3(std::uint32_t id1, std::uint32_t id2, std::uint32_t id3) {
    auto& host = CHost::running();
    auto made = std::make_unique<RandomStream>(id1, id2, id3, host.global_index);
    auto* handle = made.get();
    host.streams[handle] = std::move(made);
    return handle;
}
void* new_stream(std::uint32_t id1, std::uint32_t id2) { return new_stream3(id1, id2, 0); }
void delete_stream(void* handle) { CHost::running().streams.erase(handle); }
std::uint32_t stream_bits(void* handle) { return stream_of(handle).next(); }
double stream_unit(void* handle) { return stream_of(handle).uniform(); }
double stream_negexp(void* handle) { return stream_of(handle).negexp(); }
double stream_normal(void* handle) { return stream_of(handle).normal(); }
void stream_sequence(void* handle, std::uint32_t* position, char* which) {
    *position = stream_of(handle).sequence();
    *which = static_cast<char>(stream_of(handle).which());
}
void set_stream_sequence(void* handle, std::uint32_t position, char which) {
    stream_of(handle).set_sequence(position, which);
}
void stream_ids3(void* handle, std::uint32_t* id1, std::uint32_t* id2, std::uint32_t* id3) {
    const auto ids = stream_of(handle).ids();
    *id1 = ids[0];
    *id2 = ids[1];
    *id3 = ids[2];
}
void stream_ids(void* handle, std::uint32_t* id1, std::uint32_t* id2) {
    std::uint32_t id3 = 0;
    stream_ids3(handle, id1, id2, &id3);
}
void set_stream_ids(void* handle, std::uint32_t id1, std::uint32_t id2, std::uint32_t id3) {
    stream_of(handle) = RandomStream(id1, id2, id3, CHost::running().global_index);
}
void set_global_index(std::uint32_t index) { CHost::running().global_index = index; }
std::uint32_t get_global_index() { return CHost::running().global_index; }
struct Four {
    std::uint32_t v[4];
};
Four four3(std::uint32_t sequence, std::uint32_t id1, std::uint32_t id2, std::uint32_t id3) {
    const auto block = RandomStream::block({sequence, id3, id1, id2}, {CHost::running().global_index, 0});
    return {{block[0], block[1], block[2], block[3]}};
}
Four four(std::uint32_t sequence, std::uint32_t id1, std::uint32_t id2) {
    return four3(sequence, id1, id2, 0);
}

// counters that C keeps
std::uint32_t ran4_int(std::uint32_t* high, std::uint32_t low) { return ran4_bits(*high, low); }
double ran4_real(std::uint32_t* high, std::uint32_t low) { return ran4_bits(*high, low) / 4294967296.0; }
std::uint32_t mcell_int(std::uint32_t* high) { return ran4_bits(*high, CHost::running().ran4_low); }
double mcell(std::uint32_t* high, double* values, unsigned count, double range) {
    for (unsigned i = 0; i < count; ++i) values[i] = range * ran4_real(high, CHost::running().ran4_low);
    return count > 0 ? values[0] : 0;
}
double single_uniform() {
    auto& host = CHost::running();
    return ran4_real(&host.single_index, host.ran4_low);
}
double single_resolution() { return CHost::running().single_resolution; }
void mcell_init(std::uint32_t low) { CHost::running().ran4_low = low; }

} // namespace

void add_random_functions(CFunctions& functions) {
    const CFunctions mine = {
        {"nrn_random_arg", c_address(random_arg)},
        {"nrn_random_pick", c_address(pick)},
        {"nrn_random_reset", c_address(reset)},
        {"nrn_get_random_sequence", c_address(sequence)},
        {"nrn_set_random_sequence", c_address(set_sequence)},
        {"nrn_random_isran123", c_address(is_philox)},
        {"nrn_random123_getseq", c_address(philox_sequence)},
        {"nrn_random123_setseq", c_address(set_philox_sequence)},
        {"nrn_random123_setids", c_address(set_philox_ids)},
        {"nrnran123_newstream", c_address(new_stream)},
        {"nrnran123_newstream3", c_address(new_stream3)},
        {"nrnran123_deletestream", c_address(delete_stream)},
        {"nrnran123_ipick", c_address(stream_bits)},
        {"nrnran123_dblpick", c_address(stream_unit)},
        {"nrnran123_negexp", c_address(stream_negexp)},
        {"nrnran123_normal", c_address(stream_normal)},
        {"nrnran123_getseq", c_address(stream_sequence)},
        {"nrnran123_setseq", c_address(set_stream_sequence)},
        {"nrnran123_getids", c_address(stream_ids)},
        {"nrnran123_getids3", c_address(stream_ids3)},
        {"nrnran123_setids", c_address(set_stream_ids)},
        {"nrnran123_set_globalindex", c_address(set_global_index)},
        {"nrnran123_get_globalindex", c_address(get_global_index)},
        {"nrnran123_uint2dbl", c_address(RandomStream::to_unit)},
        {"nrnran123_iran", c_address(four)},
        {"nrnran123_iran3", c_address(four3)},
        {"nrnRan4int", c_address(ran4_int)},
        {"nrnRan4dbl", c_address(ran4_real)},
        {"mcell_iran4", c_address(mcell_int)},
        {"mcell_ran4", c_address(mcell)},
        {"mcell_ran4_init", c_address(mcell_init)},
        // in the text of a KSChan (ks_single.cpp)
        {"ranvier_single_uniform", c_address(single_uniform)},
        {"ranvier_single_resolution", c_address(single_resolution)},
    };
    functions.insert(mine.begin(), mine.end());
}

} // namespace ranvier::world
