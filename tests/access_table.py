"""Who may do what, for every address. An address that isn't here fails `test_access`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from feedback.directory.access import Act

PAGE, API, PUBLIC, SIGNED_IN = "page", "api", "public", "signed in"


@dataclass(frozen=True)
class Door:
    """What stands at an address: its kind, and the leave that each method needs."""

    kind: str
    methods: Mapping[str, Act | None] = field(default_factory=dict)
    kwargs: Mapping[str, str] = field(default_factory=dict)  # besides the project
    body: str = "{}"

    @property
    def names_a_thing(self) -> bool:
        """Whether the address names something that belongs to one project."""
        return any("{" in value for value in self.kwargs.values())


ISSUE_ACTS = (
    *("issue-resolve", "issue-reopen", "issue-assign", "issue-archive", "issue-prioritise"),
    *("issue-rename", "issue-wait", "issue-go-on", "issue-merge"),
    *("issue-keep-apart", "issue-keep-whole"),
)


def page(kwargs: Mapping[str, str] | None = None, **methods: Act) -> Door:
    return Door(PAGE, methods, kwargs or {})


def api(kwargs: Mapping[str, str] | None = None, **methods: Act) -> Door:
    return Door(API, methods, kwargs or {})


FORM = {"get": None, "post": None, "put": None}  # Django's form views take PUT for POST
OWNER = {"slug": "{owner}"}
ISSUE = {"short_id": "{issue}"}
AUDIT = {"audit_id": "{audit}"}
ENDPOINT = {"endpoint_id": "{endpoint}"}

DOORS: dict[str, Door] = {
    # the house
    "home": Door(SIGNED_IN, {"get": None}),
    "livez": Door(PUBLIC, {"get": None}),
    "readyz": Door(PUBLIC, {"get": None}),
    "schema": Door(PUBLIC, {"get": None}),
    "docs": Door(PUBLIC, {"get": None}),
    # who may come in
    "account_login": Door(PUBLIC, FORM),
    "account_logout": Door(PUBLIC, FORM),
    "account_reauthenticate": Door(SIGNED_IN, FORM),
    "account_change_password": Door(SIGNED_IN, FORM),
    "access": page(get=Act.ADMINISTER),
    "add_member": page(post=Act.ADMINISTER),
    "end_member": page(post=Act.ADMINISTER),
    "new_key": page(post=Act.ADMINISTER),
    "revoke_key": page(post=Act.ADMINISTER),
    "rotate_key": page(post=Act.ADMINISTER),
    "choose_capture": page(post=Act.ADMINISTER),
    "privacy": page(get=Act.ADMINISTER, post=Act.ADMINISTER),
    "choose_masking": page(post=Act.ADMINISTER),
    "project_reasons": page(get=Act.READ),
    "add_reason": page(post=Act.CONFIGURE),
    "change_reason": page(post=Act.CONFIGURE),
    "move_reason": page(post=Act.CONFIGURE),
    "retire_reason": page(post=Act.CONFIGURE),
    "bring_back_reason": page(post=Act.CONFIGURE),
    # capture
    "answers": api(get=Act.READ, post=Act.SEND_ANSWERS),
    "feedback": api(get=Act.READ, post=Act.SEND_FEEDBACK),
    "batch": api(post=Act.SEND_FEEDBACK),
    "people": api(post=Act.SYNC_PEOPLE),
    "sources": api(post=Act.SYNC_SOURCES),
    "releases": api(get=Act.READ, post=Act.SYNC_RELEASES),
    "exposures": api(post=Act.SEND_EXPOSURES),
    "reasons": api(get=Act.SEND_FEEDBACK),
    # the widget, for pages of any origin
    "widget": Door(PUBLIC, {"get": None}, {"name": "errata.js"}),
    "widget-version": Door(PUBLIC, {"get": None}, {"version": "0", "name": "errata.js"}),
    # where links in mail lead
    "mail-follow-up": Door(PUBLIC, {"get": None, "post": None}, {"token": "{ask}"}),
    "report-mail-stop": Door(PUBLIC, {"get": None, "post": None}, {"token": "{report_stop}"}),
    "mail-stop": Door(PUBLIC, {"get": None, "post": None}, {"token": "{stop}"}),
    # the demonstration chat, for anybody
    "chat": Door(PUBLIC, {"get": None}),
    "chat_ask": Door(PUBLIC, {"post": None}),
    "chat_person": Door(PUBLIC, {"post": None}),
    "chat_afresh": Door(PUBLIC, {"post": None}),
    # the queue
    "queue": page(get=Act.READ),
    "queue-acts": page(post=Act.TRIAGE),
    "queue-undo": page(post=Act.TRIAGE),
    "queue-views": page(post=Act.READ),
    "queue-view": page({"view_id": "{view}", "name": "default"}, post=Act.READ),
    "queue-live": page(get=Act.READ),
    "issue-hold": page(ISSUE, post=Act.TRIAGE),
    "issue": page(ISSUE, get=Act.READ),
    "issue-alike": page(ISSUE, get=Act.READ),
    "issue-standing-out": page(ISSUE, get=Act.READ),
    "issue-act": page({**ISSUE, "name": "comment"}, post=Act.TRIAGE),
    "bursts": page(get=Act.READ),
    "bursts-count": page(post=Act.TRIAGE),
    "bursts-undo": page(post=Act.TRIAGE),
    "proposals": page(get=Act.READ),
    "proposal": page({"proposal_id": "{proposal}"}, get=Act.READ),
    "proposals-decide": page(post=Act.TRIAGE),
    "proposals-undo": page(post=Act.TRIAGE),
    "proposals-confidence": page(post=Act.CONFIGURE),
    "proposals-round": page(get=Act.READ),
    "proposals-run": page(post=Act.TRIAGE),
    "corrections": page(get=Act.READ),
    "corrections-decide": page(post=Act.TRIAGE),
    "corrections-undo": page(post=Act.TRIAGE),
    "corrections-second": page(post=Act.CONFIGURE),
    "regression-runs": page(get=Act.READ),
    "regression-run": page({"run_id": "{run}"}, get=Act.READ),
    "verified-answers": page(get=Act.READ),
    "verified-answer": page({"short_id": "{verified}"}, get=Act.READ),
    "verified-answer-act": page({"short_id": "{verified}", "name": "retire"}, post=Act.TRIAGE),
    "due-times": page(get=Act.READ, post=Act.CONFIGURE),
    "owner-hours": page({"slug": "{owner}"}, get=Act.READ, post=Act.CONFIGURE),
    "notices": page(get=Act.READ),
    "notices-mark": page(post=Act.READ),
    "reporters": page(get=Act.CONFIGURE),
    "reporters-choose": page(post=Act.CONFIGURE),
    "reporters-again": page({"mail_id": "{view}"}, post=Act.CONFIGURE),
    "comparing": page(get=Act.ADMINISTER, post=Act.ADMINISTER),
    "priority": page(get=Act.READ, post=Act.CONFIGURE),
    "owners": page(get=Act.READ, post=Act.CONFIGURE),
    "owner": page(OWNER, get=Act.READ),
    "owner-act": page({**OWNER, "name": "join"}, post=Act.CONFIGURE),
    "owner-away": page(OWNER, post=Act.TRIAGE),
    "rules": page(get=Act.READ, post=Act.CONFIGURE),
    "rules-trial": page(post=Act.CONFIGURE),
    "rules-revert": page(post=Act.CONFIGURE),
    "rules-data": api(get=Act.READ, put=Act.CONFIGURE),
    "rules-trial-data": api(post=Act.CONFIGURE),
    "rules-versions": api(get=Act.READ),
    "suggesting": page(post=Act.CONFIGURE),
    "integrations": page(get=Act.CONFIGURE, post=Act.CONFIGURE),
    "trackers": page(get=Act.CONFIGURE, post=Act.CONFIGURE),
    "tracker": page({"tracker_id": "{tracker}"}, get=Act.CONFIGURE, post=Act.CONFIGURE),
    "issue-track": page(ISSUE, post=Act.TRIAGE),
    "endpoint": page(ENDPOINT, get=Act.CONFIGURE, post=Act.CONFIGURE),
    "webhooks": api(get=Act.CONFIGURE, post=Act.CONFIGURE),
    "webhook": api(ENDPOINT, get=Act.CONFIGURE, patch=Act.CONFIGURE, delete=Act.CONFIGURE),
    "webhook-rotate": api(ENDPOINT, post=Act.CONFIGURE),
    "webhook-ping": api(ENDPOINT, post=Act.CONFIGURE),
    "webhook-replay": api(ENDPOINT, post=Act.CONFIGURE),
    "webhook-deliveries": api(ENDPOINT, get=Act.CONFIGURE),
    "issues": api(get=Act.READ),
    "issue-data": api(ISSUE, get=Act.READ),
    "issue-comments": api(ISSUE, get=Act.READ, post=Act.TRIAGE),
    "issue-origins": api(ISSUE, get=Act.READ),
    "issue-feedback": api(ISSUE, get=Act.READ),
    **{name: api(ISSUE, post=Act.TRIAGE) for name in ISSUE_ACTS},
    "owners-data": api(get=Act.READ, post=Act.CONFIGURE),
    "owner-data": api(OWNER, get=Act.READ, patch=Act.CONFIGURE),
    "owner-member": api(
        {**OWNER, "email": "other@alpha.example"}, put=Act.CONFIGURE, delete=Act.CONFIGURE
    ),
    "absence": api({"email": "other@alpha.example"}, put=Act.CONFIGURE),
    "regression-set": api(get=Act.READ),
    "regression-runs-data": api(post=Act.SYNC_RELEASES),
    "verified-answers-data": api(get=Act.READ),
    "proposals-data": api(get=Act.READ),
    "proposal-apply": api({"proposal_id": "{proposal}"}, post=Act.TRIAGE),
    "proposal-reject": api({"proposal_id": "{proposal}"}, post=Act.TRIAGE),
    "feedback-fate": api({"feedback_id": "{feedback}"}, get=Act.READ),
    "follow-up": api({"feedback_id": "{feedback}"}, post=Act.SEND_FEEDBACK),
    "reporter-notices": api(get=Act.READ),
    "notices-read": api(post=Act.SEND_FEEDBACK),
    "mine": api(get=Act.SEND_FEEDBACK),
    "placements": api(get=Act.READ),
    "backlog": api(get=Act.READ),
    # figures
    "metrics": api(get=Act.READ),
    "metric": api({"name": "satisfaction"}, get=Act.READ),
    "business-case-data": api(get=Act.READ, post=Act.CONFIGURE),
    "business-case-withdraw-data": api(post=Act.CONFIGURE),
    "business-case": page(get=Act.READ, post=Act.CONFIGURE),
    "business-case-withdraw": page(post=Act.CONFIGURE),
    "api_reports": api(get=Act.READ),
    "api_report": api({"name": "overview"}, get=Act.READ),
    "audits": page(get=Act.READ),
    "audits-draw": page(post=Act.CONFIGURE),
    "audit": page(AUDIT, get=Act.READ),
    "audit-judge": page(AUDIT, post=Act.TRIAGE),
    "audits-data": api(get=Act.READ, post=Act.CONFIGURE),
    "audit-items-data": api(AUDIT, get=Act.READ),
    "audit-item-data": api({**AUDIT, "item_id": "{audit_item}"}, put=Act.TRIAGE),
    "reports": page(get=Act.READ),
    "subscription": page(get=Act.READ, post=Act.READ),
    "digest-preview": page(get=Act.READ),
    "digest-now": page(post=Act.READ),
    "alert": page({"alert_id": "{alert}"}, get=Act.READ),
    "alert-act": page({"alert_id": "{alert}", "name": "acknowledge"}, post=Act.CONFIGURE),
    "report": page({"name": "overview"}, get=Act.READ),
    "report_json": page({"name": "overview"}, get=Act.READ),
    "report_pdf": page({"name": "overview"}, get=Act.READ),
    "report_file": page({"name": "overview", "block": "key", "kind": "csv"}, get=Act.READ),
}
