"""Sources and their citations: what is stated of a source brings it up to date."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import transaction

from feedback.audit.operations import record
from feedback.capture.messages import CitationMessage, SourceMessage
from feedback.capture.operations.retrying import again_on_conflict
from feedback.models import Citation, Project, Source
from feedback.models.base import new_id
from feedback.models.bulk import copy_rows, update_rows

_STATED = ("uri", "title", "version", "owner", "status", "approved_until", "reviewed_at")


def cite(*, project: Project, cited: Mapping[UUID, Sequence[CitationMessage]]) -> set[UUID]:
    """Make these the citations of these answers, replacing earlier ones where they differ.

    The ids of the answers whose citations are no longer what they were.
    """
    if not cited:
        return set()
    sources = sync_sources(project=project, messages=[m for ms in cited.values() for m in ms])
    standing: dict[UUID, list[tuple[UUID, str, float | None]]] = {}
    for answer_id, source_id, passage, score in Citation.objects.filter(
        answer__any=list(cited)
    ).values_list("answer_id", "source_id", "passage", "score"):
        standing.setdefault(answer_id, []).append((source_id, passage, score))
    wanted = {
        pk: [(sources[m.source].id, m.passage, m.score) for m in messages]
        for pk, messages in cited.items()
    }
    recited = {pk for pk, uses in wanted.items() if uses != standing.get(pk, [])}
    Citation.objects.filter(answer__any=[pk for pk in recited if pk in standing]).delete()
    copy_rows(
        Citation,
        [
            {
                "id": new_id(),
                "answer_id": pk,
                "position": position,
                "source_id": source_id,
                "passage": passage,
                "score": score,
            }
            for pk in recited
            for position, (source_id, passage, score) in enumerate(wanted[pk], start=1)
        ],
    )
    return recited


@again_on_conflict
@transaction.atomic
def record_sources(
    *, project: Project, messages: Sequence[SourceMessage], actor: str, now: datetime
) -> list[Literal["created", "updated", "duplicate"]]:
    """Make or bring up to date each source; later messages win. An outcome for each."""
    standing = _by_external_id(project, [m.id for m in messages])
    before = {key: _state(source) for key, source in standing.items()}
    cited = [
        CitationMessage(source=m.id, **{name: getattr(m, name) for name in _STATED})
        for m in messages
    ]
    after = {key: _state(s) for key, s in sync_sources(project=project, messages=cited).items()}
    counts: Counter[str] = Counter(_outcome(before.get(key), state) for key, state in after.items())
    if counts.keys() - {"duplicate"}:
        record(
            project=project,
            actor=actor,
            verb="sources.synced",
            subject="sources",
            now=now,
            data=dict(counts),
        )
    return [_outcome(before.get(m.id), after[m.id]) for m in messages]


def _state(source: Source) -> tuple[object, ...]:
    return tuple(getattr(source, name) for name in _STATED)


def _outcome(
    before: tuple[object, ...] | None, after: tuple[object, ...]
) -> Literal["created", "updated", "duplicate"]:
    if before is None:
        return "created"
    return "duplicate" if before == after else "updated"


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
    changed: list[dict[str, Any]] = []
    for key, source in sorted(sources.items()):
        differing = {n: v for n, v in stated[key].items() if getattr(source, n) != v}
        for name, value in differing.items():
            setattr(source, name, value)
        if differing:
            changed.append({n: getattr(source, n) for n in ("id", *_STATED)})
    update_rows(Source, changed)
    return sources


def _by_external_id(project: Project, ids: Iterable[str]) -> dict[str, Source]:
    rows = Source.objects.of(project).filter(external_id__any=ids)
    return {source.external_id: source for source in rows}
