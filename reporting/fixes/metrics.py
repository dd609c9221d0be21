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

DEFINITIONS = (LEFT, LIKE_RATE, OTHER_RATE)
