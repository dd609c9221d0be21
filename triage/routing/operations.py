"""Owners and their rules: every write."""

from datetime import datetime

from django.db import IntegrityError, transaction

from feedback.audit.operations import record
from feedback.errors import ConflictError, RefusedError
from feedback.models import Project
from triage.models import Owner, OwnershipRules
from triage.routing.changes import difference, in_words
from triage.routing.handover import BATCH, begin_handover, go_on, stop_handovers
from triage.routing.queries import Desk, desk_of, rules_of, version_of
from triage.routing.rules import RuleSyntaxError, check_owners
from triage.routing.signals import handover_left

LONGEST_TEXT = 100_000
CATCH_ALL = ("triage", "Triage desk")


class RulesRefusedError(RefusedError):
    """The text is not a set of rules; `line` and `column` count from 1."""

    code = "rules_refused"

    def __init__(self, error: RuleSyntaxError) -> None:
        super().__init__(str(error), path=f"$.text:{error.line}:{error.column}")
        self.line, self.column = error.line, error.column


class RulesOvertakenError(ConflictError):
    """Somebody saved a version that the caller has not seen."""

    code = "rules_changed"


@transaction.atomic
def save_rules(
    *,
    project: Project,
    text: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
    reroutes: bool = False,
    reverts_to: int | None = None,
) -> OwnershipRules:
    """Make the text the rules in force, as a new version. The same text again makes none.

    `seen` is the version that the text was made from: RulesOvertakenError, which says what came
    since, where another is in force. `reroutes` hands over the open issues that the change moves,
    but for those that a person assigned: the first BATCH here, the others in the background. What
    an earlier version hasn't handed over yet goes by this one, or stays.
    RulesRefusedError names the line and column.
    """
    desk_for(project, text)
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)  # versions one at a time
    last = rules_of(project)
    if seen is not None and seen != last.version:
        raise RulesOvertakenError(_since(project, last, seen), path="$.version")
    if last.version and last.text == text:
        return last
    rules = OwnershipRules.objects.create(
        project=project, version=last.version + 1, text=text, saved_by=actor, saved_at=now
    )
    data = {"reroutes": reroutes} | ({"reverts_to": reverts_to} if reverts_to else {})
    subject = f"rules:{rules.version}"
    record(project=project, actor=actor, verb="rules.saved", subject=subject, now=now, data=data)
    if not reroutes:
        stop_handovers(project=project, now=now)
        return rules
    begin_handover(rules=rules, now=now)
    if go_on(project=project, limit=BATCH, now=now):
        handover_left.send(None, project=project)
    return rules


def revert_rules(
    *, project: Project, version: int, actor: str, now: datetime, seen: int | None = None
) -> OwnershipRules:
    """Put the text of an earlier version in force again, as a new one, and hand over the open
    issues that this moves. NotFoundError; refused as `save_rules` is."""
    earlier = version_of(project, version)
    return save_rules(
        project=project,
        text=earlier.text,
        actor=actor,
        now=now,
        seen=seen,
        reroutes=True,
        reverts_to=version,
    )


def desk_for(project: Project, text: str) -> Desk:
    """Routing by a text that is not in force. RulesRefusedError."""
    try:
        _refuse_unstorable(text)
        desk = desk_of(project, text=text)
        check_owners(desk.rules, desk.owners)
    except RuleSyntaxError as error:
        raise RulesRefusedError(error) from error
    return desk


def _since(project: Project, last: OwnershipRules, seen: int) -> str:
    earlier = OwnershipRules.objects.of(project).filter(version=seen).first()
    changes = in_words(difference(earlier.text if earlier else "", last.text))
    by = last.saved_by.partition(":")[2]
    return f"Version {last.version} is in force, saved by {by}: since version {seen} {changes}."


@transaction.atomic
def add_owner(
    *,
    project: Project,
    slug: str,
    name: str,
    actor: str,
    now: datetime,
    catches_all: bool = False,
) -> Owner:
    """A new owner team. ConflictError where the slug is taken."""
    try:
        with transaction.atomic():
            owner = Owner.objects.create(
                project=project, slug=slug, name=name, catches_all=catches_all
            )
    except IntegrityError as error:
        raise ConflictError(f"There is an owner {slug} already.", code="owner_exists") from error
    record(project=project, actor=actor, verb="owner.added", subject=f"owner:{slug}", now=now)
    return owner


def furnish(*, project: Project, actor: str, now: datetime) -> None:
    """What routing needs in a new project: somebody who catches all, and rules that say nothing."""
    slug, name = CATCH_ALL
    add_owner(project=project, slug=slug, name=name, actor=actor, now=now, catches_all=True)
    save_rules(project=project, text="", actor=actor, now=now)


def _refuse_unstorable(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise RuleSyntaxError(1, 1, f"the rules are longer than {LONGEST_TEXT} characters")
    for number, line in enumerate(text.split("\n"), start=1):
        for column, letter in enumerate(line, start=1):
            if letter == "\x00" or "\ud800" <= letter <= "\udfff":
                raise RuleSyntaxError(number, column, "this is not text")
