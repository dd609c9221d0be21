"""The rows of a table as HTML: what a cell shows, and that nothing in it is taken for markup."""

import json
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from reporting.kit.blocks import Grid, Head, Plot
from reporting.kit.told import Plain, Told
from reporting.metrics.definition import Definition
from reporting.metrics.figures import Figure, Status
from reporting.report.markup import plots_as_json, rows_as_html

TEXT = st.text(st.sampled_from("ab<>&\"'/= "), min_size=1)
SHARE = Definition(name="s", title="S", definition="", unit="share", out_of='<i> & "thumbs"')


class Read(HTMLParser):
    """The elements with their attributes, and all text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(*entries: Plain | Told) -> Read:
    heads = tuple(Head(str(at), "") for at in range(len(entries)))
    return Read(rows_as_html(Grid(heads, (entries,))))


@given(words=TEXT, href=TEXT, note=TEXT)
def test_no_text_becomes_markup(words: str, href: str, note: str) -> None:
    found = read(Plain(1, words=words, href=href, note=note))
    assert found.tags == [
        ("tr", {}),
        ("th", {"scope": "row"}),
        ("a", {"href": href} | ({} if " " in words else {"class": "whole"})),
        ("br", {}),
        ("span", {"class": "muted"}),
    ]
    assert found.text == words + note


@given(title=TEXT)
def test_no_drawing_ends_its_script(title: str) -> None:
    told = plots_as_json([Plot("p", {"title": title})])
    assert json.loads(told) == [{"id": "p", "spec": {"title": title}}]
    assert not {*told} & {*"<>&"}


def test_what_a_figure_rests_on_is_told_of_its_interval() -> None:
    figure = Figure(Status.OK, numerator=1, denominator=4, value=0.25, interval=(0.1, 0.5))
    found = read(Plain("x"), Told(SHARE, figure))
    assert found.text == "x25%10% to 50%"
    assert found.tags[-1][1]["title"] == '1 of 4 <i> & "thumbs"'


def test_a_figure_that_is_not_told_says_what_it_lacks() -> None:
    figure = Figure(Status.TOO_EARLY, denominator=4, missing=6)
    found = read(Plain("x"), Told(SHARE, figure))
    assert found.text == "xtoo early to tell"
    assert "6 more are needed" in str(found.tags[-1][1]["title"])
