// SPDX-License-Identifier: BSD-3-Clause
// Settings of the address sanitizer for test programs that are built with it.

// What it notes of thread-local memory goes wrong where a library has come and gone: its search for leaks then ends the process
// ("Tracer caught signal 11"). Without the notes it finds such memory by the pointers that the C library keeps.
extern "C" __attribute__((visibility("default"))) const char*
__asan_default_options() { // visible: the sanitizer looks for it
    return "intercept_tls_get_addr=0";
}
