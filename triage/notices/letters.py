"""The mail itself: text and a little HTML, with what ends it in one click (RFC 8058)."""

from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from feedback.models import Answer
from triage.models import ReporterMail, ReporterNotice
from triage.notices.links import follow_up_link, stop_link
from triage.notices.wording import Words, language_of, words_in

LONGEST_QUESTION = 160


@dataclass(frozen=True)
class Part:
    """What the mail says of one issue. `ask` is where they say whether it is right now."""

    state: str
    lead: str
    says: str
    question: str
    ask: str


def letter_of(mail: ReporterMail) -> EmailMultiAlternatives:
    """The mail as it is sent: of each issue, what its person was told last."""
    person, project = mail.person, mail.project
    language = language_of(project.language)
    words = words_in(language, project=project.name)
    stop = stop_link(person)
    context: dict[str, Any] = {
        "words": words,
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "parts": [_part(notice, words) for notice in _latest(mail)],
        "stop": stop,
    }
    ways = project.reporter_ways
    name = " ".join((ways.sender_name or project.name).split())
    message = EmailMultiAlternatives(
        subject=" ".join(words["subject"].split()),
        body=render_to_string("triage/mail/told.txt", context),
        from_email=formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[person.email],
        reply_to=[ways.reply_to] if ways.reply_to else None,
        headers={
            "Message-ID": f"<{mail.pk}@{urlsplit(settings.URL).hostname}>",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string("triage/mail/told.html", context), "text/html")
    return message


def _latest(mail: ReporterMail) -> list[ReporterNotice]:
    rows = mail.notices.select_related("telling__issue", "feedback__answer").order_by("id")
    return list({row.telling.issue_id: row for row in rows}.values())


def _part(notice: ReporterNotice, words: Words) -> Part:
    telling = notice.telling
    return Part(
        state=words[telling.state],
        lead=words.get(f"lead_{telling.state}", "") if telling.says else "",
        says=telling.says,
        question=question_of(notice.feedback.answer, notice.person_id),
        ask=follow_up_link(notice.feedback_id, telling.fix_id) if telling.fix_id else "",
    )


def question_of(answer: Answer, reader: UUID | None) -> str:
    """What was asked, in one line; nothing where the answer was given to somebody else."""
    if answer.person_id not in {None, reader}:
        return ""
    line = " ".join(answer.question.split())
    return line if len(line) <= LONGEST_QUESTION else f"{line[: LONGEST_QUESTION - 1]}…"
