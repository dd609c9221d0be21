"""An issue's priority in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from triage.models import Issue
from triage.priority.scoring import PARTS
from triage.priority.showing import parts_shown, why


class ScorePartSerializer(serializers.Serializer[Any]):
    """One part of a score."""

    part = serializers.ChoiceField(PARTS)
    value = serializers.FloatField(help_text="0 to 1")
    weight = serializers.IntegerField(help_text="0 to 10")
    adds = serializers.FloatField(help_text="Points of the score, 0 to 100, that come from it")
    says = serializers.CharField(help_text="What it comes from, in words")


class OfIssue(serializers.Field[Issue, Any, Any, Any]):
    """Worked out from the whole issue, and only read."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", read_only=True, **kwargs)


@extend_schema_field(ScorePartSerializer(many=True))
class ScorePartsField(OfIssue):
    """What an issue's score adds up from."""

    def to_representation(self, value: Issue) -> list[Any]:
        return list(ScorePartSerializer(parts_shown(value.score_parts), many=True).data)


@extend_schema_field({"type": "string"})
class PriorityWhyField(OfIssue):
    """Whose word the priority is, and what the score comes from."""

    def to_representation(self, value: Issue) -> str:
        return why(by=value.priority_by, score=value.score, stored=value.score_parts)
