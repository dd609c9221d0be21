"""Issues that tests begin with."""

import pytest

from feedback.models import Member, Project
from tests.builders import NOW, make_issue, make_member
from tests.triage.acting import ANN, LEAVE, PRINTER
from triage.models import Issue, Owner
from triage.routing.operations import add_owner


@pytest.fixture
def leave(project: Project) -> Issue:
    return make_issue(project, LEAVE, complaints=3)


@pytest.fixture
def printer(project: Project) -> Issue:
    return make_issue(project, PRINTER, complaints=2)


@pytest.fixture
def triager(project: Project) -> Member:
    return make_member(project, "triager")


@pytest.fixture
def people_team(project: Project) -> Owner:
    return add_owner(project=project, slug="hr", name="People team", actor=ANN, now=NOW)
