// SPDX-License-Identifier: BSD-3-Clause
// ParallelContext: gids, gap junctions, collectives, messages and jobs. One process: collectives give back what they get.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <thread>
#include <unistd.h>

#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/board.hpp"
#include "ranvier/world/classes/callable.hpp"
#include "ranvier/world/classes/division.hpp"
#include "ranvier/world/classes/netcon.hpp"
#include "ranvier/world/classes/network.hpp"
#include "ranvier/world/classes/ref_place.hpp"
#include "ranvier/world/classes/vector.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::ArgumentKind;
using hoc::Arguments;
using hoc::Object;
using hoc::ObjectPtr;
using hoc::Value;

struct ParallelContext final : Object {
    using Object::Object;
};

Board& board_of(Object& o) { return world_at_rest_of(o)->classes().board(); }

double now() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// A whole number of a script, which comes as a double.
std::int64_t whole(const Arguments& a, std::size_t i, const char* what) {
    const double x = a.number(i);
    if (!(std::abs(x) < 9e15) || x != std::trunc(x))
        throw InputError(ErrorParts{std::string(what) + " must be a whole number",
                                    std::string(a.function()),
                                    a.description(i),
                                    {},
                                    {}});
    return static_cast<std::int64_t>(x);
}
Gid gid_of(const Arguments& a, std::size_t i = 0) { return whole(a, i, "the gid"); }

template <int value> Value always(Object&, const Arguments&) { return number(value); }

// gids -----------------------------------------------------------------------------------------------------------------------

NetConPtr netcon_argument(World& world, const Arguments& a, std::size_t i) {
    auto netcon = a.require<NetCon>(i, "a NetCon");
    if (netcon->world().get() != &world) throw InputError("the NetCon belongs to another world");
    return netcon;
}

Value connect_gid(Object& o, const Arguments& a) {
    const auto world = world_at_rest_of(o);
    auto& model = world->model();
    const auto gid = gid_of(a);
    auto* target = target_argument(*world, a, 1);
    if (!a.has(2) || (a.kind(2) == ArgumentKind::object && !a.object(2)))
        return ObjectPtr(new_netcon(*world, world->gids().source_to_connect(gid), target));
    auto netcon = netcon_argument(*world, a, 2);
    netcon->netcon->source = world->gids().source_to_connect(gid);
    model.set_target(*netcon->netcon, target);
    model.network_changed();
    return ObjectPtr(netcon);
}

/// The point process that has the gid, or the cell of the section that has it.
Value source_of_gid(Object& o, const Arguments& a, bool wants_cell) {
    const auto world = world_at_rest_of(o);
    auto& host = world->hoc_host();
    const auto& source = *world->gids().source(gid_of(a));
    if (source.is_gone()) return ObjectPtr();
    if (source.point) {
        auto* section = source.point->section();
        return wants_cell && section ? host.cell_of(*section) : host.object_of(*source.point);
    }
    const auto section = source.section.lock();
    return section && !section->is_deleted() ? host.cell_of(*section) : nullptr;
}

Value threshold(Object& o, const Arguments& a) {
    const auto world = world_at_rest_of(o);
    const auto& source = world->gids().source(gid_of(a));
    if (a.has(1)) {
        const double value = a.number(1);
        if (std::isnan(value))
            throw InputError::out_of_range("threshold", "gid " + std::to_string(gid_of(a)), "nan mV",
                                           "a number");
        source->threshold = value;
    }
    return number(source->threshold);
}

Value record_spikes(Object& o, const Arguments& a) {
    const auto world = world_at_rest_of(o);
    auto& gids = world->gids();
    std::vector<Gid> wanted;
    if (const auto vector = a.find<Vector>(0)) {
        for (const double x : vector->span()) {
            const Value value = x;
            wanted.push_back(gid_of(Arguments(a.function(), {&value, 1})));
        }
    } else {
        wanted.push_back(gid_of(a));
        if (wanted.front() == -1) wanted = gids.sending();
    }
    const auto times = a.require<Vector>(1, "a Vector for the times");
    const auto ids = a.require<Vector>(2, "a Vector for the gids");
    for (const auto gid : wanted) gids.record(gid, times->numbers, ids->numbers);
    return number(0);
}

