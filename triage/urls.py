"""The floor's part of the API."""

from django.urls import path

from feedback.widget.cors import open_to_pages
from triage.clustering.api import Backlog
from triage.corrections.api import VerifiedAnswers
from triage.corrections.regression_api import RegressionRuns, RegressionSet
from triage.integrations.deliveries_api import WebhookDeliveries, WebhookPing, WebhookReplay
from triage.integrations.endpoints_api import Webhook, WebhookRotate, Webhooks
from triage.issues.acts_api import ACT_VIEWS
from triage.issues.api import IssueFeedback, Issues, IssueView
from triage.issues.comments_api import IssueComments
from triage.issues.origins_api import IssueOrigins
from triage.issues.placements_api import Placements
from triage.notices.api import FeedbackFate
from triage.notices.follow_up_api import FeedbackFollowUp
from triage.notices.own_word_api import Mine
from triage.notices.reporters_api import NoticesRead, ReporterNotices
from triage.proposals.api import ProposalApply, ProposalReject, Proposals
from triage.routing.api import RulesTrial, RulesVersions, RulesView
from triage.routing.teams_api import MemberAbsence, OwnerMember, Owners, OwnerView

urlpatterns = [
    path("issues", Issues.as_view(), name="issues"),
    path("issues/<str:short_id>", IssueView.as_view(), name="issue-data"),
    path("issues/<str:short_id>/feedback", IssueFeedback.as_view(), name="issue-feedback"),
    path("issues/<str:short_id>/comments", IssueComments.as_view(), name="issue-comments"),
    path("issues/<str:short_id>/origins", IssueOrigins.as_view(), name="issue-origins"),
    *(
        path(f"issues/<str:short_id>/{name}", view.as_view(), name=f"issue-{name}")
        for name, view in ACT_VIEWS.items()
    ),
    path("owners", Owners.as_view(), name="owners-data"),
    path("owners/<slug:slug>", OwnerView.as_view(), name="owner-data"),
    path("owners/<slug:slug>/members/<str:email>", OwnerMember.as_view(), name="owner-member"),
    path("absences/<str:email>", MemberAbsence.as_view(), name="absence"),
    path("proposals", Proposals.as_view(), name="proposals-data"),
    path("proposals/<str:proposal_id>/apply", ProposalApply.as_view(), name="proposal-apply"),
    path("proposals/<str:proposal_id>/reject", ProposalReject.as_view(), name="proposal-reject"),
    path("verified-answers", VerifiedAnswers.as_view(), name="verified-answers-data"),
    path("regression-set", RegressionSet.as_view(), name="regression-set"),
    path("regression-runs", RegressionRuns.as_view(), name="regression-runs-data"),
    path("rules", RulesView.as_view(), name="rules-data"),
    path("rules/trial", RulesTrial.as_view(), name="rules-trial-data"),
    path("rules/versions", RulesVersions.as_view(), name="rules-versions"),
    path("feedback/<str:feedback_id>", FeedbackFate.as_view(), name="feedback-fate"),
    path(
        "feedback/<str:feedback_id>/follow-up",
        open_to_pages(FeedbackFollowUp.as_view()),
        name="follow-up",
    ),
    path("notices", ReporterNotices.as_view(), name="reporter-notices"),
    path("notices/read", open_to_pages(NoticesRead.as_view()), name="notices-read"),
    path("mine", open_to_pages(Mine.as_view()), name="mine"),
    path("webhooks", Webhooks.as_view(), name="webhooks"),
    path("webhooks/<str:endpoint_id>", Webhook.as_view(), name="webhook"),
    path("webhooks/<str:endpoint_id>/rotate", WebhookRotate.as_view(), name="webhook-rotate"),
    path("webhooks/<str:endpoint_id>/ping", WebhookPing.as_view(), name="webhook-ping"),
    path("webhooks/<str:endpoint_id>/replay", WebhookReplay.as_view(), name="webhook-replay"),
    path(
        "webhooks/<str:endpoint_id>/deliveries",
        WebhookDeliveries.as_view(),
        name="webhook-deliveries",
    ),
    path("placements", Placements.as_view(), name="placements"),
    path("backlog", Backlog.as_view(), name="backlog"),
]
