// SPDX-License-Identifier: BSD-3-Clause
// Signals: the handlers stand for the whole process, but act only in a thread that runs C at that moment; any other fault goes
// on to whoever handled it before.
#include "c_runtime.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <map>
#include <mutex>
#include <utility>

#include <sys/mman.h>

#include "ranvier/base/error.hpp"
#include "ranvier/mir/arithmetic.hpp"

namespace ranvier::codegen {
namespace {

thread_local CFrame* running = nullptr;

constexpr std::array<int, 4> kSignals = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
std::array<struct sigaction, 4> earlier; // NOLINT: as process-wide as signals are
std::mutex handler_mutex;

void handle(int signal, siginfo_t* info, void* context) {
    if (auto* frame = running) {
        frame->signal = signal;
        frame->address = info->si_addr;
        siglongjmp(frame->fault, 1);
    }
    // Handlers that were put on each other in turn would call each other for ever.
    static thread_local bool is_passed_on = false;
    if (std::exchange(is_passed_on, true)) {
        std::signal(signal, SIG_DFL);
        return;
    }
    for (std::size_t i = 0; i < kSignals.size(); ++i) {
        if (kSignals[i] != signal) continue;
        const auto& before = earlier[i];
        if ((before.sa_flags & SA_SIGINFO) != 0 && before.sa_sigaction != nullptr)
            return before.sa_sigaction(signal, info, context);
        if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) return before.sa_handler(signal);
        sigaction(signal, &before, nullptr); // the fault happens again and ends as it would have without us
    }
}

void require_handlers() {
    struct sigaction now = {};
    sigaction(SIGSEGV, nullptr, &now);
    if ((now.sa_flags & SA_SIGINFO) != 0 && now.sa_sigaction == handle) return;
    const std::lock_guard lock(handler_mutex);
    for (std::size_t i = 0; i < kSignals.size(); ++i) {
        sigaction(kSignals[i], nullptr, &now);
        if ((now.sa_flags & SA_SIGINFO) != 0 && now.sa_sigaction == handle) continue;
        struct sigaction ours = {};
        ours.sa_sigaction = handle;
        ours.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
        sigemptyset(&ours.sa_mask);
        sigaction(kSignals[i], &ours, &earlier[i]);
    }
}

/// A stack for the handler, since the fault may be that the stack is full.
class SignalStack {
  public:
    SignalStack() {
        stack_t present = {};
        sigaltstack(nullptr, &present);
        if ((present.ss_flags & SS_DISABLE) == 0) return; // somebody gave this thread one
        memory_ = mmap(nullptr, kSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory_ == MAP_FAILED) return;
        stack_t ours = {};
        ours.ss_sp = memory_;
        ours.ss_size = kSize;
        sigaltstack(&ours, nullptr);
    }
    ~SignalStack() {
        if (memory_ == MAP_FAILED) return;
        stack_t off = {};
        off.ss_flags = SS_DISABLE;
        sigaltstack(&off, nullptr);
        munmap(memory_, kSize);
    }
    SignalStack(const SignalStack&) = delete;
    SignalStack& operator=(const SignalStack&) = delete;

