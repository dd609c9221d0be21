"""What stands: the space that a project's complaints are compared in, its centres, its words of
people about the grouping."""

from collections.abc import Callable, Collection
from uuid import UUID

from django.db.models import F, Func, IntegerField, QuerySet

from feedback.models import Project
from triage.clustering.constraints import Constraints
from triage.clustering.learning import Learnt, Pair, learnt_lift
from triage.clustering.nearest import Centres
from triage.clustering.queries import centres_of
from triage.models import Issue, IssueCentre, Placement, Proposal, Verdict


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
    """All that verdicts teach: the pairs of each, the oldest verdict first; then the merges that
    were proposed and declined, each as one pair that is not together."""
    said = standing_verdicts(project).order_by("id").values_list("evidence", flat=True)
    told = [[(float(lift), bool(together)) for lift, together in pairs] for pairs in said if pairs]
    declined = Proposal.objects.of(project).filter(
        state=Proposal.State.REJECTED,
        kind=Proposal.Kind.MERGE,
        activity__verb="declined",
        evidence__has_key="lift",
    )
    lifts = declined.order_by("id").values_list("evidence__lift", flat=True)
    return told + [[(float(lift), False)] for lift in lifts]


def learnt_of(project: Project) -> Learnt:
    """How like an issue a complaint must be in this project, by all that people said so far."""
    told = evidence_of(project)
    return Learnt(learnt_lift(told), verdicts=len(told), pairs=sum(map(len, told)))
