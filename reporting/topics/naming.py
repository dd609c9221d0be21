"""What topics are called: by the phrases that tell each one's questions from the others'. Pure."""

from collections.abc import Collection, Mapping, Sequence

from triage.naming.phrases import Said, phrases_of, usual_of

PHRASES = 3
LONGEST = 100
UNNAMED = "Topic"


def names_of(
    topics: Sequence[Sequence[str]], *, known: Mapping[int, str], taken: Collection[str]
) -> list[str]:
    """A name for each topic, from its questions: up to three phrases, at most LONGEST characters.

    Those `known`, by their place, keep theirs. No two are the same, nor one of those `taken`:
    where words don't tell them apart, a number does.
    """
    said = [[Said(question, question) for question in topic] for topic in topics]
    usual = usual_of(said)
    names: list[str] = []
    for place, topic in enumerate(said):
        if place not in known:
            phrases = [phrase.text for phrase in phrases_of(topic, usual, most=PHRASES)]
            names.append(_unlike(_joined(phrases), {*taken, *known.values(), *names}))
        else:
            names.append(known[place])
    return names


def _joined(phrases: Sequence[str]) -> str:
    name = ", ".join(phrases) or UNNAMED
    return name[:1].upper() + name[1:]


def _unlike(name: str, taken: Collection[str]) -> str:
    number, found = 1, name[:LONGEST]
    while found in taken:
        number += 1
        found = f"{name[: LONGEST - 5]} {number}"
    return found
