# SPDX-License-Identifier: BSD-3-Clause
"""C in VERBATIM blocks: what it may use, and what becomes of its mistakes."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

import ranvier
from ranvier import _ext

pytestmark = pytest.mark.needs_clang

HEADER = "NEURON { SUFFIX nothing }\n"


def load(h: Any, folder: Path, text: str, name: str = "c") -> Path:
    file = folder / f"{name}.mod"
    file.write_text(text)
    h.nrn_load_mod(str(file))
    return file


@pytest.fixture()
def h() -> Any:
    return ranvier.World().h


def test_a_fault_names_the_block_and_the_world_goes_on(h: Any, tmp_path: Path) -> None:
    file = load(
        h,
        tmp_path,
        HEADER
        + """PROCEDURE wild(x) {
VERBATIM
    if (_lx > 0) *(volatile int*)8 = 1;
ENDVERBATIM
}
FUNCTION zero(x) {
VERBATIM
    volatile int none = 0;
    return 7 / none;
ENDVERBATIM
}
VERBATIM
static double down(double x) { volatile char big[512]; big[0] = 0; return down(x + 1) + big[0]; }
ENDVERBATIM
FUNCTION deep() {
VERBATIM
    return down(0);
ENDVERBATIM
}
""",
    )
    for call, signal, line in (
        (lambda: h.wild(1), "SIGSEGV", 3),
        (lambda: h.zero(1), "SIGFPE", 8),
        (h.deep, "SIGSEGV", 17),
    ):
        with pytest.raises(RuntimeError, match=signal) as error:
            call()
        assert f"{file.name}:{line}" in str(error.value)
        assert h.wild(-1) == 1
    section = h.Section(name="s")
    h.finitialize(-65)
    h.fadvance()
    assert section.v != 0


def test_a_fault_in_a_run(h: Any, tmp_path: Path) -> None:
    load(
        h,
        tmp_path,
        """NEURON { SUFFIX bad RANGE from }
