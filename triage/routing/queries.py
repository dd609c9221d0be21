"""Who answers for what: every read of owners and rules."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.text import slugify

from feedback.errors import NotFoundError
from feedback.models import Feedback, Project, Reason
from triage.models import Issue, Kind, Owner, OwnershipRules
from triage.priority.queries import levels_of, severity_in
from triage.routing.giving import NOTHING, Gives
from triage.routing.matching import Facts, languages_of
from triage.routing.rules import Rule, names, parse, winner


def rules_of(project: Project) -> OwnershipRules:
    """The version in force; version 0 with no text where a project has none."""
    newest = OwnershipRules.objects.of(project).order_by("-version").first()
    return newest or OwnershipRules(project=project, version=0)


def version_of(project: Project, version: int) -> OwnershipRules:
    """NotFoundError where there was no such version."""
    found = OwnershipRules.objects.of(project).filter(version=version).first()
    if found is None:
        raise NotFoundError(f"There is no version {version}.", code="rules_version_unknown")
    return found


def owners_of(project: Project) -> dict[str, Owner]:
    """The project's owners by slug."""
    return {owner.slug: owner for owner in Owner.objects.of(project)}


@dataclass(frozen=True)
class Routed:
    """Who gets it, why in words, and what the rule gives besides."""

    owner: Owner
    why: str
    gives: Gives = NOTHING
    by: str = Issue.OwnerBy.RULE

    def put_on(self, issue: Issue) -> tuple[str, ...]:
        """Set it on an issue, not saved yet; the names of the fields."""
        issue.owner, issue.owner_why, issue.owner_by = self.owner, self.why, self.by
        issue.rule_priority = self.gives.priority
        issue.rule_respond, issue.rule_resolve = self.gives.respond, self.gives.resolve
        return ROUTED


ROUTED = ("owner", "owner_why", "owner_by", "rule_priority", "rule_respond", "rule_resolve")


def routed_as(issue: Issue, why: str) -> Routed:
    """As an issue is, with another why: for one that comes of it."""
    gives = Gives(issue.rule_priority, issue.rule_respond, issue.rule_resolve)
    return Routed(issue.owner, why[:300], gives, issue.owner_by)


@dataclass(frozen=True)
class Desk:
    """What routing needs, read once for a batch: the rules, the owners, and the codes of those
    reasons whose cause is the knowledge; how severe reasons are, where a rule looks at that."""

    rules: tuple[Rule, ...]
    owners: Mapping[str, Owner]
    of_knowledge: frozenset[str] = frozenset()
    levels: dict[str, int] | None = None

    def decide(self, facts: Facts) -> Routed:
        """By the last matching rule, else by default: nothing is left without an owner."""
        rule = winner(self.rules, facts)
        return (rule and self.by_rule(rule)) or self.by_default(facts)

    def by_rule(self, rule: Rule) -> Routed | None:
        """What the rule says of whatever it wins; None where its owner is not there any more."""
        owner = self.owners.get(rule.owner)
        return Routed(owner, rule.why[:300], rule.gives) if owner else None

    def by_default(self, facts: Facts) -> Routed:
        """Whoever answers for what is to blame, where a team of that name is known here; else the
        owner that catches all.

        That is the most cited source; and before it the release, where more of the reasons
        given are not of the knowledge than are.
        """
        named = [("source", facts.source_owners[:1])]
        known = sum(code in self.of_knowledge for code in facts.reasons)
        if 2 * known < len(facts.reasons):
            named.insert(0, ("release", facts.release_owners[:1]))
        for what, owners in named:
            for name in owners:
                if owner := self.owners.get(slugify(name)):
                    why = f"the {what}'s owner is {name}"[:300]
                    return Routed(owner, why, by=Issue.OwnerBy.DEFAULT)
        catching = next(owner for owner in self.owners.values() if owner.catches_all)
        asked = " and no ".join(what for what, _ in named)
        why = f"no rule matched, and no {asked} names an owner known here"
        return Routed(catching, why, by=Issue.OwnerBy.CATCH_ALL)

    def facts_of(self, complaints: Iterable[Feedback], *, kind: str = Kind.LIKENESS) -> Facts:
        """What the rules are held against, over some complaints."""
        return facts_of(complaints, kind=kind, levels=self.levels)

    def decide_by_majority(
        self, complaints: Sequence[Feedback], *, kind: str = Kind.LIKENESS
    ) -> Routed | None:
        """The owner that more than half of the complaints would go to, each by itself, for the
        reason that most of those have."""
        each = [self.decide(self.facts_of([complaint], kind=kind)) for complaint in complaints]
        if not each:
            return None
        routed, times = leading(each)
        return routed if 2 * times > len(each) else None


def leading(each: Sequence[Routed]) -> tuple[Routed, int]:
    """The owner that most of them name, for the reason that most of those give; and how many name
    that owner. `each` is not empty."""
    owners = Counter(routed.owner for routed in each)
    owner, times = max(owners.items(), key=lambda found: (found[1], found[0].slug))
    [(one, _)] = Counter(one for one in each if one.owner == owner).most_common(1)
    if len(each) > 1:
        one = replace(one, why=f"{times} of {len(each)} complaints: {one.why}"[:300])
    return one, times


def desk_of(project: Project, *, text: str | None = None) -> Desk:
    """With the rules in force, or those of another text: RuleSyntaxError for what is none."""
    knowledge = Reason.objects.of(project).filter(cause=Reason.Cause.KNOWLEDGE)
    rules = parse(rules_of(project).text if text is None else text)
    return Desk(
        rules=rules,
        owners=owners_of(project),
        of_knowledge=frozenset(knowledge.values_list("code", flat=True)),
        levels=levels_of(project) if names(rules, "severity") else None,
    )


def facts_of(complaints: Iterable[Feedback], *, kind: str, levels: dict[str, int] | None) -> Facts:
    """What rules can be held against, over some complaints (with answer, sources and groups).

    `levels`: how severe reasons are, by code; None where severity is not asked for.
    """
    listed = list(complaints)
    answers = [complaint.answer for complaint in listed]
    sources = [citation.source for answer in answers for citation in answer.citations.all()]
    owners = Counter(source.owner for source in sources if source.owner)
    releases = [answer.release for answer in answers if answer.release]
    answerable = Counter(release.owner for release in releases if release.owner)
    teams = [group for c in listed for group in (c.team, c.answer.team) if group]
    cohorts = [complaint.cohort for complaint in listed if complaint.cohort]
    languages = dict.fromkeys(answer.language for answer in answers)
    return Facts(
        sources=_distinct(t for s in sources for t in (s.external_id, s.uri, s.title)),
        source_owners=tuple(name for name, _ in owners.most_common()),
        release_owners=tuple(name for name, _ in answerable.most_common()),
        teams=_distinct(name for team in teams for name in (team.slug, team.name)),
        cohorts=_distinct(name for cohort in cohorts for name in (cohort.slug, cohort.name)),
        reasons=_distinct(code for complaint in listed for code in complaint.reasons),
        releases=_distinct(release.name for release in releases),
        models=_distinct(answer.model for answer in answers),
        languages=languages_of(languages),
        tags=_distinct(tag for answer in answers for tag in answer.tags),
        kind=kind,
        severity="" if levels is None else _gravest(listed, levels),
        text="\n".join(t for c in listed for t in (c.answer.question, c.comment) if t),
    )


def _gravest(complaints: Sequence[Feedback], levels: dict[str, int]) -> str:
    grades = [severity_in(complaint, levels) for complaint in complaints]
    return max(grades).word if grades else ""


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
