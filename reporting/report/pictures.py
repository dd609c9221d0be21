"""A block's drawings as a picture, by Vega-Lite outside of a browser."""

from reporting.kit.blocks import Block
from reporting.kit.look import pictured

# Two pixels for each unit: legible on paper and on dense screens.
SCALE = 2.0
# A drawing asks for nothing from elsewhere: its data are in it.
NOWHERE: list[str] = []


def as_svg(block: Block) -> str:
    """The block's drawings as one SVG. ValueError where it has none."""
    import vl_convert  # noqa: PLC0415 - a large library, and most requests need no picture

    return str(vl_convert.vegalite_to_svg(_spec(block), allowed_base_urls=NOWHERE))


def as_png(block: Block) -> bytes:
    """The same as a PNG."""
    import vl_convert  # noqa: PLC0415

    return bytes(vl_convert.vegalite_to_png(_spec(block), scale=SCALE, allowed_base_urls=NOWHERE))


def _spec(block: Block) -> dict[str, object]:
    plots = list(block.drawings())
    if not plots:
        raise ValueError(f"{block.id} has no drawings")
    return pictured([(plot.name, plot.spec) for plot in plots], title=block.title)
