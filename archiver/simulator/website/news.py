"""What Hartmann Werkzeuge reported: six pieces of news on two pages of a listing, newest first."""

# ruff: noqa: RUF001 - German is written with the longer dash

from dataclasses import replace
from datetime import date

from archiver.simulator.website.encodings import MARKED
from archiver.simulator.website.site import Film, Page, Picture

LISTING = "/aktuelles/"
SECOND = "/aktuelles/?seite=2"
SIZE_40 = "/aktuelles/gr%C3%B6%C3%9Fe-40.html"
FAIR = "/aktuelles/2026-09-22-messe-jekaterinburg.html"


TOUR = "/aktuelles/2026-10-05-rundgang.html"
PREMIERE = "/aktuelles/2026-10-12-film.html"


def pages(*, films: bool = False) -> tuple[Page, ...]:
    """Give the listing and the news, those with films among them or not."""
    listing, second = _listing()
    if not films:
        return (listing, second, *_recent(), *_earlier())
    lines = (
        f"{{Rundgang durch Werk II|{TOUR}}} – im Film.",
        f"{{Die HW 4020 im Film|{PREMIERE}}} – in voller Fahrt.",
    )
    listing = replace(listing, paragraphs=(*listing.paragraphs, *lines))
    return (listing, second, *_filmed(), *_recent(), *_earlier())


def _filmed() -> tuple[Page, ...]:
    return (
        _news(
            TOUR,
            "Rundgang durch Werk II",
            date(2026, 10, 5),
            "Kommen Sie mit durch die neue Halle: acht Sekunden, vier Maschinen, ein Kranführer.",
            film=Film("rundgang", "Werk II von innen"),
        ),
        _news(
            PREMIERE,
            "Die HW 4020 im Film",
            date(2026, 10, 12),
            "Unsere Fräsmaschine in voller Fahrt, gedreht vom Filmhaus Lindenau.",
            film=Film("hw-4020", "Die HW 4020 fräst", 12.0, elsewhere=True),
        ),
    )


def _listing() -> tuple[Page, ...]:
    return (
        Page(
            LISTING,
            "Aktuelles",
            (
                "Neues aus Werk und Vertrieb.",
                "{Die HW 4020 ist da|2026-11-09-hw-4020.html} – unsere neue Fräsmaschine, vorgestellt in Werk II.",
                (
                    "{Stand 4Б17: Hartmann auf der Messe in Jekaterinburg|/aktuelles/2026-09-22-messe-jekaterinburg."
                    "html?fbclid=IwAR0xY} – gut besucht."
                ),
                "{Größe 40 für alle|größe-40.html} – Spindeln der neuen Baureihe.",
                "{Zwölf neue Auszubildende|2026-08-03-ausbildung.html} – herzlich willkommen!",
                "{Ältere Meldungen|?seite=2}",
            ),
            date(2026, 11, 9),
            menu="Aktuelles",
            alternates=(("en", "/en/news/"),),
        ),
        Page(
            SECOND,
            "Aktuelles – Seite 2",
            (
                (
                    "{Geschäftsbericht 2025 erschienen|http://www.hartmann-werkzeuge.example/aktuelles/"
                    "2026-04-30-bericht.html} – ein Jahr in Zahlen."
                ),
                "{Werk II wird zwanzig|2024-05-06-werk-ii.html} – ein Fest für alle.",
                "{Neuere Meldungen|/aktuelles/}",
            ),
            date(2026, 11, 9),
        ),
    )


def _recent() -> tuple[Page, ...]:
    return (
        _news(
            "/aktuelles/2026-11-09-hw-4020.html",
            "Die HW 4020 ist da",
            date(2026, 11, 9),
            "In Werk II hat heute die erste HW 4020 ihren Dienst aufgenommen. „Läuft wie ein Uhrwerk“, sagt Meister "
            "Jens Pohl.",
            "Die {technischen Daten|/produkte/hw-4020/#technische-daten} stehen auf der Seite der Maschine.",
            picture=Picture("hw-4020-premiere", "Die erste HW 4020 wird eingeschaltet"),
        ),
        _news(
            FAIR,
            "Stand 4Б17: Hartmann auf der Messe in Jekaterinburg",
            date(2026, 9, 22),
            "Vier Tage lang zeigte unsere Niederlassung in Jekaterinburg die RX 200 und die FZ 12.",
            "Mit »UralStankoTorg« wurde ein Rahmenvertrag über 36 Maschinen unterzeichnet; die Lieferung beginnt im "
            "Januar.",
            picture=Picture("messe-jekaterinburg", "Handschlag am Stand 4Б17"),
        ),
        _news(
            SIZE_40,
            "Größe 40 für alle",
            date(2026, 9, 1),
            "Alle Spindeln der neuen Baureihe gibt es nun in Größe 40. Die {Preisliste|/downloads/Preisliste%202026"
            ".xlsx} ist angepasst.",
        ),
        _news(
            "/aktuelles/2026-08-03-ausbildung.html",
            "Zwölf neue Auszubildende",
            date(2026, 8, 3),
            "Zwölf junge Leute haben heute bei uns ihre Ausbildung begonnen. Herzlich willkommen!",
            picture=Picture("ausbildung-2026", "Die neuen Auszubildenden vor Werk II"),
        ),
    )


def _earlier() -> tuple[Page, ...]:
    anniversary = _news(
        "/aktuelles/2024-05-06-werk-ii.html",
        "Werk II wird zwanzig",
        date(2024, 5, 6),
        "Vor zwanzig Jahren wurde Werk II eröffnet. Zum Fest kamen fünfhundert Gäste – auch aus Jekaterinburg.",
        "Bilder folgen … {Zur Übersicht|/aktuelles}",
    )
    return (
        _news(
            "/aktuelles/2026-04-30-bericht.html",
            "Geschäftsbericht 2025 erschienen",
            date(2026, 4, 30),
            "Der Umsatz stieg um 11 % auf 48,2 Mio. €, getragen vom Geschäft in Osteuropa. Der {Bericht|/downloads/"
            "Geschaeftsbericht-2025.pdf#page=1} liegt zum Herunterladen bereit.",
        ),
        # Written with another editor, whose mark the server's standing header contradicts.
        replace(anniversary, encoding=MARKED),
    )


def _news(
    path: str,
    title: str,
    on: date,
    *paragraphs: str,
    picture: Picture | None = None,
    film: Film | None = None,
) -> Page:
    pictures, films = (picture,) if picture else (), (film,) if film else ()
    return Page(path, title, paragraphs, on, published=on, pictures=pictures, films=films)
