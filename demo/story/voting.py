"""Who says what of which answer. Pure.

People vote on one answer in ten, more often on a wrong one; not everybody notices; some mistrust
a right answer whose source has expired. So a share of thumbs up is not a share of right answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Literal

from demo.story.answering import Assistant, Given
from demo.story.calendar import PILOT_WEEKS
from demo.story.grammar import expand
from demo.story.topics import library
from demo.story.voices import Footing, Tone, say, voices
from feedback.capture.messages import FeedbackMessage, SpanMessage
from feedback.directory.reasons import COULDNT_VERIFY

BASE = 0.086
ON_WRONG, ON_RIGHT = 1.75, 0.9
IN_PILOT = 1.9
# The share of those voting on a right answer who could not verify it.
DOUBTFUL: dict[Footing, float] = {"unsourced": 0.13, "expired": 0.09, "sourced": 0.015}

Mood = Literal["content", "unaware", "complains", "doubts", "nitpicks"]


@dataclass
class _Draft:
    """What someone is about to say."""

    rating: Literal["up", "down"] | None
    reasons: list[str] = field(default_factory=list)
    comment: str = ""
    correction: str = ""
    spans: list[SpanMessage] = field(default_factory=list)

    @property
    def details(self) -> bool:
        return bool(self.reasons or self.comment or self.correction or self.spans)


@dataclass(frozen=True)
class Vote:
    """The events of one person's word on one answer, in order; `about` names what it complains
    of ("topic/flaw"), and is empty where it complains of nothing."""

    events: list[FeedbackMessage]
    about: str = ""


def vote_on(given: Given, *, assistant: Assistant, random: Random) -> Vote | None:
    """What the asker says of the answer; None for the nine in ten who say nothing."""
    week = assistant.calendar.week_of(given.asked_at)
    chance = BASE * given.asker.votes * (ON_WRONG if given.flaw else ON_RIGHT)
    if random.random() > min(0.9, chance * (IN_PILOT if week < PILOT_WEEKS else 1.0)):
        return None
    mood = _mood(given, assistant, random)
    if mood in ("content", "unaware"):
        return Vote(_events(given, _praise(given, random), random))
    if mood == "doubts":
        return Vote(
            _events(given, _doubt(given, assistant, random), random),
            f"{given.topic.key}/unverified",
        )
    if mood == "nitpicks":
        return Vote(_events(given, _nitpick(given, random), random), f"{given.topic.key}/nit")
    assert given.flaw is not None
    draft = _complaint(given, random)
    return Vote(_events(given, draft, random), f"{given.topic.key}/{given.flaw.key}")


def _mood(given: Given, assistant: Assistant, random: Random) -> Mood:
    draw = random.random()
    if given.flaw:
        return "complains" if draw < 0.84 else "doubts" if draw < 0.92 else "unaware"
    doubt = DOUBTFUL[_footing(given, assistant)]
    return "doubts" if draw < doubt else "nitpicks" if draw > 0.975 else "content"


def _footing(given: Given, assistant: Assistant) -> Footing:
    """What the answer stands on, as its reader sees it."""
    cited = given.message.citations
    if not cited:
        return "unsourced"
    document = library().documents[cited[0].source]
    holds = assistant.valid(document, given.asked_at)
    return "sourced" if holds else "expired"


def _praise(given: Given, random: Random) -> _Draft:
    talks = random.random() < 0.14 and not given.german
    return _Draft("up", comment=_say(given, voices().praise, random) if talks else "")


def _doubt(given: Given, assistant: Assistant, random: Random) -> _Draft:
    sentences = voices().doubts[_footing(given, assistant)]
    talks = random.random() < 0.6 and not given.german
    return _Draft(
        random.choices((None, "down"), weights=(3, 1))[0],
        reasons=[COULDNT_VERIFY],
        comment=_say(given, sentences, random) if talks else "",
    )


def _nitpick(given: Given, random: Random) -> _Draft:
    reason, sentences = random.choice(list(voices().nitpicks.items()))
    talks = random.random() < 0.6 and not given.german
    return _Draft("down", [reason], _say(given, sentences, random) if talks else "")


def _complaint(given: Given, random: Random) -> _Draft:
    """A thumb down, with as much beside it as people bother to give."""
    flaw = given.flaw
    assert flaw is not None
    german = flaw.german if given.german and flaw.german else None
    texts = german or flaw
    draft = _Draft("down")
    if random.random() < 0.68:
        first, *others = flaw.reasons
        draft.reasons = random.choices(([first], others or [first], flaw.reasons), (7, 2, 1))[0]
    talks = random.random()
    if talks < 0.6:
        draft.comment = _say(given, texts.complaints, random, tone=given.asker.tone)
    elif talks < 0.68 and german is None:
        draft.comment = _say(given, voices().vague, random)
    if texts.corrections and random.random() < 0.28:
        draft.correction = expand(
            random.choice(texts.corrections), words=given.words, random=random
        )
    at = given.message.text.find(texts.marked)
    if at >= 0 and random.random() < 0.22:
        draft.spans = [SpanMessage(start=at, end=at + len(texts.marked), quote=texts.marked)]
    return draft


def _say(given: Given, sentences: Sequence[str], random: Random, *, tone: Tone = "bare") -> str:
    """The asker's way of saying one of the sentences. What isn't a complaint needs no tone."""
    cited = given.message.citations or []
    return say(
        sentences,
        words={**given.words, "title": [c.title for c in cited] or ["The document"]},
        tone=tone,
        sloppy=given.asker.sloppy,
        random=random,
        german=given.german,
    )


def _events(given: Given, draft: _Draft, random: Random) -> list[FeedbackMessage]:
    """One event; or the thumb at once and its details after; or a mind that changes."""
    at = given.asked_at + timedelta(seconds=15 + random.expovariate(1 / 240))
    whole = _message(given, draft, at, number=1)
    draw = random.random()
    if draft.rating and draft.details and draw < 0.3:
        bare = _message(given, _Draft(draft.rating), at, number=1)
        later = at + timedelta(seconds=random.uniform(8, 90))
        return [bare, _message(given, draft, later, number=2)]
    if draft.rating == "down" and draw > 0.985:
        later = at + timedelta(minutes=random.uniform(5, 60))
        back = random.choice((_Draft("up"), None))
        return [whole, _message(given, back, later, number=2)]
    return [whole]


def _message(given: Given, draft: _Draft | None, at: datetime, *, number: int) -> FeedbackMessage:
    """The event; without a draft, the word is taken back."""
    said = draft or _Draft(None)
    return FeedbackMessage(
        answer=given.message.id,
        id=f"{given.message.id}-v{number}",
        rating=said.rating,
        reasons=said.reasons,
        comment=said.comment,
        correction=said.correction,
        spans=said.spans,
        withdrawn=draft is None,
        given_at=at,
        person=given.asker.id,
        team=given.asker.team,
        cohort=given.asker.cohort,
    )
