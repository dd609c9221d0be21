"""Owners and their rules: every write."""

from datetime import datetime

from django.db import IntegrityError, transaction

from feedback.audit.operations import record
from feedback.errors import ConflictError, RefusedError
from feedback.models import Project
from triage.models import Issue, IssueActivity, Owner, OwnershipRules
from triage.priority.operations import score_issues
from triage.routing.matching import Facts
from triage.routing.queries import ROUTED, desk_of, owners_of, rules_of
from triage.routing.rota import Rota
from triage.routing.rules import RuleSyntaxError, check_owners, parse

LONGEST_TEXT = 100_000
CATCH_ALL = ("triage", "Triage desk")


class RulesRefusedError(RefusedError):
    """The text is not a set of rules; `line` and `column` count from 1."""

    code = "rules_refused"

    def __init__(self, error: RuleSyntaxError) -> None:
        super().__init__(str(error), path=f"$.text:{error.line}:{error.column}")
        self.line, self.column = error.line, error.column


@transaction.atomic
def save_rules(*, project: Project, text: str, actor: str, now: datetime) -> OwnershipRules:
    """Make the text the rules in force, as a new version. The same text again makes none.

    RulesRefusedError names the line and column; issues that are open keep their owners.
    """
    try:
        _refuse_unstorable(text)
        check_owners(parse(text), owners_of(project).keys())
    except RuleSyntaxError as error:
        raise RulesRefusedError(error) from error
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)  # versions one at a time
    last = rules_of(project)
    if last.version and last.text == text:
        return last
    rules = OwnershipRules.objects.create(
        project=project, version=last.version + 1, text=text, saved_by=actor, saved_at=now
    )
    record(
        project=project,
        actor=actor,
        verb="rules.saved",
        subject=f"rules:{rules.version}",
        now=now,
    )
    return rules


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


@transaction.atomic
def reroute_issue(*, issue: Issue, facts: Facts, actor: str, now: datetime) -> bool:
    """Give an issue to whom the rules in force name for these facts; whether that changed it."""
    issue = (
        Issue.objects.select_for_update(of=("self",))
        .select_related("owner", "project")
        .get(pk=issue.pk)
    )
    routed = desk_of(issue.project).decide(facts)
    if routed.owner.pk == issue.owner_id:
        return False
    data = {"from": issue.owner.slug, "to": routed.owner.slug, "why": routed.why}
    issue.version += 1
    routed.put_on(issue)
    assigned = Rota(issue.project, now).follow_owner(issue)
    issue.save(update_fields=[*ROUTED, *assigned, "version"])
    IssueActivity.objects.create(issue=issue, at=now, actor=actor, verb="rerouted", data=data)
    record(
        project=issue.project,
        actor=actor,
        verb="issue.rerouted",
        subject=f"issue:{issue.id}",
        now=now,
        data=data,
    )
    score_issues(project=issue.project, ids=[issue.pk], now=now)
    return True


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
