"""The pages of owner teams: who reads what, who changes what, and what can be taken back."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from feedback.directory.operations import end_membership
from feedback.models import AuditEvent, Project
from tests.builders import NOW, make_member
from tests.triage.teaming import ADMIN, make_team, named, open_some
from triage.issues.operations.handing import hand_on
from triage.models import Absence, Owner
from triage.routing.teams import set_away

SignIn = Callable[[str], Client]


def read(client: Client, name: str = "owners", query: str = "", **kwargs: str) -> str:
    address = reverse(name, kwargs={"project": "alpha", **kwargs})
    return " ".join(client.get(address + query).content.decode().split())


def act(client: Client, name: str, slug: str = "ops", /, **form: str) -> Any:
    address = reverse("owner-act", kwargs={"project": "alpha", "slug": slug, "name": name})
    return client.post(address, form, follow=True)


def away(client: Client, **form: str) -> Any:
    address = reverse("owner-away", kwargs={"project": "alpha", "slug": "ops"})
    return client.post(address, form, follow=True)


def test_the_list_says_who_has_how_much(member_client: SignIn, project: Project) -> None:
    make_team(project, "ana", "ben", assigns="load", capacity=1)
    open_some(project, 3)

    page = read(member_client("viewer"))

    assert "ana@alpha.example, ben@alpha.example" in page
    assert "2 of 2" in page
    assert '?owner=ops&amp;assignee=none">1</a>' in page
    assert "is full. 1 issue waits for somebody." in page


def test_a_team_without_members_is_shown_as_a_gap(member_client: SignIn, project: Project) -> None:
    make_team(project)
    open_some(project, 2)

    assert "has nobody to work its issues. 2 issues wait for somebody." in read(
        member_client("viewer")
    )


def test_whose_issues_wait_is_said_with_the_day_on_which_they_left(
    member_client: SignIn, project: Project
) -> None:
    make_team(project, "ana", capacity=3)
    open_some(project, 3)
    end_membership(member=named(project, "ana"), actor=ADMIN, now=NOW)
    hand_on(project=project, limit=10, now=NOW)

    page = read(member_client("viewer"))

    assert "3 issues</a> of ana@alpha.example, who left on 2026-06-15, wait for somebody" in page


def test_the_table_is_there_as_a_file(member_client: SignIn, project: Project) -> None:
    make_team(project, "ana", assigns="load")
    open_some(project, 1)
    address = reverse("owners", kwargs={"project": "alpha"}) + "?format=csv"

    text = member_client("viewer").get(address).content.decode()

    rows = {row["slug"]: row for row in csv.DictReader(io.StringIO(text))}
    assert (rows["ops"]["load"], rows["ops"]["capacity"]) == ("1", "10")
    assert rows["triage"]["gap"] == "has nobody to work its issues"


def test_managers_add_a_team_and_its_members(member_client: SignIn, project: Project) -> None:
    manager = member_client("manager")
    make_member(project, "triager", email="ana@alpha.example")

    manager.post(reverse("owners", kwargs={"project": "alpha"}), {"name": "People  Ops"})
    act(manager, "join", "people-ops", member="ANA@alpha.example")
    act(manager, "capacity", "people-ops", member="ana@alpha.example", capacity="4")
    act(manager, "change", "people-ops", name="People", assigns="rotation")

    owner = Owner.objects.get(slug="people-ops")
    assert (owner.name, owner.assigns) == ("People", "rotation")
    assert owner.places.get().capacity == 4
    events = AuditEvent.objects.filter(subject="owner:people-ops").order_by("id")
    assert [event.verb for event in events] == [
        *("owner.added", "owner.joined", "owner.capacity_set"),
        *("owner.renamed", "owner.assigning_chosen"),
    ]


def test_each_act_can_be_taken_back_while_the_team_is_as_that_left_it(
    member_client: SignIn, project: Project
) -> None:
    team = make_team(project, "ana", capacity=7)
    manager = member_client("manager")
    act(manager, "leave", member="ana@alpha.example")
    event = AuditEvent.objects.get(verb="owner.left")

    assert b"Taken back." in act(manager, "undo", event=str(event.pk)).content
    assert team.places.get().capacity == 7

    refused = act(manager, "undo", event=str(event.pk))
    assert (refused.status_code, b"not as that left it" in refused.content) == (409, True)


def test_every_kind_of_act_has_its_opposite(member_client: SignIn, project: Project) -> None:
    team = make_team(project, "ana", assigns="load", capacity=7)
    manager = member_client("manager")
    act(manager, "change", name="Other", assigns="rotation")
    act(manager, "capacity", member="ana@alpha.example", capacity="2")
    act(manager, "join", member="manager@alpha.example")
    before = AuditEvent.objects.filter(actor="member:manager@alpha.example")

    for event in list(before.filter(subject="owner:ops")):
        act(manager, "undo", event=str(event.pk))

    team.refresh_from_db()
    assert (team.name, team.assigns) == ("Ops", "load")
    assert [(p.member.user.email, p.capacity) for p in team.places.all()] == [
        ("ana@alpha.example", 7)
    ]


def test_members_set_themselves_away_and_only_managers_others(
    member_client: SignIn, project: Project
) -> None:
    make_team(project, "triager", "ben")
    triager = member_client("triager")
    day = (timezone.now() + timedelta(days=9)).date().isoformat()

    away(triager, member="triager@alpha.example", back_on=day)
    other = away(triager, member="ben@alpha.example", back_on=day)

    assert f"away until {day}" in read(triager, "owner", slug="ops")
    assert other.status_code == 422
    assert Absence.objects.count() == 1
    away(member_client("manager"), member="ben@alpha.example", back_on=day)
    away(triager, member="triager@alpha.example", back_on="")
    assert Absence.objects.get().member == named(project, "ben")


def test_a_day_that_is_over_ends_an_absence_by_itself(
    member_client: SignIn, project: Project
) -> None:
    make_team(project, "ana")
    set_away(
        member=named(project, "ana"), back_on=NOW.date() + timedelta(days=1), actor=ADMIN, now=NOW
    )

    assert "away until" not in read(member_client("viewer"), "owner", slug="ops")


def test_what_makes_no_sense_is_refused_and_said(member_client: SignIn, project: Project) -> None:
    make_team(project, "ana")
    manager = member_client("manager")
    refusals = [
        act(manager, "change", name=" ", assigns="load"),
        act(manager, "change", name="Ops", assigns="dice"),
        act(manager, "join", member="nobody@alpha.example"),
        act(manager, "join", member="a\x00b"),
        act(manager, "capacity", member="ana@alpha.example", capacity="-1"),
        act(manager, "capacity", member="ana@alpha.example", capacity="5000"),
        act(manager, "capacity", member="manager@alpha.example", capacity="5"),
        act(manager, "undo", event="x"),
        away(manager, member="ana@alpha.example", back_on="2020-01-01"),
        away(manager, member="ana@alpha.example", back_on="soon"),
    ]

    assert {refusal.status_code for refusal in refusals} == {422}
    assert all(b'role="alert"' in refusal.content for refusal in refusals)
    assert Owner.objects.get(slug="ops").name == "Ops"


def test_a_team_of_that_name_is_refused_and_the_name_kept(
    member_client: SignIn, project: Project
) -> None:
    make_team(project)
    address = reverse("owners", kwargs={"project": "alpha"})
    manager = member_client("manager")

    taken = manager.post(address, {"name": "OPS"})
    wordless = manager.post(address, {"name": "人事"})

    assert (taken.status_code, wordless.status_code) == (409, 422)
    assert b'value="OPS"' in taken.content


def test_viewers_and_triagers_see_no_forms(member_client: SignIn, project: Project) -> None:
    make_team(project, "ana")

    for role in ("viewer", "triager"):
        assert "<form" not in read(member_client(role), "owner", slug="ops").partition("<main")[2]
        assert "<form" not in read(member_client(role)).partition("<main")[2]
