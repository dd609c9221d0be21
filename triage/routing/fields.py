"""An owner and a suggestion, as the API gives them."""

from rest_framework import serializers

from triage.models import Owner, Suggestion


class OwnerSerializer(serializers.ModelSerializer[Owner]):
    class Meta:
        model = Owner
        fields = ("slug", "name")


class SuggestionSerializer(serializers.ModelSerializer[Suggestion]):
    owner = OwnerSerializer()

    class Meta:
        model = Suggestion
        fields = ("owner", "confidence", "applied", "made_at")
