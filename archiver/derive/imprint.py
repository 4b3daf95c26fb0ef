"""A site's imprint, and what it says of how its company is reached and registered: hints, read from plain words."""

# ruff: noqa: RUF001 - Russian registers have Russian names

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_NAMED = re.compile(
    r"impressum|imprint|legal[-_ ]?(?:notice|disclosure|information)|mentions[-_ ]?l[eé]gales|aviso[-_ ]?legal|"
    r"note[-_ ]?legali|colofon|nota[-_ ]?prawna|anbieterkennzeichnung|реквизиты|контакты|kontakt\b|"
    r"contact(?:[-_ ]us)?\b|联系我们|版权",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_PHONE = re.compile(r"(?:\+|\b00)\d[\d ()/.–-]{6,20}\d")
_NUMBER = re.compile(
    r"\bHR[AB]\s?\d{1,7}\b|\b(?:ATU|BE|CHE|DE|DK|ES|FR|GB|IT|NL|PL|SE)[ -]?\d[\d. -]{6,12}\d\b|\bИНН\s?\d{10,12}\b|"
    r"\bОГРН\s?\d{13}\b"
)


@dataclass(frozen=True, slots=True)
class Contact:
    """How a company is reached and registered, as some words say it."""

    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    """With their country's code, as they are written."""
    numbers: tuple[str, ...] = ()
    """Of registers and tax offices."""

    @property
    def compared(self) -> frozenset[str]:
        """Give the same in one form, so that two can be held against each other."""
        return frozenset(
            {each.lower() for each in self.emails}
            | {_digits(each) for each in self.phones}
            | {re.sub(r"[\s.-]", "", each).upper() for each in self.numbers}
        )


def _digits(phone: str) -> str:
    """Give a phone number's digits behind the sign for abroad; a nought in brackets is only dialled at home."""
    plain = re.sub(r"\D", "", phone.replace("(0)", ""))
    return f"+{plain.removeprefix('00')}"


def is_imprint(address: str, title: str) -> bool:
    """Tell whether a page calls itself, in its address or its title, by one of the names of such pages."""
    return bool(_NAMED.search(unquote(urlsplit(address).path)) or _NAMED.search(title))


def contact(words: str) -> Contact:
    """Read what some words say of how somebody is reached."""
    found = (
        dict.fromkeys(each.strip() for each in pattern.findall(words))
        for pattern in (_EMAIL, _PHONE, _NUMBER)
    )
    return Contact(*map(tuple, found))


def together(contacts: Iterable[Contact]) -> frozenset[str]:
    """Give all that several say, in one form."""
    return frozenset(each for one in contacts for each in one.compared)
