"""Is the process alive, and are the things it stands on?"""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError


@require_safe
def livez(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """The web process answers. Nothing else is asked."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Votes can be taken: the database answers. The broker's state is told, not required."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "down"}, status=503)
    try:
        cache.get("readyz")
        broker = "ok"
    except (RedisError, OSError):
        broker = "down"
    return JsonResponse({"status": "ok", "database": "ok", "broker": broker})
