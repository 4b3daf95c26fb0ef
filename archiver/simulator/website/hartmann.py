"""The site of Hartmann Werkzeuge: German pages, an English mirror, three pages for others, and three documents."""

from archiver.simulator.website import abroad, german, news
from archiver.simulator.website.papers import PDF, XLSX, pdf, sheet
from archiver.simulator.website.site import Document, Site

NAME = "Hartmann Werkzeuge GmbH"
INSTAGRAM = "https://www.instagram.com/hartmann.werkzeuge/"
FACEBOOK = "https://www.facebook.com/hartmann.werkzeuge"
TRAPS = (
    ("Veranstaltungskalender", "/kalender/"),
    ("Hallenkamera", "/webcam/"),
    ("Alter Katalog", "/schleife/"),
    ("Filmarchiv (3 GB)", "/download/gross.bin"),
)
"""What a careless reader never comes back from."""


def hartmann(*, traps: bool = False, films: bool = False) -> Site:
    """Give the site; with `traps`, its home page links to what never ends. They are answered in either case.

    With `films`, two more pieces of news show one: the site's own, and one in the player of a film house.
    """
    return Site(
        name=NAME,
        pages=(*german.pages(), *news.pages(films=films), *abroad.pages()),
        documents=_documents(),
        accounts=(("Instagram", INSTAGRAM), ("Facebook", FACEBOOK)),
        shortcuts=(("/katalog", "/produkte/"), ("/jobs", "/karriere/"), ("/english", "/en/")),
        disallowed=(german.INTERN,),
        traps=TRAPS if traps else (),
    )


def _documents() -> tuple[Document, ...]:
    return (
        Document(
            german.DATA_SHEET,
            PDF,
            pdf(
                "Hartmann Werkzeuge GmbH - Datenblatt HW 4020",
                "Verfahrwege X/Y/Z: 820 x 620 x 500 mm",
                "Spindel: 32 kW, HSK-A63, Größe 40 (18.000 1/min)",
                "Wiederholgenauigkeit: 0,002 mm",
            ),
        ),
        Document(
            german.REPORT,
            PDF,
            pdf(
                "Hartmann Werkzeuge GmbH - Geschäftsbericht 2025",
                "Umsatz: 48,2 Mio. € (+11 %)",
                "davon Niederlassung Jekaterinburg: 9,7 Mio. € (+34 %)",
                "Beschäftigte: 240, dazu 12 in Jekaterinburg",
            ),
        ),
        Document(
            german.PRICES,
            XLSX,
            sheet(
                ("Maschine", "Preis in €"), ("HW 4020", "389.000"), ("FZ 12", "142.500"), ("RX 200", "98.900")
            ),
        ),
    )
