"""What the site's own machinery says on every page, in German and, to everybody else, in English."""

from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words around a page in one language."""

    changed: str
    today: str
    visits: str
    teasers: tuple[str, ...]
    cookies: str
    accept: str
    decline: str
    imprint: str
    privacy: str
    newsletter: str
    follow: str
    missing: str
    missing_more: str
    days: tuple[str, ...]
    date_form: str

    def day(self, on: date) -> str:
        """Give a date as the site writes it."""
        return on.strftime(self.date_form)

    def now(self, now: float) -> str:
        """Give weekday, date and time."""
        at = datetime.fromtimestamp(now, UTC)
        return f"{self.days[at.weekday()]}, {self.day(at)}, {at:%H:%M:%S}"


_GERMAN = Phrases(
    changed="Zuletzt geändert:",
    today="Heute ist",
    visits="Besucher Nr.",
    teasers=(
        "Nur bis Monatsende: Inspektion zum Festpreis!",
        "Jetzt anmelden: Hausmesse in Werk II",
        "Gebrauchte RX 200, generalüberholt",
        "Ersatzteile in 24 Stunden",
    ),
    cookies="Wir verwenden Cookies. Mehr steht unter Datenschutz.",
    accept="Einverstanden",
    decline="Nur notwendige",
    imprint="Impressum",
    privacy="Datenschutz",
    newsletter="Rundbrief bestellen",
    follow="Folgen Sie uns:",
    missing="Seite nicht gefunden",
    missing_more="Die gewünschte Seite ist leider nicht vorhanden. Vielleicht hilft die Startseite weiter.",
    days=tuple("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split()),
    date_form="%d.%m.%Y",
)
_ENGLISH = Phrases(
    changed="Last changed:",
    today="Today is",
    visits="Visitor no.",
    teasers=(
        "Until the end of the month: inspection at a fixed price!",
        "Register now: open house in plant II",
        "Reconditioned RX 200 for sale",
        "Spare parts within 24 hours",
    ),
    cookies="We use cookies. Read more under Privacy.",
    accept="Accept",
    decline="Necessary only",
    imprint="Imprint",
    privacy="Privacy",
    newsletter="Subscribe to our newsletter",
    follow="Follow us:",
    missing="Page not found",
    missing_more="We are sorry, but the page you asked for does not exist. Perhaps the home page can help.",
    days=tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()),
    date_form="%d %B %Y",
)
TEASERS = len(_GERMAN.teasers)


def phrases(language: str) -> Phrases:
    """Give the words for a language."""
    return _GERMAN if language == "de" else _ENGLISH