PARAMETER { from = 1e9 }
BREAKPOINT { SOLVE touch }
PROCEDURE touch() {
VERBATIM
    if (t > from) *(volatile int*)8 = 1;
ENDVERBATIM
}
""",
    )
    section = h.Section(name="s")
    section.insert("bad")
    section.from_bad = 0.5
    h.finitialize(-65)
    with pytest.raises(RuntimeError, match=r"s\(0\.5\)\.bad: .*SIGSEGV.* at t = 0\.5.*c\.mod:5"):
        h.continuerun(2)
    section.from_bad = 1e9
    h.finitialize(-65)
    h.continuerun(2)
    assert h.t == pytest.approx(2)


def test_errors_that_c_raises(h: Any, tmp_path: Path) -> None:
    load(
        h,
        tmp_path,
        HEADER
        + """FUNCTION check() {
VERBATIM
    if (!ifarg(2)) hoc_execerror("two numbers are needed", "check");
    return *getarg(1) + chkarg(2, 0, 10);
ENDVERBATIM
}
FUNCTION leave() {
VERBATIM
    exit(3);
ENDVERBATIM
}
""",
    )
    assert h.check(1, 2) == 3
    with pytest.raises(RuntimeError, match="two numbers are needed"):
        h.check(1)
    with pytest.raises(RuntimeError, match="0 to 10"):
        h.check(1, 11)
    with pytest.raises(Exception, match="number"):
        h.check("text", 1)
    with pytest.raises(RuntimeError, match="exit"):
        h.leave()


def test_output_goes_to_python(h: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(
        h,
        tmp_path,
        HEADER
        + """PROCEDURE say() {
VERBATIM
    printf("%s %d %.2f\\n", "x", 3, 0.5);
    puts("line");
    fprintf(stdout, "%c", 'c');
    putchar('\\n');
ENDVERBATIM
}
""",
    )
    h.say()
    assert capsys.readouterr().out == "x 3 0.50\nline\nc\n"


def test_statics_belong_to_a_world(tmp_path: Path) -> None:
    text = (
        HEADER
        + "VERBATIM\nstatic int n = 0;\nENDVERBATIM\nFUNCTION count() {\nVERBATIM\nreturn ++n;\nENDVERBATIM\n}\n"
    )
    one, other = ranvier.World().h, ranvier.World().h
    for world in (one, other):
        load(world, tmp_path, text)
    assert [one.count(), one.count(), other.count(), one.count()] == [1, 2, 1, 3]


def test_mistakes_in_c_have_their_lines(h: Any, tmp_path: Path) -> None:
    text = HEADER + "FUNCTION f() {\nVERBATIM\n    int i = 1;\n    return i +;\nENDVERBATIM\n}\n"
    with pytest.raises(_ext.CompileError) as error:
        load(h, tmp_path, text)
    assert "c.mod:5" in str(error.value)
    assert "expected expression" in str(error.value)


def test_a_name_that_nobody_has(h: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (
        HEADER
        + """FUNCTION f(x) {
VERBATIM
    if (_lx > 0) return nobody_has_this(1);
    return 5;
ENDVERBATIM
}
"""
    )
    load(h, tmp_path, text)
    said = capsys.readouterr().err
    assert "c.mod:4:25: warning: in C: there is no 'nobody_has_this'" in said
    assert h.f(0) == 5  # only whoever uses it meets an error
    with pytest.raises(RuntimeError, match=r"'nobody_has_this', which is not there.*c\.mod:3"):
        h.f(1)
    assert h.f(0) == 5


ABSENT = """NEURON { SUFFIX absent RANGE a NONSPECIFIC_CURRENT i }
ASSIGNED { a i }
VERBATIM
#include "nobodys.h"
static nobodys_t one;
ENDVERBATIM
BREAKPOINT { i = 0  a = 3*t }
PROCEDURE ask() {
VERBATIM
    a = one.number;
ENDVERBATIM
}
FUNCTION seven() {
VERBATIM
    return 7;
ENDVERBATIM
}
"""


def test_c_that_asks_for_what_is_not_here_keeps_nothing_else_from_working(
    h: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other.mod").write_text(HEADER + "FUNCTION other() { other = 4 }\n")
    (tmp_path / "absent.mod").write_text(ABSENT)
    h.nrn_load_mod(str(tmp_path))
    said = capsys.readouterr().err
    assert "absent.mod:4:10: warning: in C: 'nobodys.h' file not found" in said
    assert "#include" in said and "^" in said
    assert h.other() == 4
    assert h.seven_absent() == 7
    section = h.Section(name="s")
    section.insert("absent")
    h.finitialize(-65)
    h.continuerun(1)
    assert section(0.5).absent.a == pytest.approx(3, abs=0.1)
    with pytest.raises(_ext.CompileError, match=r"absent\.mod:4:10: error: in C: 'nobodys\.h'"):
        section(0.5).absent.ask()
    h.continuerun(2)


def test_a_header_above_the_folder_of_the_files(h: Any, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "above.h").write_text("#define ABOVE 12\n")
    (tmp_path / "mod").mkdir()
    text = (
        HEADER
        + """VERBATIM
#include "above.h"
ENDVERBATIM
FUNCTION above() {
VERBATIM
    return ABOVE;
ENDVERBATIM
}
"""
    )
    load(h, tmp_path / "mod", text, "above")
    assert h.above() == 12


def test_a_family_of_files_shares_a_header(h: Any, tmp_path: Path) -> None:
    (tmp_path / "family.h").write_text("extern double LIMIT, OTHER;\nextern u_int32_t count_of(int);\n")
    text = """NEURON { SUFFIX nothing GLOBAL LIMIT }
PARAMETER { LIMIT = 3 }
VERBATIM
#include "family.h"
ENDVERBATIM
FUNCTION limit() {
VERBATIM
    return LIMIT;
ENDVERBATIM
}
"""
    load(h, tmp_path, text, "family")
    h.LIMIT = 8
    assert h.limit() == 8


def test_a_statement_that_depends_on_c_before_it(h: Any, tmp_path: Path) -> None:
    load(
        h,
        tmp_path,
        """NEURON { SUFFIX dep RANGE a, b }
