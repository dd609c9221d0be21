"""Effects as they are kept, and which of them may be shown. Pure."""

from collections.abc import Mapping
from typing import Any

from reporting.fixes.cleanups import Difference, Effect, Verdict
from reporting.metrics.minimum import hidden_places

# The name of all clean-ups together.
POOLED = "all"


def as_kept(effect: Effect) -> dict[str, Any]:
    return {
        "verdict": effect.verdict.value,
        "treated": effect.treated,
        "others": effect.others,
        "after": _numbers(effect.after),
        "placebo": _numbers(effect.placebo),
    }


def as_found(kept: Mapping[str, Any]) -> Effect:
    return Effect(
        Verdict(kept["verdict"]),
        kept["treated"],
        kept["others"],
        _difference(kept["after"]),
        _difference(kept["placebo"]),
    )


def _numbers(found: Difference | None) -> list[float] | None:
    return [found.value, found.low, found.high] if found else None


def _difference(kept: list[float] | None) -> Difference | None:
    return Difference(*kept) if kept else None


def hidden(effects: Mapping[str, Effect]) -> set[str]:
    """Those with too few people on either side, and what would tell of them."""
    sides = (
        {_place(name): effect.treated for name, effect in effects.items()},
        {_place(name): effect.others for name, effect in effects.items()},
    )
    return {name or POOLED for side in sides for (name,) in hidden_places(side)}


def _place(name: str) -> tuple[str | None]:
    return (None if name == POOLED else name,)
