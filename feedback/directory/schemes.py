"""How the API's description names the two ways in, and what they bring along."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from feedback.directory.access import ROLES


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "feedback.directory.authentication.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002
        return {"type": "http", "scheme": "bearer", "description": "A secret or public key"}


class MemberScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "feedback.directory.authentication.MemberAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002
        return {"type": "apiKey", "in": "cookie", "name": "errata_session"}


_PROJECT = OpenApiParameter(
    "project",
    str,
    description="The project's slug, for members of more than one; a key has its own project",
)


class Description(AutoSchema):
    """Bodies are never optional and have a limit; members may say which project they mean."""

    def _get_request_body(self, direction: Any = "request") -> Any:
        body: Any = super()._get_request_body(direction)  # type: ignore[no-untyped-call]
        return body and {**body, "required": True}

    def get_description(self) -> str:  # type: ignore[override]
        text = str(super().get_description() or "")
        limit = getattr(self.view, "limit", 0) if self.method == "POST" else 0
        return f"{text}\n\nA body has up to {limit // 2**20} MiB, as gzip too." if limit else text

    def get_override_parameters(self) -> list[Any]:
        acts = getattr(self.view, "acts", {})
        act = acts.get(self.method) or getattr(self.view, "act", None)
        stated = super().get_override_parameters()
        return [*stated, _PROJECT] if any(act in leave for leave in ROLES.values()) else stated