ASSIGNED { a b v }
BREAKPOINT { a = v }
PROCEDURE set(x, y) {
VERBATIM
    if (_lx > 0) /* the next statement */
ENDVERBATIM
    a = 2*twice(x) + 1
VERBATIM
    else if (_lx < -5)
ENDVERBATIM
    if (y > 0) { a = -100 } else { a = 100 }
VERBATIM
    else
    // that too
ENDVERBATIM
    a = x
    b = y
VERBATIM
    if (_ly > 1)
ENDVERBATIM
VERBATIM
    if (_ly > 2)
ENDVERBATIM
    twice(y)
    b = b + 1
}
FUNCTION twice(x) { twice = 2*x  b = x }
""",
        "dep",
    )
    section = h.Section(name="s")
    section.insert("dep")
    here = section(0.5).dep
    expected = {(3, 1): (13, 2), (-9, 1): (-100, 2), (-9, -1): (100, 0), (-2, 2): (-2, 3), (-2, 9): (-2, 10)}
    for (x, y), (a, b) in expected.items():
        here.set(x, y)
        assert (here.a, here.b) == (a, b)


LOOPS = """NEURON { SUFFIX loops RANGE go, n NONSPECIFIC_CURRENT i }
PARAMETER { go = 0 }
ASSIGNED { n i }
BREAKPOINT { turn() i = 0 }
PROCEDURE turn() {
VERBATIM
    n = 0;
    while (go) { n += 1; }
ENDVERBATIM
}
FUNCTION jumps(x) {
VERBATIM
    volatile double y = _lx;
again:
    y = y + 1;
    if (y > 0) goto again;
    return y;
ENDVERBATIM
}
FUNCTION empty(x) {
VERBATIM
    for (;;);
ENDVERBATIM
}
"""


def interrupted(work: Any) -> None:
    """Ctrl-C after a moment. Another process sends it: C holds the interpreter's lock."""
    sender = subprocess.Popen(["sh", "-c", f"sleep 0.4; kill -INT {os.getpid()}"])
    with pytest.raises(KeyboardInterrupt):
        work()
    sender.wait()


def test_an_endless_loop_in_c_can_be_interrupted(h: Any, tmp_path: Path) -> None:
    load(h, tmp_path, LOOPS, "loops")
    section = h.Section(name="s")
    section.insert("loops")
    h.finitialize(-65)
    section(0.5).loops.go = 1
    interrupted(lambda: h.continuerun(1))
    section(0.5).loops.go = 0
    interrupted(lambda: h.jumps_loops(1))
    interrupted(lambda: h.empty_loops(1))
    assert h.jumps_loops(-1.5) == -0.5
    h.finitialize(-65)
    h.continuerun(1)
    assert h.t == pytest.approx(1)


def test_functions_numbers_and_objects_by_name(h: Any, tmp_path: Path) -> None:
    load(
        h,
        tmp_path,
        """NEURON { SUFFIX by GLOBAL scale }
PARAMETER { scale = 2 }
FUNCTION product(x, y) { product = x*y*scale }
FUNCTION ask(x) {
VERBATIM
    Symbol* s = hoc_lookup("product_by");
    hoc_pushx(_lx);
    hoc_pushx(3.);
    return hoc_call_func(s, 2);
ENDVERBATIM
}
FUNCTION number() {
VERBATIM
    Symbol* s = hoc_lookup("scale_by");
    if (hoc_lookup("nobody")) return -1;
    *hoc_val_pointer("celsius") = 21;
    return *s->u.pval;
ENDVERBATIM
}
FUNCTION third() {
VERBATIM
    Object* ob = *hoc_objgetarg(1);
    double* x;
    if (strncmp(hoc_object_name(ob), "Vector", 6) != 0) return -1;
    vector_instance_px(ob->u.this_pointer, &x);
    return x[2];
ENDVERBATIM
}
""",
        "by",
    )
    assert h.ask_by(5) == 30
    h.scale_by = 4
    assert h.ask_by(5) == 60
    assert h.number_by() == 4
    assert h.celsius == 21
    assert h.third_by(h.Vector([1, 2, 8])) == 8
    with pytest.raises(RuntimeError, match="a Vector or a Random"):
        h.third_by(3)


