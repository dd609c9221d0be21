"""`/widget/errata.js`: the one script that a host's page embeds."""

import hashlib
from functools import cache
from pathlib import Path

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from feedback.widget.cors import open_to_pages
from feedback.widget.script import joined

# The address is stable, so a new version is taken up when this is over: the ETag makes that cheap.
FRESH_FOR_S = 300


@cache
def _script() -> bytes:
    folder = Path(apps.get_app_config("feedback").path, "static", "feedback", "widget")
    return joined({file.stem: file.read_text() for file in folder.glob("*.js")}).encode()


def _etag(request: HttpRequest) -> str:  # noqa: ARG001
    return f'"{hashlib.sha256(_script()).hexdigest()[:20]}"'


@open_to_pages
@require_safe
@cache_control(public=True, max_age=FRESH_FOR_S)
@gzip_page
@condition(etag_func=_etag)
def script(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
