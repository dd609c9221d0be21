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


def page(kwargs: Mapping[str, str] | None = None, **methods: Act) -> Door:
    return Door(PAGE, methods, kwargs or {})


def api(kwargs: Mapping[str, str] | None = None, **methods: Act) -> Door:
    return Door(API, methods, kwargs or {})


ISSUE = {"short_id": "{issue}"}

DOORS: dict[str, Door] = {
    # the house
    "home": Door(SIGNED_IN, {"get": None}),
    "livez": Door(PUBLIC, {"get": None}),
    "readyz": Door(PUBLIC, {"get": None}),
    "schema": Door(PUBLIC, {"get": None}),
    "docs": Door(PUBLIC, {"get": None}),
    # who may come in
    "account_login": Door(PUBLIC, {"get": None, "post": None}),
    "account_logout": Door(PUBLIC, {"get": None, "post": None}),
    "account_reauthenticate": Door(SIGNED_IN, {"get": None}),
    "account_change_password": Door(SIGNED_IN, {"get": None}),
    "access": page(get=Act.ADMINISTER),
    "add_member": page(post=Act.ADMINISTER),
    "end_member": page(post=Act.ADMINISTER),
    "new_key": page(post=Act.ADMINISTER),
    "revoke_key": page(post=Act.ADMINISTER),
    # capture
    "answers": api(post=Act.SEND_ANSWERS),
    "feedback": api(post=Act.SEND_FEEDBACK),
    "reasons": api(get=Act.SEND_FEEDBACK),
    # the widget, for pages of any origin
    "widget": Door(PUBLIC, {"get": None}),
    # the demonstration chat, for anybody
    "chat": Door(PUBLIC, {"get": None}),
    "chat_ask": Door(PUBLIC, {"post": None}),
    "chat_person": Door(PUBLIC, {"post": None}),
    "chat_afresh": Door(PUBLIC, {"post": None}),
}