Value clear_gids(Object& o, const Arguments& a) {
    const auto world = world_at_rest_of(o);
    const double kind = a.number_or(0, 0);
    if (kind == 0 || kind == 1) world->gids().clear();
    if (kind == 0 || kind == 2) forget_pieces(*world);
    if (kind == 0 || kind == 3) world->gaps().clear();
    return number(0);
}

const state::DataRef& reference(const Arguments& a, std::size_t i, hoc::PlacePtr& held) {
    held = a.place(i);
    const auto* ref = hoc::place_as<RefPlace>(*held);
    if (!ref) a.refuse(i, "a reference to a number of the model");
    return ref->ref();
}

Value gap_source(Object& o, const Arguments& a) {
    hoc::PlacePtr held;
    world_at_rest_of(o)->gaps().add_source(whole(a, 1, "the id of a gap junction"), reference(a, 0, held));
    return number(0);
}

/// target_var([point process,] reference, id)
Value gap_target(Object& o, const Arguments& a) {
    const std::size_t at = a.count() > 2 ? 1 : 0;
    hoc::PlacePtr held;
    world_at_rest_of(o)->gaps().add_target(whole(a, at + 1, "the id of a gap junction"),
                                           reference(a, at, held));
    return number(0);
}

// running --------------------------------------------------------------------------------------------------------------------

Value limit_step(Object& o, const Arguments& a) {
    const double limit = a.number(0);
    if (!(limit > 0))
        throw InputError::out_of_range("maxstep", "ParallelContext", a.description(0) + " ms", "> 0");
    board_of(o).longest_step = limit;
    return number(limit);
}

Value run_to(Object& o, const Arguments& a) {
    const auto world = world_at_rest_of(o);
    const double stop = a.number(0), begin = now();
    world->hoc_host().run([&] {
        if (world->simulator().variable().is_active) world->solve(stop);
        else world->run_control().continue_to(stop);
    });
    world->classes().board().step_time += now() - begin;
    return number(0);
}

constexpr std::int64_t kMostThreads = 1024;

Value thread_count(Object& o, const Arguments& a) {
    const auto world = world_at_rest_of(o);
    auto options = world->simulator().options();
    const double wanted = a.number_or(0, options.threads);
    if (!(wanted >= (a.has(0) ? 1 : 0) && wanted <= static_cast<double>(kMostThreads)))
        throw InputError::out_of_range("the number of threads", "ParallelContext", a.description(0),
                                       "1 to " + std::to_string(kMostThreads));
    if (a.has(0)) {
        if (options.threads != static_cast<int>(wanted)) world->classes().board().division.partition.clear();
        options.threads = static_cast<int>(wanted);
        world->simulator().set_options(options);
    }
    return number(std::max(1, options.threads));
}

/// The first argument is the number of a thread.
void check_thread(Object& o, const Arguments& a) {
    static_cast<void>(a.whole(0, 0, std::max(1, world_at_rest_of(o)->simulator().options().threads) - 1));
}

/// Sets one of the board's numbers, if one is given; what held before.
template <double Board::* setting> Value exchanged(Object& o, const Arguments& a) {
    auto& value = board_of(o).*setting;
    const double before = value;
    if (a.has(0)) value = a.number(0);
    return number(before);
}

// collectives ----------------------------------------------------------------------------------------------------------------

Value reduce_all(Object&, const Arguments& a) {
    if (const double kind = a.number_or(1, 1); kind != 1 && kind != 2 && kind != 3)
        throw InputError::out_of_range("the kind", std::string(a.function()), a.description(1),
                                       "1 (sum), 2 (largest), 3 (smallest)");
    return number(a.find<Vector>(0) ? 0 : a.number(0));
}

Value gather_all(Object&, const Arguments& a) {
    const auto into = a.require<Vector>(1, "a Vector for the result");
    if (const auto from = a.find<Vector>(0)) {
        const std::vector<double> copy(from->span().begin(), from->span().end());
        into->numbers->assign(copy);
    } else {
        const double value = a.number(0);
        into->numbers->assign({&value, 1});
    }
    return number(0);
}

