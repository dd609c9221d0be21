"""The mails themselves: text, and HTML that reads without its pictures and on dark screens."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.mime.image import MIMEImage
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from feedback.models import Member
from reporting.alerts.queries import by_weight
from reporting.alerts.wording import Line, line_of
from reporting.digests.content import Digest, address, digest_of
from reporting.models import ReportMail
from reporting.report.pictures import as_png

STOP = "errata.report-mail-stop"
SHOWN_ALERTS = 5


class Letter(EmailMultiAlternatives):
    """One whose attachments are the pictures of its HTML (RFC 2387)."""

    mixed_subtype = "related"


@dataclass(frozen=True)
class Picture:
    """A drawing: `src` is where the HTML finds it, `says` the same in words."""

    name: str
    title: str
    says: str
    href: str
    png: bytes
    src: str


def letter_of(mail: ReportMail) -> EmailMultiAlternatives:
    """The mail as it is sent."""
    member = mail.member
    if mail.week is None:
        alerts = mail.alerts.select_related("project", "team", "cohort")
        lines = [line_of(alert) for alert in by_weight(alerts)]
        more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
        context: dict[str, Any] = {
            "subject": f"{member.project.name}: {lines[0].heading.lower()}{more}",
            **_alerts(lines),
        }
        return _letter(mail, context, [])
    subscription = getattr(member, "subscription", None)
    group = subscription.group if subscription else None
    digest = digest_of(project=member.project, group=group, week=mail.week)
    pictures = _pictures(digest, inline=False)
    return _letter(mail, _context(digest, pictures), pictures)


def preview(digest: Digest, member: Member) -> str:
    """The HTML of a digest by itself, with its pictures in it."""
    pictures = _pictures(digest, inline=True)
    return render_to_string("reporting/mail/mail.html", _whole(_context(digest, pictures), member))


def stop_link(member: Member) -> str:
    """Where that member ends these mails, without signing in."""
    token = signing.Signer(salt=STOP).sign(str(member.pk))
    return address("report-mail-stop", token)


def member_of(token: str) -> Member | None:
    """Whom a link to end the mails was made for; None for none, or somebody who is gone."""
    try:
        value = signing.Signer(salt=STOP).unsign(token)
    except signing.BadSignature:
        return None
    return Member.objects.filter(pk=value).select_related("project", "user").first()


def _context(digest: Digest, pictures: Sequence[Picture]) -> dict[str, Any]:
    return {
        "subject": digest.subject,
        "digest": digest,
        "pictures": pictures,
        **_alerts(digest.alerts),
    }


def _alerts(lines: Sequence[Line]) -> dict[str, Any]:
    """As many as are read, and how many more there are."""
    return {"alerts": lines[:SHOWN_ALERTS], "more_alerts": len(lines[SHOWN_ALERTS:])}


def _whole(context: Mapping[str, Any], member: Member) -> dict[str, Any]:
    return {
        **context,
        "url": settings.URL,
        "project": member.project,
        "settings_link": address("subscription", member.project.slug),
        "alerts_link": address("report", member.project.slug, "alerts"),
        "stop": stop_link(member),
    }


def _letter(
    mail: ReportMail, context: Mapping[str, Any], pictures: Sequence[Picture]
) -> EmailMultiAlternatives:
    whole = _whole(context, mail.member)
    message = Letter(
        subject=" ".join(str(context["subject"]).split()),
        body=render_to_string("reporting/mail/mail.txt", whole),
        to=[mail.member.user.email],
        headers={
            "Message-ID": f"<{mail.pk}@{urlsplit(settings.URL).hostname}>",
            "List-Unsubscribe": f"<{whole['stop']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string("reporting/mail/mail.html", whole), "text/html")
    for picture in pictures:
        image = MIMEImage(picture.png, "png")
        image.add_header("Content-ID", f"<{picture.name}>")
        image.add_header("Content-Disposition", "inline", filename=f"{picture.name}.png")
        message.attach(image)
    return message


def _pictures(digest: Digest, *, inline: bool) -> list[Picture]:
    found = []
    for block, href in digest.drawn:
        if all(plot.empty for plot in block.plots):
            continue
        png = as_png(block)
        data = f"data:image/png;base64,{base64.b64encode(png).decode()}"
        src = data if inline else f"cid:{block.id}"
        found.append(Picture(block.id, block.title, block.summary, href, png, src))
    return found
