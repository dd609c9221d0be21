"""`/widget/errata.js` and what lies beside it: the files that a host's page loads."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition, require_safe

from feedback.widget.cors import open_to_pages
from feedback.widget.files import WidgetFile, widget

# The plain address is stable, so a new version is taken up when this is over: the ETag makes that
# cheap. Under an address with the version in it nothing ever changes.
FRESH_FOR_S = 300
KEPT = "public, max-age=31536000, immutable"


def _found(name: str) -> WidgetFile:
    try:
        return widget().files[name]
    except KeyError as error:
        raise Http404 from error


def _etag(request: HttpRequest, name: str, version: str = "") -> str:  # noqa: ARG001
    return f'W/"{_found(name).integrity[-20:]}"'


@open_to_pages
@require_safe
def file(request: HttpRequest, name: str, version: str = "") -> HttpResponseBase:
    """One of the files. Of a version that is gone, the one that is there now."""
    if version not in {"", widget().version}:
        return redirect("widget", name=name)
    response = _served(request, name, version)
    response["Cache-Control"] = KEPT if version else f"public, max-age={FRESH_FOR_S}"
    return response


@condition(etag_func=_etag)
def _served(request: HttpRequest, name: str, version: str) -> HttpResponse:  # noqa: ARG001
    found = _found(name)
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    body = found.compressed if zipped else found.content
    response = HttpResponse(body, content_type=found.content_type)
    if zipped:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