Value all_to_all(Object&, const Arguments& a) {
    const auto from = a.require<Vector>(0, "a Vector to send");
    const auto counts = a.require<Vector>(1, "a Vector of counts");
    const auto into = a.require<Vector>(2, "a Vector for the result");
    if (counts->size() != 1 || counts->span()[0] != static_cast<double>(from->size()))
        throw InputError(ErrorParts{"one count for each process, of all elements",
                                    std::string(a.function()),
                                    std::to_string(counts->size()) + " counts",
                                    "1, of " + std::to_string(from->size()),
                                    {}});
    const std::vector<double> copy(from->span().begin(), from->span().end());
    into->numbers->assign(copy);
    return number(0);
}

Value broadcast(Object&, const Arguments& a) {
    if (const auto vector = a.find<Vector>(0)) return number(static_cast<double>(vector->size()));
    return number(static_cast<double>(a.text(0).size()));
}

// messages -------------------------------------------------------------------------------------------------------------------

Value post(Object& o, const Arguments& a) {
    auto& board = board_of(o);
    const auto key = message_key(a, 0);
    board.pack(a, 1);
    board.post(key);
    return number(1);
}

template <bool takes> Value look(Object& o, const Arguments& a) {
    auto& board = board_of(o);
    if (!board.look(message_key(a, 0), takes)) return number(0);
    board.unpack(a, 1);
    return number(1);
}

/// Alone nobody could send it later, so it must be there.
Value take(Object& o, const Arguments& a) {
    auto& board = board_of(o);
    if (!board.look(message_key(a, 0), true))
        throw StateError(ErrorParts{"there is no message, and nobody to send it",
                                    std::string(a.function()),
                                    "'" + message_key(a, 0) + "'",
                                    {},
                                    {}});
    board.unpack(a, 1);
    return number(1);
}

Value unpack_vector(Object& o, const Arguments& a) {
    auto found = board_of(o).next_vector(a);
    if (!a.has(0)) return found;
    auto into = a.require<Vector>(0, "a Vector for the result");
    into->numbers->assign(as<Vector>(*found).span());
    return ObjectPtr(into);
}

Value unpack_text(Object& o, const Arguments& a) {
    const auto into = a.writable_text(0);
    *into = *board_of(o).next_text(a);
    return into;
}

// measures -------------------------------------------------------------------------------------------------------------------

Value print_memory(Object& o, const Arguments&) {
    std::ifstream file("/proc/self/statm");
    double pages = 0;
    file >> pages >> pages;
    char line[64];
    std::snprintf(line, sizeof line, "memory [MB]: %.1f\n",
                  pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6);
    world_at_rest_of(o)->print(line);
    return number(0);
}

/// Counts of exchanges: there are none alone.
Value count_exchanges(Object&, const Arguments& a) {
    for (std::size_t i = 0; i < a.count(); ++i)
        if (a.kind(i) == ArgumentKind::place) a.place(i)->set(0);
    return number(0);
}

Value refuse_other_engine(Object&, const Arguments& a) {
    throw InputError(ErrorParts{"CoreNEURON is not here: this engine runs the model itself, and fast",
                                std::string(a.function()),
                                {},
                                "psolve",
                                "coreneuron.enable may stay set: psolve runs the same with it"});
}

