# SPDX-License-Identifier: BSD-3-Clause
"""SUFFIX nothing: functions and globals as plain names."""

from protocol import h, out

a = h.fw_poly(3, 4)
h.fw_scale = 10
b = [h.fw_poly(3, 4), h.fw_last]
h.fw_set(-1)
out(a=a, b=b, c=h.fw_scale, d=h.fw_count(4))
