# SPDX-License-Identifier: BSD-3-Clause
"""UNITS: conversion factors and constants; numbers followed by a unit."""

from protocol import cell, go, out

s = cell()
s.insert("ucv")
go(0)
new = [s(0.5).ucv.a[i] for i in range(13)]
out(new=new, rtol=1e-12, atol=0)
