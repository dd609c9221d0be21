"""When the history that is told here ends, and when it began."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from tests.reporting.trajectory.telling import WEEKS


@pytest.fixture
def now() -> datetime:
    """A Wednesday, so that the current week is not a full one."""
    today = timezone.now()
    wednesday = today - timedelta(days=(today.weekday() - 2) % 7)
    return datetime.combine(wednesday.date(), time(12), tzinfo=today.tzinfo)


@pytest.fixture
def monday(now: datetime) -> datetime:
    return datetime.combine(now.date() - timedelta(days=2, weeks=WEEKS), time(), now.tzinfo)
