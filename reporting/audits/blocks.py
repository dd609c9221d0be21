"""What audits tell, as a report shows it."""

from collections.abc import Sequence

from reporting.audits.metrics import AUDITED_QUALITY
from reporting.audits.queries.audits import Result
from reporting.kit import words
from reporting.kit.blocks import Block, Grid, Head
from reporting.kit.told import Entry, Plain, Told
from reporting.metrics.figures import Figure, Status
from reporting.rollups.tally import Window

# From a report, the page on which answers are drawn and judged.
PAGE = "../../audits/"


def latest_told(results: Sequence[Result]) -> Told:
    """The figure of the latest audit that tells one; else how far the latest is."""
    if not results:
        return Told(
            AUDITED_QUALITY, Figure(Status.NOT_MEASURED), href=PAGE, moved="No audit was drawn yet"
        )
    told = next((one for one in results if one.figure.status is Status.OK), results[0])
    return Told(AUDITED_QUALITY, told.figure, href=PAGE, moved=f"Answers of {days_of(told)}")


def said_of(results: Sequence[Result]) -> str:
    """What audits tell beside the thumbs, in a sentence."""
    told = next((one for one in results if one.figure.status is Status.OK), None)
    if told is None:
        return (
            "How many answers are right nobody has measured yet: have reviewers judge a random "
            "sample of them."
        )
    value, interval = (say(AUDITED_QUALITY, told.figure) for say in (words.value, words.interval))
    return (
        f"{value} of the answers of {days_of(told)} are right ({interval}): reviewers judged a "
        f"random sample, rated or not. Of those that readers rated they praised {thumbs_of(told)}."
    )


def block(results: Sequence[Result]) -> Block:
    """Every audit, the latest first, beside what the thumbs say of the same answers."""
    heads = (
        Head("days", "Answers of"),
        Head("population", "Answers"),
        Head("judged", "Judged"),
        Head("right", "Right"),
        Head("wrong", "Wrong"),
        Head("cant_tell", "Can't tell"),
        Head(AUDITED_QUALITY.name, AUDITED_QUALITY.title, AUDITED_QUALITY.definition),
        Head("praised", "Praised, of those rated"),
    )
    return Block(
        id="audits",
        title="What reviewers judged",
        section="Audited quality",
        summary=said_of(results),
        grid=Grid(heads, tuple(map(_row, results))),
        notes=(
            (
                "An audit is of the whole project. What readers said is as it was when the answers "
                "were drawn. Praised: with a thumb up and no complaint."
            ),
        ),
        definitions=(AUDITED_QUALITY,),
        empty="No audit was drawn yet. A manager starts one under Audits: 40 answers take about "
        "an hour.",
    )


def _row(one: Result) -> tuple[Entry, ...]:
    total, hidden = one.total, one.figure.status is Status.HIDDEN
    return (
        Plain(one.audit.first.isoformat(), days_of(one), href=f"{PAGE}{one.audit.pk}/"),
        Plain(one.audit.population),
        Plain(total.all, f"{total.all:,} of {one.drawn:,}"),
        Plain(None, words.HIDDEN) if hidden else Plain(total.right),
        Plain(None, words.HIDDEN) if hidden else Plain(total.wrong),
        Plain(None, words.HIDDEN) if hidden else Plain(total.cant_tell),
        Told(AUDITED_QUALITY, one.figure),
        Plain(thumbs_of(one)),
    )


def days_of(one: Result) -> str:
    return words.days(Window(one.audit.first, one.audit.last))


def thumbs_of(one: Result) -> str:
    praised, rated = one.audit.praised, one.audit.praised + one.audit.complained
    if one.figure.status is Status.HIDDEN:
        return words.HIDDEN
    return f"{words.percent(praised / rated)} ({praised:,} of {rated:,})" if rated else "none rated"
