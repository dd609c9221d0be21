"""Ownership rules: how they read, what they match, who gets what."""

from datetime import timedelta

import pytest

from feedback.capture.messages import CitationMessage
from feedback.errors import ConflictError, RefusedError
from feedback.models import AuditEvent, Project
from tests.builders import NOW, make_member, make_project, say, send_answer
from triage.clustering.operations import place_waiting
from triage.embedding.letters import Letters
from triage.issues.operations import comment
from triage.models import Issue, IssueCounter, Owner, OwnershipRules
from triage.routing.giving import Gives
from triage.routing.matching import Facts
from triage.routing.operations import (
    RulesRefusedError,
    add_owner,
    save_rules,
)
from triage.routing.queries import rules_of
from triage.routing.rules import parse, winner
from triage.routing.teams import join_owner

FACTS = Facts(
    sources=("hr/leave/2026.pdf", "https://intranet.example/hr/leave", "Leave policy"),
    source_owners=("Payroll team",),
    teams=("sales-emea", "Sales EMEA"),
    cohorts=("rollout-2",),
    reasons=("out_of_date",),
    releases=("2026.4",),
    models=("gpt-x",),
    languages=("en-gb", "en"),
    tags=("Mobile app", "beta"),
    text="How much parental leave is there?\nWrong since May",
)


@pytest.mark.parametrize(
    ("condition", "matches"),
    [
        ("*", True),
        ("source:hr/leave/**", True),
        ("source:hr/**", True),
        ("source:HR/Leave/*", True),
        ("source:hr/*", False),  # one star stays within a segment
        ("source:**/2026.pdf", True),
        ("source:*.pdf", True),  # without a slash: the last segment
        ("source:https://intranet.example/**", True),
        ('source:"Leave policy"', True),
        ("source:finance/**", False),
        ("source:hr/[l]eave/**", False),  # brackets are only brackets
        ('source-owner:"payroll TEAM"', True),
        ("source-owner:pay*", True),
        ("source-owner:hr", False),
        ("team:sales-emea", True),
        ('team:"Sales EMEA"', True),
        ("not team:sales-emea", False),
        ("not team:legal", True),
        ("cohort:rollout-?", True),
        ("reason:out_of_date", True),
        ("reason:out*", False),  # reasons are codes, not globs
        ("release:2026.*", True),
        ("model:gpt-*", True),
        ("language:en", True),
        ("language:de", False),
        ("tag:beta", True),
        ("tag:BETA", True),
        ('tag:"mobile *"', True),
        ("tag:bet", False),
        ("not tag:vip", True),
        ('term:"parental leave"', True),
        ("term:leav", False),  # words, not parts of them
        ("team:sales-emea reason:out_of_date", True),
        ("team:sales-emea reason:wrong", False),
        ("not *", False),
        ("team:sales-emea and reason:wrong", False),
        ("team:legal or reason:out_of_date", True),
        ("team:legal or team:hr or cohort:x", False),
        ("team:legal reason:x or model:gpt-x", True),  # `and` binds tighter than `or`
        ("team:legal (reason:x or model:gpt-x)", False),
        ("not (team:legal or reason:x)", True),
        ("not team:legal and not (cohort:x or not release:2026.*)", True),
        ("kind:likeness", True),
        ("kind:expired_source", False),
    ],
)
def test_a_condition_matches(condition: str, matches: bool) -> None:
    rule = winner(parse(f"{condition} -> hr"), FACTS)

    assert (rule is not None) is matches


def test_a_term_in_a_script_without_spaces_matches_anywhere() -> None:
    rules = parse('term:"廣告" -> ads')

    assert winner(rules, Facts(text="這是商業活動廣告內容")) is not None


def test_a_rule_gives_a_priority_and_times_besides() -> None:
    rules = parse("* -> triage\nteam:sales-emea -> hr priority:high respond:4h resolve:3d")

    rule = winner(rules, FACTS)

    assert rule is not None
    assert rule.gives == Gives(3, timedelta(hours=4), timedelta(hours=24))


def test_the_last_rule_that_matches_wins_and_says_why() -> None:
    rules = parse("* -> triage\n\n# leave\nsource:hr/leave/** -> hr\nteam:legal -> legal\n")

    rule = winner(rules, FACTS)

    assert rule is not None
    assert (rule.owner, rule.why) == ("hr", "line 4 matched source:hr/leave/**")


def test_a_glob_full_of_stars_does_not_hang() -> None:
    rules = parse(f"source:{'*a' * 40}b -> hr")

    assert winner(rules, Facts(sources=("a" * 2000,))) is None


def test_a_new_project_has_somebody_who_catches_all(project: Project) -> None:
    assert Owner.objects.get(project=project, catches_all=True).name == "Triage desk"
    assert rules_of(project).version == 1
    assert IssueCounter.objects.get(project=project).last == 0


def test_saving_rules_makes_a_version_with_an_event(project: Project) -> None:
    text, actor = "* -> triage", "member:a@b.example"
    saved = save_rules(project=project, text=text, actor=actor, now=NOW)

    assert (saved.version, rules_of(project)) == (2, saved)
    assert AuditEvent.objects.filter(verb="rules.saved", subject="rules:2").exists()


