"""Pictures look as pages do, and only the page's tokens say how."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

from reporting.kit.look import LIGHT


def test_pictures_have_the_light_colours_of_the_style_sheet() -> None:
    found = finders.find("config/errata.css")
    assert isinstance(found, str)
    tokens = dict(re.findall(r"(--[\w-]+): ([^;]+);", Path(found).read_text()))
    assert {token: _light(tokens, token) for token in LIGHT} == LIGHT


def _light(tokens: dict[str, str], token: str) -> str:
    value = tokens[token]
    if alias := re.fullmatch(r"var\((.+)\)", value):
        return _light(tokens, alias[1])
    light = re.match(r"light-dark\((#\w+),", value)
    assert light
    return light[1]
