# SPDX-License-Identifier: BSD-3-Clause
"""A ring of cells where thresholds, watches, self events, weights and jumps act on one another for 40 ms."""

from protocol import cell, go, h, out, pick, rec

N = 5
somas, synapses, netcons = [], [], []
for i in range(N):
    soma = cell(f"soma{i}", L=20 + i, diam=20 + i)
    soma.insert("hh")
    dendrite = cell(f"dendrite{i}", nseg=3, L=150, diam=2)
    dendrite.insert("pas")
    dendrite.connect(soma(1))
    synapse = h.Plastic(soma(0.5))
    synapse.low = -60 + i
    somas.append(soma)
    synapses.append(synapse)
for i in range(N):
    target = synapses[(i + 1) % N]
    for nc, weight in (
        (h.NetCon(synapses[i], target), 0.03),
        (h.NetCon(somas[i](0.5)._ref_v, target, sec=somas[i]), 0.02),
    ):
        nc.weight[0] = weight
        nc.delay = 1.5
        netcons.append(nc)
for nc in netcons[1::2]:
    nc.threshold = 0
stim = h.NetStim()
stim.start, stim.number, stim.interval, stim.noise = 0.5, 3, 2, 0
netcons.append(h.NetCon(stim, synapses[0]))
netcons[-1].weight[0] = 0.04
times = [h.Vector() for _ in synapses]
recorders = [h.NetCon(synapse, None) for synapse in synapses]
for recorder, vector in zip(recorders, times, strict=True):
    recorder.record(vector)
v = rec(somas[2](0.5)._ref_v)
go(40)
names = ("g", "total", "crossings", "since", "steps", "peak")
out(
    times=[list(vector) for vector in times],
    synapses=[[getattr(synapse, name) for name in names] for synapse in synapses],
    weights=[[nc.weight[k] for k in range(3)] for nc in netcons],
    v=pick(v, 80),
    rtol=1e-8,
    atol=1e-9,
)
