"""Which adapter speaks to which tracker."""

from collections.abc import Callable, Mapping

from triage.integrations.sealing import unseal
from triage.integrations.trackers.common import Adapter
from triage.integrations.trackers.github import GitHub
from triage.integrations.trackers.jira import Jira
from triage.integrations.trackers.linear import Linear
from triage.models import Tracker

_ADAPTERS: Mapping[str, Callable[[str, str, str, str], Adapter]] = {
    Tracker.Kind.GITHUB: GitHub.at,
    Tracker.Kind.JIRA: Jira.at,
    Tracker.Kind.LINEAR: Linear.at,
}


def adapter_for(tracker: Tracker) -> Adapter:
    """UnreadableError where its token can't be opened any more."""
    at = _ADAPTERS[tracker.kind]
    return at(tracker.url, tracker.place, tracker.login, unseal(tracker.sealed_token))
