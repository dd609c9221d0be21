"""What a server loads once is set apart from what garbage collection looks through.

By itself the collector looks through all of it every thirty requests or so, which took a tenth of a
second each time: more than the request itself.
"""

import gc

from django.urls import get_resolver


def settle() -> None:
    """Load what the first request would load, and set it apart with all that is there."""
    get_resolver().reverse_dict  # noqa: B018 - each page's module is imported for it
    gc.collect()
    gc.freeze()
