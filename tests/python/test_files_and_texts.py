# SPDX-License-Identifier: BSD-3-Clause
"""File, String, StringFunctions, Timer, Pointer, h.ref, and functions of texts; values recorded from NEURON 9.0.2."""

import math
import os
import struct
from pathlib import Path

import pytest

import ranvier


@pytest.fixture
def h():
    return ranvier.World().h


@pytest.fixture
def written(h, tmp_path):
    """A file with numbers and words, open for reading."""
    file = h.File(str(tmp_path / "a.txt"))
    assert file.wopen() == 1
    file.printf("a %g b %s\n", 3, "q")
    file.printf("1 2 3.5\nfoo bar\n\nlast")
    assert file.tell() == 29
    file.close()
    assert file.isopen() == 0
    assert file.ropen() == 1
    return file


def test_a_file_is_read_by_line_number_and_word(h, written):
    s = h.ref("")
    assert written.eof() == 0
    assert (written.gets(s), s[0]) == (8, "a 3 b q\n")
    assert [written.scanvar(), written.scanvar(), written.tell(), written.scanvar()] == [1, 2, 12, 3.5]
    assert (written.scanstr(s), s[0]) == (3, "foo")
    with pytest.raises(RuntimeError, match="no further number"):
        written.scanvar()
    assert (written.scanstr(s), s[0]) == (-1, "foo")
    assert written.eof() == 1
    assert written.gets(s) == -1
    assert (written.seek(0), written.gets(s), s[0]) == (0, 8, "a 3 b q\n")
    assert (written.seek(-4, 2), written.gets(s), s[0]) == (0, 5, "last\n")
    assert (written.seek(2), written.seek(3, 1), written.tell()) == (0, 0, 5)
    assert written.seek(-1) == -1


def test_numbers_in_a_file_are_words_that_begin_with_one(h, tmp_path):
    file = h.File(str(tmp_path / "n.txt"))
    file.wopen()
    file.printf("abc -1.5e3,4 0x10 nan inf .5.6 1e+ 7-8")
    file.close()
    file.ropen()
    assert [file.scanvar() for _ in range(5)] == [-1500, 16, 0.5, 1, 7]
    with pytest.raises(RuntimeError, match="no further number"):
        file.scanvar()


def test_a_file_that_is_not_open_says_so(h, tmp_path):
    s = h.ref("")
    file = h.File()
    assert file.ropen() == 0
    assert file.ropen(str(tmp_path / "nothing" / "x")) == 0
    assert file.wopen(str(tmp_path)) == 0
    for use in (
        file.scanvar,
        file.eof,
        file.tell,
        file.seek,
        file.flush,
        lambda: file.printf("a"),
        lambda: file.gets(s),
    ):
        with pytest.raises(RuntimeError, match="needs an open file"):
            use()
    with pytest.raises(TypeError, match="allowed: a text"):
        file.ropen(3)
    with pytest.raises(TypeError, match="allowed: a text"):
        h.File(3)


def test_files_are_appended_to_named_and_deleted(h, tmp_path):
    path = str(tmp_path / "a.txt")
    file = h.File(path)
    assert file.wopen() == 1
    file.printf("x")
    file.aopen()
    file.printf("y")
    file.close()
    assert Path(path).read_text() == "xy"
    s = h.ref("")
    assert (file.getname(s), s[0], file.dir()) == (path, path, "")
    assert (file.unlink(), file.unlink()) == (1, 0)
    assert file.mktemp() == 1
    assert os.path.exists(file.getname())
    assert file.unlink() == 1


def test_numbers_are_written_as_they_lie(h, tmp_path):
    path = str(tmp_path / "b.bin")
    file = h.File(path)
    v = h.Vector([1, 2.5, -3])
    file.wopen()
    assert file.vwrite(2, v._ref_x[0]) == 2
    assert file.vwrite(v._ref_x[2]) == 1
    file.close()
    assert struct.unpack("3d", Path(path).read_bytes()) == (1, 2.5, -3)
    w = h.Vector(3)
    file.ropen()
    assert file.vread(3, w._ref_x[0]) == 3
    assert list(w) == [1, 2.5, -3]
    assert file.vread(w._ref_x[0]) == 0
    with pytest.raises(TypeError, match="as many numbers in a row"):
        file.vread(4, w._ref_x[0])


