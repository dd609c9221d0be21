"""What stands: the space that a project's complaints are compared in, its centres, its words of
people about the grouping."""

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from django.db.models import F, Func, IntegerField, QuerySet

from feedback.models import Project
from triage.clustering.constraints import Constraints
from triage.clustering.exemplars import LATEST, Lessons, Part, parts_of, some_of
from triage.clustering.learning import Learnt, Pair, learnt_lift
from triage.clustering.nearest import Centres
from triage.clustering.queries import centres_of, decoded, raw_vector
from triage.embedding.vectors import Vector
from triage.models import ComplaintVector, Issue, IssueCentre, Placement, Proposal, Verdict


def space_of(project: Project) -> tuple[str, int] | None:
    """The name of the model by whose vectors the issues are compared, and their length; None
    before the first complaint with words."""
    dimension = Func(F("total"), function="vector_dims", output_field=IntegerField())
    rows = IssueCentre.objects.filter(issue__project=project, count__gt=0)
    return rows.order_by("-issue_id").values_list("model", dimension).first()


def centres_standing(project: Project) -> Centres[UUID] | None:
    """The project's issues as they are now; None where no complaint has words."""
    found = space_of(project)
    return centres_of(project, model=found[0], dimension=found[1]) if found else None


def standing_verdicts(project: Project) -> QuerySet[Verdict]:
    return Verdict.objects.of(project).filter(withdrawn_at=None)


def leads_to(project: Project) -> Callable[[UUID], UUID]:
    """Where an issue's id leads now: itself, or what it was merged into in the end."""
    merged = Issue.objects.of(project).filter(status=Issue.Status.MERGED)
    onward: dict[UUID, UUID | None] = dict(merged.values_list("id", "merged_into_id"))

    def lead(issue_id: UUID) -> UUID:
        while following := onward.get(issue_id):
            issue_id = following
        return issue_id

    return lead


def constraints_of(project: Project) -> Constraints:
    """All that people said and nobody took back, by the issues as they are now.

    What was split by a person is kept apart too, until a person merges it.
    """
    lead = leads_to(project)
    apart: set[frozenset[UUID]] = set()
    whole: set[UUID] = set()
    moved: list[tuple[UUID, UUID, UUID]] = []
    for verdict in standing_verdicts(project).order_by("id"):
        issue, other = lead(verdict.issue_id), verdict.other_id and lead(verdict.other_id)
        if verdict.says == Verdict.Says.WHOLE:
            whole.add(issue)
        elif other is None or issue == other:
            continue
        elif verdict.says in {Verdict.Says.APART, Verdict.Says.SPLIT}:
            apart.add(frozenset({issue, other}))
        elif verdict.says == Verdict.Says.MOVED:
            moved.extend((pk, issue, other) for pk in verdict.feedback)
    pinned = Placement.objects.of(project).filter(by=Placement.By.PERSON)
    return Constraints(
        apart=frozenset(apart),
        whole=frozenset(whole),
        pinned=dict(pinned.values_list("feedback_id", "issue_id")),
        moved=moved,
    )


def verdicts_between(
    project: Project, ids: Collection[UUID], says: Collection[str]
) -> list[Verdict]:
    """Standing verdicts about two different ones of these issues, the oldest first."""
    lead = leads_to(project)
    rows = standing_verdicts(project).filter(says__in=says, other__isnull=False)
    found = []
    for verdict in rows.select_related("issue__project", "other__project").order_by("id"):
        assert verdict.other_id
        ends = {lead(verdict.issue_id), lead(verdict.other_id)}
        if len(ends) == 2 and ends <= set(ids):
            found.append(verdict)
    return found


def evidence_of(project: Project) -> list[list[Pair]]:
    """What the LATEST verdicts teach: the pairs of each; then the merges that were proposed and
    declined lately, each as one pair that is not together."""
    said = standing_verdicts(project).exclude(evidence=[]).order_by("-id")
    told = [
        [(float(lift), bool(together)) for lift, together in pairs]
        for pairs in said.values_list("evidence", flat=True)[:LATEST]
    ]
    declined = Proposal.objects.of(project).filter(
        state=Proposal.State.REJECTED,
        kind=Proposal.Kind.MERGE,
        activity__verb="declined",
        evidence__has_key="lift",
    )
    lifts = declined.order_by("-id").values_list("evidence__lift", flat=True)[:LATEST]
    return told + [[(float(lift), False)] for lift in lifts]


def learnt_of(project: Project) -> Learnt:
    """How like an issue a complaint must be in this project, by all that people said so far."""
    told = evidence_of(project)
    return Learnt(learnt_lift(told), verdicts=len(told), pairs=sum(map(len, told)))


def lessons_of(project: Project, *, model: str) -> Lessons[UUID]:
    """What placing has to know of people's corrections: how like is enough here, and what they put
    where, of the LATEST moves and merges that nobody took back, as far as it still is there."""
    says = [Verdict.Says.MOVED, Verdict.Says.MERGED]
    rows = standing_verdicts(project).filter(says__in=says).order_by("-id")
    newest: list[list[UUID]] = list(rows.values_list("feedback", flat=True)[:LATEST])
    shown = [some_of(ids) for ids in reversed(newest)]
    parts = parts_of(shown, _placed([pk for ids in shown for pk in ids], model))
    return Lessons(learnt_of(project).lift, parts, _wholes({part.key for part in parts}, model))


def _placed(ids: Sequence[UUID], model: str) -> dict[UUID, tuple[UUID, Vector]]:
    """Where a person put these complaints, and their vectors; of copies in an issue, one."""
    rows = (
        ComplaintVector.objects.filter(
            feedback_id__in=ids, model=model, feedback__placement__by=Placement.By.PERSON
        )
        .order_by("feedback_id")
        .annotate(raw=raw_vector("vector"), wording=F("feedback__placement__wording"))
        .values_list("feedback_id", "feedback__placement__issue_id", "wording", "raw")
    )
    once = {(issue, wording): (pk, raw) for pk, issue, wording, raw in rows}
    return {pk: (issue, decoded(raw)) for (issue, _), (pk, raw) in once.items()}


def _wholes(ids: Collection[UUID], model: str) -> dict[UUID, Part[UUID]]:
    rows = IssueCentre.objects.filter(issue_id__in=ids, model=model).annotate(
        raw=raw_vector("total")
    )
    found = rows.values_list("issue_id", "raw", "count")
    return {pk: Part(pk, decoded(raw), count) for pk, raw, count in found}
