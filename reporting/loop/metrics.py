"""How well the loop itself works: from a complaint to a verified fix. Pure.

Team and cohort of an issue are those of whoever complained of it first, at that time. Findings,
which rest on complaints of other issues, and what was pressed by mistake are left out.
"""

from reporting.metrics.definition import WILSON, Definition

WINDOW = (
    "Issues whose first complaint was given in the days asked for, in UTC; without any, all issues."
)
REPORTERS = "people who complained first of an issue"
WILSON_1927 = "Wilson 1927, JASA 22:209-212"


def _share(
    name: str, title: str, definition: str, *, counts: str, out_of: str, better: str = "up"
) -> Definition:
    return Definition(
        name=name,
        title=title,
        definition=definition,
        unit="share",
        counts=counts,
        out_of=out_of,
        window=WINDOW,
        people_are=REPORTERS,
        better=better,
        method=WILSON,
        literature=WILSON_1927,
    )


REVIEWED = _share(
    "issues_reviewed",
    "Reviewed",
    "Issues to which a person has done anything / issues.",
    counts="issues reviewed",
    out_of="issues",
)
ACTED = _share(
    "issues_acted_on",
    "Acted on",
    "Issues that are resolved, or declined for good / issues. Reopened, they are not.",
    counts="issues acted on",
    out_of="issues",
)
VERIFIED = _share(
    "issues_verified",
    "Verified",
    "Issues whose fix was measured to have taken complaints away / issues.",
    counts="issues verified",
    out_of="issues",
)
FIRST_RESPONSE = Definition(
    name="first_response",
    title="Time to first response",
    definition=(
        "Median hours from an issue's first complaint to the first thing that a person does to it. "
        "Issues that nobody has done anything to count for as long as they have waited."
    ),
    unit="hours",
    out_of="issues",
    window=WINDOW,
    people_are=REPORTERS,
    better="down",
    method=(
        "Kaplan-Meier; the 95% interval is where the curve's band (Greenwood's variance, on the "
        "scale of log(-log)) crosses a half. Hours are calendar hours, to within 1%."
    ),
    literature=(
        "Kaplan and Meier 1958, JASA 53:457-481; Brookmeyer and Crowley 1982, Biometrics 38:29-41; "
        "compared by Mantel 1966, Cancer Chemotherapy Reports 50:163-170"
    ),
)
RESPONDED_IN_TIME = _share(
    "responded_in_time",
    "First responses in time",
    "Issues whose first response came before it was due / those in which it came or is overdue. "
    "What waits on others is not due meanwhile; of what was reopened the last run counts.",
    counts="issues responded to in time",
    out_of="issues in which it was due",
)
RESOLVED_IN_TIME = _share(
    "resolved_in_time",
    "Resolutions in time",
    "Issues that were resolved or declined before it was due / those that were, or are overdue.",
    counts="issues resolved in time",
    out_of="issues in which it was due",
)
WITHOUT_ENGINEER = _share(
    "closed_without_engineer",
    "Fixed without an engineer",
    "Issues fixed by a source update or a verified answer, which the people who own the knowledge "
    "can make / issues fixed by any of source update, verified answer, prompt change and release. "
    "Declined issues, and those resolved before fixes were named, are neither.",
    counts="issues fixed by a source update or a verified answer",
    out_of="issues fixed",
)
CAME_BACK = _share(
    "issues_came_back",
    "Came back",
    "Issues that a person reopened, or that complaints brought back, at least once / issues that "
    "were ever resolved or declined.",
    counts="issues that came back",
    out_of="issues ever closed",
    better="down",
)
TOLD = _share(
    "reporters_told",
    "Reporters told",
    "Reporters who got a message since their issue was resolved or declined / all reporters of "
    "such issues. Somebody counts once in each issue.",
    counts="reporters told",
    out_of="reporters who are owed it",
)
TOLD_AFTER = Definition(
    name="told_after",
    title="Time until reporters are told",
    definition="Median time from closing an issue to the first message to any of its reporters.",
    unit="hours",
    out_of="issues told of",
    window=WINDOW,
    better="down",
)
STORED = Definition(
    name="receipts_stored",
    title="Receipts stored",
    definition=(
        "Revisions of words that are stored / receipts for new or changed words, by the audit "
        "trail, which can't be changed. Less than all: words were deleted since, as by erasing "
        "a person."
    ),
    unit="share",
    counts="revisions stored",
    out_of="receipts",
    window="Recorded in the days asked for, in UTC; without any, since the project began.",
    better="up",
)
KNOWN_BY_ONE = Definition(
    name="known_by_one",
    title="Known by one person",
    definition=(
        "Issues resolved by members within 90 days whose area only one of those who are here has "
        "resolved any of within a year / such issues of areas with five or more. An area is an "
        "owner team and the source that most of an issue's complaints are about."
    ),
    unit="share",
    counts="issues that one person knows",
    out_of="issues",
    window="The 90 days to today.",
    better="down",
    literature="after Avelino, Passos, Hora and Valente 2016, ICPC",
)

DEFINITIONS: tuple[Definition, ...] = (
    REVIEWED,
    ACTED,
    VERIFIED,
    FIRST_RESPONSE,
    RESPONDED_IN_TIME,
    RESOLVED_IN_TIME,
    WITHOUT_ENGINEER,
    CAME_BACK,
    TOLD,
    TOLD_AFTER,
    STORED,
    KNOWN_BY_ONE,
)
