"""The gate before every project page: signed in, a member, with leave."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from feedback.directory.access import Act
from feedback.directory.queries import acts_of_member, member_of
from feedback.errors import NotFoundError
from feedback.models import Member

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, Member, P], HttpResponseBase]


def member_page(act: Act) -> Callable[[Page[P]], Callable[..., HttpResponseBase]]:
    """Make a page of `view(request, member, …)` under an address with `<slug:project>`.

    Nobody is sent to sign in; a stranger sees 404, as for a project that isn't there; a member
    whose role lacks `act` sees 403. The template finds `member` and `acts` on the request.
    """

    def wrap(view: Page[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def page(request: HttpRequest, project: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            try:
                member = member_of(user=request.user, slug=project)
            except NotFoundError as error:
                raise Http404(error.detail) from error
            acts = acts_of_member(member)
            if act not in acts:
                raise PermissionDenied
            request.member = member  # type: ignore[attr-defined]
            request.acts = {a.name.lower(): True for a in acts}  # type: ignore[attr-defined]
            return view(request, member, *args, **kwargs)

        page.act = act  # type: ignore[attr-defined]
        return page

    return wrap
