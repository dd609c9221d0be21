"""Adoption: who uses it, how people begin, who stays, and who comes back after a wrong answer."""

from datetime import timedelta

from reporting.adoption.blocks.frequency import stickiness_block
from reporting.adoption.blocks.keeping import champions_block, lapse_block, retention_blocks
from reporting.adoption.blocks.onboarding import onboarding_block
from reporting.adoption.blocks.returning import returning_block
from reporting.adoption.blocks.start import first_use_block, funnel_block
from reporting.adoption.blocks.states import course_block, group_block, key_block
from reporting.adoption.blocks.view import View
from reporting.adoption.queries import crowd_of, words_of
from reporting.kit.asking import Asked
from reporting.kit.blocks import Block, Page
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
    view = View(crowd, asked.groups, window, whole)
    words = words_of(project=asked.project, use=crowd.use, window=said)
    blocks: tuple[Block, ...] = (
        key_block(view),
        course_block(view),
        *(group_block(view, kind) for kind in ("cohort", "team")),
        onboarding_block(view),
        funnel_block(view),
        first_use_block(view),
        *retention_blocks(view),
        lapse_block(view),
        champions_block(view),
        stickiness_block(view),
        returning_block(view, said, *words),
    )
    told = {block.id: block.summary for block in blocks}
    says = (told["states"], told["by-cohort"], told["funnel"], told["champions"], told["returning"])
    return Page(window=window, says=tuple(filter(None, says)), blocks=blocks)
