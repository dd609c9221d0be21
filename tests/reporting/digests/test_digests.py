"""Digests and alerts by mail: what was asked for, once, and not in quiet hours."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.message import Message
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from feedback.models import AuditEvent, Member, Project
from reporting.digests.letters import letter_of
from reporting.digests.mailing import LATE, put_in_line, take_next
from reporting.digests.subscribing import SubscriptionRefusedError, subscribe
from reporting.digests.tasks import send
from reporting.models import ReportMail, Subscription
from tests.builders import NOW, make_member
from tests.reporting.alerts.weekly import live
from tests.triage.smtp import Post, post_office
from tests.world import make_alert
from triage.notices.posting import DEAD_AFTER

MemberClient = Callable[[str], Client]
State = ReportMail.State
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = NOW.replace(hour=0)
CHOICE: dict[str, Any] = {
    "group": "",
    "weekly": True,
    "alerts": True,
    "zone": "UTC",
    "hour": 8,
    "quiet_from": None,
    "quiet_until": None,
    "quiet_days": [],
}


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    with post_office(settings) as post:
        yield post


@pytest.fixture
def ann(project: Project) -> Member:
    return make_member(project, "viewer", email="ann@alpha.example")


def choose(member: Member, *, now: datetime = NOW - 30 * DAY, **changed: Any) -> Subscription:
    subscribe(member=member, actor="member:ann", now=now, **CHOICE | changed)
    return Subscription.objects.get(member=member)


def body_of(message: Message, kind: str = "plain") -> str:
    [part] = [p for p in message.walk() if p.get_content_subtype() == kind]
    return part.get_payload(decode=True).decode()  # type: ignore[union-attr]


def taken(now: datetime) -> list[ReportMail]:
    found = []
    put_in_line(now=now)
    while mail := take_next(now=now):
        found.append(mail)
    return found


def test_a_digest_tells_last_week_with_pictures_and_links(
    post: Post, project: Project, ann: Member, settings: Any
) -> None:
    settings.URL = "https://errata.example"
    today = timezone.now()
    live(project, [9, 9, 3], now=today)
    client = Client()
    client.force_login(ann.user)
    client.post("/p/alpha/digests/now/")
    send()

    [mail] = post.came
    assert mail["To"] == "ann@alpha.example"
    assert mail["Subject"] == "Alpha: satisfaction 60 points lower, complaint rate 60 points higher"
    for kind in ("plain", "html"):
        text = body_of(mail, kind)
        assert "satisfaction is 60 points lower (30% after 90%)" in text
        assert "30%" in text
        assert "6 of 20 thumbs" in text
        assert "https://errata.example/p/alpha/report/overview/?from=" in text
    html = body_of(mail, "html")
    pictures = [p for p in mail.walk() if p.get_content_type() == "image/png"]
    assert mail.get_content_type() == "multipart/related"
    assert len(pictures) == 2
    for picture in pictures:
        assert f'src="cid:{picture["Content-ID"][1:-1]}"' in html
        assert picture.get_payload(decode=True).startswith(b"\x89PNG")  # type: ignore[union-attr]


def test_each_subscriber_gets_the_digest_of_a_week_once(ann: Member) -> None:
    choose(ann)

    assert taken(MONDAY + 7 * HOUR) == []
    [mail] = taken(MONDAY + 9 * HOUR)
    assert (mail.week, mail.tries) == ((MONDAY - 7 * DAY).date(), 1)
    assert taken(MONDAY + 9 * HOUR) == []
    [again] = taken(MONDAY + 10 * HOUR)  # whoever took it died over it
    assert again.pk == mail.pk
    ReportMail.objects.update(state=State.SENT)
    assert taken(MONDAY + 11 * HOUR) == []
    assert len(taken(MONDAY + 7 * DAY + 9 * HOUR)) == 1


def test_the_same_mail_keeps_its_message_id(ann: Member) -> None:
    choose(ann)
    [mail] = taken(MONDAY + 9 * HOUR)
    [again] = taken(MONDAY + 10 * HOUR)

    ids = {letter_of(one).message()["Message-ID"] for one in (mail, again)}
    assert ids == {f"<{mail.pk}@localhost>"}


def test_a_digest_that_is_days_late_is_left_out(ann: Member) -> None:
    choose(ann)

    assert taken(MONDAY + 8 * HOUR + LATE) == []


def test_who_subscribes_after_monday_waits_for_the_next_one(ann: Member) -> None:
    choose(ann, now=MONDAY + 9 * HOUR)

    assert taken(MONDAY + 10 * HOUR) == []


def test_what_falls_into_quiet_hours_waits(ann: Member) -> None:
    choose(ann, quiet_from=7, quiet_until=10)

    assert taken(MONDAY + 9 * HOUR) == []
    assert len(taken(MONDAY + 10 * HOUR)) == 1


def test_alerts_come_in_one_mail_a_day(post: Post, project: Project, ann: Member) -> None:
    now = timezone.now()
    choose(ann, weekly=False, now=now - DAY)
    make_alert(project, raised_at=now)
    make_alert(project, metric="active_share", raised_at=now)
    send()
    make_alert(project, metric="complaint_rate", raised_at=now)
    send()

    [mail] = post.came
    assert mail["Subject"] == "Alpha: satisfaction of everybody has dropped (and 1 more)"
    assert "Satisfaction of everybody has dropped: 70%" in body_of(mail)
    [waits] = ReportMail.objects.filter(state=State.WAITING)
    assert waits.due_at > now + 23 * HOUR


def test_an_alert_that_is_over_by_then_is_told_to_nobody(project: Project, ann: Member) -> None:
    choose(ann, weekly=False, quiet_from=8, quiet_until=10)
    alert = make_alert(project, raised_at=MONDAY)
    assert taken(MONDAY + 9 * HOUR) == []
    alert.ended_at = MONDAY + 9 * HOUR
    alert.save()

    assert taken(MONDAY + 10 * HOUR) == []
    assert not ReportMail.objects.exists()


def test_with_a_team_only_its_alerts_and_those_of_everybody_come(
    project: Project, ann: Member
) -> None:
    live(project, [9], team="Sales")
    live(project, [9], team="Legal")
    teams = {team.slug: team for team in project.teams.all()}
    choose(ann, weekly=False, group="team:sales")
    for team in (None, *teams.values()):
        make_alert(project, team=team, raised_at=MONDAY)

    [mail] = taken(MONDAY + HOUR)
    assert {alert.team for alert in mail.alerts.all()} == {None, teams["sales"]}


def test_a_digest_can_be_of_a_cohort(post: Post, project: Project, ann: Member) -> None:
    today = timezone.now()
    live(project, [9, 9, 3], now=today, team="Sales", cohort="Pilot")
    live(project, [9, 9, 9], now=today, team="Legal", cohort="Rollout")
    choose(ann, group="cohort:rollout", weekly=False, alerts=False)
    client = Client()
    client.force_login(ann.user)
    client.post("/p/alpha/digests/now/")
    send()

    [mail] = post.came
    assert str(mail["Subject"]).startswith("Alpha, Rollout: nothing has clearly changed")
    assert "report/overview/?cohort=rollout&from=" in body_of(mail)


def test_a_mail_that_does_not_go_is_tried_again_for_a_day(post: Post, ann: Member) -> None:
    now = timezone.now()
    choose(ann, weekly=False, now=now - DAY)
    make_alert(ann.project, raised_at=now)
    post.refuses = "451 later"
    send()
    mail = ReportMail.objects.get()
    assert (mail.state, mail.tries) == (State.WAITING, 1)
    ReportMail.objects.update(due_at=now, made_at=now - DEAD_AFTER)
    send()

    mail.refresh_from_db()
    assert mail.state == State.DEAD
    assert "451" in mail.trouble
    assert AuditEvent.objects.filter(verb="report_mail.dead").count() == 1


def test_one_click_in_the_mail_ends_it(post: Post, project: Project, ann: Member) -> None:
    now = timezone.now()
    choose(ann, now=now - HOUR)
    make_alert(project, raised_at=now)
    send()
    [mail] = post.came
    stop = mail["List-Unsubscribe"].strip("<>").partition("/told/")[2]
    stranger = Client(enforce_csrf_checks=True)

    assert "No more digests" in stranger.get(f"/told/{stop}").content.decode()
    assert Subscription.objects.get(member=ann).weekly
    said = stranger.post(f"/told/{stop}", {"List-Unsubscribe": "One-Click"}).content.decode()
    assert "You get no more" in said
    row = Subscription.objects.get(member=ann)
    assert (row.weekly, row.alerts) == (False, False)
    assert stranger.get(f"/told/{stop}x").status_code == 404


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"group": "team:nobody"}, "$.group"),
        ({"group": "sales"}, "$.group"),
        ({"zone": "Mars/Olympus"}, "$.zone"),
        ({"hour": 24}, "$.hour"),
        ({"quiet_from": 22}, "$.quiet_until"),
        ({"quiet_days": range(7)}, "$.quiet_days"),
    ],
)
def test_what_makes_no_sense_is_refused(ann: Member, changed: dict[str, Any], path: str) -> None:
    with pytest.raises(SubscriptionRefusedError) as refusal:
        choose(ann, **changed)

    assert refusal.value.path == path


def test_a_member_chooses_on_their_own_page(project: Project, member_client: MemberClient) -> None:
    viewer = member_client("viewer")
    page = "/p/alpha/digests/"
    assert "What you are sent" in viewer.get(page).content.decode()
    fields = {"weekly": "on", "zone": "Europe/Berlin", "hour": "9", "quiet_days": ["5", "6"]}
    viewer.post(page, fields)

    row = Subscription.objects.get()
    assert (row.weekly, row.alerts, row.zone, row.hour) == (True, False, "Europe/Berlin", 9)
    assert row.quiet_days == [5, 6]
    assert viewer.post(page, {**fields, "quiet_from": "22"}).status_code == 422
    assert viewer.post(page, {**fields, "zone": "Mars"}).status_code == 422


def test_the_preview_is_the_mail_without_scripts(
    project: Project, member_client: MemberClient
) -> None:
    live(project, [9, 9], now=timezone.now())
    answer = member_client("viewer").get("/p/alpha/digests/preview/")

    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "script" not in answer["Content-Security-Policy"]
    html = answer.content.decode()
    assert 'src="data:image/png;base64,' in html
    assert "<script" not in html
