"""A history in which everything happens that figures have to bear."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

from feedback.capture.messages import ExposureMessage
from feedback.capture.operations import record_exposures, record_feedback
from feedback.capture.operations.suspicion import clear_suspicion
from feedback.directory.operations import PersonEntry, sync_people
from feedback.models import Answer, Feedback, Person
from tests.reporting.history import COHORTS, DAYS, START, TEAMS, History

# The last and the first moment of a day, as clocks elsewhere tell them.
BORDERS = [
    datetime.fromisoformat(text)
    for text in (
        "2026-03-09T23:59:59+00:00",
        "2026-03-10T00:00:00+00:00",
        "2026-03-15T18:59:59-05:00",
        "2026-03-15T19:00:00-05:00",
        "2026-03-16T05:29:59+05:30",
    )
]


class WildHistory(History):
    """People see, move, leave and are erased; words come in bursts, rows go."""

    def acts(self) -> list[Callable[[int], None]]:
        some = [self._see, self._burst, self._clear, self._move, self._erase, self._forget]
        return [*super().acts() * 2, *some]

    def _kinds(self) -> dict[str, Any]:
        choose = self.random.choice
        return {
            "release": choose(["", "r-1", "r-2"]),
            "model": choose(["m-1", "m-2"]),
            "language": choose(["en", "de", ""]),
        }

    def _time(self) -> datetime | None:
        if self.random.random() < 0.2:
            at = self.random.choice(BORDERS)
            return at.astimezone(timezone(timedelta(hours=self.random.randrange(-11, 12))))
        return super()._time()

    def _see(self, size: int) -> None:
        messages = [
            ExposureMessage(answer=self.random.choice(self.sent), seen_at=self._time(), **who)
            for who in (self._viewer() for _ in range(size if self.sent else 0))
        ]
        if messages:
            record_exposures(
                project=self.project, messages=messages, actor="system:test", now=self.now
            )

    def _viewer(self) -> dict[str, str]:
        if self.random.random() < 0.7:
            return {"person": f"u-{self.random.randrange(24)}"}
        return {"visitor": f"v-{self.random.randrange(6)}"}

    def _burst(self, size: int) -> None:
        record_feedback(
            project=self.project,
            messages=[self._word() for _ in range(size if self.sent else 0)],
            channel="widget",
            actor="system:test",
            now=self.now,
            suspect=True,
        )

    def _clear(self, size: int) -> None:
        rows = Feedback.objects.of(self.project).filter(suspect=True).order_by("id")
        ids = list(rows.values_list("id", flat=True)[:size])
        clear_suspicion(project=self.project, ids=ids, actor="system:test", now=self.now)

    def _move(self, size: int) -> None:
        entries = [
            PersonEntry(
                f"u-{self.random.randrange(24)}",
                self.random.choice(TEAMS),
                self.random.choice(COHORTS),
                self._time(),
            )
            for _ in range(size)
        ]
        sync_people(project=self.project, entries=entries, now=self.now)
        left = Person.objects.of(self.project).filter(external_id=f"u-{size}")
        left.update(left_at=START + timedelta(days=self.random.randrange(DAYS)))

    def _erase(self, size: int) -> None:
        """Somebody and all that they said; what they were answered is nobody's."""
        person = Person.objects.of(self.project).filter(external_id=f"u-{size}").first()
        if person:
            Feedback.objects.filter(person=person).delete()
            person.delete()

    def _forget(self, size: int) -> None:
        """The oldest answers, as after the time for which they are kept."""
        oldest = Answer.objects.of(self.project).order_by("asked_at").values("id")[: size // 4]
        Answer.objects.filter(id__in=list(oldest.values_list("id", flat=True))).delete()
