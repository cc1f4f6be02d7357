/* SPDX-License-Identifier: BSD-3-Clause
 * The whole contract between the engine and generated code. Plain C; generated code names no external symbol.
 */
#ifndef RANVIER_MIR_KERNEL_ABI_H
#define RANVIER_MIR_KERNEL_ABI_H
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

/* Rows of a lane group, and the width of vector kernels on every CPU. */
#define RV_LANES 8

/* Bits of a kernel's result; 0 is success. */
#define RV_STATUS_STOPPED 1 /* the stop flag was raised inside a loop */
#define RV_STATUS_NO_CONVERGENCE 2
#define RV_STATUS_INDEX 4 /* an array index was out of range (nothing was touched) */
#define RV_STATUS_USER 16
#define RV_STATUS_POINTER                                                                                    \
    32 /* a POINTER that points to nothing was used (a load gave 0, a store did nothing) */
#define RV_STATUS_RECURSION 64 /* FUNCTIONs called each other too deep */
#define RV_STATUS_SERVICE 128  /* the host's answer to a service was an error, which the host keeps */

/* A filled TABLE. `rows` has (intervals + 1) rows of `stride` doubles; column k of row j is rows[j * stride + k].
 * stride is columns rounded up to a multiple of 8; the array is 64-byte aligned and followed by one more row of zeros, so that
 * row floor(p) + 1 may be read at p = intervals. */
typedef struct RvTable {
    double low;
    double inverse_step; /* 1 / dx */
    double intervals;
    const double* rows;
    int64_t stride;
} RvTable;

/* What generated code may ask of its host; null where a kernel asks nothing. `row` counts within the call. */
typedef struct RvHost {
    void* self;
    void (*net_send)(void* self, int64_t row, double delay, double flag);
    void (*net_event)(void* self, int64_t row, double time);
    void (*net_move)(void* self, int64_t row, double time);
    /* A service (mir::Service) of this row; `service` is its index in Kernel::services. Never throws: an error is kept by the
     * host and *status gets RV_STATUS_SERVICE. */
    double (*call)(void* self, int32_t service, int64_t row, int32_t count, const double* arguments,
                   int32_t* status);
    /* A fault of this row, told once it happens and before the kernel goes on: a status bit and what goes with it (the
     * index that was out of range), and the place in the user's file (Instruction::span). May be null. */
    void (*fault)(void* self, int32_t status, int64_t row, double detail, int32_t begin, int32_t end);
} RvHost;

typedef struct RvKernelArgs {
    double* const*
        columns; /* a column slot: its first row of this call (row access), or the table's row 0 (indexed) */
    const int64_t*
        strides; /* a column slot: 1; 0 where all rows read the one number that stands there 8 times */
    double* const* scalars;        /* a scalar slot: where it stands */
    const int32_t* const* indices; /* an index set: row of this call -> row of the other table */
    const RvTable* const* tables;  /* a table slot */
    int64_t count;                 /* rows */
    const RvHost* host;
    const volatile int32_t* stop; /* polled by loops; may be null */
    int64_t
        padding; /* rows at the end that are copies: a scalar that every row stores keeps what the last other row stored */
} RvKernelArgs;

/* Returns RV_STATUS bits. */
typedef int32_t (*RvKernel)(const RvKernelArgs* args);

#ifdef __cplusplus
}
#endif
#endif
