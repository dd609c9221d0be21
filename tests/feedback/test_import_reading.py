"""Rows out of files of every make, and what is said of a file that holds none."""

import gzip
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.imports import reading
from feedback.imports.errors import FileRefusedError, RowRefusedError


@pytest.fixture
def file(tmp_path):
    def write(content, name="rows.jsonl"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def rows_of(path, **how):
    """Line and values, or line and code."""
    return [
        (r.line, r.values.code if isinstance(r.values, RowRefusedError) else r.values)
        for r in reading.read(reading.inspect(path), **how)
    ]


def test_json_lines_are_rows(file):
    assert rows_of(file('{"a": 1}\n\n{"a": 2}')) == [(1, {"a": 1}), (3, {"a": 2})]


def test_a_byte_order_mark_and_crlf_do_no_harm(file):
    path = file(b'\xef\xbb\xbf{"a": 1}\r\n{"a": 2}\r\n')
    assert rows_of(path) == [(1, {"a": 1}), (2, {"a": 2})]
    assert rows_of(file(b"\xef\xbb\xbfa,b\r\n1,2\r\n", "rows.csv")) == [(2, {"a": "1", "b": "2"})]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{oops}", "not_json"),
        (b"[1, 2]", "not_an_object"),
        (b"7", "not_an_object"),
        (b'{"a": 1e400}', "invalid"),
        (b'{"a": "\\ud800"}', "not_json"),
        (b'{"a": "\xff"}', "not_json"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested_too_deeply"),
        (b'{"a": "' + b"x" * reading.LINE_LIMIT + b'"}', "line_too_long"),
    ],
)
def test_a_bad_line_is_refused_and_reading_goes_on(file, line, code):
    assert rows_of(file(line + b'\n{"b": 1}\n')) == [(1, code), (2, {"b": 1})]


def test_cells_may_hold_line_ends_and_delimiters(file):
    path = file('id,comment\n1,"one,\ntwo"\n2,three\n', "rows.csv")
    assert rows_of(path) == [
        (3, {"id": "1", "comment": "one,\ntwo"}),
        (4, {"id": "2", "comment": "three"}),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_that_of_the_headings(file, delimiter):
    path = file(delimiter.join("ab") + "\n" + delimiter.join("12"), "rows.csv")
    assert rows_of(path) == [(2, {"a": "1", "b": "2"})]


def test_a_csv_row_with_too_many_cells_is_refused(file):
    assert rows_of(file("a\n1,2\n3\n", "rows.csv")) == [(2, "too_many_cells"), (3, {"a": "3"})]


def test_a_csv_row_that_is_not_utf8_is_refused(file):
    path = file(b"a\n\xff\n3\n", "rows.csv")
    assert rows_of(path) == [(2, "not_utf8"), (3, {"a": "3"})]
    assert next(reading.shown(row) for row in reading.read(reading.inspect(path))) == "\\udcff"


def test_a_quote_that_is_never_closed_is_refused_with_the_lines_it_swallows(file):
    path = file('a,b\n1,2\n3,"4\n5,6\n', "rows.csv")
    [good, bad] = reading.read(reading.inspect(path))
    assert good.line == 2
    assert (bad.values.code, bad.line) == ("not_csv", 4)
    assert "Lines 3 to 4" in bad.values.detail


def test_a_giant_csv_line_is_refused_and_reading_goes_on(file):
    path = file(b"a,b\n" + b"x" * (reading.LINE_LIMIT + 1) + b",1\n3,4\n", "rows.csv")
    assert rows_of(path) == [(2, "line_too_long"), (3, {"a": "3", "b": "4"})]


def test_the_format_of_an_unknown_name_is_seen_in_the_content(file):
    assert rows_of(file('{"a": 1}', "export")) == [(1, {"a": 1})]
    assert rows_of(file("a,b\n1,2", "export")) == [(2, {"a": "1", "b": "2"})]


def test_gzip_is_read_as_what_is_in_it(file):
    plain, zipped = file('{"a": 1}\n'), file(gzip.compress(b'{"a": 1}\n'), "rows.jsonl.gz")
    assert rows_of(zipped) == rows_of(plain)
    assert reading.inspect(zipped).digest == reading.inspect(plain).digest


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_reading_goes_on_behind_a_line(file, form):
    content = '{"a": 1}\n{"a": 2}\n{"a": 3}\n' if form == "jsonl" else "a\n1\n2\n3\n"
    path = file(content, f"rows.{form}")
    everything = rows_of(path)
    assert rows_of(path, after=everything[0][0]) == everything[1:]


def test_lines_are_counted_with_or_without_a_last_line_end(file):
    assert [reading.inspect(file(text)).lines for text in ("", "{}", "{}\n", "{}\n{}")] == [
        0,
        1,
        1,
        2,
    ]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("rows.jsonl", "{}".encode("utf-16"), "not_utf8"),
        ("rows.json", b'[{"a": 1}]', "json_not_lines"),
        ("rows.jsonl.gz", gzip.compress(b"{}" * 1000, mtime=0)[:-9], "gzip_damaged"),
    ],
)
def test_a_file_of_another_make_is_refused(file, name, content, code):
    with pytest.raises(FileRefusedError) as refused:
        reading.inspect(file(content, name))
    assert refused.value.code == code


def test_headings_that_are_not_utf8_refuse_the_file(file):
    with pytest.raises(FileRefusedError, match="The headings are not UTF-8"):
        rows_of(file(b"a\xff\n1\n", "rows.csv"))


def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    for path, code in ((tmp_path, "is_directory"), (tmp_path / "none", "no_such_file")):
        with pytest.raises(FileRefusedError) as refused:
            reading.inspect(path)
        assert refused.value.code == code


@given(
    content=st.binary(max_size=200)
    | st.lists(st.dictionaries(st.text(max_size=3), st.text(max_size=3))).map(
        lambda rows: "\n".join(map(json.dumps, rows)).encode()
    ),
    name=st.sampled_from(["a.jsonl", "a.csv", "a"]),
)
def test_every_row_of_any_content_has_a_line_of_its_own(tmp_path_factory, content, name):
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(content)
    with suppress(FileRefusedError):
        lines = [line for line, _ in rows_of(path)]
        assert lines == sorted(set(lines))
