"""How teams and cohorts are told apart by their names."""

from functools import lru_cache

from django.utils.text import slugify


@lru_cache(maxsize=4096)
def slug_of(name: str) -> str:
    """The slug, of up to 100 letters: names that slugify alike are one group."""
    return slugify(name, allow_unicode=True)[:100] or name[:100]
