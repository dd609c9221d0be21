"""Whether answers can be checked, and which sources do harm, as blocks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from reporting.kit.blocks import Block, Grid, Head, Later
from reporting.kit.slices import by_week
from reporting.kit.sources import cited_sources
from reporting.kit.tables import releases_in
from reporting.kit.told import Entry, Plain, Told
from reporting.kit.weekly import Weekly, by_group
from reporting.metrics.cited import COMPLAINED_CITING, WHOLE_PROJECT, Cited
from reporting.metrics.figures import Figure, Status
from reporting.rollups.tally import Cell
from reporting.trust import queries
from reporting.trust.definitions import MORE_COMPLAINED
from reporting.trust.figures import in_words
from reporting.trust.harm import Harm, ranked
from reporting.trust.metrics import (
    APPROVED_SHARE,
    CITED_SHARE,
    COMPLETE_SHARE,
    CURRENT_SHARE,
    UNVERIFIED_ANSWERS,
    VERIFIABLE_SHARE,
)
from reporting.trust.reading import Reading
from triage.models import Kind

CHECKED = "Can answers be checked?"
SOURCES = "Sources"
LACKING = "What is lacking, by team"
SHOWN = 25


def verifiability(reading: Reading) -> tuple[Block | Later, ...]:
    """Over time, and by team."""
    asked = reading.asked
    weekly = Weekly(reading.tables.weeks, asked.question, asked.groups, asked.today, hue="say")
    releases = releases_in(project=asked.project, window=asked.whole)
    doubts = replace(weekly, hue="harm", top=_highest(reading))
    return (
        weekly.block(VERIFIABLE_SHARE, section=CHECKED, releases=releases),
        doubts.block(UNVERIFIED_ANSWERS, section=CHECKED),
        later(reading),
    )


def later(reading: Reading) -> Later:
    return Later("verifiable-by-team", LACKING, CHECKED, partial(_lacking, reading))


def _lacking(reading: Reading) -> Block:
    asked = reading.asked
    shares = (
        *(VERIFIABLE_SHARE, CITED_SHARE, COMPLETE_SHARE, APPROVED_SHARE, CURRENT_SHARE),
        UNVERIFIED_ANSWERS,
    )
    table = by_group(reading.tables.key, shares, asked.question, asked.groups, "team")
    return replace(table, id="verifiable-by-team", title=LACKING, section=CHECKED)


def _highest(reading: Reading) -> float:
    """Where the axis ends of a share that is small, as few people say anything."""
    weeks = by_week(reading.tables.weeks, UNVERIFIED_ANSWERS, reading.asked.question.cell)
    return max((part.figure.interval[1] for part in weeks if part.figure.interval), default=1.0)


def harms(reading: Reading) -> list[Harm]:
    """The sources of the whole project; none where fewer people use it than may be told of."""
    asked = reading.asked
    if reading.tables.key.figure(VERIFIABLE_SHARE, Cell()).status is Status.HIDDEN:
        return []
    whole = reading.tables.key.tally(Cell())
    return ranked(
        cited_sources(project=asked.project, window=asked.window),
        citing=whole.cited,
        complained=whole.cited_complained,
        today=asked.today,
    )


def sources(reading: Reading, found: Sequence[Harm]) -> tuple[Block, ...]:
    """Sources by harm, and those that don't agree; and terms that don't mean one thing."""
    kinds = (Kind.CHARGED_SOURCE, Kind.EXPIRED_SOURCE, Kind.SOURCE_CONFLICT, Kind.TERM_CONFLICT)
    open_ = queries.conflicts(project=reading.asked.project, kinds=kinds)
    return (
        by_harm(reading, found, _issues_of(open_)),
        at_odds(open_.get(Kind.SOURCE_CONFLICT, [])),
        terms(open_.get(Kind.TERM_CONFLICT, [])),
    )


def _issues_of(open_: Mapping[str, Sequence[queries.Conflict]]) -> dict[str, str]:
    """By source: the short id of the issue about it, where there is one."""
    return {
        one.subject: one.short_id
        for kind in (Kind.EXPIRED_SOURCE, Kind.CHARGED_SOURCE)
        for one in open_.get(kind, ())
    }


def by_harm(reading: Reading, found: Sequence[Harm], issues: Mapping[str, str]) -> Block:
    """What answers that cite a source draw, beside the rest, and whether it still holds. `issues`
    are short ids by source."""
    heads = (
        Head("source", "Source"),
        Head("answers", "Answers citing it"),
        Head(COMPLAINED_CITING.name, "Complained of", COMPLAINED_CITING.definition),
        Head(MORE_COMPLAINED.name, MORE_COMPLAINED.title, MORE_COMPLAINED.definition),
        Head("excess", "Complaints beyond the rest's, at least"),
        Head("approved_until", "Approved until"),
        Head("days_overdue", "Days overdue"),
        Head("owner", "Owner"),
        Head("issues", "Issues"),
    )
    notes = [WHOLE_PROJECT]
    if len(found) > SHOWN:
        notes.append(f"The first {SHOWN} of {len(found):,} sources that answers cite.")
    return Block(
        id="sources",
        title="Sources by harm",
        section=SOURCES,
        summary=harm_said(reading, found),
        grid=Grid(heads, tuple(_source(harm, reading, issues) for harm in found[:SHOWN])),
        notes=tuple(notes),
        definitions=(COMPLAINED_CITING, MORE_COMPLAINED),
        empty=(
            "No answer of these days cites a source, as far as may be shown: send citations with "
            "the answers."
        ),
    )


def harm_said(reading: Reading, found: Sequence[Harm]) -> str:
    """Which source draws complaints beyond the rest, and how many are cited past their end."""
    today = reading.asked.today
    said = []
    worst = next((harm for harm in found if harm.is_clear), None)
    if worst:
        blamed = in_words(worst.source.complained, worst.source.answers)
        said.append(
            f"“{worst.source.title}” does most harm: {blamed} of the"
            f" answers citing it are complained of, at least {worst.excess:,.0f} more than at the"
            " rate of the others."
        )
    late = [harm for harm in found if harm.source.days_overdue(today)]
    if late:
        answers = max(harm.source.answers for harm in late)
        what = "1 source is" if len(late) == 1 else f"{len(late):,} sources are"
        said.append(f"{what} cited past the end of approval, one of them by {answers:,} answers.")
    return " ".join(said) or "No source clearly draws more complaints than the rest."


def _source(harm: Harm, reading: Reading, issues: Mapping[str, str]) -> tuple[Entry, ...]:
    one = harm.source
    dates = {"from": reading.asked.window.first, "to": reading.asked.window.last}
    cited = urlencode({"source": one.key, **dates})
    late = one.days_overdue(reading.asked.today)
    return (
        Plain(one.key, one.title, note=one.reservation),
        Plain(one.answers, href=f"../answers/?{cited}"),
        Told(COMPLAINED_CITING, one.complaint_rate, f"../answers/?{cited}&of=complained"),
        _more(harm),
        Plain(round(harm.excess) if harm.is_clear else None, "" if harm.is_clear else "-"),
        Plain(one.approved_until, "" if one.approved_until else "no end stated"),
        Plain(late or None, "" if late else "-"),
        Plain(one.owner, one.owner or "not stated"),
        _issues(one, issues.get(one.id, "")),
    )


def _issues(one: Cited, short_id: str) -> Entry:
    """The issue about the source itself; else those of complaints about answers that cite it."""
    if short_id:
        return Plain(short_id, href=f"../../issues/{short_id}/")
    return Plain(None, "of its answers", href=f"../../queue/?{urlencode({'source': one.key})}")


def _more(harm: Harm) -> Entry:
    if harm.more is None:
        return Plain(None, "no others")
    return Told(
        MORE_COMPLAINED,
        Figure(
            Status.OK,
            denominator=harm.source.answers,
            value=harm.more.value,
            interval=harm.more.interval,
        ),
    )


def at_odds(found: Sequence[queries.Conflict]) -> Block:
    """Sources that don't say the same."""
    return _open(
        found,
        id="conflicts",
        title="Sources that don't agree",
        heads=(Head("title", "Which"), Head("passages", "What each says")),
        says=_passages,
        empty="No open issue says that sources disagree.",
    )


