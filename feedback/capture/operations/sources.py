"""Sources and their citations: what is stated of a source brings it up to date."""

from collections.abc import Iterable, Sequence
from typing import Any

from feedback.capture.messages import CitationMessage
from feedback.models import Answer, Citation, Project, Source

_STATED = ("uri", "title", "version", "owner", "status", "approved_until", "reviewed_at")


def cite(*, project: Project, cited: Iterable[tuple[Answer, Sequence[CitationMessage]]]) -> None:
    """Make these the citations of these answers, replacing earlier ones where they differ."""
    pairs = list(cited)
    if not pairs:
        return
    sources = sync_sources(project=project, messages=[m for _, ms in pairs for m in ms])
    standing: dict[Any, list[tuple[Any, str, float | None]]] = {}
    for c in Citation.objects.filter(answer__in=[answer for answer, _ in pairs]):
        standing.setdefault(c.answer_id, []).append((c.source_id, c.passage, c.score))
    stale, new = [], []
    for answer, messages in pairs:
        wanted = [(sources[m.source].id, m.passage, m.score) for m in messages]
        if wanted == standing.get(answer.id, []):
            continue
        stale.append(answer.id)
        new += [
            Citation(
                answer=answer,
                source=sources[m.source],
                position=place,
                passage=m.passage,
                score=m.score,
            )
            for place, m in enumerate(messages, start=1)
        ]
    Citation.objects.filter(answer__in=[pk for pk in stale if pk in standing]).delete()
    Citation.objects.bulk_create(new)


def sync_sources(*, project: Project, messages: Iterable[CitationMessage]) -> dict[str, Source]:
    """The sources by external id, made or brought up to date; later messages win."""
    stated: dict[str, dict[str, Any]] = {}
    for message in messages:
        said = {name: getattr(message, name) for name in _STATED if getattr(message, name)}
        stated.setdefault(message.source, {}).update(said)
    sources = _by_external_id(project, stated)
    missing = sorted(stated.keys() - sources.keys())
    if missing:
        Source.objects.bulk_create(
            [Source(project=project, external_id=key, **stated[key]) for key in missing],
            ignore_conflicts=True,
        )
        sources |= _by_external_id(project, missing)
    changed = []
    for key, source in sources.items():
        differing = {n: v for n, v in stated[key].items() if getattr(source, n) != v}
        for name, value in differing.items():
            setattr(source, name, value)
        if differing:
            changed.append(source)
    Source.objects.bulk_update(changed, _STATED)
    return sources


def _by_external_id(project: Project, ids: Iterable[str]) -> dict[str, Source]:
    rows = Source.objects.of(project).filter(external_id__in=list(ids))
    return {source.external_id: source for source in rows}
