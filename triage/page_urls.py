"""The floor's pages, below a project's address."""

from django.urls import path

from triage.clustering.pages import comparing
from triage.corrections import pages as corrections
from triage.due import pages as due
from triage.integrations import pages as integrations
from triage.integrations.trackers import pages as trackers
from triage.issues import pages
from triage.notices import pages as notices
from triage.notices import ways_pages as ways
from triage.priority.pages import priority
from triage.proposals import pages as proposals

urlpatterns = [
    path("queue/", pages.queue, name="queue"),
    path("queue/acts/", pages.bulk_act, name="queue-acts"),
    path("queue/undo/", pages.undo_acts, name="queue-undo"),
    path("queue/views/", pages.save_view, name="queue-views"),
    path("queue/views/<uuid:view_id>/<slug:name>/", pages.change_view, name="queue-view"),
    path("issues/<str:short_id>/", pages.issue, name="issue"),
    path("queue/live/", pages.live, name="queue-live"),
    path("issues/<str:short_id>/hold/", pages.hold, name="issue-hold"),
    path("issues/<str:short_id>/alike/", pages.issues_alike, name="issue-alike"),
    path("issues/<str:short_id>/origins/", pages.standing_out, name="issue-standing-out"),
    path("issues/<str:short_id>/track/", trackers.track, name="issue-track"),
    path("issues/<str:short_id>/<slug:name>/", pages.act, name="issue-act"),
    path("bursts/", pages.bursts, name="bursts"),
    path("bursts/count/", pages.count_bursts, name="bursts-count"),
    path("bursts/undo/", pages.undo_bursts, name="bursts-undo"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/decisions/", proposals.decide, name="proposals-decide"),
    path("proposals/undo/", proposals.undo_decisions, name="proposals-undo"),
    path("proposals/confidence/", proposals.choose_confidence, name="proposals-confidence"),
    path("proposals/round/", proposals.how_it_goes, name="proposals-round"),
    path("proposals/run/", proposals.run_now, name="proposals-run"),
    path("proposals/<uuid:proposal_id>/", proposals.proposal, name="proposal"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/decisions/", corrections.decide, name="corrections-decide"),
    path("corrections/undo/", corrections.undo, name="corrections-undo"),
    path("corrections/second/", corrections.choose_second, name="corrections-second"),
    path("verified-answers/", corrections.verified_answers, name="verified-answers"),
    path("verified-answers/<str:short_id>/", corrections.verified_answer, name="verified-answer"),
    path(
        "verified-answers/<str:short_id>/<slug:name>/",
        corrections.act_on_verified,
        name="verified-answer-act",
    ),
    path("regression-runs/", corrections.regression_runs, name="regression-runs"),
    path("regression-runs/<uuid:run_id>/", corrections.regression_run, name="regression-run"),
    path("notices/", notices.notices, name="notices"),
    path("notices/mark/", notices.mark, name="notices-mark"),
    path("reporters/", ways.reporters, name="reporters"),
    path("reporters/choose/", ways.choose, name="reporters-choose"),
    path("reporters/again/<uuid:mail_id>/", ways.again, name="reporters-again"),
    path("comparing/", comparing, name="comparing"),
    path("priority/", priority, name="priority"),
    path("owners/", pages.owners, name="owners"),
    path("owners/<slug:slug>/", pages.owner, name="owner"),
    path("owners/<slug:slug>/away/", pages.set_owner_away, name="owner-away"),
    path("owners/<slug:slug>/hours/", due.hours, name="owner-hours"),
    path("owners/<slug:slug>/<slug:name>/", pages.act_on_owner, name="owner-act"),
    path("rules/", pages.rules, name="rules"),
    path("due/", due.due_times, name="due-times"),
    path("integrations/", integrations.integrations, name="integrations"),
    path("integrations/trackers/", trackers.trackers, name="trackers"),
    path("integrations/trackers/<uuid:tracker_id>/", trackers.tracker, name="tracker"),
    path("integrations/<uuid:endpoint_id>/", integrations.endpoint, name="endpoint"),
    path("rules/trial/", pages.rules_trial, name="rules-trial"),
    path("rules/revert/", pages.rules_revert, name="rules-revert"),
    path("rules/suggestions/", pages.choose_suggesting, name="suggesting"),
]
