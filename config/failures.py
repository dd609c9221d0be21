"""What no view answers: a page for people, a problem document for programs."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views import defaults

from feedback.errors import RefusedError
from feedback.problems import refused


def _of_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/v1/")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    if _of_api(request):
        return _refused("This is no request that can be read.", "bad_request", 400)
    return defaults.bad_request(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    if _of_api(request):
        return _refused("There is no such address: see /api/docs.", "not_found", 404)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponseBase:
    if _of_api(request):
        return _refused("This failed here. What went wrong is in our log.", "failed", 500)
    return defaults.server_error(request)


def _refused(detail: str, code: str, status: int) -> HttpResponse:
    return refused(RefusedError(detail, code=code, status=status))
