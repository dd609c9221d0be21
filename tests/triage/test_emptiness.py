"""What says nothing, what takes itself back, what is spam; and what only looks like it."""

import pytest

from triage.clustering.emptiness import Says, judge

CASES = {
    Says.NOTHING: [
        "none",
        "N/A",
        "...",
        "asdf",
        "test",
        "👎",
        "nichts",
        "aucun",
        "nada",
        "沒有",
        "لا شيء",
    ],
    Says.MISTAKE: [
        *("sorry, wrong button", "Pressed by mistake", "aus Versehen gedrückt"),
        *("par erreur", "手滑", "按錯了"),
    ],
    Says.SOMETHING: [
        *("The wrong button is shown in step 3", "No leave is granted in the first month"),
        *(
            "28 days, not 30",
            "456",
            "55",
            "Das stimmt nicht: es sind 30 Tage",
            "來源已過期",
            "test results are missing",
        ),
    ],
}


@pytest.mark.parametrize(
    ("text", "says"), [(text, says) for says, texts in CASES.items() for text in texts]
)
def test_a_text_is_taken_for_what_it_is(text: str, says: Says) -> None:
    assert judge(text) is says
