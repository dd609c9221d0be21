"""A report on paper: everything that the page says, within its margins."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from feedback.models import Project
from reporting.kit.blocks import Block, Grid, Head, Page
from reporting.kit.told import Plain
from reporting.report.paper import LETTER, ROOM, shares_of, sheets, wrapped
from reporting.rollups.operations import rebuild
from reporting.rollups.tally import Window
from tests.builders import say, send_answer

TODAY = date(2026, 6, 15)


@given(st.text(), st.floats(20, 500), st.floats(6, 20))
def test_no_line_is_wider_than_its_place_and_no_word_is_lost(
    words: str, width: float, size: float
) -> None:
    lines = wrapped(words, width, size)
    assert all(len(line) == 1 or len(line) * size * LETTER <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(words.split())


@given(st.lists(st.lists(st.text(), min_size=4, max_size=4), min_size=1, max_size=5))
def test_columns_fill_the_page(rows: list[list[str]]) -> None:
    assert abs(sum(shares_of(rows)) - ROOM) < 1e-6


def test_a_long_table_goes_on_over_pages_and_says_what_is_left_out() -> None:
    rows = tuple((Plain(f"row {n} <&>"), Plain(n)) for n in range(70))
    block = Block(id="long", title="Long", grid=Grid((Head("a", "A"), Head("b", "B")), rows))
    page = Page(window=Window(TODAY, TODAY), blocks=(block,))
    made = sheets("Title", page, window="today", address="here", pictures={})
    assert len(made) > 1
    assert "10 more rows are in the CSV." in made[-1]
    assert "row 0 &lt;&amp;&gt;" in made[0]


def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    heads, drawing = (Head("a", "A"),), '<svg viewBox="0 0 600 200"></svg>'
    for number in range(1, 50):
        above = tuple((Plain(n),) for n in range(number))
        blocks = (
            Block(id="above", title="Above", grid=Grid(heads, above)),
            Block(id="table", section="First", title="In rows", grid=Grid(heads, ((Plain("x"),),))),
            Block(id="drawn", section="Then", title="In a drawing", grid=Grid(heads, ())),
        )
        page = Page(window=Window(TODAY, TODAY), blocks=blocks)
        made = sheets("Title", page, window="", address="", pictures={"drawn": drawing})
        for together in ((">First<", ">In rows<", ">x<"), (">Then<", ">In a drawing<", "<svg x=")):
            assert any(all(part in sheet for part in together) for sheet in made), number


def test_the_page_is_there_as_a_pdf(
    project: Project, member_client: Callable[[str], Client]
) -> None:
    now = timezone.now()
    for day in range(15):
        at = now - timedelta(days=day)
        for n in range(5):
            answer = send_answer(project, f"{day}-{n}", person=f"u-{n}", asked_at=at, now=now)
            say(project, answer, "up", person=f"u-{n}", now=now)
    rebuild(project=project, now=now)
    response = member_client("viewer").get("/p/alpha/report/overview.pdf", {"team": "-"})
    paper = PdfReader(BytesIO(response.content))
    words = "".join(sheet.extract_text() for sheet in paper.pages)
    assert "Alpha: Overview" in words
    assert "Satisfaction by week" in words
    assert "/p/alpha/report/overview/?team=-" in words
    assert member_client("viewer").get("/p/alpha/report/nothing.pdf").status_code == 404
