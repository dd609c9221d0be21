"""The walls that import-linter can't see."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

BASE = Path(__file__).resolve().parents[1]
FLOORS = ("feedback", "triage", "reporting")


@pytest.mark.parametrize("floor", FLOORS)
def test_no_foreign_key_points_upward(floor: str) -> None:
    above = FLOORS[FLOORS.index(floor) + 1 :]
    upward = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config(floor).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | ManyToManyField)
        and field.related_model._meta.app_label in above
    ]
    assert upward == []


def test_every_model_is_scoped_by_a_project() -> None:
    """A table either has its project, or hangs on a row that has."""
    roots = {"Project", "User"}
    unscoped = [
        model.__name__
        for floor in FLOORS
        for model in apps.get_app_config(floor).get_models()
        if model.__name__ not in roots and not _reaches_project(model, depth=3)
    ]
    assert unscoped == []


def _reaches_project(model: type, depth: int) -> bool:
    keys = [field for field in model._meta.get_fields() if isinstance(field, ForeignKey)]
    names = {key.related_model.__name__ for key in keys}
    return "Project" in names or (
        depth > 0 and any(_reaches_project(key.related_model, depth - 1) for key in keys)
    )


def test_every_variable_of_the_environment_is_documented() -> None:
    settings = (BASE / "config" / "settings.py").read_text()
    read = set(re.findall(r'(?:environ\.get\(|_yes\()"([A-Z_]+)"', settings))
    documented = set(re.findall(r"`([A-Z_]+)`", (BASE / "docs" / "operations.md").read_text()))
    assert read <= documented
