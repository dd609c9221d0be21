"""Which fixes worked: a forest plot of what each left, their list, and one of them by week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.urls import reverse

from feedback.models import Project
from reporting.fixes.cleanups import Effect
from reporting.fixes.course import Week, weeks_of
from reporting.fixes.kept import POOLED
from reporting.fixes.metrics import LEFT, LIKE_RATE, OTHER_RATE
from reporting.fixes.queries import (
    MOST,
    Made,
    counts,
    days_of,
    declined,
    effects_on_use,
    fix_named,
    fixes_made,
    fixes_named,
)
from reporting.fixes.telling import HUES, figure_of, needed, summary
from reporting.fixes.using import Named, says, use_after
from reporting.kit import words
from reporting.kit.asking import Asked
from reporting.kit.blocks import Block, Filter, Grid, Head, Page, Plot
from reporting.kit.charts.around import around
from reporting.kit.charts.forest import forest
from reporting.kit.charts.trend import Row
from reporting.kit.questions import QuestionRefusedError
from reporting.kit.told import Plain, Told

# Somewhat more than the range that is looked at (`triage.resolution.proof`).
DOMAIN, TICKS = (0.04, 6.0), (0.05, 0.1, 0.25, 0.5, 1, 2, 5)
SHOWN_IN_FOREST = 30


def page(asked: Asked) -> Page:
    """Every fix of the window, or of all time; with `fix`, what is behind one of them."""
    made = fixes_made(project=asked.project, window=asked.whole)
    one = _chosen(asked)
    shown = _Shown(asked, made)
    effects = effects_on_use(asked.project)
    use = use_after(effects, _named(effects, asked.project))
    return Page(
        window=asked.whole,
        says=(*shown.says(), *filter(None, (says(effects),))),
        blocks=(*([_course(one)] if one else []), shown.forest(), shown.listed(), use),
        filters=(
            Filter(
                "fix",
                "Fix",
                {"": "All fixes"} | {str(m.id): m.named for m in _known(made, one)},
                str(one.id) if one else "",
            ),
        ),
    )


def _named(effects: Mapping[str, Effect], project: Project) -> dict[str, Named]:
    found = fixes_named(project, [name for name in effects if name != POOLED])
    return {str(made.id): Named(made.short_id, made.named, _issue(project, made)) for made in found}


def _chosen(asked: Asked) -> Made | None:
    named = asked.parameters.get("fix", "")
    if not named:
        return None
    try:
        found = fix_named(project=asked.project, id=UUID(named))
    except ValueError:
        found = None
    if found is None:
        raise QuestionRefusedError("This project has no such fix.", path="fix", code="fix_unknown")
    return found


def _known(made: Sequence[Made], one: Made | None) -> list[Made]:
    measured = [m for m in made if m.proof]
    return measured if one is None or one in measured else [one, *measured]


@dataclass(frozen=True)
class _Shown:
    """What is said of the fixes of a window."""

    asked: Asked
    made: Sequence[Made]

    def says(self) -> tuple[str, ...]:
        project, window = self.asked.project, self.asked.whole
        counted = counts(project=project, window=window)
        if not counted:
            return ()
        refused = declined(project=project, window=window)
        were = "was" if refused == 1 else "were"
        wont = f" {refused:,} more {were} declined: nothing was mended there." if refused else ""
        return (summary(counted) + wont,)

    def forest(self) -> Block:
        told = [m for m in self.made if figure_of(m.proof).value is not None]
        told.sort(key=lambda m: (figure_of(m.proof).value or 0, m.short_id))
        rows = [self._effect(made) for made in told[:SHOWN_IN_FOREST]]
        spec = forest(rows, title=LEFT.title, none=1.0, domain=DOMAIN, ticks=TICKS, log=True)
        more = f"The {len(rows)} that left least; all are in the list."
        return Block(
            id="effects",
            title="What each fix left of the complaints",
            summary=(
                "Left of the dashed line there are fewer complaints than without the fix, right of "
                "it more. Lines are 95% intervals; hollow points are not decided."
            ),
            grid=Grid(
                (
                    Head("issue", "Issue"),
                    Head(LEFT.name, LEFT.title, LEFT.definition),
                    Head("verdict", "Verdict"),
                ),
                tuple(
                    (
                        Plain(made.short_id, made.named, href=self._behind(made)),
                        Told(LEFT, figure_of(made.proof)),
                        Plain(made.outcome.value),
                    )
                    for made in told
                ),
            ),
            plots=(Plot("plot-effects", spec),) if rows else (),
            notes=(more,) if len(told) > len(rows) else (),
            definitions=(LEFT,),
            empty=(
                "No fix has been measured yet. Resolve an issue and say what was changed: from two "
                "days later on, answers to like questions before and since are compared."
            ),
        )

    def _effect(self, made: Made) -> Row:
        hue, shape = HUES[made.outcome]
        return {
            "name": made.short_id,
            "value": made.proof["left"],
            "low": made.proof["low"],
            "high": made.proof["high"],
            "verdict": made.outcome.value,
            "hue": hue,
            "shape": shape,
            "told": words.told(LEFT, figure_of(made.proof)),
            "href": self._behind(made),
        }

    def listed(self) -> Block:
        cut = f"The newest {MOST} are listed." if len(self.made) == MOST else ""
        return Block(
            id="fixes",
            title="Every fix",
            grid=Grid(_LISTED, tuple(self._row(made) for made in self.made)),
            notes=tuple(
                filter(None, (cut, "Teams and cohorts don't narrow these: a fix is for all."))
            ),
            definitions=(LEFT,),
            empty="No issue was resolved by a fix in this window: the queue shows what waits.",
        )

    def _row(self, made: Made) -> tuple[Plain | Told, ...]:
        figure = figure_of(made.proof)
        return (
            Plain(
                made.short_id,
                made.named,
                href=_issue(self.asked.project, made),
            ),
            Plain(made.kind, note=made.says),
            Plain(made.made_on),
            Plain(made.owner),
            Told(LEFT, figure, href=self._behind(made) if made.proof else ""),
            Plain(figure.denominator),
            Plain(made.outcome.value),
            Plain(needed(made.outcome, made.proof)),
        )

    def _behind(self, made: Made) -> str:
        address = reverse("report", args=(self.asked.project.slug, "fixes"))
        return f"{address}?{self.asked.question.address(fix=made.id)}"


_LISTED = (
    Head("issue", "Issue"),
    Head("kind", "Fix"),
    Head("made_on", "Made on"),
    Head("owner", "Owner"),
    Head(LEFT.name, LEFT.title, LEFT.definition),
    Head("answers_since", "Answers since", "Answers to like questions since the fix"),
    Head("verdict", "Verdict"),
    Head("needed", "More answers needed", "To like questions, if it goes on as it did"),
)


def _issue(project: Project, made: Made) -> str:
    return reverse("issue", args=(project.slug, made.short_id))


def _course(made: Made) -> Block:
    """One fix by week."""
    weeks = weeks_of(days_of(made.id))
    title = f"{made.short_id}: complaints before and since"
    at = made.in_force_at.date() if made.in_force_at else made.made_on
    spec = around([_mark(w) for w in weeks], title=title, at=at, name="the fix", height=220)
    told = f"{words.told(LEFT, figure_of(made.proof))}: {made.outcome.value}"
    return Block(
        id="one",
        title=title,
        summary=(
            f"{made.title}. {made.kind} on {words.day(at)}: {made.says} "
            f"Left of the complaints: {told}."
        ),
        grid=Grid(
            (
                Head("from", "Week from"),
                Head("days", "Days counted"),
                Head(LIKE_RATE.name, LIKE_RATE.title, LIKE_RATE.definition),
                Head(OTHER_RATE.name, OTHER_RATE.title, OTHER_RATE.definition),
            ),
            tuple(
                (
                    Plain(week.first),
                    Plain(week.days),
                    Told(LIKE_RATE, week.like),
                    Told(OTHER_RATE, week.others),
                )
                for week in weeks
            ),
        ),
        plots=(Plot("plot-one", spec),) if weeks else (),
        notes=("Points are answers to like questions, the dashed grey line is all others.",),
        definitions=(LIKE_RATE, OTHER_RATE),
        empty=f"Nothing was counted yet. The issue is {made.short_id}.",
    )


def _mark(week: Week) -> dict[str, object]:
    low, high = week.like.interval or (None, None)
    return {
        "day": (week.first + timedelta(week.days // 2)).isoformat(),
        "of": f"from {words.day(week.first)}",
        "value": week.like.value,
        "low": low,
        "high": high,
        "others": week.others.value,
        "told": words.told(LIKE_RATE, week.like),
        "told_others": words.told(OTHER_RATE, week.others),
    }
