// SPDX-License-Identifier: BSD-3-Clause
#include "interrupts.hpp"

#include <csignal>

#include <atomic>
#include <thread>

namespace ranvier::python {

namespace {

// Signals belong to the process, so these do as well.
std::atomic<int> pending{0};
std::atomic<void (*)(int)> earlier{nullptr};
const std::thread::id main_thread = std::this_thread::get_id(); // the module is imported there

extern "C" void on_interrupt(int signal) {
    pending = 1;
    if (auto* next = earlier.load()) next(signal);
}

} // namespace

bool prepare_interrupts() {
    if (std::this_thread::get_id() != main_thread) return false;
    pending = 0; // what came while Python code ran, Python has seen
    struct sigaction now{};
    if (sigaction(SIGINT, nullptr, &now) != 0) return false;
    // Only what Python does is noted: where nobody handles the signal, or it is ignored, that stays so.
    const bool is_function = (now.sa_flags & SA_SIGINFO) == 0 && now.sa_handler != SIG_DFL &&
                             now.sa_handler != SIG_IGN && now.sa_handler != on_interrupt;
    if (is_function) {
        earlier = now.sa_handler;
        now.sa_handler = on_interrupt;
        sigaction(SIGINT, &now, nullptr);
    }
    return true;
}

bool is_interrupted() { return pending != 0; }

void interrupts_are_seen() {
    if (std::this_thread::get_id() == main_thread) pending = 0;
}

} // namespace ranvier::python
