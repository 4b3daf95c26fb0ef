"""The pages for customers abroad: an English mirror, and one page each in three older ways of writing."""

# ruff: noqa: RUF001 - scripts that look alike are what these pages are about

from datetime import date

from archiver.simulator.website.encodings import GBK, UTF_16, WINDOWS_1251
from archiver.simulator.website.site import Page, Picture

MIRROR = "/en/"
RUSSIAN_BRANCH = "/en/about-us/russian-branch.html"
RUSSIAN, CHINESE, POLISH = "/ru/", "/cn/", "/pl/"


def pages() -> tuple[Page, ...]:
    """Give them, the English ones first."""
    return (*_english(), *_company_in_english(), _russian(), _chinese(), _polish())


def _english() -> tuple[Page, ...]:
    return (
        Page(
            MIRROR,
            "Hartmann Werkzeuge – machine tools from Lindenau",
            (
                "Machine tools since 1952: milling, turning, grinding. Built in Lindenau, at work in 31 countries.",
                "New in our range: the {HW 4020|/en/products/#hw-4020} five-axis milling machine.",
                "Read more {about us|/en/about-us/} or visit our {Russian branch|/en/about-us/russian-branch.html}.",
            ),
            date(2026, 11, 9),
            "en",
            menu="Home",
            pictures=(Picture("werk-ii", "Plant II in Lindenau, seen from the river", 1280, 640),),
            alternates=(("de", "/"),),
        ),
        Page(
            "/en/products/",
            "Products",
            (
                "Three ranges, one standard. All machines are built in Lindenau.",
                "- HW 4020, five-axis milling machine ({data sheet, in German|/downloads/HW-4020-Datenblatt.pdf})",
                "- FZ 12, surface grinder",
                "- RX 200, lathe for shafts of up to two metres",
            ),
            date(2026, 11, 9),
            "en",
            menu="Products",
            pictures=(Picture("hw-4020", "HW 4020 milling machine, front view", 1200, 800),),
            alternates=(("de", "/produkte/"),),
        ),
        Page(
            "/en/news/",
            "News",
            (
                "22 September 2026: four days at the fair in Yekaterinburg, and a framework contract for 36 machines.",
                "9 November 2026: the first HW 4020 has gone to work in plant II.",
            ),
            date(2026, 11, 9),
            "en",
            menu="News",
            alternates=(("de", "/aktuelles/"),),
        ),
    )


def _company_in_english() -> tuple[Page, ...]:
    return (
        Page(
            "/en/contact/",
            "Contact",
            (
                "Hartmann Werkzeuge GmbH\nLuppenstraße 14\n04999 Lindenau\nGermany",
                (
                    "Phone {+49 341 555 0 417|tel:+493415550417}\nMail {post@hartmann-werkzeuge.example|"
                    "mailto:post@hartmann-werkzeuge.example}"
                ),
            ),
            date(2026, 1, 5),
            "en",
            menu="Contact",
            alternates=(("de", "/kontakt/"),),
        ),
        Page(
            "/en/about-us/",
            "About us",
            (
                "Hartmann Werkzeuge has been building machine tools in Lindenau since 1952.",
                "240 people work in two plants, and twelve more in our {Russian branch|russian-branch.html#team}.",
            ),
            date(2026, 3, 17),
            "en",
            menu="About us",
            alternates=(("de", "/ueber-uns/"),),
        ),
        Page(
            RUSSIAN_BRANCH,
            "Russian branch",
            (
                "Our Russian branch has served customers between Perm and Chelyabinsk since 2011.",
                "It is run by Pavel Sokolov and keeps spare parts for every RX and FZ machine delivered to the Urals.",
                "In September 2026 the branch and UralStankoTorg signed a framework contract for 36 machines.",
                "Hartmann Stanki OOO\nul. Frontovykh Brigad 18\nYekaterinburg",
            ),
            date(2026, 9, 28),
            "en",
            pictures=(
                Picture("jekaterinburg", "Our branch in Yekaterinburg"),
                Picture("sokolov", "Pavel Sokolov, head of the branch", 640, 800),
            ),
        ),
    )


def _russian() -> Page:
    return Page(
        RUSSIAN,
        "Хартманн Веркцойге – представительство в Екатеринбурге",
        (
            "Наше представительство в Екатеринбурге работает с 2011 года. Точность — вежливость инженеров!",
            "Склад запчастей № 2: станки RX 200 и FZ 12 — в наличии. Цены от 4 € за деталь…",
            "Главный офис: Luppenstraße 14, Lindenau. Подробнее {по-английски|/en/about-us/russian-branch.html}.",
        ),
        date(2026, 9, 28),
        "ru",
        WINDOWS_1251,
        alternates=(("de", "/"), ("en", RUSSIAN_BRANCH)),
    )


def _chinese() -> Page:
    return Page(
        CHINESE,
        "哈特曼机床 – 中国客户服务",
        (
            "数控机床新品发布：精度高、噪音低。欢迎来我们的展位参观！",
            # Three letters that the smaller set lacks, by whose name the page calls its encoding.
            "联系人：朱镕、陶喆、李祎。联系我们：“服务第一”，产品资料见{英文页面|/en/products/}。",
        ),
        date(2025, 10, 14),
        "zh",
        GBK,
        alternates=(("de", "/"), ("en", "/en/")),
    )


def _polish() -> Page:
    return Page(
        POLISH,
        "Hartmann Werkzeuge – obrabiarki dla Polski",
        (
            "Obrabiarki od 1952 roku: frezowanie, toczenie, szlifowanie. Zażółć gęślą jaźń!",
            "Zapraszamy do {kontaktu|/kontakt/} – odpowiadamy także po polsku.",
        ),
        date(2025, 3, 3),
        "pl",
        UTF_16,
        alternates=(("de", "/"),),
    )
