"""Adoption: who uses it, how people begin, who stays, and who comes back after a wrong answer."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from reporting.adoption.blocks import course, frequency, keeping, returning, start
from reporting.adoption.blocks.course import cohorts_block, course_block, states_said
from reporting.adoption.blocks.frequency import stickiness_block
from reporting.adoption.blocks.keeping import champions_block, lapse_block, retention_block
from reporting.adoption.blocks.onboarding import onboarding_block
from reporting.adoption.blocks.returning import returning_block
from reporting.adoption.blocks.start import first_use_block, funnel_block
from reporting.adoption.blocks.states import group_block, groups_said, key_block
from reporting.adoption.blocks.view import View
from reporting.adoption.queries import crowd_of, words_of
from reporting.kit.asking import Asked
from reporting.kit.blocks import Block, Later, Page
from reporting.rollups.tally import Window

# Complaints of so many days are followed, where no days are asked for.
FOLLOWED = 98


def page(asked: Asked) -> Page:
    """Everything as of the end of the window's last day, or of today."""
    window, whole = asked.window, asked.whole
    said = asked.question.window or Window(window.last - timedelta(FOLLOWED - 1), window.last)
    # From the Monday of its first week on.
    days = said.days + said.first.weekday()
    crowd = crowd_of(project=asked.project, question=asked.question, last=window.last, days=days)
    view = View(crowd, asked.groups, window, whole, going_on=window.last >= asked.today)
    later = _later(view, partial(_returning, asked, view, said))
    if asked.part in later:
        return Page(window=window, blocks=(later[asked.part],))
    funnel, champions = funnel_block(view), champions_block(view)
    says = (
        states_said(view),
        groups_said(view, "cohort"),
        *(block.summary for block in (funnel, champions)),
    )
    blocks: tuple[Block | Later, ...] = (
        key_block(view),
        later["states"],
        *([later["states-by-cohort"]] if len(view.cells_by("cohort")) > 1 else []),
        *(later[id_] for id_ in ("by-cohort", "by-team", "by-onboarding")),
        funnel,
        *(later[id_] for id_ in ("first-use", *keeping.RETENTION, "lapse")),
        champions,
        later["stickiness"],
        later["returning"],
    )
    return Page(window=window, says=tuple(filter(None, says)), blocks=blocks)


def _returning(asked: Asked, view: View, said: Window) -> Block:
    words = words_of(project=asked.project, use=view.crowd.use, window=said)
    return returning_block(view, said, *words)


def _later(view: View, returned: Callable[[], Block]) -> dict[str, Later]:
    """What takes long, and is not told above everything."""
    found = (
        Later("states", "States of use by week", course.SECTION, partial(course_block, view)),
        Later(
            "states-by-cohort",
            "States of use by week and cohort",
            course.SECTION,
            partial(cohorts_block, view),
        ),
        Later("by-cohort", "By cohort", course.SECTION, partial(group_block, view, "cohort")),
        Later("by-team", "By team", course.SECTION, partial(group_block, view, "team")),
        Later("by-onboarding", "By onboarding", course.SECTION, partial(onboarding_block, view)),
        Later("first-use", "Time to first value", start.SECTION, partial(first_use_block, view)),
        *(
            Later(
                id_, f"{of.title}, by cohort", keeping.SECTION, partial(retention_block, view, id_)
            )
            for id_, of in keeping.RETENTION.items()
        ),
        Later("lapse", "Time until lapsed", keeping.SECTION, partial(lapse_block, view)),
        Later("stickiness", "Stickiness", frequency.SECTION, partial(stickiness_block, view)),
        Later("returning", "Who comes back after a wrong answer", returning.SECTION, returned),
    )
    return {one.id: one for one in found}
