// SPDX-License-Identifier: BSD-3-Clause
// Ctrl-C while native code runs that never asks Python whether a signal has come.
#pragma once

namespace ranvier::python {

/// Called by a thread before it enters such code: the signal is noted from now on, and still reaches Python. False in threads
/// where Python runs no signal handlers: they are not stopped by Ctrl-C.
[[nodiscard]] bool prepare_interrupts();
/// A signal has come that Python has not seen yet. Any thread.
[[nodiscard]] bool is_interrupted();
/// Python looks after its signals now.
void interrupts_are_seen();

} // namespace ranvier::python
