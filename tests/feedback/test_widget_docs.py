"""The widget's page says what the widget has, all of it and no more."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

MODULES = Path(apps.get_app_config("feedback").path) / "static" / "feedback" / "widget"


@pytest.fixture
def page() -> str:
    return (settings.BASE_DIR / "docs" / "widget.md").read_text()


@pytest.fixture
def code() -> str:
    files = [*sorted(MODULES.glob("*.js")), *sorted(MODULES.glob("later/*.js"))]
    return "\n".join(file.read_text() for file in files)


def documented(page: str, heading: str) -> set[str]:
    """What stands in backticks in the first column of the table under a heading."""
    section = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("|")]
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_every_attribute_is_documented(page: str, code: str) -> None:
    read = set(re.findall(r'element\.getAttribute\("([a-z]+)"\)', code))
    read |= set(re.findall(r'stated\("([a-z]+)"\)', code))
    assert documented(page, "Attributes") == read | {"lang"}


def test_every_event_is_documented(page: str, code: str) -> None:
    kinds = set(re.findall(r'kind: "([a-z]+)"', code)) - {"elsewhere"}
    assert documented(page, "Events") == {f"errata:{kind}" for kind in kinds}


def test_every_part_is_documented(page: str, code: str) -> None:
    parts = {name for parts in re.findall(r'part: "([a-z ]+)"', code) for name in parts.split()}
    assert documented(page, "Looks") == parts | {"button", "up", "down", "verify"}


def test_every_property_is_documented(page: str, code: str) -> None:
    for name in set(re.findall(r"--errata-[a-z-]+", code)):
        assert f"`{name}`" in page
