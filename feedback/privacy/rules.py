"""How personal data looks: data, with its named cases in tests/feedback/test_masking.py. Pure.

A rule finds candidates by their look; `valid` then says which of them hold up: by a checksum where
there is one. A number that could be anything needs one of the `near` words shortly before it.
Every pattern is linear in the text's length.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException
from stdnum import iban, luhn
from stdnum.br import cpf
from stdnum.ch import ssn as ch_ahv
from stdnum.cn import ric
from stdnum.de import idnr
from stdnum.es import dni, nie
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.gb import nhs
from stdnum.in_ import aadhaar
from stdnum.it import codicefiscale
from stdnum.nl import bsn
from stdnum.pl import pesel
from stdnum.se import personnummer
from stdnum.us import ssn

# National forms of telephone numbers are looked for as these countries write them.
REGIONS = ("US", "GB", "DE", "FR", "ES", "IT", "CH", "AT", "AU", "IN", "CN")


@dataclass(frozen=True)
class Rule:
    """One look of one kind. The group "it", where there is one, is what is masked."""

    kind: str
    look: re.Pattern[str]
    valid: Callable[[str], object] | None = None
    near: re.Pattern[str] | None = None


def _rule(
    kind: str, look: str, valid: Callable[[str], object] | None = None, near: str = ""
) -> Rule:
    words = re.compile(rf"\b(?:{near})", re.IGNORECASE) if near else None
    return Rule(kind, re.compile(look), valid, words)


def _card(text: str) -> bool:
    digits = re.sub(r"[ -]", "", text)
    looks_so = len(digits) > 13 and digits[0] in "23456" and len(set(digits)) > 1
    return looks_so and luhn.is_valid(digits)


def _phone(text: str) -> bool:
    """Whether it is a number that somebody may have, written with + or as at home somewhere."""
    abroad = re.sub(r"^00", "+", text)
    regions: tuple[str | None, ...] = (None,) if abroad.startswith("+") else REGIONS
    for region in regions:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(abroad, region)):
                return True
        except NumberParseException:
            continue
    return False


_ASSIGNED = (
    r"(?i:\b(?:password|passwd|passwort|pwd|secret|api[_-]?key|access[_-]?token|token))"
    r"""["']?[ ]?[:=][ ]?["']?(?P<it>(?!\[secret)[^\s"'·•]{6,200})"""
)
_PHONE_WORDS = (
    r"call|phone|tel\b|tel\.|telephone|mobile|cell|fax|ring|dial|hotline|whatsapp|sms|anruf|telefon"
    r"|handy|mobil|durchwahl|téléphone|portable|appelez|teléfono|móvil|llam|telefono|cellulare"
)

# In order: what an earlier rule found, a later one doesn't look at again.
RULES: tuple[Rule, ...] = (
    _rule(
        "secret", r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,8000}(?:-----END[A-Z -]{0,40})?"
    ),
    _rule("secret", r"\beyJ[\w-]{8,2000}\.eyJ[\w-]{8,4000}\.[\w-]{10,2000}"),
    _rule("secret", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    _rule("secret", r"\b(?:gh[pousr]_[A-Za-z0-9]{30,250}|github_pat_\w{30,250})"),
    _rule("secret", r"\bxox[abprs]-[A-Za-z0-9-]{10,250}"),
    _rule("secret", r"\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,250}"),
    _rule("secret", r"\bAIza[\w-]{35}"),
    _rule("secret", r"\bsk-[A-Za-z0-9_-]{20,250}"),
    _rule("secret", r"\be(?:sk|pk|sg)_[\w-]{20,60}"),
    _rule("secret", r"\bBearer (?P<it>[\w.~+/=-]{20,4000})"),
    _rule("secret", _ASSIGNED),
    _rule(
        "email",
        r"(?<![\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[\w-]{1,63}\.){1,8}"
        r"[^\W\d_]{2,24}",
    ),
    _rule("iban", r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]){11,30}\b", iban.is_valid),
    _rule("card", r"(?<![\w.,/-])[0-9](?:[ -]?[0-9]){13,18}(?![\w/-]|[.,]\d)", _card),
    _rule("national_id", r"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b", ssn.is_valid),
    _rule("national_id", r"\b[A-CEGHJ-PR-TW-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]\b"),
    _rule("national_id", r"\b[12](?: ?[0-9]{2}){3}(?: ?[0-9]{3}){2} ?[0-9]{2}\b", nir.is_valid),
    _rule("national_id", r"\b[0-9]{8}-?[A-Z]\b", dni.is_valid),
    _rule("national_id", r"\b[XYZ]-?[0-9]{7}-?[A-Z]\b", nie.is_valid),
    _rule(
        "national_id",
        r"\b[A-Z]{6}[0-9A-Z]{2}[A-Z][0-9A-Z]{2}[A-Z][0-9A-Z]{3}[A-Z]\b",
        codicefiscale.is_valid,
    ),
    _rule("national_id", r"\b[0-9]{6}[-+][0-9]{4}\b", personnummer.is_valid),
    _rule("national_id", r"\b[0-9]{6}[-+A][0-9]{3}[0-9A-Y]\b", hetu.is_valid),
    _rule("national_id", r"\b756\.[0-9]{4}\.[0-9]{4}\.[0-9]{2}\b", ch_ahv.is_valid),
    _rule("national_id", r"\b[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}\b", cpf.is_valid),
    _rule("national_id", r"\b[0-9]{17}[0-9Xx]\b", ric.is_valid),
    _rule(
        "national_id",
        r"\b[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}\b",
        idnr.is_valid,
        r"steuer|id-?nr|tax|tin\b",
    ),
    _rule("national_id", r"\b[0-9]{9}\b", bsn.is_valid, r"bsn|burgerservice"),
    _rule("national_id", r"\b[0-9]{4} ?[0-9]{4} ?[0-9]{4}\b", aadhaar.is_valid, r"aadhaar|uidai"),
    _rule("national_id", r"\b[0-9]{3} ?[0-9]{3} ?[0-9]{4}\b", nhs.is_valid, r"nhs"),
    _rule("national_id", r"\b[0-9]{11}\b", pesel.is_valid, r"pesel"),
    _rule("phone", r"(?<![\w.+])(?:\+|00)[1-9][0-9 ().\-/]{6,20}[0-9](?![\w])", _phone),
    _rule(
        "phone",
        r"(?<![\w.+/-])\(?[0-9][0-9 ().\-/]{6,18}[0-9](?![\w]|[.,/]\d)",
        _phone,
        _PHONE_WORDS,
    ),
)
