"""The first page: to the only project, or to a choice among several."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from feedback.directory.queries import projects_of
from feedback.models import User


@login_required
def home(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    projects = projects_of(request.user)
    if len(projects) == 1:
        return redirect("queue", project=projects[0].slug)
    return render(request, "home.html", {"projects": projects})
