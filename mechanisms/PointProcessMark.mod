: SPDX-License-Identifier: BSD-3-Clause
TITLE A mark at a place

NEURON {
    POINT_PROCESS PointProcessMark
    THREADSAFE
}
