"""What the documents tell people to type exists."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

BASE = Path(__file__).resolve().parents[1]
PAGES = [BASE / "README.md", *sorted((BASE / "docs").glob("*.md"))]


@pytest.fixture(params=PAGES, ids=lambda page: page.name)
def page(request: pytest.FixtureRequest) -> str:
    return request.param.read_text()


def test_every_make_target_exists(page: str) -> None:
    targets = set(re.findall(r"^([a-z][\w-]*):", (BASE / "Makefile").read_text(), re.MULTILINE))
    targets |= {file.stem.replace("_", "-") for file in BASE.glob("tests/benchmarks/bench_*.py")}
    assert set(re.findall(r"\bmake ([a-z][\w-]*)\b(?= *(?:[A-Z]+=|`|$|\n))", page)) <= targets


def test_every_command_and_option_exists(page: str) -> None:
    commands = get_commands()
    for name, rest in re.findall(r"manage\.py (\w+)([^`\n]*)", page):
        assert name in commands, name
        app = commands[name]
        command = app if not isinstance(app, str) else load_command_class(app, name)
        known = command.create_parser("manage.py", name).format_help()
        for option in re.findall(r"--[a-z][\w-]*", rest):
            assert option in known, f"{name} {option}"


def test_every_link_inside_the_project_leads_somewhere(page: str) -> None:
    here = BASE if page.startswith("# Errata\n") else BASE / "docs"
    for link in re.findall(r"\]\(([^)#:]+)\)", page):
        assert (here / link).exists(), link
