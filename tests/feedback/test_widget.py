"""How the widget reaches pages of other origins, and what it may ask there."""

import gzip
import re
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client

from feedback.directory.reasons import COULDNT_VERIFY
from feedback.models import Project
from feedback.widget.files import MOST_BYTES, MOST_BYTES_TOLD, widget
from feedback.widget.script import ORDER, built, integrity_of, joined
from tests.builders import make_key, make_project
from triage.notices.receipts import STATES

HOST = "https://intranet.example"
MODULES = Path(apps.get_app_config("feedback").path) / "static" / "feedback" / "widget"
LANGUAGES = ["ar", "de", "en", "es", "fr", "zh"]


@pytest.fixture
def modules() -> dict[str, str]:
    return {file.stem: file.read_text() for file in MODULES.glob("*.js")}


def words(language: str) -> dict[str, str]:
    """A language's table, by its keys."""
    text = (MODULES / "languages" / f"{language}.js").read_text()
    return dict(re.findall(r'^  "?([\w ]+?)"?: (.+),$', text, re.MULTILINE))


def test_every_module_is_in_the_script(modules: dict[str, str]) -> None:
    assert sorted(modules) == sorted(ORDER)


def test_a_module_comes_after_those_it_imports(modules: dict[str, str]) -> None:
    for place, name in enumerate(ORDER):
        imported = re.findall(r'from "\./(\w+)\.js"', modules[name])
        assert set(imported) <= set(ORDER[:place]), name


def test_no_two_modules_use_the_same_name(modules: dict[str, str]) -> None:
    defined = re.compile(
        r"^(?:export )?(?:async )?(?:const|let|class|function) (\w+)", re.MULTILINE
    )
    names = Counter(name for text in modules.values() for name in defined.findall(text))
    assert [name for name, times in names.items() if times > 1] == []


def test_the_script_has_no_imports_or_exports_left(modules: dict[str, str]) -> None:
    assert not re.search(r"^(import|export) ", joined(modules), re.MULTILINE)


def test_nothing_in_the_script_needs_a_lax_policy(modules: dict[str, str]) -> None:
    banned = r"innerHTML|outerHTML|insertAdjacentHTML|eval\(|new Function|document\.write|\.style\b"
    assert not re.search(banned, built(modules, {})["errata.js"].decode())


def test_the_script_is_minified_the_same_each_time(modules: dict[str, str]) -> None:
    once, again = built(modules, {}), built(modules, {})
    assert once == again
    assert len(once["errata.js"]) < len(joined(modules)) / 1.5


