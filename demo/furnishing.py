"""What the demonstration has before the first question: members, owners, rules, a business case."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from demo.story.calendar import PILOT_WEEKS, Calendar
from feedback.directory.operations import add_member, change_capture, end_membership
from feedback.models import Project
from reporting.trajectory.operations import Terms, promise
from triage.routing.operations import add_owner, save_rules
from triage.routing.teams import choose_assigning, join_owner

ADMIN = "demo@errata.example"

# E-mail address, name, role.
MEMBERS = (
    (ADMIN, "Demo Admin", "admin"),
    ("ines.moreau@nerwick.example", "Ines Moreau", "manager"),
    ("maya.okafor@nerwick.example", "Maya Okafor", "triager"),
    ("jonas.lind@nerwick.example", "Jonas Lind", "triager"),
    ("priya.raman@nerwick.example", "Priya Raman", "triager"),
    ("sam.keller@nerwick.example", "Sam Keller", "viewer"),
    ("tomasz.brandt@nerwick.example", "Tomasz Brandt", "triager"),
)

# The one who left, and the week of the story he left in. Nobody took over his owner team.
LEAVER, LEFT_IN_WEEK = "tomasz.brandt@nerwick.example", 24

# Slug, name, members. The slugs of most are what the documents' owners are called.
OWNERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("hr-services", "HR Services", ("maya.okafor@nerwick.example", "jonas.lind@nerwick.example")),
    ("finance-control", "Finance Control", ("jonas.lind@nerwick.example",)),
    ("sales-operations", "Sales Operations", ("priya.raman@nerwick.example",)),
    ("field-service", "Field Service", (LEAVER,)),
    ("plant-operations", "Plant Operations", ("jonas.lind@nerwick.example",)),
    (
        "it-service-desk",
        "IT Service Desk",
        ("maya.okafor@nerwick.example", "priya.raman@nerwick.example"),
    ),
    ("legal", "Legal", ("ines.moreau@nerwick.example",)),
    ("facilities", "Facilities", ()),
    ("assistant", "Assistant team", ("priya.raman@nerwick.example", ADMIN)),
)

# Teams that give each issue to one of them, in turn or to whoever has least; the others' are taken.
ASSIGNS = {"hr-services": "rotation", "it-service-desk": "load"}

RULES = Path(__file__).with_name("rules.txt")


# What the manager wrote down when the pilot had ended, for half a year after the story's end.
WRITER = "member:ines.moreau@nerwick.example"
TARGET_WEEKS = 26
CLAIMED_OF = "Pilot: twelve briefed people in eight weeks"
# Measure, claimed, expected in production, target.
PROMISES = (
    ("satisfaction", 0.92, (0.75, 0.85), 0.8),
    ("active_share", 0.95, (0.4, 0.6), 0.5),
    ("complaint_rate", 0.02, (0.03, 0.06), 0.05),
    ("audited_quality", 0.92, (0.85, 0.9), 0.88),
)


def furnish(*, project: Project, calendar: Calendar, actor: str, now: datetime) -> None:
    """Give a new project its members, owners and rules. Part of the caller's transaction."""
    seats = {
        email: add_member(project=project, email=email, name=name, role=role, actor=actor, now=now)
        for email, name, role in MEMBERS
    }
    for slug, name, members in OWNERS:
        owner = add_owner(project=project, slug=slug, name=name, actor=actor, now=now)
        for email in members:
            join_owner(owner=owner, member=seats[email], actor=actor, now=now)
        if slug in ASSIGNS:
            choose_assigning(owner=owner, assigns=ASSIGNS[slug], actor=actor, now=now)
    change_capture(project=project, actor=actor, now=now, shows_sources=True)
    save_rules(project=project, text=RULES.read_text(), actor=actor, now=now)
    _promise(project, calendar)
    left_at = calendar.instant(LEFT_IN_WEEK)
    end_membership(member=seats[LEAVER], actor=actor, now=left_at)


def _promise(project: Project, calendar: Calendar) -> None:
    ended = calendar.instant(PILOT_WEEKS)
    terms = Terms(
        target=0,
        target_on=calendar.end + timedelta(weeks=TARGET_WEEKS),
        claimed_on=ended.date(),
        claimed_of=CLAIMED_OF,
    )
    for measure, claimed, (low, high), target in PROMISES:
        said = replace(terms, claimed=claimed, expected_low=low, expected_high=high, target=target)
        promise(project=project, measure=measure, terms=said, actor=WRITER, now=ended)
