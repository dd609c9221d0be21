"""A project's random history, by the operations, and the plain recomputation of its figures."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from feedback.capture.messages import AnswerMessage, CitationMessage, FeedbackMessage
from feedback.capture.operations import record_answers, record_feedback
from feedback.directory.operations import PersonEntry, sync_people
from feedback.models import Answer, Feedback, Project

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DAYS = 30
TEAMS = ["Finance", "Legal", "Sales", ""]
COHORTS = ["Pilot", "Rollout", ""]
# All that can be stated of a source, and that a citation can say of it.
STATED: dict[str, Any] = {"title": "T", "version": "1", "status": "approved", "passage": "So."}
# Each but the first fails in another way to be one to rely on.
SOURCES: list[dict[str, Any]] = [
    STATED | {"uri": "a"},
    STATED | {"uri": "b", "status": "draft"},
    STATED | {"uri": "c", "passage": ""},
    STATED | {"uri": "d", "approved_until": (START + timedelta(days=DAYS // 2)).date()},
]


@dataclass
class History:
    """Random events with a clock that moves on; the same seed, the same history."""

    project: Project
    seed: int
    now: datetime = START + timedelta(days=DAYS)
    sent: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        sync_people(project=self.project, entries=self._people(), now=START)

    def _people(self) -> list[PersonEntry]:
        return [
            PersonEntry(f"u-{n}", TEAMS[n % 4], COHORTS[n % 3], START + timedelta(days=n % 7))
            for n in range(24)
        ]

    def go_on(self, events: int) -> None:
        """So many events, sent in batches of one kind."""
        while events > 0:
            self.now += timedelta(seconds=self.random.randrange(600))
            size = min(events, self.random.randint(1, 12))
            self.random.choice(self.acts())(size)
            events -= size

    def acts(self) -> list[Callable[[int], None]]:
        """What may happen, each as likely as often as it is named."""
        return [self._ask, self._ask, self._vote, self._vote, self._resend]

    def _kinds(self) -> dict[str, Any]:
        """Of which release, model and language an answer is."""
        return {}

    def _time(self) -> datetime | None:
        if self.random.random() < 0.1:
            return None
        return START + timedelta(minutes=self.random.randrange(DAYS * 24 * 60))

    def _who(self) -> dict[str, Any]:
        person = f"u-{self.random.randrange(24)}" if self.random.random() < 0.7 else ""
        if person and self.random.random() < 0.95:
            return {"person": person}
        return {
            "person": person,
            "team": self.random.choice(TEAMS),
            "cohort": self.random.choice(COHORTS),
        }

    def _send(self, answers: list[str]) -> None:
        messages = [
            AnswerMessage(
                id=answer,
                text="So it is.",
                asked_at=self._time(),
                abstained=self.random.random() < 0.1,
                confidence=self.random.choice([None, 1.0, self.random.randrange(21) / 20]),
                citations=self._citations(),
                **self._kinds(),
                **self._who(),
            )
            for answer in answers
        ]
        record_answers(project=self.project, messages=messages, actor="system:test", now=self.now)

    def _citations(self) -> list[CitationMessage]:
        cited = self.random.choices(SOURCES, k=self.random.randrange(3))
        return [CitationMessage(source=fields["uri"], **fields) for fields in cited]

    def _ask(self, size: int) -> None:
        new = [f"a-{len(self.sent) + n}" for n in range(size)]
        self.sent += new
        self._send(new[:-1])  # of the last a vote may come first, and make a stub

    def _resend(self, size: int) -> None:
        self._send(self.random.sample(self.sent, min(size, len(self.sent))))

    def _vote(self, size: int) -> None:
        record_feedback(
            project=self.project,
            messages=[self._word() for _ in range(size if self.sent else 0)],
            channel="api",
            actor="system:test",
            now=self.now,
        )

    def _word(self) -> FeedbackMessage:
        who = self._who()
        if not who.get("person") and self.random.random() < 0.7:
            who["visitor"] = f"v-{self.random.randrange(6)}"
        return FeedbackMessage(
            answer=self.random.choice(self.sent),
            rating=self.random.choice(["up", "down", None]),
            reasons=self.random.choice([[], ["couldnt_verify"], ["should_not_have_answered"]]),
            correction=self.random.choice(["", "", "So it is not."]),
            comment=self.random.choice(["", "Hm."]),
            withdrawn=self.random.random() < 0.1,
            given_at=self._time(),
            **who,
        )


Key = tuple[date, str, str]


def key_of(day: datetime, row: Answer | Feedback) -> Key:
    return day.date(), row.team.slug if row.team else "", row.cohort.slug if row.cohort else ""


def counts_from_raw_rows(project: Project) -> dict[Key, Counter[str]]:
    """What the daily counts must be, from the raw rows in plain Python."""
    counts: dict[Key, Counter[str]] = {}

    def count(key: Key, **what: bool) -> None:
        counts.setdefault(key, Counter()).update({name: 1 for name, holds in what.items() if holds})

    words = list(
        Feedback.objects.of(project)
        .filter(withdrawn=False)
        .select_related("team", "cohort", "correction")
    )
    spoken_on = {word.answer_id for word in words}
    complained_of = {word.answer_id for word in words if word.complains}
    for answer in Answer.objects.of(project).filter(stub=False).select_related("team", "cohort"):
        count(
            key_of(answer.asked_at, answer),
            answers=True,
            anonymous=answer.person_id is None,
            abstained=answer.abstained,
            rated_answers=answer.id in spoken_on,
            complained_answers=answer.id in complained_of,
        )
    for word in words:
        count(
            key_of(word.given_at, word),
            words=True,
            up=word.rating > 0,
            down=word.rating < 0,
            complaints=word.complains,
            corrections=hasattr(word, "correction"),
            unverified="couldnt_verify" in word.reasons,
        )
    return counts


def rows_of_people(project: Project) -> list[tuple[Answer | Feedback, str]]:
    """Each answer to a known person and each standing word, with who that was."""
    asked = Answer.objects.of(project).filter(stub=False, person__isnull=False)
    said = Feedback.objects.of(project).filter(withdrawn=False)
    return [
        *((a, str(a.person_id)) for a in asked.select_related("team", "cohort")),
        *((f, str(f.person_id or f.voter)) for f in said.select_related("team", "cohort")),
    ]