def test_threads_of_c_run_at_once(h: Any, tmp_path: Path) -> None:
    load(
        h,
        tmp_path,
        HEADER
        + """VERBATIM
#include <pthread.h>
static double total = 0;
static void* add(void* x) { total += *(double*)x; return x; }
ENDVERBATIM
FUNCTION sum() {
VERBATIM
    pthread_t threads[3];
    double numbers[3] = {1, 2, 4};
    int i;
    total = 0;
    for (i = 0; i < 3; i++) pthread_create(&threads[i], NULL, add, &numbers[i]);
    for (i = 0; i < 3; i++) pthread_join(threads[i], NULL);
    return total;
ENDVERBATIM
}
""",
    )
    assert h.sum() == 7


def test_old_c_and_headers_beside_the_file(h: Any, tmp_path: Path) -> None:
    (tmp_path / "misc.h").write_text("#define TWICE(x) (2 * (x))\nextern double hoc_epsilon_of();\n")
    load(
        h,
        tmp_path,
        HEADER
        + """VERBATIM
#include <stdlib.h>
#include "misc.h"
extern double* vector_vec();
extern int vector_capacity();
extern void* vector_arg();
static double total(px, n) double* px; int n; {
    double s = 0; int i;
    for (i = 0; i < n; i++) s += px[i];
    return s;
}
ENDVERBATIM
FUNCTION sum() {
VERBATIM
    void* vv;
    double* copy;
    int n;
    vv = vector_arg(1);
    n = vector_capacity(vv);
    copy = malloc(n * sizeof(double));
    memcpy(copy, vector_vec(vv), n * sizeof(double));
    _lsum = TWICE(total(copy, n));
    free(copy);
ENDVERBATIM
}
""",
    )
    assert h.sum(h.Vector([1, 2, 3.5])) == 13
    with pytest.raises(RuntimeError, match="Vector"):
        h.sum(3)


def test_locals_of_one_name(h: Any, tmp_path: Path) -> None:
    load(
        h,
        tmp_path,
        HEADER
        + """FUNCTION f(x) {
    LOCAL q
    q = 1
    if (x > 0) {
        LOCAL q
        q = 20
        VERBATIM
        _lq += _lx;
        ENDVERBATIM
        f = q
    }
    VERBATIM
    _lf += 100 * _lq;
    ENDVERBATIM
}
""",
    )
    assert [h.f(3), h.f(-1)] == [123, 100]


def test_methods_of_vector(h: Any, tmp_path: Path) -> None:
    load(
        h,
        tmp_path,
        HEADER
        + """VERBATIM
static double scaled(void* vv) {
    double* x;
    int i, n = vector_instance_px(vv, &x);
    for (i = 0; i < n; i++) x[i] *= *getarg(1);
    return n;
}
ENDVERBATIM
PROCEDURE install() {
VERBATIM
    install_vector_method("scaled_by_c", scaled);
ENDVERBATIM
}
""",
    )
    h.install()
    v = h.Vector([1, 2, 3])
    assert v.scaled_by_c(10) == 3
    assert list(v) == [10, 20, 30]
    with pytest.raises(RuntimeError, match="argument"):
        v.scaled_by_c()


def test_random_gives_the_numbers_of_its_streams(h: Any) -> None:
    r = h.Random()
    r.Random123(1, 2, 3)
    first = [r.uniform(0, 1)] + [r.repick() for _ in range(5)]
    assert r.seq() == 6
    r.seq(0)
    assert [r.repick() for _ in range(6)] == first
    assert all(0 < x < 1 for x in first)
