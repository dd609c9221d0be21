"""`GET /api/v1/reasons`: which reasons are offered, and in which language."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from feedback.directory.reason_operations import change_reason, retire_reason
from feedback.directory.reasons import DEFAULT_REASONS, LABELS, label_in, language_of
from feedback.models import Project, Reason
from tests.builders import NOW

BY: dict[str, Any] = {"actor": "system:test", "now": NOW}


@pytest.fixture
def page(key_client: Any) -> APIClient:
    client: APIClient = key_client("public")
    return client


def told(page: APIClient, language: str) -> dict[str, str]:
    answer = page.get("/api/v1/reasons", {"lang": language})
    assert answer.status_code == 200
    return {reason["code"]: reason["label"] for reason in answer.json()["reasons"]}


def test_the_languages_are_those_of_the_widget() -> None:
    assert sorted(["en", *LABELS]) == ["ar", "de", "en", "es", "fr", "zh"]


@pytest.mark.parametrize("language", sorted(LABELS))
def test_every_default_reason_has_words_of_its_own_in_every_language(language: str) -> None:
    labels = LABELS[language]
    assert list(labels) == [code for code, _, _ in DEFAULT_REASONS]
    assert len(set(labels.values())) == len(labels)
    assert all(0 < len(label) <= 50 for label in labels.values())


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        *(("de", "de"), ("DE-at", "de"), ("zh-Hant-TW", "zh"), ("fr_CA", "fr"), ("en-GB", "en")),
        *(("pt", "en"), ("", "en"), ("german", "en")),
    ],
)
def test_a_tag_asks_for_a_language_of_ours_or_gets_english(tag: str, language: str) -> None:
    assert language_of(tag) == language


def test_reasons_are_told_in_the_readers_language(project: Project, page: APIClient) -> None:
    answer = page.get("/api/v1/reasons?lang=de-AT")
    assert answer.json()["reasons"][0] == {
        "code": "wrong",
        "label": "Das stimmt nicht",
        "cause": "model",
    }
    assert answer["Content-Language"] == "de"


@pytest.mark.parametrize("query", ["", "?lang=", "?lang=pt-BR", "?lang=en"])
def test_any_other_language_is_english(page: APIClient, query: str) -> None:
    answer = page.get(f"/api/v1/reasons{query}")
    assert answer.json()["reasons"][0]["label"] == "It is wrong"
    assert answer["Content-Language"] == "en"


def test_what_a_project_worded_itself_is_its_own_in_every_language(
    project: Project, page: APIClient
) -> None:
    reason = Reason.objects.get(project=project, code="wrong")
    change_reason(reason=reason, label="That's not so", cause="knowledge", **BY)
    for language in ("ar", "de", "en", "pt"):
        assert told(page, language)["wrong"] == "That's not so"
    assert told(page, "de")["unclear"] == "Es ist unklar"
    assert label_in("de", code="own", label="It is wrong") == "It is wrong"


def test_a_default_label_that_is_put_back_is_translated_again(
    project: Project, page: APIClient
) -> None:
    reason = Reason.objects.get(project=project, code="wrong")
    change_reason(reason=reason, label="That's not so", cause="model", **BY)
    change_reason(reason=reason, label="It is wrong", cause="model", **BY)
    assert told(page, "fr")["wrong"] == "C'est faux"


def test_a_retired_reason_is_not_offered(project: Project, page: APIClient) -> None:
    retire_reason(reason=Reason.objects.get(project=project, code="too_long"), **BY)
    assert "too_long" not in told(page, "en")


@pytest.mark.parametrize("tag", ["x" * 17, "de;q=1", "de-", "ü", "\0", "de DE", "../../etc", "-de"])
def test_what_is_no_language_is_refused(page: APIClient, tag: str) -> None:
    refused = page.get("/api/v1/reasons", {"lang": tag})
    assert refused.status_code == 422
    assert (refused.json()["code"], refused.json()["path"]) == ("parameter_refused", "lang")


def test_reasons_may_be_kept_by_the_page_that_asked_and_by_nobody_else(page: APIClient) -> None:
    answer = page.get("/api/v1/reasons?lang=de")
    assert answer["Cache-Control"] == "private, max-age=300"
    assert {"Authorization", "Origin"} <= set(answer["Vary"].split(", "))
