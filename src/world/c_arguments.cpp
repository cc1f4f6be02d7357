// SPDX-License-Identifier: BSD-3-Clause
// getarg and its relatives, and how C says that something is wrong.
#include <cstdlib>

#include "c_host.hpp"
#include "ranvier/base/error.hpp"

namespace ranvier::world {

namespace {

using Kind = CallArguments::Kind;

bool is_kind(int position, Kind kind) {
    auto& host = CHost::running();
    return position >= 1 && position <= host.argument_count() &&
           host.arguments("getarg").kind(position - 1) == kind;
}

int ifarg(int position) { return position >= 1 && position <= CHost::running().argument_count() ? 1 : 0; }
double* getarg(int position) { return CHost::running().number(position, "getarg"); }
double* pgetarg(int position) {
    auto& host = CHost::running();
    if (ifarg(position) == 0) return host.number(position, "hoc_pgetarg"); // says that it is missing
    return host.arguments("hoc_pgetarg").reference(position - 1);
}
char* gargstr(int position) { return CHost::running().text(position, "gargstr"); }
char** pgargstr(int position) {
    static thread_local char* text = nullptr;
    text = CHost::running().text(position, "hoc_pgargstr");
    return &text;
}
double chkarg(int position, double low, double high) {
    const double value = *CHost::running().number(position, "chkarg");
    if (!(value >= low && value <= high))
        throw InputError::out_of_range("argument " + std::to_string(position), "chkarg", number_text(value),
                                       number_text(low) + " to " + number_text(high));
    return value;
}
int is_number(int position) { return is_kind(position, Kind::number); }
int is_text(int position) { return is_kind(position, Kind::text); }
int is_object(int position) { return is_kind(position, Kind::object); }
int is_reference(int position) { return is_kind(position, Kind::reference); }
int never(int) { return 0; }

[[noreturn]] void execerror(const char* what, const char* more) {
    throw InputError(ErrorParts{what ? what : "an error in C of a mechanism", more ? more : "", {}, {}, {}});
}
void warning(const char* what, const char* more) {
    CHost::running().print(std::string(what ? what : "") + (more ? std::string(" ") + more : "") + "\n");
}
void print_error(const char* text) { CHost::running().print(std::string(text ? text : "") + "\n"); }

void* checked(void* memory) {
    if (memory == nullptr)
        throw StateError(ErrorParts{"there is no memory for what C in a mechanism asks for", {}, {}, {}, {}});
    return memory;
}
void* emalloc(std::size_t size) { return checked(std::malloc(size > 0 ? size : 1)); }
void* ecalloc(std::size_t count, std::size_t size) {
    return checked(std::calloc(count > 0 ? count : 1, size > 0 ? size : 1));
}
void* erealloc(void* memory, std::size_t size) { return checked(std::realloc(memory, size > 0 ? size : 1)); }
void nothing() {}
void ignore(void*) {}

int stop_run = 0; // C reads and sets it; runs are stopped by the interpreter
int adjust = 0;
double accumulator = 0;

} // namespace

void add_argument_functions(CFunctions& functions) {
    const CFunctions mine = {
        {"ifarg", c_address(ifarg)},
        {"hoc_ifarg", c_address(ifarg)},
        {"getarg", c_address(getarg)},
        {"hoc_getarg", c_address(getarg)},
        {"hoc_pgetarg", c_address(pgetarg)},
        {"gargstr", c_address(gargstr)},
        {"hoc_gargstr", c_address(gargstr)},
        {"hoc_pgargstr", c_address(pgargstr)},
        {"chkarg", c_address(chkarg)},
        {"hoc_is_double_arg", c_address(is_number)},
        {"hoc_is_str_arg", c_address(is_text)},
        {"hoc_is_object_arg", c_address(is_object)},
        {"hoc_is_pdouble_arg", c_address(is_reference)},
        {"hoc_is_tempobj_arg", c_address(never)},
        {"hoc_execerror", c_address(execerror)},
        {"hoc_execerr_ext", c_address(execerror)},
        {"hoc_warning", c_address(warning)},
        {"nrn_prterr", c_address(print_error)},
        {"emalloc", c_address(emalloc)},
        {"ecalloc", c_address(ecalloc)},
        {"erealloc", c_address(erealloc)},
        {"hoc_Emalloc", c_address(emalloc)},
        {"hoc_Ecalloc", c_address(ecalloc)},
        {"hoc_Erealloc", c_address(erealloc)},
        {"hoc_malchk", c_address(nothing)},
        {"hoc_obj_ref", c_address(ignore)}, // objects that C was given live as long as the world
        {"hoc_obj_unref", c_address(ignore)},
        {"stoprun", &stop_run},
        {"nrn_netrec_state_adjust", &adjust},
        {"hoc_ac_", &accumulator},
    };
    functions.insert(mine.begin(), mine.end());
}

} // namespace ranvier::world
