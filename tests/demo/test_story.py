"""What the story of the pilot that stalled has in it."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from statistics import mean

import msgspec
import pytest

from demo.story.calendar import PILOT_WEEKS
from demo.story.telling import Story, Turn
from demo.story.topics import library
from feedback.capture.judgement import RATINGS, Said
from feedback.capture.messages import AnswerMessage, FeedbackMessage

STORY = Story(date(2025, 6, 29))


@pytest.fixture(scope="module")
def turns() -> list[Turn]:
    return list(STORY.turns())


def week(turn: Turn) -> int:
    return STORY.calendar.week_of(turn.given.asked_at)


def last_word(turn: Turn) -> FeedbackMessage | None:
    return turn.vote.events[-1] if turn.vote else None


def satisfaction(turns: Iterable[Turn], among: Callable[[int], bool]) -> float:
    """Thumbs up among thumbs, in the weeks that are among those meant."""
    words = [last_word(turn) for turn in turns if among(week(turn))]
    ratings = Counter(word.rating for word in words if word)
    return ratings["up"] / (ratings["up"] + ratings["down"])


def wrong_share(turns: Iterable[Turn], **wanted: str) -> float:
    return mean(
        turn.given.flaw is not None
        for turn in turns
        if turn.given.topic.key == wanted["topic"]
        and turn.given.message.release == wanted["release"]
    )


def complaints(turns: Iterable[Turn]) -> list[tuple[str, FeedbackMessage]]:
    """What stands as a complaint in the end, with what it is about."""
    words = [(turn.vote.about, turn.vote.events[-1]) for turn in turns if turn.vote]
    return [
        (about, word)
        for about, word in words
        if Said(
            RATINGS[word.rating],
            tuple(word.reasons),
            correction=word.correction,
            withdrawn=word.withdrawn,
        ).complains
    ]


def active_at_the_end(turns: Iterable[Turn]) -> Counter[str]:
    """People by cohort who asked something in the last 28 days."""
    since = STORY.end - timedelta(days=27)
    askers = {turn.given.asker for turn in turns if turn.given.asked_at.date() >= since}
    return Counter(asker.cohort for asker in askers)


def test_the_same_seed_tells_the_same_story() -> None:
    small = Story(date(2025, 6, 29), scale=0.01)
    assert list(small.turns()) == list(Story(date(2025, 6, 29), scale=0.01).turns())


def test_there_are_about_thirty_thousand_answers_and_three_thousand_votes(
    turns: list[Turn],
) -> None:
    assert len(turns) == STORY.answers == pytest.approx(30_000, rel=0.05)
    assert sum(turn.vote is not None for turn in turns) == pytest.approx(3_000, rel=0.1)


def test_it_is_told_in_order_of_time_up_to_the_last_day(turns: list[Turn]) -> None:
    times = [turn.given.asked_at for turn in turns]
    assert times == sorted(times)
    assert STORY.calendar.start <= times[0].date() < times[-1].date() <= STORY.end


def test_every_answer_and_every_event_has_an_id_of_its_own(turns: list[Turn]) -> None:
    answers = {turn.given.message.id for turn in turns}
    events = [event.id for turn in turns if turn.vote for event in turn.vote.events]
    assert len(answers) == len(turns)
    assert len(set(events)) == len(events)


def test_the_pilot_is_content(turns: list[Turn]) -> None:
    pilot = [turn for turn in turns if week(turn) < PILOT_WEEKS]
    assert len({turn.given.asker for turn in pilot}) == 12
    assert satisfaction(turns, lambda week: week < PILOT_WEEKS) > 0.9


def test_the_rollout_is_less_content_and_recovers_a_little(turns: list[Turn]) -> None:
    first = satisfaction(turns, lambda week: 8 <= week < 14)
    worst = satisfaction(turns, lambda week: 20 <= week < 28)
    last = satisfaction(turns, lambda week: week >= 28)
    assert 0.9 > first > last > worst > 0.5


def test_a_quarter_of_the_registered_are_still_active(turns: list[Turn]) -> None:
    assert 0.18 < active_at_the_end(turns).total() / len(STORY.people) < 0.28


def test_whoever_was_briefed_stays_most(turns: list[Turn]) -> None:
    active = active_at_the_end(turns)
    size = Counter(person.cohort for person in STORY.people)
    briefed, guide, nothing = (
        active[cohort] / size[cohort] for cohort in sorted(size) if cohort != "Pilot"
    )
    assert briefed > guide > nothing > 0


def test_a_release_makes_travel_expenses_worse_and_the_next_mends_them(turns: list[Turn]) -> None:
    before, during, after = (
        wrong_share(turns, topic="travel-expenses", release=release)
        for release in ("2.1", "2.2", "2.3")
    )
    assert during > 0.5
    assert before < 0.2 > after


def test_two_sources_conflict(turns: list[Turn]) -> None:
    cited = {
        tuple(citation.source for citation in turn.given.message.citations or [])
        for turn in turns
        if turn.vote and turn.vote.about == "sick-note/certificate-conflict"
    }
    assert ("hr/absence/employee-handbook", "hr/absence/works-agreement-12") in cited


def test_a_close_is_not_the_same_to_sales_and_finance(turns: list[Turn]) -> None:
    teams = {
        about: {turn.given.asker.team for turn in turns if turn.vote and turn.vote.about == about}
        for about in ("month-end-close/close-means-deal", "month-end-close/close-means-books")
    }
    assert list(teams.values()) == [{"Sales"}, {"Finance"}]


def test_some_sources_have_expired_and_some_have_not() -> None:
    lasting = [
        STORY.calendar.day(document.approved_until) > STORY.end
        for document in library().documents.values()
    ]
    assert 5 <= lasting.count(False) <= len(lasting) - 5


def test_what_is_expired_or_unsourced_is_harder_to_verify(turns: list[Turn]) -> None:
    def doubted(*topics: str) -> float:
        votes = [turn.vote for turn in turns if turn.given.topic.key in topics and turn.vote]
        return mean(vote.about.endswith("/unverified") for vote in votes)

    assert doubted("canteen", "parking", "warranty") > 2 * doubted("vpn", "discounts", "gifts")


def test_confidence_promises_too_much_most_where_the_pilot_did_not_look(
    turns: list[Turn],
) -> None:
    def promised_too_much(*, pilot: bool) -> float:
        there = [t.given for t in turns if t.given.topic.pilot is pilot and week(t) >= PILOT_WEEKS]
        stated = mean(given.message.confidence or 0.0 for given in there)
        return stated - mean(given.flaw is None for given in there)

    assert promised_too_much(pilot=False) > promised_too_much(pilot=True) > 0


def test_complaints_fall_into_some_dozens_of_clusters_of_different_sizes(
    turns: list[Turn],
) -> None:
    sizes = Counter(about for about, _ in complaints(turns))
    large = [size for size in sizes.values() if size >= 5]
    assert 25 <= len(large) <= 60
    assert max(large) > 4 * min(large)


def test_people_do_not_say_the_same_thing_over_and_over(turns: list[Turn]) -> None:
    comments = [word.comment for _, word in complaints(turns) if word.comment]
    assert len(comments) > 400
    assert len(set(comments)) > 0.7 * len(comments)


def test_some_complain_without_a_word_and_some_know_better(turns: list[Turn]) -> None:
    words = [word for _, word in complaints(turns)]
    bare = mean(not (word.comment or word.correction) for word in words)
    assert 0.15 < bare < 0.45
    assert sum(bool(word.correction) for word in words) > 100
    assert sum(bool(word.spans) for word in words) > 100


def test_some_ask_in_german(turns: list[Turn]) -> None:
    assert 0.01 < mean(turn.given.message.language == "de" for turn in turns) < 0.1


def test_no_text_shows_how_it_was_made(turns: list[Turn]) -> None:
    for turn in turns:
        word = last_word(turn)
        said = (word.comment, word.correction) if word else ()
        assert not any(mark in text for text in said for mark in "[]<>")
        assert not any(mark in turn.given.message.question for mark in "[]<>|")


def test_every_message_is_one_that_the_api_would_take(turns: list[Turn]) -> None:
    for turn in turns[::10]:
        answer = turn.given.message
        assert msgspec.json.decode(msgspec.json.encode(answer), type=AnswerMessage) == answer
    for _, word in complaints(turns):
        assert msgspec.json.decode(msgspec.json.encode(word), type=FeedbackMessage) == word