def test_there_is_a_file_of_words_for_each_language(modules: dict[str, str]) -> None:
    assert widget().languages == LANGUAGES
    assert f"LANGUAGES = {LANGUAGES}".replace("'", '"') in modules["words"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything(language: str) -> None:
    english, table = words("en"), words(language)
    assert table.keys() == english.keys()
    for key, text in table.items():
        assert text.count("{}") == english[key].count("{}"), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_in_one_language_loads_8_kb_at_most(language: str) -> None:
    assert widget().transferred(language) <= MOST_BYTES


def test_what_few_need_is_a_file_of_2_kb_that_shares_nothing_with_the_script() -> None:
    told = widget().files["told.js"]
    assert len(told.compressed) <= MOST_BYTES_TOLD
    assert b"import" not in told.content


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_became_of_a_word_is_said_in_every_language(language: str) -> None:
    text = (MODULES / "later" / "told.js").read_text()
    tables = dict(re.findall(r"^  (\w\w): \{$(.*?)^  \},$", text, re.MULTILINE | re.DOTALL))
    said = {
        name: dict(re.findall(r'^    "?([\w ]+?)"?: (.+),$', table, re.MULTILINE))
        for name, table in tables.items()
    }
    assert said[language].keys() == said["en"].keys() >= set(STATES)
    for key, words in said[language].items():
        assert words.count("{}") == said["en"][key].count("{}"), key


def test_the_widget_knows_the_reason_with_a_button_of_its_own(modules: dict[str, str]) -> None:
    assert f'VERIFY = "{COULDNT_VERIFY}"' in modules["word"]


def test_the_script_is_served_to_every_origin(client: Client) -> None:
    response = client.get("/widget/errata.js", headers={"Origin": HOST})
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "public, max-age=300"


def test_the_script_is_compressed(client: Client) -> None:
    response = client.get("/widget/errata.js", headers={"Accept-Encoding": "gzip"})
    assert response["Vary"] == "Accept-Encoding"
    assert b"errata-feedback" in gzip.decompress(response.content)
    assert len(response.content) == len(widget().files["errata.js"].compressed)


def test_an_unchanged_script_is_not_sent_again(client: Client) -> None:
    tag = client.get("/widget/errata.js")["ETag"]
    assert client.get("/widget/errata.js", headers={"If-None-Match": tag}).status_code == 304


def test_under_its_version_a_file_is_kept_for_good(client: Client) -> None:
    for name in ("errata.js", "de.js"):
        response = client.get(f"/widget/{widget().version}/{name}")
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert integrity_of(response.content) == widget().files[name].integrity


def test_a_version_that_is_gone_leads_to_the_one_that_is_there(client: Client) -> None:
    response = client.get("/widget/0123456789abcdef/errata.js", headers={"Origin": HOST})
    assert (response.status_code, response["Location"]) == (302, "/widget/errata.js")
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("name", ["nothing.js", "..%2Fsettings.py", "%00", "words.js"])
def test_there_are_no_other_files(name: str, client: Client) -> None:
    assert client.get(f"/widget/{name}").status_code == 404


def test_the_types_are_there_for_editors(client: Client) -> None:
    assert b"errata:recorded" in client.get("/widget/errata.d.ts").content


def test_the_script_sets_no_cookie(client: Client) -> None:
    assert not client.get("/widget/errata.js").cookies


def test_the_files_can_be_hosted_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("widget", to=tmp_path / "public")
    exported = (tmp_path / "public" / "errata.js").read_bytes()
    assert integrity_of(exported) in capsys.readouterr().out
    assert sorted(file.stem for file in tmp_path.glob("public/??.js")) == LANGUAGES


def preflight(client: Client, path: str) -> dict[str, str]:
    asked = {"Origin": "https://any.example", "Access-Control-Request-Method": "POST"}
    return dict(client.options(path, headers=asked).headers)


@pytest.mark.parametrize(
    "path", ["/api/v1/feedback", "/api/v1/reasons", "/api/v1/mine", "/api/v1/exposures"]
)
def test_a_preflight_is_answered_for_any_origin(path: str, client: Client) -> None:
    headers = preflight(client, path)
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Errata-Person" in headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in headers


@pytest.mark.django_db
def test_what_is_for_servers_is_not_opened_to_pages(client: Client) -> None:
    assert "Access-Control-Allow-Origin" not in preflight(client, "/api/v1/answers")


@pytest.mark.django_db
def test_a_page_can_read_why_it_was_refused(client: Client) -> None:
    response = client.post("/api/v1/feedback", headers={"Origin": HOST})
    assert response.status_code == 401
    assert response["Access-Control-Allow-Origin"] == "*"


def test_a_page_reads_its_projects_reasons(project: Project, client: Client) -> None:
    key = make_key(project, "public", origins=[HOST]).secret
    headers = {"Authorization": f"Bearer {key}", "Origin": HOST}
    response = client.get("/api/v1/reasons", headers=headers)
    assert response.json()["reasons"][0] == {
        "code": "wrong",
        "label": "It is wrong",
        "cause": "model",
    }
    assert len(response.json()["reasons"]) == 12


def test_reasons_are_each_projects_own(project: Project, client: Client) -> None:
    other = make_project("omega")
    other.reasons.exclude(code="wrong").delete()
    key = make_key(other, "public").secret
    response = client.get("/api/v1/reasons", headers={"Authorization": f"Bearer {key}"})
    assert [reason["code"] for reason in response.json()["reasons"]] == ["wrong"]


def test_a_page_of_another_origin_reads_no_reasons(project: Project, client: Client) -> None:
    key = make_key(project, "public", origins=[HOST]).secret
    headers = {"Authorization": f"Bearer {key}", "Origin": "https://evil.example"}
    assert client.get("/api/v1/reasons", headers=headers).status_code == 403
