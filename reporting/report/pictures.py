"""A block's drawings as a picture, by Vega-Lite outside of a browser."""

from dataclasses import replace
from io import BytesIO

from reporting.kit.blocks import Block, Page
from reporting.kit.look import pictured
from reporting.report.paper import sheets

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


def as_pdf(title: str, page: Page, *, window: str, address: str) -> bytes:
    """The whole report as a PDF of A4 pages, with its drawings as lines, not dots."""
    import pypdf  # noqa: PLC0415
    import vl_convert  # noqa: PLC0415

    pictures = {block.id: as_svg(replace(block, title="")) for block in page.made if block.plots}
    paper = pypdf.PdfWriter()
    for sheet in sheets(title, page, window=window, address=address, pictures=pictures):
        paper.append(BytesIO(vl_convert.svg_to_pdf(sheet)))
    paper.add_metadata({"/Title": title})
    written = BytesIO()
    paper.write(written)
    return written.getvalue()


def _spec(block: Block) -> dict[str, object]:
    plots = list(block.drawings())
    if not plots:
        raise ValueError(f"{block.id} has no drawings")
    return pictured([(plot.name, plot.spec) for plot in plots], title=block.title)
