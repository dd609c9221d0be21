"""What a fix did, and what people did afterwards. Pure."""

from reporting.metrics.definition import Definition

LEFT = Definition(
    name="left_of_complaints",
    title="Left of the complaints",
    definition=(
        "What a fix left of each complaint that there would be without it: the share of answers "
        "to like questions that are complained of, since it is in force against the four weeks "
        "before, over the same ratio for all other questions. 100% is no effect."
    ),
    unit="share",
    counts="",
    out_of="answers to like questions since",
    window="28 days before the fix, and up to 90 since.",
    better="down",
    method=(
        "95% confidence sequence: it holds however often anybody looks. A share of less than 5% "
        "or more than 500% is shown as these."
    ),
    literature=(
        "Przyborowski and Wilenski 1940, Biometrika 31; Perez-Ortiz, Lardy, de Heide and "
        "Grunwald 2024, Annals of Statistics 52"
    ),
)

LIKE_RATE = Definition(
    name="like_complaint_rate",
    title="Complained of, like questions",
    definition=(
        "Answers to questions like those of the issue that anybody complained of / all answers to "
        "such questions. The complaint that opened the issue is not counted."
    ),
    unit="share",
    counts="answers complained of",
    out_of="answers",
    window="Weeks before and since the fix; from some days, answers drawn by chance.",
    better="down",
    method="95% score interval (Wilson 1927).",
    literature="Wilson 1927, JASA 22:209-212",
)

OTHER_RATE = Definition(
    name="other_complaint_rate",
    title="Complained of, other questions",
    definition="The same of all other questions: what moves both is no work of the fix.",
    unit="share",
    counts="answers complained of",
    out_of="answers",
    window=LIKE_RATE.window,
    better="down",
    method=LIKE_RATE.method,
    literature=LIKE_RATE.literature,
)

USE_AFTER = Definition(
    name="use_after_cleanup",
    title="Use after the clean-up",
    definition=(
        "Share of weeks with any use: how much it changed from the four weeks before a source "
        "update to the four since, among people whose complaint it mended, less the same among "
        "people who complained in the same weeks of what nothing mended. The week of the update "
        "is left out; everybody had used it for eight weeks."
    ),
    unit="points",
    out_of="people on the smaller side",
    window="Eight weeks before each source update and four since; the latest 50.",
    people_are="people on either side",
    better="up",
    method=(
        "Difference in differences within the week of the last complaint; 95% by a jackknife that "
        "leaves out people, with Student's t."
    ),
    literature=(
        "Angrist and Pischke 2009, Mostly Harmless Econometrics, chapter 5; Efron and Stein 1981, "
        "Annals of Statistics 9"
    ),
)

USE_BEFORE = Definition(
    name="use_before_cleanup",
    title="The same before",
    definition=(
        "The same difference between the four weeks before and the four before those, when nothing "
        "was mended yet: it should be none, else the two don't compare."
    ),
    unit="points",
    out_of=USE_AFTER.out_of,
    window=USE_AFTER.window,
    people_are=USE_AFTER.people_are,
    method=USE_AFTER.method,
    literature=USE_AFTER.literature,
)

DEFINITIONS = (LEFT, LIKE_RATE, OTHER_RATE, USE_AFTER, USE_BEFORE)