@pytest.mark.parametrize(
    ("pattern", "head", "tail"),
    [
        ("[0-9]+", (5, "hello"), (7, "")),
        ("[a-z]*", (0, ""), (5, "99")),
        ("l+", (2, "he"), (4, "o99")),
        ("x", (-1, ""), (-1, "")),
        ("^hel", (0, ""), (3, "lo99")),
        ("9$", (6, "hello9"), (7, "")),
        ("(ll)", (2, "he"), (4, "o99")),
        ("l?o", (3, "hel"), (5, "99")),
        ("a|l", (2, "he"), (3, "lo99")),
        ("", (0, ""), (0, "hello99")),
        ("[^a-z]", (5, "hello"), (6, "9")),
    ],
)
def test_head_and_tail(h, pattern, head, tail):
    s, functions = h.ref("?"), h.StringFunctions()
    assert (functions.head("hello99", pattern, s), s[0]) == head
    assert (functions.tail("hello99", pattern, s), s[0]) == tail


def test_functions_of_texts(h):
    functions, s = h.StringFunctions(), h.ref("")
    assert functions.len("hello") == 5
    assert functions.len(h.ref("hello")) == 5
    assert (functions.substr("hello", "ll"), functions.substr("hello", "x")) == (2, -1)
    for count, left, right in ((0, "", "hello"), (2.7, "he", "llo"), (5, "hello", "")):
        s[0] = "hello"
        assert (functions.left(s, count), s[0]) == (1, left)
        s[0] = "hello"
        assert (functions.right(s, count), s[0]) == (1, right)
    for count in (-1, 6, math.nan):
        s[0] = "hello"
        with pytest.raises(RuntimeError, match="0 to 5"):
            functions.left(s, count)
        assert s[0] == "hello"
    for source, characters, left, right in (
        ("  \t he llo \n", (), "he llo \n", "  \t he llo"),
        ("ababxxab", ("ab",), "xxab", "ababxx"),
        ("   ", (), "", ""),
    ):
        functions.ltrim(source, s, *characters)
        assert s[0] == left
        functions.rtrim(source, s, *characters)
        assert s[0] == right
    assert functions.is_name("dt") is True
    assert functions.is_name("nobody") is False
    with pytest.raises(RuntimeError, match="no regular expression"):
        functions.head("a", "[", s)


@pytest.mark.parametrize(
    ("format", "arguments", "text"),
    [
        ("%d %g %s %f %e", (3.7, 1e10, "abc", 2.5, 3), "3 1e+10 abc 2.500000 3.000000e+00"),
        (
            "%c|%x|%o|%i|%5.2f|%-8s|%8s|%%",
            (65, 255, 8, -2.5, 3.14159, "ab", "cd"),
            "A|ff|10|-2| 3.14|ab      |      cd|%",
        ),
        ("%#x %.3d", (255, 5), "0xff 005"),
        ("%10.3g|%-10g|", (1.5, 2), "       1.5|2         |"),
        ("%hd %lld %ld %lf", (5, 6, 7, 2.5), "5 6 7 2.500000"),
        ("%.2s|", ("abcdef",), "ab|"),
        ("% 5d|%+5d|%05d", (3, 4, 5), "    3|   +4|00005"),
        ("%d", (3, 4), "3"),
        ("%d %g", (math.nan, math.inf), "-2147483648 inf"),
        ("%q", (3,), "%q"),
        ("abc%", (), "abc%"),
    ],
)
def test_formats(h, format, arguments, text):
    s = h.ref("")
    assert (h.sprint(s, format, *arguments), s[0]) == (1, text)


def test_a_format_asks_for_its_arguments(h):
    s = h.ref("unchanged")
    for arguments in (("%d %g", 3), ("%s", 3.7), ("%d", "a")):
        with pytest.raises(TypeError, match="argument"):
            h.sprint(s, *arguments)
    with pytest.raises(RuntimeError, match="at most 100000"):
        h.sprint(s, "%999999999d", 1)
    with pytest.raises(TypeError, match="a strdef"):
        h.sprint(3, "a")
    assert s[0] == "unchanged"
    h.sprint(s, "%s", h.Vector(1))
    assert s[0].startswith("Vector[")


@pytest.mark.parametrize(
    ("text", "format", "count", "got"),
    [
        ("3 4.5 abc", "%d %lf %s", 3, [3, 4.5, "abc"]),
        ("3 4.5 abc", "%f%f%s", 3, [3, 4.5, "abc"]),
        ("abc", "%f", 0, [0]),
        ("", "%f", -1, [0]),
        ("ab3", "ab%d", 1, [3]),
        ("abc,def", "%[^,],%s", 2, ["abc", "def"]),
        ("12 13", "%*d %d", 1, [13]),
        ("12345", "%2d%d", 2, [12, 345]),
        ("1e5", "%g", 1, [1e5]),
        ("ff 17", "%x %o", 2, [255, 15]),
    ],
)
def test_scanning(h, text, format, count, got):
    refs = [h.ref("") if isinstance(x, str) else h.ref(0) for x in got]
    assert h.sscanf(text, format, *refs) == count
    assert [r[0] for r in refs] == got