  private:
    static constexpr std::size_t kSize = 64 * 1024;
    void* memory_ = MAP_FAILED;
};

const RvHost* host() { return running->args->host; }

double math(int f, double x, double y) { return mir::apply(static_cast<mir::MathFunction>(f), x, y); }
double service(int number, int count, const double* arguments) {
    if (host() == nullptr || host()->call == nullptr) {
        running->status |= RV_STATUS_SERVICE;
        return 0;
    }
    return host()->call(host()->self, number, running->row, count, arguments, &running->status);
}
double position(const RvTable* table, double x) { return mir::table_position(*table, x); }
double table_entry(const RvTable* table, long long column, double p) {
    return mir::table_value(*table, column, p);
}
void fault(std::int32_t status, double detail, unsigned begin, unsigned end) {
    running->status |= status;
    if (host() != nullptr && host()->fault != nullptr)
        host()->fault(host()->self, status, running->row, detail, static_cast<std::int32_t>(begin),
                      static_cast<std::int32_t>(end));
}
[[noreturn]] void interrupted() { throw StoppedLoop{}; }
[[noreturn]] double refused(int block) { throw RefusedBlock{block}; }
void fail(int status, unsigned begin, unsigned end) { fault(status, 0, begin, end); }
double* nowhere() {
    static thread_local double cell = 0;
    cell = 0;
    return &cell;
}
double* index_fault(long long index, unsigned begin, unsigned end) {
    fault(RV_STATUS_INDEX, static_cast<double>(index), begin, end);
    return nowhere();
}
double* pointer_fault(unsigned begin, unsigned end) {
    fault(RV_STATUS_POINTER, 0, begin, end);
    return nowhere();
}
[[noreturn]] void no_events(const char* what) {
    throw StateError(
        ErrorParts{"C sends an event where there is none to send", what, {}, "NET_RECEIVE and INITIAL", {}});
}
void send(double delay, double flag) {
    if (host() == nullptr || host()->net_send == nullptr) no_events("net_send");
    host()->net_send(host()->self, running->row, delay, flag);
}
void event(double time) {
    if (host() == nullptr || host()->net_event == nullptr) no_events("net_event");
    host()->net_event(host()->self, running->row, time);
}
void move(double time) {
    if (host() == nullptr || host()->net_move == nullptr) no_events("net_move");
    host()->net_move(host()->self, running->row, time);
}
// The event functions as C calls them: the handles are those of the running instance.
void c_send(void*, double*, void*, double time, double flag) { send(time - running->time, flag); }
void c_event(void*, double time) { event(time); }
void c_move(void*, void*, double time) { move(time); }

[[noreturn]] void c_exit(int status) {
    throw StateError(
        ErrorParts{"C in a mechanism called exit", {}, "status " + std::to_string(status), {}, {}});
}
[[noreturn]] void c_abort() { throw StateError(ErrorParts{"C in a mechanism called abort", {}, {}, {}, {}}); }
int c_atexit(void (*)()) { return 0; } // the code may be gone by then
[[noreturn]] void c_assert(const char* text, const char* file, int line) {
    throw StateError(
        ErrorParts{"an assertion in C failed", text, std::string(file) + ":" + std::to_string(line), {}, {}});
}
void (*c_signal(int, void (*)(int)))(int) { return SIG_DFL; } // signals are the program's, not a mechanism's

template <class F> void* address(F* function) { return reinterpret_cast<void*>(function); }

} // namespace

CRunning* running_c() noexcept { return running; }

CGuard::CGuard(CFrame& frame) : frame_(frame) {
    static thread_local const SignalStack stack;
    static_cast<void>(stack);
    if (running == nullptr) require_handlers();
    frame_.outer = running;
    running = &frame_;
}
CGuard::~CGuard() { running = frame_.outer; }

void* runtime_function(const std::string& name) {
    static const std::map<std::string, void*, std::less<>> kFunctions = {
        {"rv_math", address(math)},
        {"rv_service", address(service)},
        {"rv_table_position", address(position)},
        {"rv_table_value", address(table_entry)},
        {"rv_refused", address(refused)},
        {"rv_interrupted", address(interrupted)},
        {"rv_fail", address(fail)},
        {"rv_index_fault", address(index_fault)},
        {"rv_pointer_fault", address(pointer_fault)},
        {"rv_net_send", address(send)},
        {"rv_net_event", address(event)},
        {"rv_net_move", address(move)},
        {"net_send", address(c_send)},
        {"nrn_net_send", address(c_send)},
        {"artcell_net_send", address(c_send)},
        {"net_event", address(c_event)},
        {"nrn_net_event", address(c_event)},
        {"net_move", address(c_move)},
        {"exit", address(c_exit)},
        {"_exit", address(c_exit)},
        {"abort", address(c_abort)},
        {"atexit", address(c_atexit)},
        {"rv_assert_failed", address(c_assert)},
        {"signal", address(c_signal)},
    };
    const auto found = kFunctions.find(name);
    return found == kFunctions.end() ? nullptr : found->second;
}

const char* signal_text(int signal) {
    switch (signal) {
    case SIGSEGV: return "it touched memory that is not its own (SIGSEGV)";
    case SIGBUS: return "it touched memory that is not there (SIGBUS)";
    case SIGFPE: return "an integer was divided by zero, or the like (SIGFPE)";
    default: return "it ran into something that is no code (SIGILL)";
    }
}

} // namespace ranvier::codegen
