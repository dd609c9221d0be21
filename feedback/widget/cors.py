"""Pages of other origins may call what is opened to them, and read the answers, refusals too.

No cookie is ever involved: `*` keeps browsers from sending any. A preflight can't show a key, so
it is answered alike for every origin; the request itself is refused where its key doesn't name
the origin (feedback.directory.authentication).
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

ViewT = TypeVar("ViewT", bound=Callable[..., HttpResponseBase])

_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Errata-Person, Idempotency-Key",
    "Access-Control-Max-Age": "86400",
}


def open_to_pages(view: ViewT) -> ViewT:
    """Mark a view as one that pages of any origin may call."""
    view.open_to_pages = True  # type: ignore[attr-defined]
    return view


class CorsMiddleware:
    """Adds the headers around the whole stack, so that even a failure can be read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.resolver_match and _is_open(request.resolver_match.func):
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "Retry-After"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_: object
    ) -> HttpResponseBase | None:
        asks = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        return HttpResponse(status=204, headers=_PREFLIGHT) if asks and _is_open(view) else None


def _is_open(view: Callable[..., Any]) -> bool:
    return getattr(view, "open_to_pages", False)
