# SPDX-License-Identifier: BSD-3-Clause
"""Several writers of one concentration, density mechanisms and point processes; with each order of the method."""

from protocol import cell, h, kept, out

NAMES = ("ica", "cai", "cao", "eca", "dica_dv_")


def run(mechanisms, order=0, points=True, two=False):
    h.secondorder, h.dt, h.celsius = order, 0.05, 20
    sections = [cell("s", nseg=3, L=50, diam=10)]
    if two:
        sections.append(cell("d", nseg=3, L=50, diam=10))
        sections[1].connect(sections[0](1))
    for s in sections:
        for m in (*mechanisms, "pas"):
            s.insert(m)
    writers = [h.WriterPoint(sections[-1](x)) for x in (0.5, 0.1, 0.5)] if points else []
    clamp = h.IClamp(sections[0](0.5))
    clamp.delay, clamp.dur, clamp.amp = 0.2, 3, 0.3
    h.finitialize(-65)

    def numbers():
        row = []
        for s in sections:
            for seg in s:
                row += [seg.v, *(getattr(seg, n) for n in NAMES), seg.wcr.m, seg.wcr.e0, seg.wcr.c1]
                if "wcs" in mechanisms:
                    row += [seg.wcs.z, seg.wcs.seen, seg.wcs.eseen]
        for w in writers:
            row += [w.ica, w.s, w.w]
        return row

    rows = [numbers()]
    for _ in range(4):
        for _ in range(8):
            h.fadvance()
        rows.append(numbers())
    kept.append(clamp)
    for w in writers:
        w.g = 0
    for s in sections:
        h.delete_section(sec=s)
    return rows


out(
    # conductances are quotients of differences in v: their last digits are rounding
    rtol=2e-8,
    one=run(["wcf", "wcr"]),
    later=run(["wcs", "wcr"], points=False),
    both=run(["wcf", "wcs", "wcr"]),
    first_order_of_two=run(["wcf", "wcr"], order=1),
    second_order=run(["wcf", "wcr"], order=2),
    two_sections=run(["wcs", "wcf", "wcr"], two=True),
)
