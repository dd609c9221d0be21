"""A project's own reasons: what changes them, and what becomes of words that gave them."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from feedback.directory.reason_operations import (
    MOST,
    add_reason,
    bring_back_reason,
    change_reason,
    move_reason,
    retire_reason,
)
from feedback.errors import RefusedError
from feedback.models import AuditEvent, Feedback, Project, Reason
from tests.builders import NOW, make_key, make_project, say
from tests.feedback.conftest import Post

BY: dict[str, Any] = {"actor": "member:ann@alpha.example", "now": NOW}
LATER = NOW + timedelta(hours=1)


def add(project: Project, label: str, cause: str = "model") -> Reason:
    return add_reason(project=project, label=label, cause=cause, **BY)


def reason_of(project: Project, code: str) -> Reason:
    return Reason.objects.get(project=project, code=code)


def retire(project: Project, code: str = "too_long") -> Reason:
    reason = reason_of(project, code)
    retire_reason(reason=reason, **BY)
    return reason


def codes(project: Project) -> list[str]:
    return [reason.code for reason in Reason.objects.living().of(project)]


def fill(project: Project) -> None:
    for number in range(MOST - len(codes(project))):
        add(project, f"Reason {number}")


# --- adding and rewording -------------------------------------------------------------------


def test_a_new_reason_comes_last_with_a_code_made_from_its_label(project: Project) -> None:
    reason = add(project, "  Wrong   country: France ", "knowledge")
    assert (reason.code, reason.label) == ("wrong_country_france", "Wrong country: France")
    assert codes(project)[-1] == reason.code


@pytest.mark.parametrize(
    ("label", "code"), [("Länder fehlen", "länder_fehlen"), ("缺少国家", "缺少国家")]
)
def test_a_label_of_any_script_makes_a_code(project: Project, label: str, code: str) -> None:
    assert add(project, label).code == code


def test_a_code_that_was_used_before_gets_a_number(project: Project) -> None:
    change_reason(reason=reason_of(project, "too_long"), label="Wordy", cause="model", **BY)
    assert add(project, "Too long").code == "too_long_2"
    assert add(project, "Too; long").code == "too_long_3"
    assert len(add(project, "x" * 100).code) <= 50


def test_a_reason_that_another_project_has_is_no_obstacle(project: Project) -> None:
    add(make_project("omega"), "Wrong country")
    assert add(project, "Wrong country").code == "wrong_country"


@pytest.mark.parametrize("label", ["", " ", "…!", "x" * 101, "a\0b", "a\x07b", "a\ud800"])
def test_what_is_no_label_is_refused(project: Project, label: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        add(project, label)
    assert (refusal.value.code, refusal.value.path) == ("reason_refused", "label")


@pytest.mark.parametrize("label", ["It is wrong", "it IS  wrong"])
def test_two_living_reasons_never_say_the_same(project: Project, label: str) -> None:
    for act in (
        lambda: add(project, label),
        lambda: change_reason(
            reason=reason_of(project, "unclear"), label=label, cause="model", **BY
        ),
    ):
        with pytest.raises(RefusedError) as refusal:
            act()
        assert refusal.value.code == "reason_exists"


def test_a_reworded_reason_keeps_its_code_and_leaves_an_event(project: Project) -> None:
    for _ in range(2):  # the second time changes nothing
        change_reason(reason=reason_of(project, "wrong"), label="Not so", cause="knowledge", **BY)
    assert reason_of(project, "wrong").label == "Not so"
    event = AuditEvent.objects.get(verb="reason.changed")
    assert event.subject == "reason:wrong"
    assert event.data["before"] == {"label": "It is wrong", "cause": "model", "severity": 3}
    assert event.data["after"] == {"label": "Not so", "cause": "knowledge", "severity": 3}


def test_a_label_may_change_its_letters_case(project: Project) -> None:
    change_reason(reason=reason_of(project, "wrong"), label="It is WRONG", cause="model", **BY)
    assert reason_of(project, "wrong").label == "It is WRONG"


# --- the order, and how many ----------------------------------------------------------------


def test_moving_down_is_taken_back_by_moving_up(project: Project) -> None:
    before = codes(project)
    move_reason(reason=reason_of(project, "wrong"), way="down", **BY)
    assert codes(project)[:2] == ["out_of_date", "wrong"]
    move_reason(reason=reason_of(project, "wrong"), way="up", **BY)
    assert codes(project) == before
    assert AuditEvent.objects.filter(verb="reason.moved", subject="reason:wrong").count() == 2


def test_a_move_passes_over_retired_reasons(project: Project) -> None:
    retire(project, "out_of_date")
    move_reason(reason=reason_of(project, "couldnt_verify"), way="up", **BY)
    assert codes(project)[:2] == ["couldnt_verify", "wrong"]


@pytest.mark.parametrize(("code", "way"), [("wrong", "up"), ("integration_failed", "down")])
def test_nothing_moves_beyond_the_end(project: Project, code: str, way: Any) -> None:
    with pytest.raises(RefusedError) as refusal:
        move_reason(reason=reason_of(project, code), way=way, **BY)
    assert refusal.value.code == "reason_at_end"


def test_a_list_that_is_full_takes_no_more(project: Project) -> None:
    reason = retire(project)
    fill(project)
    for act in (lambda: add(project, "One more"), lambda: bring_back_reason(reason=reason, **BY)):
        with pytest.raises(RefusedError) as refusal:
            act()
        assert refusal.value.code == "reasons_full"
    retire(project, "wrong")
    bring_back_reason(reason=reason, **BY)
    assert len(codes(project)) == MOST


@pytest.mark.django_db(transaction=True)
def test_two_managers_at_once_never_fill_the_list_beyond_its_end() -> None:
    project = make_project("alpha")
    fill(project)
    retire(project)
    barrier, refused = Barrier(2), []

    def one(label: str) -> None:
        barrier.wait()
        try:
            add(project, label)
        except RefusedError as refusal:
            refused.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=one, args=[label]) for label in ("This", "That")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["reasons_full"]
    assert len(set(Reason.objects.living().of(project).values_list("position"))) == MOST


# --- retiring, and bringing back ------------------------------------------------------------


def test_a_retired_reason_comes_back_at_the_end(project: Project) -> None:
    reason = retire(project, "wrong")
    assert "wrong" not in codes(project)
    bring_back_reason(reason=reason, **BY)
    assert codes(project)[-1] == "wrong"


def test_retiring_twice_leaves_one_event(project: Project) -> None:
    retire(project)
    retire(project)
    assert AuditEvent.objects.filter(verb="reason.retired").count() == 1


def test_the_reason_with_a_button_of_its_own_can_not_be_retired(project: Project) -> None:
    with pytest.raises(RefusedError) as refusal:
        retire(project, "couldnt_verify")
    assert refusal.value.code == "reason_needed"


def test_a_reason_does_not_come_back_beside_one_that_says_the_same(project: Project) -> None:
    reason = retire(project)
    assert add(project, "It is too long").code == "it_is_too_long"
    with pytest.raises(RefusedError) as refusal:
        bring_back_reason(reason=reason, **BY)
    assert refusal.value.code == "reason_exists"


# --- words that give a retired reason -------------------------------------------------------


def word(answer: str, person: str = "ann", **said: Any) -> dict[str, Any]:
    return {"answer": answer, "person": person, "rating": "down", "reasons": ["too_long"], **said}


def test_a_retired_reason_is_refused_at_once(post: Post, project: Project) -> None:
    key = make_key(project, "secret").secret
    assert post(key, word("a")).status_code == 201  # by now the door is remembered
    retire(project)
    refused = post(key, word("b"))
    assert (refused.status_code, refused.json()["code"]) == (422, "reason_unknown")
    assert Feedback.objects.get().reasons == ["too_long"]


def test_a_reason_that_came_or_came_back_is_taken_at_once(post: Post, project: Project) -> None:
    reason = retire(project)
    key = make_key(project, "secret").secret
    assert post(key, word("a")).status_code == 422
    bring_back_reason(reason=reason, **BY)
    assert post(key, word("a")).status_code == 201
    new = add(project, "Wrong country").code
    items = {"items": [{"feedback": word("b", reasons=[new])}]}
    assert post(key, items, "batch").json()["results"][0]["outcome"] == "created"


@pytest.mark.parametrize("who", [{"person": "ann"}, {"person": "", "visitor": "v-1"}])
def test_whoever_gave_it_may_change_the_rest_of_their_word(
    post: Post, project: Project, who: dict[str, str]
) -> None:
    key = make_key(project, "secret").secret
    post(key, word("a", **who))
    retire(project)
    changed = post(key, word("a", comment="Ten pages.", **who))
    assert (changed.status_code, changed.json()["outcome"]) == (200, "updated")
    assert Feedback.objects.get().reasons == ["too_long"]
    assert post(key, word("b", **who)).status_code == 422
    assert post(key, word("a", "bob")).status_code == 422


def test_an_event_sent_again_gets_its_receipt_again(post: Post, project: Project) -> None:
    key = make_key(project, "secret").secret
    first = post(key, word("a", "", id="e-1")).json()
    retire(project)
    again = post(key, word("a", "", id="e-1"))
    assert (again.status_code, again.json()["outcome"]) == (200, "duplicate")
    assert again.json()["id"] == first["id"]


def test_a_word_that_was_given_before_keeps_the_reason(project: Project) -> None:
    retire(project)
    late = {"reasons": ["too_long"], "now": LATER}
    assert say(project, "a", given_at=NOW - timedelta(minutes=1), **late).reasons == ["too_long"]
    with pytest.raises(RefusedError):
        say(project, "b", given_at=NOW + timedelta(minutes=1), **late)


def test_lists_are_still_narrowed_to_a_retired_reason(key_client: Any, project: Project) -> None:
    given = say(project, "a", reasons=["too_long"])
    retire(project)
    found = key_client("secret").get("/api/v1/feedback?reason=too_long").json()
    assert [row["id"] for row in found["results"]] == [str(given.id)]


def test_an_import_tells_what_was_said_then(project: Project, tmp_path: Any, settings: Any) -> None:
    settings.VAR = tmp_path / "var"
    retire(project, "out_of_date")
    file = tmp_path / "votes.jsonl"
    file.write_text('{"answer_id": "a", "user": "ann", "rating": -1, "reasons": "outdated"}\n')
    call_command("import_feedback", str(file), "--project", "alpha", verbosity=0)
    assert Feedback.objects.get().reasons == ["out_of_date"]
