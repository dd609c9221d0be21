"""The screens on which pages are looked at."""

import pytest

# Each width and each colour scheme once: layout depends on the one, contrast on the other.
SCREENS = [(1280, "light"), (390, "dark")]
# As wide as a page has to fit that is enlarged four times (WCAG 2.2, 1.4.10).
NARROWEST = (320, "light")

on_screens = pytest.mark.parametrize(("width", "scheme"), SCREENS)
on_the_narrowest_too = pytest.mark.parametrize(("width", "scheme"), [*SCREENS, NARROWEST])
