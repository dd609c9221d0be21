"""An issue's fix, and whether it works, as the API tells it."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from triage.models import Fix, Issue


class RateSerializer(serializers.Serializer[object]):
    complaints = serializers.IntegerField(help_text="Answers that somebody complained of")
    answers = serializers.IntegerField()
    low = serializers.FloatField(help_text="Of the share, by Wilson, 95%")
    high = serializers.FloatField()


class ProofSerializer(serializers.Serializer[object]):
    """Of 28 days before the fix and those since: what the fix left of the complaints that there
    would be without it, beside other questions, with limits that hold on every day."""

    right = serializers.IntegerField(help_text="Of those asked, who say that it is right now")
    wrong = serializers.IntegerField(help_text="Who say that it is still wrong")
    left = serializers.FloatField(allow_null=True, help_text="1 is all of them")
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    needed = serializers.IntegerField(
        allow_null=True, help_text="About how many more answers to like questions it takes to tell"
    )
    days_before = serializers.IntegerField()
    days_since = serializers.IntegerField()
    before = RateSerializer(help_text="Answers to like questions")
    since = RateSerializer()
    others_before = RateSerializer(help_text="Answers to other questions")
    others_since = RateSerializer()
    difference = serializers.ListField(
        child=serializers.FloatField(),
        allow_null=True,
        help_text="Of the shares of like questions, since less before; its limits, by Newcombe",
    )


class FixSerializer(serializers.ModelSerializer[Fix]):
    release = serializers.CharField(
        source="release.name",
        default=None,
        allow_null=True,
        help_text="none: the next that production answers with",
    )
    source = serializers.CharField(  # type: ignore[assignment]
        source="source.external_id", default=None, allow_null=True
    )
    verified_answer = serializers.CharField(
        source="verified_answer.short_id", default=None, allow_null=True
    )
    proof = serializers.SerializerMethodField(help_text="none until it was looked at")

    class Meta:
        model = Fix
        fields = (
            *("kind", "says", "release", "source", "verified_answer"),
            *("prompt_version", "url", "made_at"),
            *("in_force_at", "outcome", "proof", "looked_at"),
        )

    @extend_schema_field(ProofSerializer(allow_null=True))
    def get_proof(self, fix: Fix) -> object:
        return ProofSerializer(fix.proof).data if fix.proof else None


def standing_fix(issue: Issue) -> Fix | None:
    """Of an issue whose fixes may have been read beforehand."""
    fixes = [fix for fix in issue.fixes.all() if fix.withdrawn_at is None]
    return fixes[0] if fixes else None
