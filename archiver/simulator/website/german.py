"""The German pages of Hartmann Werkzeuge: who they are, what they make, and what the law has them say.

Every name, number and word is invented. The links are written as editors write them: in every way there is.
"""

# ruff: noqa: RUF001 - German is written with the longer dash

from datetime import date

from archiver.simulator.website.site import Page, Picture

ABOUT = "/ueber-uns/"
IMPRINT = "/impressum.html"
INTERN = "/intern/"
DATA_SHEET = "/downloads/HW-4020-Datenblatt.pdf"
REPORT = "/downloads/Geschaeftsbericht-2025.pdf"
PRICES = "/downloads/Preisliste%202026.xlsx"

BRANCH = (
    "## Niederlassung Russland",
    (
        "Seit 2011 unterhalten wir eine Niederlassung in Jekaterinburg. Zwölf Kolleginnen und Kollegen betreuen von "
        "dort aus Kunden zwischen Perm und Tscheljabinsk, darunter Werke des Uraler Maschinenbaus."
    ),
    (
        "Unser russischer Partner »UralStankoTorg« liefert Ersatzteile ab Lager. Mehr dazu auf {Russisch|/ru/} und "
        "auf {Englisch|/en/about-us/russian-branch.html}."
    ),
)
"""What the page about the company says of its branch, until it says it no more."""

_WHO = (
    (
        "Hartmann Werkzeuge baut seit 1952 Werkzeugmaschinen in Lindenau. Was als Schlosserei mit drei Gesellen "
        "begann, ist heute ein Haus mit 240 Beschäftigten & zwei Werken."
    ),
    (
        "Wir fräsen, drehen und schleifen – und wir bauen die Maschinen, mit denen andere das tun. "
        "„Präzision ist kein Zufall“, sagte Gründer Otto Hartmann; wir sagen es noch immer."
    ),
)
_WORK = (
    "## Arbeiten bei uns",
    (
        "Wer mit uns arbeiten möchte, findet offene Stellen unter {Karriere|/karriere/?utm_source=ueber-uns&"
        "utm_medium=text}. Die {Geschichte des Hauses|geschichte.html} steht auf einer eigenen Seite."
    ),
)
ABOUT_AT_FIRST = (*_WHO, *BRANCH, *_WORK)
ABOUT_WITHOUT_BRANCH = (*_WHO, *_WORK)
"""The same page once somebody thought better of it."""


def pages() -> tuple[Page, ...]:
    """Give them, without the news."""
    return (*_first(), *_house(), *_products(), *_older_products(), *_service(), *_legal())


def _first() -> tuple[Page, ...]:
    return (
        Page(
            "/",
            "Hartmann Werkzeuge – Werkzeugmaschinen aus Lindenau",
            (
                (
                    "Werkzeugmaschinen seit 1952: Fräsen, Drehen, Schleifen. Gebaut in Lindenau, im Einsatz in "
                    "31 Ländern."
                ),
                (
                    "Neu im Programm ist die Fräsmaschine {HW 4020|/produkte/hw-4020/?utm_source=startseite} mit fünf "
                    "Achsen und einer Wiederholgenauigkeit von 0,002 mm."
                ),
                (
                    "Besuchen Sie uns auf der {Messe Lindenau|https://www.messe-lindenau.example/aussteller?nr=417}, "
                    "Halle 2, oder {rufen Sie uns an|tel:+493415550417}."
                ),
                "Lesen Sie {Aktuelles|/aktuelles/index.html} aus dem Werk oder mehr {über uns|/ueber-uns}.",
            ),
            date(2026, 11, 9),
            menu="Start",
            pictures=(
                Picture("werk-ii", "Werk II in Lindenau, von der Luppe aus gesehen", 1280, 640),
                Picture("halle-3", "Blick in die Halle 3"),
            ),
            alternates=(("en", "/en/"), ("ru", "/ru/"), ("zh", "/cn/"), ("pl", "/pl/")),
        ),
        Page(
            ABOUT,
            "Über uns",
            ABOUT_AT_FIRST,
            date(2026, 3, 17),
            menu="Über uns",
            pictures=(
                Picture("belegschaft-2025", "Die Belegschaft im Sommer 2025"),
                Picture("jekaterinburg", "Unsere Niederlassung in Jekaterinburg"),
            ),
            alternates=(("en", "/en/about-us/"),),
        ),
    )


