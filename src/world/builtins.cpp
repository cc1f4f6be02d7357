// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/builtins.hpp"

#include <deque>
#include <iterator>
#include <vector>

#include "ranvier/world/classes/builtin_class.hpp"
#include "ranvier/world/classes/functions.hpp"
#include "ranvier/world/classes/netcon.hpp"
#include "ranvier/world/classes/network.hpp"
#include "ranvier/world/classes/vector.hpp"

namespace ranvier::world {

namespace {

constexpr BuiltinMember kSection[] = {
    {"L", "[um]", "Length"},
    {"nseg", "", "Number of segments, 1 to 32767"},
    {"Ra", "[ohm cm]", "Axial resistivity"},
    {"connect", "(parent, x=1, end=0) -> Section", "Connect an end to a place of another section"},
    {"disconnect", "() -> Section", "Become the root of a tree"},
    {"insert", "(mechanism) -> Section", "Put a density mechanism into every segment"},
    {"uninsert", "(mechanism) -> Section", "Take it out"},
    {"has_membrane", "(name) -> bool", "Whether a mechanism is inserted"},
    {"allseg", "() -> iterator", "Segments at 0, at the centres and at 1"},
    {"parentseg", "() -> Segment", "Where this section is connected, or None"},
    {"trueparentseg", "() -> Segment", "The segment nearer to the root"},
    {"orientation", "() -> float", "The end that touches the parent"},
    {"children", "() -> list", "Sections connected to this one"},
    {"subtree", "() -> list", "This section and all below it"},
    {"wholetree", "() -> list", "All sections of the tree"},
    {"same", "(section) -> bool", "Whether both are one section"},
    {"name", "() -> str", "Name with its cell"},
    {"hname", "() -> str", "Name with its cell"},
    {"cell", "() -> object", "What cell= was given"},
    {"pt3dadd", "(x, y, z, diam)", "Append a 3-d point [um]"},
    {"pt3dclear", "()", "Remove all 3-d points"},
    {"pt3dchange", "(i, [x, y, z,] diam)", "Change a 3-d point [um]"},
    {"pt3dinsert", "(i, x, y, z, diam)", "Insert a 3-d point [um]"},
    {"pt3dremove", "(i)", "Remove a 3-d point"},
    {"n3d", "() -> int", "Number of 3-d points"},
    {"x3d", "(i) -> float", "[um]"},
    {"y3d", "(i) -> float", "[um]"},
    {"z3d", "(i) -> float", "[um]"},
    {"diam3d", "(i) -> float", "[um]"},
    {"arc3d", "(i) -> float", "Path length from the first point [um]"},
    {"psection", "() -> dict", "What the section holds"},
    {"pt3dstyle", "([0 or 1, x, y, z]) -> bool", "Whether it is drawn from a point of its own"},
    {"is_pysec", "() -> bool", "Whether Python made it, not hoc"},
    {"hoc_internal_name", "() -> str", "A name that no other section has"},
};

constexpr BuiltinMember kPtrVector[] = {
    {"pset", "(i, reference) -> float", "Let slot i refer to a number"},
    {"gather", "(Vector) -> float", "Read all numbers into a Vector of this size"},
    {"scatter", "(Vector) -> float", "Write all numbers from a Vector of this size"},
    {"getval", "(i) -> float", "The number that slot i refers to"},
    {"setval", "(i, value) -> float", "Set the number that slot i refers to"},
    {"size", "() -> int", "Number of slots"},
    {"resize", "(n) -> float", "Change the number of slots; those that stay keep what they refer to"},
    {"label", "([text]) -> str", "A text beside its curve"},
    {"plot", "(graph[, x or step][, color, brush]) -> float", "A curve that follows the numbers"},
    {"ptr_update_callback", "(callable) -> float", "Kept for scripts: references follow by themselves"},
};

/// What stands beside the table of classes::kVectorClass.
constexpr BuiltinMember kVectorOfPython[] = {
    {"record", "(ref[, dt or times]) -> Vector",
     "Record a number at every step, at multiples of dt, or at times [ms]"},
    {"play", "(ref, dt or times[, continuous]) -> Vector", "Drive a number from these values"},
    {"play_remove", "() -> Vector", "End recording and playing"},
    {"as_numpy", "() -> ndarray", "A view of the memory"},
    {"to_python", "() -> list", "A copy as a list"},
    {"from_python", "(iterable) -> Vector", "Take over values"},
};

/// The same of NetCon and ParallelContext.
constexpr BuiltinMember kNetConOfPython[] = {
    {"preseg", "() -> Segment", "The segment that is watched"},
    {"postseg", "() -> Segment", "The segment where the target stands"},
};
constexpr BuiltinMember kParallelContextOfPython[] = {
    {"py_alltoall", "(list) -> list", "One value for each process, one from each"},
    {"py_gather", "(value, root) -> list", "One value of each process"},
    {"py_allgather", "(value) -> list", "One value of each process"},
    {"py_broadcast", "(value, root) -> object", "A value for all processes"},
    {"py_scatter", "(list, root) -> object", "One value for each process"},
};

constexpr auto kFunction = BuiltinKind::function;
constexpr auto kNumber = BuiltinKind::number;
constexpr auto kType = BuiltinKind::type;

constexpr Builtin kBuiltins[] = {
    {kType, "Section", "(name=None, cell=None)", "", "A stretch of neurite", kSection},
    {kType, "PtrVector", "(n)", "", "References to many numbers", kPtrVector},

    {kNumber, "t", "", "ms", "Time", {}},
    {kNumber, "dt", "", "ms", "Time step", {}},
    {kNumber, "celsius", "", "degC", "Temperature", {}},
    {kNumber, "secondorder", "", "", "0 implicit Euler, 1 and 2 Crank-Nicolson", {}},
    {kNumber, "tstop", "", "ms", "Where run() ends", {}},
    {kNumber, "v_init", "", "mV", "Where init() starts", {}},
    {kNumber, "steps_per_ms", "", "/ms", "Points drawn per ms; dt is a divisor of their distance", {}},
    {kNumber, "nstep_steprun", "", "", "Steps that step() makes", {}},

    {kFunction, "finitialize", "([v])", "mV", "Start: v everywhere, t = 0, INITIAL blocks", {}},
    {kFunction, "fadvance", "()", "", "One step of dt", {}},
    {kFunction, "fcurrent", "()", "", "All currents at the present state", {}},
    {kFunction, "frecord_init", "()", "", "Empty the recordings and take the present values", {}},
    {kFunction, "init", "()", "", "finitialize(v_init)", {}},
    {kFunction, "stdinit", "()", "", "setdt, init", {}},
    {kFunction, "run", "()", "", "stdinit, then continue to tstop", {}},
    {kFunction, "continuerun", "(t)", "ms", "Step until t", {}},
    {kFunction, "setdt", "()", "", "Make 1/(dt steps_per_ms) a whole number", {}},
    {kFunction, "step", "()", "", "nstep_steprun steps", {}},
    {kFunction, "steprun", "()", "", "The same as step", {}},
    {kFunction, "advance", "()", "", "One step of dt", {}},
    {kFunction, "load_file", "(name) -> float", "", "1.0 if the file was found", {}},
    {kFunction, "nrn_load_mod", "(path) -> int", "", "Read .mod files: a file or a folder", {}},
    {kFunction, "allsec", "() -> list", "", "All sections in the order in which they were made", {}},
    {kFunction, "topology", "()", "", "Print the trees", {}},
    {kFunction, "distance", "([segment,] segment) -> float", "um", "Path length", {}},
    {kFunction, "area", "(x, sec=) -> float", "um2", "Membrane area of a segment", {}},
    {kFunction, "ri", "(x, sec=) -> float", "Mohm", "Axial resistance to the parent's side", {}},
    {kFunction, "delete_section", "(sec=)", "", "Delete a section", {}},
    {kFunction, "cas", "() -> Section", "", "The current section", {}},
    {kFunction, "push_section", "(section)", "", "Make a section the current one", {}},
    {kFunction, "pop_section", "()", "", "Back to the one before", {}},
    {kFunction, "secname", "(sec=) -> str", "", "Name of a section", {}},
    {kFunction, "n3d", "(sec=) -> float", "", "Number of 3-d points", {}},
    {kFunction, "x3d", "(i, sec=) -> float", "um", "", {}},
    {kFunction, "y3d", "(i, sec=) -> float", "um", "", {}},
    {kFunction, "z3d", "(i, sec=) -> float", "um", "", {}},
    {kFunction, "diam3d", "(i, sec=) -> float", "um", "", {}},
    {kFunction, "arc3d", "(i, sec=) -> float", "um", "Path length from the first point", {}},
    {kFunction, "spine3d", "(i, sec=) -> float", "", "1 if the point's diameter was given negative", {}},
    {kFunction, "pt3dadd", "(x, y, z, diam, sec=)", "um", "Append a 3-d point", {}},
    {kFunction, "pt3dclear", "(sec=)", "", "Remove all 3-d points", {}},
    {kFunction, "pt3dchange", "(i, [x, y, z,] diam, sec=)", "um", "Change a 3-d point", {}},
    {kFunction, "pt3dinsert", "(i, x, y, z, diam, sec=)", "um", "Insert a 3-d point", {}},
    {kFunction, "pt3dremove", "(i, sec=)", "", "Remove a 3-d point", {}},
    {kFunction, "ismembrane", "(name, sec=) -> float", "", "1 if a mechanism is inserted", {}},
    {kFunction, "ref", "(value) -> reference", "", "One-element reference", {}},
    {kFunction, "units", "(name) -> str", "", "Unit of a variable", {}},
    {kFunction, "nrnversion", "([kind]) -> str", "", "Version", {}},
    {kFunction, "nrnunit_use_legacy", "([flag]) -> float", "", "Old unit constants", {}},
};

/// The table above, and what the classes and functions that are declared with their code say of themselves.
struct All {
    std::vector<Builtin> rows{std::begin(kBuiltins), std::end(kBuiltins)};
    std::deque<std::vector<BuiltinMember>> members;

    All() {
        for (const auto* d : classes::declarations()) {
            auto& list = members.emplace_back();
            for (const auto& m : d->members) list.push_back({m.name, m.signature, m.summary});
            const auto add = [&](std::span<const BuiltinMember> more) {
                list.insert(list.end(), more.begin(), more.end());
            };
            if (d == &classes::kVectorClass) add(kVectorOfPython);
            if (d == &classes::kNetConClass) add(kNetConOfPython);
            if (d == &classes::kParallelContextClass) add(kParallelContextOfPython);
            rows.push_back({kType, d->name, d->signature, "", d->summary, list});
        }
        for (const auto& functions : classes::function_lists())
            for (const auto& f : functions)
                rows.push_back({kFunction, f.name, f.signature, "", f.summary, {}});
        for (const auto& c : classes::constants())
            rows.push_back({kNumber, c.name, "", c.unit, c.summary, {}});
    }
};

} // namespace

std::span<const Builtin> builtins() {
    static const All all;
    return all.rows;
}

const Builtin* find_builtin(std::string_view name) {
    for (const auto& b : builtins())
        if (b.name == name) return &b;
    return nullptr;
}

} // namespace ranvier::world
