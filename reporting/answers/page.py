"""The answers behind a figure: where a drawing's marks and a table's figures lead."""

from reporting.answers.narrowing import OF, Narrowing, understood
from reporting.answers.queries import Behind, answers_behind
from reporting.kit import words
from reporting.kit.asking import Asked
from reporting.kit.blocks import Block, Filter, Grid, Head, Page
from reporting.kit.tables import table_for
from reporting.kit.told import Entry, Plain
from reporting.metrics.figures import Status
from reporting.metrics.minimum import MINIMUM
from reporting.quality.metrics import RESPONSE_RATE

LISTED = 100
LONG = 200

HEADS = (
    Head("asked_at", "Asked"),
    Head("question", "Question"),
    Head("answer", "Answer"),
    Head("team", "Team"),
    Head("release", "Release"),
    Head("confidence", "Confidence", "As the assistant stated it."),
    Head("up", "Up"),
    Head("down", "Down"),
    Head("complaints", "Complaints"),
    Head("issue", "Issue"),
)


def page(asked: Asked) -> Page:
    """The newest of them, where the slice has people enough. NarrowingRefusedError."""
    narrowing = understood(asked.parameters)
    told = _may_be_shown(asked)
    found = (
        answers_behind(
            project=asked.project,
            question=asked.question,
            window=asked.window,
            narrowing=narrowing,
            limit=LISTED,
        )
        if told
        else []
    )
    block = Block(
        id="answers",
        title=OF[narrowing.of],
        grid=Grid(HEADS, tuple(_row(one) for one in found)),
        summary=_summary(len(found)),
        notes=(f"{words.days(asked.window)}, the newest first, {LISTED} at most.",),
        empty="No such answers in this window."
        if told
        else f"Fewer than {MINIMUM} people are behind these answers: they are not listed.",
    )
    chosen = Filter("of", "Which", OF, narrowing.of)
    return Page(window=asked.window, blocks=(block,), filters=(chosen, *_kept(narrowing)))


def _may_be_shown(asked: Asked) -> bool:
    table = table_for(project=asked.project, question=asked.question, today=asked.today)
    return table.figure(RESPONSE_RATE, asked.question.cell).status is not Status.HIDDEN


def _kept(narrowing: Narrowing) -> tuple[Filter, ...]:
    """What led here, to be seen and taken away."""
    sure = "-".join(map(str, narrowing.sure)) if narrowing.sure else ""
    day = "" if narrowing.day is None else f"{narrowing.day}{'-' if narrowing.later else ''}"
    given = {
        "source": ("Source", narrowing.source),
        "sure": ("Confidence", sure),
        "day": ("Days after the asker's first", day),
    }
    return tuple(
        Filter(name, label, {"": "Any", value: _said(name, value)}, value)
        for name, (label, value) in given.items()
        if value
    )


def _said(name: str, value: str) -> str:
    return value.replace("-", " or more") if name == "day" else value


def _summary(found: int) -> str:
    if found < LISTED:
        return f"{found} answers."
    return f"The newest {LISTED}; narrow the dates to see others, or read all of them by API."


def _row(one: Behind) -> tuple[Entry, ...]:
    answer = one.answer
    issue, *others = one.issues or ("",)
    return (
        Plain(answer.asked_at.date()),
        Plain(answer.question[:LONG]),
        Plain(answer.text[:LONG]),
        Plain(answer.team.name if answer.team else ""),
        Plain(answer.release.name if answer.release else ""),
        Plain(answer.confidence, _percent(answer.confidence)),
        Plain(one.up),
        Plain(one.down),
        Plain(one.complaints),
        Plain(issue, href=f"../../issues/{issue}/" if issue else "", note=", ".join(others)),
    )


def _percent(confidence: float | None) -> str:
    return "" if confidence is None else words.percent(confidence)