def terms(found: Sequence[queries.Conflict]) -> Block:
    """Terms that teams use differently: what each team corrects answers to."""
    return _open(
        found,
        id="terms",
        title="Terms that teams use differently",
        heads=(Head("term", "Term"), Head("meanings", "What each team says")),
        says=_meanings,
        empty="No open issue says that teams mean different things by a term.",
    )


def _open(
    found: Sequence[queries.Conflict],
    *,
    id: str,  # noqa: A002 - a block's own word
    title: str,
    heads: tuple[Head, Head],
    says: Callable[[queries.Conflict], str],
    empty: str,
) -> Block:
    """Issues that are open, with what each side says."""
    rows = tuple(
        (
            _issue(one),
            Plain(one.title),
            Plain(says(one)),
            Plain(one.owner),
            Plain(one.since.date()),
        )
        for one in found
    )
    return Block(
        id=id,
        title=title,
        section=SOURCES,
        grid=Grid(
            (Head("issue", "Issue"), *heads, Head("owner", "Owner"), Head("since", "Since")), rows
        ),
        notes=("What is open at present, of the whole project.",),
        empty=empty,
    )


def _passages(one: queries.Conflict) -> str:
    """What the two sources say, or how many answers cite both."""
    return "; ".join(f"{name}: {said}" for name, said in one.figures)


def _meanings(one: queries.Conflict) -> str:
    """By team, without how many of its people say so: they may be fewer than are to be told of."""
    return "; ".join(f"{name.rsplit(', ', 1)[0]}: {said}" for name, said in one.figures)


def _issue(one: queries.Conflict) -> Entry:
    return Plain(one.short_id, href=f"../../issues/{one.short_id}/")
