"""Which activities can be taken back, and which were."""

from uuid import UUID

from triage.models import Issue, IssueActivity

_UNDOABLE = frozenset(
    {
        "assigned",
        "ruled",
        "resolved",
        "reopened",
        "archived",
        "prioritised",
        "priority_left",
        "renamed",
        "paused",
        "went_on",
        "commented",
        "reworded",
        "merged",
        "split",
        "moved",
        "kept_apart",
        "kept_whole",
        "kept_in_place",
        "declined",
    }
)


def undoable(activity: IssueActivity) -> bool:
    """Whether it may be tried. Of undoing, only that of a comment can be undone: other acts can be
    done again."""
    return activity.verb in _UNDOABLE or (activity.verb == "undone" and said_by_one(activity))


def said_by_one(activity: IssueActivity) -> bool:
    """Whether it is about a comment: only they may take it back whose words those are."""
    return activity.verb in {"commented", "reworded"} or (
        activity.data.get("undone_verb") == "commented"
    )


def taken_back(issue: Issue) -> set[UUID]:
    """Of the issue's activities. An undo that was itself undone takes nothing back."""
    undone = issue.activity.filter(verb="undone").order_by("-id")
    found: set[UUID] = set()
    for pk, undoes in undone.values_list("id", "data__undoes"):
        if pk not in found:
            found.add(UUID(undoes))
    return found