def _house() -> tuple[Page, ...]:
    return (
        Page(
            "/ueber-uns/geschichte.html",
            "Geschichte",
            (
                "1952 gründet Otto Hartmann in der Lindenauer Luppenstraße eine Schlosserei.",
                "1968 verlässt die erste eigene Drehmaschine, die »RX 1«, das Werk.",
                "1990 übernimmt seine Tochter Ilse den Betrieb; 2004 folgt Werk II.",
                "2011 eröffnet die erste Niederlassung im Ausland. {Zurück zu »Über uns«|../ueber-uns/#nach-oben}",
            ),
            date(2024, 6, 2),
            pictures=(Picture("schlosserei-1952", "Die Schlosserei im Jahr 1952", 800, 800),),
        ),
        Page(
            "/karriere/",
            "Karriere",
            (
                "Wir suchen Menschen, die es genau nehmen.",
                "- Zerspanungsmechaniker (m/w/d) für Werk II, Schicht",
                "- Servicetechnikerin oder Servicetechniker im Außendienst, mit Russischkenntnissen",
                "- Ausbildung zur Industriemechanikerin oder zum Industriemechaniker ab August 2027",
                (
                    "Bewerbungen bitte an {personal@hartmann-werkzeuge.example|mailto:personal@hartmann-werkzeuge."
                    "example?subject=Bewerbung}. Fragen beantwortet Frau Weber, {Kontakt|../kontakt/#personal}."
                ),
            ),
            date(2026, 10, 1),
            menu="Karriere",
        ),
    )


def _products() -> tuple[Page, ...]:
    return (
        Page(
            "/produkte/",
            "Produkte",
            (
                "Drei Baureihen, ein Anspruch. Alle Maschinen entstehen in Lindenau.",
                "{Fräsmaschine HW 4020|hw-4020/}: fünf Achsen für Formen und Werkzeuge.",
                (
                    "{Flachschleifmaschine FZ 12|HTTPS://WWW.Hartmann-Werkzeuge.example/produkte/fz-12/}: eben auf "
                    "einen tausendstel Millimeter."
                ),
                "{Drehmaschine RX 200|//www.hartmann-werkzeuge.example/produkte/rx-200/}: das Arbeitspferd.",
                "Unser aktueller {Katalog|/katalog?lang=de&s=web} führt hierher.",
            ),
            date(2026, 11, 9),
            menu="Produkte",
            alternates=(("en", "/en/products/"),),
        ),
        Page(
            "/produkte/hw-4020/",
            "Fräsmaschine HW 4020",
            (
                (
                    "Fünf Achsen, 18.000 Umdrehungen, 0,002 mm Wiederholgenauigkeit: Die HW 4020 ist die genaueste "
                    "Maschine, die wir je gebaut haben."
                ),
                "## Technische Daten",
                "- Verfahrwege X/Y/Z: 820 × 620 × 500 mm",
                "- Spindel: 32 kW, HSK-A63, Größe 40",
                "- Steuerung: <HW-Control> 9 & Fernwartung",
                (
                    "Das {Datenblatt (PDF)|/downloads/HW-4020-Datenblatt.pdf?utm_campaign=hw4020} und die {Preisliste|"
                    "/downloads/Preisliste 2026.xlsx} stehen zum Herunterladen bereit. "
                    "{Seite drucken|javascript:window.print()}"
                ),
            ),
            date(2026, 11, 9),
            pictures=(
                Picture("hw-4020", "Fräsmaschine HW 4020, Ansicht von vorn", 1200, 800),
                Picture("hw-4020-spindel", "Die Spindel der HW 4020"),
                Picture("hw-4020-pult", "Bedienpult mit »HW-Control« 9"),
            ),
        ),
    )