constexpr hoc::Member kMembers[] = {
    {.name = "id", .signature = "() -> int", .summary = "Rank of this process", .call = always<0>},
    {.name = "nhost", .signature = "() -> int", .summary = "Number of processes", .call = always<1>},
    {.name = "id_world", .signature = "() -> int", .summary = "Rank among all processes", .call = always<0>},
    {.name = "nhost_world",
     .signature = "() -> int",
     .summary = "Number of all processes",
     .call = always<1>},
    {.name = "id_bbs", .signature = "() -> int", .summary = "Rank of the subworld", .call = always<0>},
    {.name = "nhost_bbs", .signature = "() -> int", .summary = "Number of subworlds", .call = always<1>},
    {.name = "nworker",
     .signature = "() -> int",
     .summary = "Number of processes that only work",
     .call = always<0>},
    {.name = "subworlds",
     .signature = "(size) -> float",
     .summary = "Divide the processes into worlds",
     .call =
         [](Object&, const Arguments& a) {
             static_cast<void>(a.whole(0, 1, 1)); // no larger than there are processes
             return number(0);
         }},
    {.name = "runworker",
     .signature = "() -> float",
     .summary = "Workers work until done; the master goes on at once",
     .call = always<0>},
    {.name = "done", .signature = "() -> float", .summary = "Workers end", .call = always<0>},
    {.name = "master_works_on_jobs",
     .signature = "(flag) -> float",
     .summary = "Whether the master takes jobs itself. Alone it does",
     .call = always<0>},
    {.name = "barrier",
     .signature = "() -> float",
     .summary = "Wait for all processes; the seconds that it took",
     .call = always<0>},
    {.name = "mpiabort_on_error",
     .signature = "(flag) -> float",
     .summary = "Whether an error ends all processes; what held before",
     .call = exchanged<&Board::aborts>},
    {.name = "timeout",
     .signature = "([seconds]) -> float",
     .summary = "Seconds without progress after which a run of many processes ends; what held before",
     .call =
         [](Object& o, const Arguments& a) {
             if (a.has(0) && !(a.number(0) >= 0))
                 throw InputError::out_of_range("the time", "timeout", a.description(0) + " s",
                                                ">= 0; 0: it never ends by itself");
             return exchanged<&Board::timeout>(o, a);
         }},
    // gids
    {.name = "set_gid2node",
     .signature = "(gid, process) -> float",
     .summary = "Give a gid to a process",
     .call =
         [](Object& o, const Arguments& a) {
             world_at_rest_of(o)->gids().assign(gid_of(a), static_cast<int>(whole(a, 1, "the process")));
             return number(0);
         }},
    {.name = "gid_exists",
     .signature = "(gid) -> int",
     .summary = "0 not here, 1 without a source, 2 with one, 3 whose spikes go everywhere",
     .call =
         [](Object& o, const Arguments& a) {
             return number(static_cast<int>(world_at_rest_of(o)->gids().status(gid_of(a))));
         }},
    {.name = "cell",
     .signature = "(gid, NetCon[, output]) -> float",
     .summary = "The source of a NetCon (which may go then) becomes the gid's",
     .call =
         [](Object& o, const Arguments& a) {
             const auto world = world_at_rest_of(o);
             world->gids().set_source(gid_of(a), *netcon_argument(*world, a, 1)->netcon,
                                      a.number_or(2, 1) != 0);
             return number(0);
         }},
    {.name = "outputcell",
     .signature = "(gid) -> float",
     .summary = "The gid's spikes go to all processes",
     .call =
         [](Object& o, const Arguments& a) {
             world_at_rest_of(o)->gids().set_sends(gid_of(a));
             return number(0);
         }},
    {.name = "gid2obj",
     .signature = "(gid) -> object",
     .summary =
         "The artificial cell or point process that has the gid, or the cell of the section that has it",
     .call = [](Object& o, const Arguments& a) { return source_of_gid(o, a, false); }},
    {.name = "gid2cell",
     .signature = "(gid) -> object",
     .summary = "The cell that has the gid",
     .call = [](Object& o, const Arguments& a) { return source_of_gid(o, a, true); }},
    {.name = "gid_connect",
     .signature = "(gid, target[, NetCon]) -> NetCon",
     .summary = "Connect a gid, which nobody need have yet, with a point process; weight 0, delay 1 ms",
     .call = connect_gid},
    {.name = "threshold",
     .signature = "(gid[, value]) -> float",
     .summary = "Threshold of the gid's source [mV]",
     .call = threshold},
    {.name = "spike_record",
     .signature = "(gid or Vector or -1, times, gids) -> float",
     .summary = "Record the spikes of a gid, of the gids of a Vector, or of all (-1)",
     .call = record_spikes},
    {.name = "gid_clear",
     .signature = "([kind]) -> float",
     .summary = "Forget all gids (0: all kinds; 1 cells, 2 pieces of cells, 3 gap junctions)",
     .call = clear_gids},
    // gap junctions
    {.name = "source_var",
     .signature = "(reference, id, sec=) -> float",
     .summary = "Give an id to a number, mostly v, that targets follow",
     .call = gap_source},
    {.name = "target_var",
     .signature = "([point process,] reference, id) -> float",
     .summary = "Let a variable follow the number with an id",
     .call = gap_target},
    {.name = "setup_transfer",
     .signature = "() -> float",
     .summary = "From now on the variables follow: set in each step when v is new, and before INITIAL blocks",
     .call =
         [](Object& o, const Arguments&) {
             world_at_rest_of(o)->gaps().set_up();
             return number(0);
         }},
    // running
    {.name = "set_maxstep",
     .signature = "(ms) -> float",
     .summary = "Largest interval between exchanges of spikes [ms]; the shortest delay may make it shorter",
     .call = limit_step},
    {.name = "psolve", .signature = "(tstop) -> float", .summary = "Run to tstop [ms]", .call = run_to},
    {.name = "nthread",
     .signature = "([n[, parallel]]) -> int",
     .summary = "Set the number of threads, if one is given; returns it",
     .call = thread_count},
    {.name = "t",
     .signature = "(thread) -> float",
     .summary = "Time of a thread [ms]: all have one",
     .call =
         [](Object& o, const Arguments& a) {
             check_thread(o, a);
             return number(world_at_rest_of(o)->t());
         }},
    {.name = "dt",
     .signature = "(thread) -> float",
     .summary = "Step of a thread [ms]: all have one",
     .call =
         [](Object& o, const Arguments& a) {
             check_thread(o, a);
             return number(world_at_rest_of(o)->dt());
         }},
    // collectives
    {.name = "allreduce",
     .signature = "(value or Vector, kind) -> float",
     .summary = "Sum (1), largest (2), smallest (3) over processes",
     .call = reduce_all},
    {.name = "allgather",
     .signature = "(value or Vector, result) -> float",
     .summary = "Collect one value of each process in a Vector",
     .call = gather_all},
    {.name = "alltoall",
     .signature = "(source, counts, result) -> float",
     .summary = "Send counts[i] elements of a Vector to process i",
     .call = all_to_all},
    {.name = "broadcast",
     .signature = "(strdef or Vector[, root]) -> float",
     .summary = "Send a text or a Vector from a process to all; its size",
     .call = broadcast},
    // messages and jobs
    {.name = "pack",
     .signature = "(value, ...) -> float",
     .summary = "Put values into the message that the next post sends",
     .call =
         [](Object& o, const Arguments& a) {
             board_of(o).pack(a, 0);
             return number(0);
         }},
    {.name = "post",
     .signature = "(key, ...) -> float",
     .summary = "Lay down a message under a key: what was packed, and the values",
     .call = post},
    {.name = "look",
     .signature = "(key, ...) -> bool",
     .summary = "Whether there is a message; if so, its values can be unpacked, and it stays",
     .call = look<false>},
    {.name = "look_take",
     .signature = "(key, ...) -> bool",
     .summary = "Whether there is a message; if so, it is taken",
     .call = look<true>},
    {.name = "take", .signature = "(key, ...) -> float", .summary = "Take a message", .call = take},
    {.name = "unpack",
     .signature = "(reference or strdef or Vector, ...) -> float",
     .summary = "Take the next values of the message",
     .call =
         [](Object& o, const Arguments& a) {
             board_of(o).unpack(a, 0);
             return number(0);
         }},
    {.name = "upkscalar",
     .signature = "() -> float",
     .summary = "The next value of the message, a number",
     .call = [](Object& o, const Arguments& a) { return number(board_of(o).next_number(a)); }},
    {.name = "upkstr",
     .signature = "(strdef) -> str",
     .summary = "The next value of the message, a text",
     .call = unpack_text},
    {.name = "upkvec",
     .signature = "([Vector]) -> Vector",
     .summary = "The next value of the message, a Vector",
     .call = unpack_vector},
    {.name = "upkpyobj",
     .signature = "() -> object",
     .summary = "The next value of the message",
     .call = [](Object& o, const Arguments& a) { return board_of(o).next(a); }},
    {.name = "submit",
     .signature = "([id,] callable or name or (object, name) or statement, ...) -> float",
     .summary = "Leave a job; the id of the user",
     .call = [](Object& o,
                const Arguments& a) { return number(board_of(o).submit(*world_at_rest_of(o), a)); }},
    {.name = "working",
     .signature = "() -> int",
     .summary = "Wait for a job to end; its number, 0 if there is none",
     .call = [](Object& o, const Arguments&) { return number(static_cast<double>(board_of(o).work())); }},
    {.name = "retval",
     .signature = "() -> float",
     .summary = "What that job returned, a number",
     .call =
         [](Object& o, const Arguments&) {
             const auto* x = std::get_if<double>(&board_of(o).result);
             return number(x ? *x : 0);
         }},
    {.name = "pyret",
     .signature = "() -> object",
     .summary = "What that job returned",
     .call = [](Object& o, const Arguments&) { return board_of(o).result; }},
    {.name = "userid",
     .signature = "() -> float",
     .summary = "The id that the job was submitted with",
     .call = [](Object& o, const Arguments&) { return number(board_of(o).user_id); }},
    {.name = "context",
     .signature = "(callable or name or (object, name) or statement, ...) -> float",
     .summary = "Run something in all processes but this one",
     .call =
         [](Object&, const Arguments& a) {
             if (!a.has(0) || a.kind(0) == ArgumentKind::number || a.kind(0) == ArgumentKind::place)
                 a.refuse(0, "a callable, a name or a statement");
             return number(1);
         }},
    // measures
    {.name = "time",
     .signature = "() -> float",
     .summary = "Seconds of the wall clock",
     .call = [](Object&, const Arguments&) { return number(now()); }},
    {.name = "step_time",
     .signature = "() -> float",
     .summary = "Seconds that psolve took",
     .call = [](Object& o, const Arguments&) { return number(board_of(o).step_time); }},
    {.name = "step_wait",
     .signature = "([seconds]) -> float",
     .summary = "Seconds spent waiting in steps",
     .call = always<0>},
    {.name = "wait_time",
     .signature = "() -> float",
     .summary = "Seconds spent waiting for other processes",
     .call = always<0>},
    {.name = "send_time",
     .signature = "([kind]) -> float",
     .summary = "Seconds spent sending spikes",
     .call = always<0>},
    {.name = "event_time",
     .signature = "() -> float",
     .summary = "Seconds spent on events; they are not measured",
     .call = always<0>},
    {.name = "integ_time",
     .signature = "() -> float",
     .summary = "Seconds spent on equations; they are not measured",
     .call = always<0>},
    {.name = "vtransfer_time",
     .signature = "([kind]) -> float",
     .summary = "Seconds spent on gap junctions; they are not measured",
     .call = always<0>},
    {.name = "mech_time",
     .signature = "([type]) -> float",
     .summary = "Seconds spent in a mechanism; they are not measured",
     .call = always<0>},
    {.name = "max_histogram",
     .signature = "([Vector]) -> float",
     .summary = "Count the spikes of exchanges; there are none alone",
     .call = always<0>},
    {.name = "spike_compress",
     .signature = "([size[, gids[, method]]]) -> float",
     .summary = "How spikes are packed for other processes",
     .call = always<0>},
    {.name = "spike_statistics",
     .signature = "(reference, ...) -> int",
     .summary = "Counts of exchanges; there are none alone",
     .call = count_exchanges},
    {.name = "print_memory_stats",
     .signature = "() -> float",
     .summary = "Print how much memory the process has",
     .call = print_memory},
    // balance: threads take cells as they come, whatever a script says; no cell is divided
    {.name = "partition",
     .signature = "([thread, SectionList]) -> float",
     .summary =
         "Give a thread cells, by their roots; without arguments none is given any longer. Changes no number",
     .call = set_partition},
    {.name = "get_partition",
     .signature = "(thread) -> SectionList",
     .summary = "The roots of the cells that a script gave a thread; blocks of cells if it gave none",
     .call = get_partition},
    {.name = "sec_in_thread",
     .signature = "(sec=) -> bool",
     .summary = "The number of the thread that has the section's cell by get_partition; in Python whether it "
                "is not 0",
     .call = thread_of_section},
    {.name = "multisplit",
     .signature = "([x, number[, backbone]], sec=) -> float",
     .summary =
         "Places of pieces of a cell with one number are to be one node; without arguments they become so",
     .call = divide_cell},
    {.name = "splitcell_connect",
     .signature = "(process, sec=) -> float",
     .summary = "Refused: a cell on two processes needs a second one",
     .call = [](Object&, const Arguments& a) -> Value {
         throw InputError(ErrorParts{"a cell on two processes needs a second one, and this is the only one",
                                     std::string(a.function()),
                                     a.has(0) ? a.description(0) : std::string(),
                                     {},
                                     "multisplit makes one cell of pieces within a process"});
     }},
    {.name = "prcellstate",
     .signature = "(gid, suffix) -> float",
     .summary = "Write the state of a cell to the file gid_suffix.nrndat, a number a line",
     .call = write_cell_state},
    {.name = "thread_stat", .signature = "() -> float", .summary = "Kept for scripts", .call = always<0>},
    {.name = "thread_busywait",
     .signature = "(flag) -> float",
     .summary = "Kept for scripts, threads sleep when there is nothing to do; what held before",
     .call =
         [](Object& o, const Arguments& a) {
             static_cast<void>(a.whole(0, 0, 1));
             return exchanged<&Board::waits_busily>(o, a);
         }},
    {.name = "thread_how_many_proc",
     .signature = "() -> int",
     .summary = "Number of cores",
     .call = [](Object&,
                const Arguments&) { return number(std::max(1U, std::thread::hardware_concurrency())); }},
    {.name = "thread_ctime",
     .signature = "([thread]) -> float",
     .summary = "Seconds that a thread worked; they are not measured",
     .call =
         [](Object& o, const Arguments& a) {
             if (a.has(0)) check_thread(o, a);
             return number(0);
         }},
    {.name = "optimize_node_order",
     .signature = "([kind]) -> int",
     .summary = "Kept for scripts: the order of nodes is always made for speed; the kind that was said last",
     .call =
         [](Object& o, const Arguments& a) {
             auto& kind = board_of(o).node_order;
             if (a.has(0)) kind = static_cast<double>(a.whole(0, 0, 2));
             return number(kind);
         }},
    {.name = "nrncore_run",
     .signature = "(arguments[, append]) -> float",
     .summary = "Refused: there is no other engine to hand the model to",
     .call = refuse_other_engine},
    {.name = "nrncore_write",
     .signature = "([path[, append]]) -> float",
     .summary = "Refused: CoreNEURON's files are not written",
     .call = refuse_other_engine},
    {.name = "nrnbbcore_write",
     .signature = "([path[, gids]]) -> float",
     .summary = "Refused: CoreNEURON's files are not written",
     .call = refuse_other_engine},
    {.name = "nrnbbcore_register_mapping",
     .signature = "(gid, name, Vector sections, Vector segments, ...) -> float",
     .summary = "Kept for scripts: names that CoreNEURON's reports would have",
     .call =
         [](Object&, const Arguments& a) {
             static_cast<void>(gid_of(a));
             static_cast<void>(a.text(1));
             for (std::size_t i = 2; i < std::max<std::size_t>(a.count(), 4); ++i)
                 static_cast<void>(a.require<Vector>(i, "a Vector"));
             return number(0);
         }},
};

} // namespace

Board& Classes::board() {
    if (!board_) board_ = std::make_shared<Board>();
    return *board_;
}

const Declaration kParallelContextClass = {.name = "ParallelContext",
                                           .signature = "([nhost])",
                                           .summary =
                                               "Processes and threads; cells by their global ids (gids)",
                                           .members = kMembers,
                                           .make = [](BuiltinClass& type, const Arguments&) -> ObjectPtr {
                                               return std::make_shared<ParallelContext>(type.self());
                                           },
                                           .takes_section = true};

} // namespace ranvier::world::classes