def test_saving_the_same_rules_again_makes_no_version(project: Project) -> None:
    save_rules(project=project, text="", actor="member:a@b.example", now=NOW)

    assert OwnershipRules.objects.of(project).count() == 1


@pytest.mark.parametrize("text", ["* -> nobody", "nonsense", "# \x00", "# \ud800"])
def test_rules_that_make_no_sense_are_not_saved(project: Project, text: str) -> None:
    with pytest.raises(RulesRefusedError):
        save_rules(project=project, text=text, actor="member:a@b.example", now=NOW)

    assert rules_of(project).version == 1


def test_an_owner_of_another_project_is_unknown(project: Project, other_project: Project) -> None:
    hr(other_project)

    with pytest.raises(RulesRefusedError):
        save_rules(project=project, text="* -> hr", actor="member:a@b.example", now=NOW)


def test_two_owners_cant_share_a_slug(project: Project) -> None:
    hr(project)

    with pytest.raises(ConflictError):
        hr(project)


def test_a_member_of_another_project_cant_join_an_owner(
    project: Project, other_project: Project
) -> None:
    stranger = make_member(other_project, "triager")

    with pytest.raises(RefusedError):
        join_owner(owner=hr(project), member=stranger, actor="system:test", now=NOW)


def test_joining_an_owner_twice_is_joining_it_once(project: Project) -> None:
    owner, member = hr(project), make_member(project, "triager")

    for _ in range(2):
        join_owner(owner=owner, member=member, actor="system:test", now=NOW)

    assert owner.members.count() == 1
    assert AuditEvent.objects.filter(verb="owner.joined").count() == 1


def test_an_issue_goes_to_whom_the_rules_name(project: Project) -> None:
    hr(project)
    save_rules(project=project, text="source:hr/** -> hr", actor="system:test", now=NOW)

    issue = issue_about(project, CitationMessage(source="hr/leave.pdf"))

    assert (issue.owner.slug, issue.owner_why) == ("hr", "line 1 matched source:hr/**")


def test_an_answers_tags_say_who_gets_it_and_also_when_they_come_late(project: Project) -> None:
    hr(project)
    save_rules(project=project, text="tag:vip -> hr", actor="system:test", now=NOW)
    say(project, "early", "down")
    send_answer(project, "early", tags=["vip"])

    place_waiting(project=project, embedder=Letters(), limit=10, now=NOW)

    issue = Issue.objects.get()
    assert (issue.owner.slug, issue.owner_why) == ("hr", "line 1 matched tag:vip")


def test_an_issue_keeps_what_its_rule_gave(project: Project) -> None:
    text = "* -> triage priority:urgent respond:30m resolve:1w"
    save_rules(project=project, text=text, actor="system:test", now=NOW)

    issue = issue_about(project, CitationMessage(source="hr/leave.pdf"))

    assert (issue.priority, issue.rule_priority) == (4, 4)
    assert (issue.rule_respond, issue.rule_resolve) == (timedelta(minutes=30), timedelta(hours=40))


def test_without_a_rule_it_goes_to_the_sources_owner(project: Project) -> None:
    hr(project)

    issue = issue_about(project, CitationMessage(source="x", owner="HR"))

    assert (issue.owner.slug, issue.owner_why) == ("hr", "the source's owner is HR")


def test_without_either_it_goes_to_whoever_catches_all(project: Project) -> None:
    issue = issue_about(project, CitationMessage(source="x", owner="Nobody we know"))

    assert issue.owner.catches_all


def test_projects_may_name_their_owners_alike(db: None) -> None:
    assert hr(make_project("one")).slug == hr(make_project("two")).slug


def hr(project: Project) -> Owner:
    return add_owner(project=project, slug="hr", name="HR", actor="system:test", now=NOW)


def issue_about(project: Project, citation: CitationMessage) -> Issue:
    say(project, send_answer(project, citations=[citation]), "down")
    place_waiting(project=project, embedder=Letters(), limit=10, now=NOW)
    return Issue.objects.get(project=project)


def test_a_growing_issue_goes_to_whom_most_of_its_complaints_belong(project: Project) -> None:
    hr(project)
    save_rules(project=project, text="source:hr/** -> hr", actor="system:test", now=NOW)
    issue_about(project, CitationMessage(source="finance/pay.pdf"))

    for _ in range(3):
        issue_about(project, CitationMessage(source="hr/leave.pdf"))

    issue = Issue.objects.get()
    assert issue.owner.slug == "hr"
    assert issue.owner_why == "3 of 4 complaints: line 1 matched source:hr/**"


def test_an_issue_that_a_person_acted_on_keeps_its_owner(project: Project) -> None:
    hr(project)
    save_rules(project=project, text="source:hr/** -> hr", actor="system:test", now=NOW)
    issue = issue_about(project, CitationMessage(source="finance/pay.pdf"))
    comment(issue=issue, text="Ours.", actor="member:ann@example.org", now=NOW)

    for _ in range(3):
        issue_about(project, CitationMessage(source="hr/leave.pdf"))

    assert Issue.objects.get().owner.catches_all