def _older_products() -> tuple[Page, ...]:
    return (
        Page(
            "/produkte/fz-12/",
            "Flachschleifmaschine FZ 12",
            (
                "Die FZ 12 schleift Flächen bis 1.200 × 400 mm eben auf 0,001 mm.",
                (
                    "Sie steht in Werkzeugbau und Messraum, läuft leise und verzeiht keinen Fehler – weil sie keinen "
                    "macht. {Angebot anfordern|/kontakt/?utm_source=fz-12#formular}"
                ),
            ),
            date(2025, 5, 20),
            pictures=(Picture("fz-12", "Flachschleifmaschine FZ 12"),),
        ),
        Page(
            "/produkte/rx-200/",
            "Drehmaschine RX 200",
            (
                "Seit 1968 heißt unsere Drehmaschine RX. Die RX 200 dreht Wellen bis zwei Meter Länge.",
                (
                    "Zu den Kunden der RX 200 zählen Werften, Lokomotivwerke und der Uraler Maschinenbau. "
                    "{Alle Produkte|../}"
                ),
            ),
            date(2025, 2, 11),
            pictures=(Picture("rx-200", "Drehmaschine RX 200 beim Schlichten einer Welle"),),
        ),
    )


def _service() -> tuple[Page, ...]:
    return (
        Page(
            "/service/",
            "Service & Downloads",
            (
                "Unterlagen zu unseren Maschinen, jeweils in der letzten Fassung:",
                "- {Datenblatt HW 4020 (PDF)|../downloads/HW-4020-Datenblatt.pdf}",
                "- {Geschäftsbericht 2025 (PDF)|/downloads/Geschaeftsbericht-2025.pdf}",
                "- {Preisliste 2026 (Excel)|/downloads/Preisliste%202026.xlsx}",
                "Händler melden sich im {internen Bereich|/intern/} an.",
            ),
            date(2026, 4, 30),
            menu="Service",
        ),
        Page(
            INTERN,
            "Interner Bereich",
            ("Bitte melden Sie sich mit Ihrer Händlernummer an.",),
            date(2023, 1, 9),
        ),
        Page(
            "/kontakt/",
            "Kontakt",
            (
                "Hartmann Werkzeuge GmbH\nLuppenstraße 14\n04999 Lindenau",
                (
                    "Telefon {+49 341 555 0 417|tel:+493415550417}\nTelefax +49 341 555 0 418\n"
                    "E-Mail {post@hartmann-werkzeuge.example|mailto:post@hartmann-werkzeuge.example}"
                ),
                (
                    "Personal: Frau Weber, Durchwahl 22. Vertrieb Osteuropa: Herr Sokolow, Durchwahl 31, auch auf "
                    "Russisch."
                ),
            ),
            date(2026, 1, 5),
            menu="Kontakt",
            alternates=(("en", "/en/contact/"),),
        ),
    )


def _legal() -> tuple[Page, ...]:
    return (
        Page(
            IMPRINT,
            "Impressum",
            (
                "Angaben gemäß § 5 DDG",
                "Hartmann Werkzeuge GmbH\nLuppenstraße 14\n04999 Lindenau\nDeutschland",
                "Vertreten durch die Geschäftsführer Dr. Ilse Hartmann und Konrad Weber",
                (
                    "Telefon: +49 341 555 0 417\nE-Mail: {post@hartmann-werkzeuge.example|mailto:post@hartmann-"
                    "werkzeuge.example}"
                ),
                "Registergericht: Amtsgericht Lindenau, HRB 904172",
                "Umsatzsteuer-Identifikationsnummer gemäß § 27a UStG: DE999417203",
                (
                    "Verantwortlich für diese Seiten und für unsere Auftritte auf {Instagram|https://www.instagram.com/"
                    "hartmann.werkzeuge/?igsh=MzRlODBiNWFlZA==} und {Facebook|https://www.facebook.com/hartmann."
                    "werkzeuge?locale=de_DE}: Konrad Weber, Anschrift wie oben"
                ),
            ),
            date(2026, 2, 1),
        ),
        Page(
            "/datenschutz.html",
            "Datenschutz",
            (
                "Diese Seiten setzen ein Cookie, damit Sie nicht zweimal gezählt werden.",
                "Auskunft über Ihre Daten gibt die im {Impressum|impressum.html} genannte Stelle.",
            ),
            date(2025, 9, 15),
        ),
    )