def test_scanning_needs_references(h):
    with pytest.raises(TypeError, match="missing"):
        h.sscanf("1 2", "%g %g", h.ref(0))
    with pytest.raises(TypeError, match="a reference to a number"):
        h.sscanf("1", "%g", h.ref(""))
    with pytest.raises(RuntimeError, match="a conversion"):
        h.sscanf("x", "%q", h.ref(0))


def test_texts_are_compared_by_their_first_difference(h):
    assert [h.strcmp(a, b) for a, b in (("a", "b"), ("b", "a"), ("zz", "a"), ("a", "a"))] == [-1, 1, 25, 0]


def test_references(h):
    assert repr(h.ref(3.5)) == "<hoc ref value 3.500000>"
    assert repr(h.ref("a")) == '<hoc ref str "a">'
    assert repr(h.ref(None)) == '<hoc ref value "NULLobject">'
    v = h.Vector(1)
    held = h.ref(v)
    assert held[0] is v
    number = h.ref(2)
    number[0] = 3
    assert number[0] == 3.0
    with pytest.raises(TypeError):
        number[0] = "x"
    with pytest.raises(IndexError):
        number[1]


def test_string_timer_and_pointer(h):
    s = h.String("abc")
    assert s.s == "abc"
    s.s = "q"
    assert s.s == "q"
    assert repr(h.String()).startswith("String[")
    with pytest.raises(TypeError, match="s must be a text"):
        s.s = 3
    timer = h.Timer(lambda: None)
    assert (timer.seconds(), timer.seconds(0.25), timer.start(), timer.end()) == (0.5, 0.25, 0, 0)
    pointer = h.Pointer(h._ref_t)
    pointer.val = 3
    assert (h.t, pointer.assign(4), h.t, h.Pointer("t").val) == (3, 4, 4, 4)
    with pytest.raises(LookupError, match="no such number"):
        h.Pointer("nothing")
    with pytest.raises(TypeError):
        h.Pointer()


def test_what_a_word_printed_goes_where_python_prints(h, capsys):
    assert h.printf("hi %g\n", 3) == 5
    assert h.fprint("out\n") == 4
    assert h.system("echo from the shell") == 0
    assert capsys.readouterr().out == "hi 3\nout\nfrom the shell\n"
    s = h.ref("")
    assert (h.system("echo hi", s), s[0]) == (0, "hi\n")
    assert h.system("exit 3") == 768


def test_the_files_of_the_top_level(h, tmp_path, monkeypatch):
    path = str(tmp_path / "x.txt")
    s = h.ref("")
    assert h.wopen(path) == 1
    assert h.fprint("a %g b\n1 2", 3) == 9
    assert h.wopen() == 1
    assert h.ropen(path) == 1
    assert (h.getstr(s), s[0]) == (6, "a 3 b\n")
    assert h.fscan() == 1
    assert (h.getstr(s, 1), s[0]) == (1, "2")
    with pytest.raises(RuntimeError, match="no further number"):
        h.fscan()
    assert h.ropen() == 1
    with pytest.raises(RuntimeError, match="open one with ropen"):
        h.fscan()
    monkeypatch.chdir(tmp_path)
    assert h.getcwd() == os.path.realpath(tmp_path) + "/"
    assert (h.chdir(".."), h.chdir("no such folder")) == (0, -1)
    assert h.getcwd() == os.path.realpath(tmp_path.parent) + "/"


def test_mathematics(h, capsys):
    assert [h.int(-2.7), h.int(2.7), h.abs(-3), h.sqrt(4), h.log10(1000)] == [-2, 2, 3, 2, 3]
    assert (h.erf(0.5), h.erfc(0.5)) == (0.5204998778130465, 0.4795001221869535)
    assert (h.atan2(1, -1), h.tanh(0.3)) == (2.356194490192345, 0.2913126124515909)
    assert h.exp(800) == 1.0142320547350045e304
    assert h.log(0) == -math.inf
    assert math.isnan(h.log(math.nan))
    for function in (h.log, h.log10, h.sqrt):
        with pytest.raises(RuntimeError):
            function(-1)
    assert capsys.readouterr().err.count("out of range") == 2
    assert (
        math.pi,
        math.e,
        57.29577951308232,
        1.618033988749895,
        0.5772156649015329,
    ) == (h.PI, h.E, h.DEG, h.PHI, h.GAMMA)
    assert (h.FARADAY, h.R, h.Avogadro_constant) == (96485.33212331001, 8.31446261815324, 6.02214076e23)
