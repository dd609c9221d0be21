"""What the assistant answers, rightly or wrongly, and how sure it says it is. Pure."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from random import Random

from demo.story.calendar import PILOT_WEEKS, Calendar, release_in
from demo.story.grammar import expand, fill
from demo.story.staff import Colleague
from demo.story.topics import Document, Flaw, Topic, interests, library
from demo.story.voices import slip
from feedback.capture.messages import AnswerMessage, CitationMessage

FORGETS_SOURCES = 0.05
AFOOT = frozenset({"Operations", "Support"})  # they ask by telephone, others at a desk
NEW_WEEKS = 3
OPENINGS = ("", "", "", "In short: ", "[According to|As stated in] “<title>”: ")


@dataclass(frozen=True)
class Given:
    """An answer, with what only the story knows of it: its topic, and what is wrong, if anything.

    `words` are the ones chosen for the topic's slots.
    """

    message: AnswerMessage
    asker: Colleague
    topic: Topic
    flaw: Flaw | None
    words: dict[str, list[str]]
    german: bool

    @property
    def asked_at(self) -> datetime:
        assert self.message.asked_at is not None
        return self.message.asked_at


@dataclass(frozen=True)
class Assistant:
    """The assistant that the company runs, answering from the library by the calendar's dates."""

    calendar: Calendar

    def answer(self, *, id: str, asker: Colleague, at: datetime, random: Random) -> Given:  # noqa: A002
        """One question of the asker's and its answer."""
        week = self.calendar.week_of(at)
        topic = _topic(asker, week, random)
        flaw = self._flaw(topic, asker, week, random)
        german = _in_german(asker, topic, flaw, random)
        words = fill(topic.words, random=random)
        questions = topic.german.questions if german and topic.german else topic.questions
        question = expand(random.choice(questions), words=words, random=random)
        release = release_in(week)
        message = AnswerMessage(
            id=id,
            question=slip(question, rate=asker.sloppy / 2, random=random),
            text=self._text(topic, flaw, words, german=german, random=random),
            language="de" if german else "en",
            model=release.model,
            release=release.name,
            conversation=f"{asker.id}-{at:%Y%m%d}",
            confidence=_confidence(topic, flaw, week, random),
            abstained=bool(flaw and flaw.abstains),
            latency_ms=int(random.lognormvariate(7.5, 0.4)),
            person=asker.id,
            team=asker.team,
            cohort=asker.cohort,
            asked_at=at,
            citations=self._citations(topic, flaw, week, random),
            tags=_tags(asker, week),
        )
        return Given(message, asker, topic, flaw, words, german)

    def valid(self, document: Document, at: datetime) -> bool:
        """Whether the document's approval holds at that moment."""
        return at.date() <= self.calendar.day(document.holds_until(self.calendar.week_of(at)))

    def _flaw(self, topic: Topic, asker: Colleague, week: int, random: Random) -> Flaw | None:
        """What is wrong with this answer: at most one thing."""
        release = release_in(week).name
        draw = random.random()
        for flaw in topic.flaw:
            draw -= flaw.share(week=week, release=release, team=asker.team)
            if draw < 0:
                return flaw
        return None

    def _text(
        self,
        topic: Topic,
        flaw: Flaw | None,
        words: dict[str, list[str]],
        *,
        german: bool,
        random: Random,
    ) -> str:
        if flaw:
            told = flaw.german.answer if german and flaw.german else flaw.answer
        else:
            told = random.choice(topic.german.answers if german and topic.german else topic.answers)
        opening = "" if german or not topic.documents else random.choice(OPENINGS)
        titles = [library().documents[key].title for key in topic.documents[:1]]
        return expand(opening + told, words={**words, "title": titles}, random=random)

    def _citations(
        self, topic: Topic, flaw: Flaw | None, week: int, random: Random
    ) -> list[CitationMessage]:
        if random.random() < FORGETS_SOURCES:
            return []
        # A second document is what the model finds when it goes astray, or now and then.
        both = flaw is not None or random.random() < 0.3
        keys = topic.documents if both else topic.documents[:1]
        return [
            _citation(library().documents[key], self.calendar, week, _score(random)) for key in keys
        ]


def _score(random: Random) -> float:
    return round(random.uniform(0.55, 0.95), 2)


@lru_cache(maxsize=4096)
def _citation(document: Document, calendar: Calendar, week: int, score: float) -> CitationMessage:
    """A use of the document. There are few different ones, and thousands alike."""
    return CitationMessage(
        source=document.id,
        uri=f"https://intranet.nerwick.example/{document.id}",
        title=document.title,
        version=document.version_in(week),
        owner=document.owner,
        status="approved",
        approved_until=calendar.day(document.holds_until(week)),
        reviewed_at=calendar.day(document.reviewed),
        passage=document.passage,
        score=score,
    )


def _topic(asker: Colleague, week: int, random: Random) -> Topic:
    weights = interests(team=asker.team, piloting=week < PILOT_WEEKS)
    return random.choices(library().topics, cum_weights=weights)[0]


def _tags(asker: Colleague, week: int) -> list[str]:
    """Where it was asked, and whether by somebody new."""
    where = "mobile app" if asker.team in AFOOT else "intranet"
    return [where, "first weeks"] if week < asker.begins + NEW_WEEKS else [where]


def _in_german(asker: Colleague, topic: Topic, flaw: Flaw | None, random: Random) -> bool:
    can = topic.german is not None and (flaw is None or flaw.german is not None)
    return asker.german and can and random.random() < 0.7


def _confidence(topic: Topic, flaw: Flaw | None, week: int, random: Random) -> float:
    """What the model states, 0 to 1: nearly as high where it is wrong, and no lower on topics
    that the pilot never tried. That is the miscalibration."""
    if flaw and flaw.abstains:
        return round(random.uniform(0.1, 0.4), 3)
    mean = 0.94 if week < PILOT_WEEKS else 0.91 if topic.pilot else 0.9
    stated = random.gauss(mean - (0.04 if flaw else 0.0), 0.05)
    return round(min(0.99, max(0.5, stated)), 3)
