"""Hartmann Werkzeuge's page on Facebook: a post of every kind that there is, and as many more as are wanted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from archiver.simulator.company import Comment, Company, Medium, Post, invented, number
from archiver.simulator.enclosures import Ground, Link, Shared
from archiver.simulator.hartmann import (
    ACCOUNT,
    ARABIC,
    BIOGRAPHY,
    DEALER,
    ENGLISH,
    GERMAN,
    PARTNER,
    RUSSIAN,
    VISITOR,
    WORKS,
)

_CATALOGUE = "https://hartmann-werkzeuge.example/katalog?lang=de&s=fb"
_KINDS = ("photo", "text", "album", "link", "photo", "video", "coloured", "share", "photo", "reel")


def hartmann(older: int = 0) -> Company:
    """Give the company with a post of each kind; with `older` posts more below, of all kinds by turns."""
    told = (
        _reel(),
        _bare(),
        _photo(),
        _text(),
        _coloured(),
        _share(gone=False),
        _share(gone=True),
        _link(),
        _video(),
        _large_album(),
        _small_album(),
        _dated(),
    )
    return Company(
        account=ACCOUNT,
        biography=BIOGRAPHY,
        links=(("", "https://hartmann-werkzeuge.example/"),),
        stated=(
            ("transparency", "page_id", "104417029955318"),
            ("transparency", "creation_date", "12 March 2014"),
            ("contact_info", "address", "Luppenstraße 14, 04999 Lindenau"),
            ("contact_info", "profile_phone", "+49 341 5550417"),
            ("contact_info", "email", "post@hartmann-werkzeuge.example"),
            ("websites_and_social_links", "website", "https://hartmann-werkzeuge.example/"),
        ),
        followers=8_911,
        following=41,
        posts=(*told, *(_routine(index) for index in range(older))),
    )


def _post(when: str, salt: str, words: str | None, likes: int, *media: Medium) -> Post:
    at = datetime.fromisoformat(when).replace(tzinfo=UTC)
    return Post(number(at - timedelta(minutes=3), f"fb/{salt}"), at, words, media, likes=likes)


def _medium(when: str, salt: str, alt: str, width: int = 1080, height: int = 1080) -> Medium:
    at = datetime.fromisoformat(when).replace(tzinfo=UTC)
    return Medium(number(at - timedelta(minutes=5), f"fb/{salt}/medium"), alt, width, height)


def _reel() -> Post:
    when = "2026-11-18T15:04:10"
    clip = replace(_medium(when, "reel", "", 720, 1280), seconds=17.4)
    return replace(_post(when, "reel", ENGLISH, 312, clip), reel=True, coauthors=(PARTNER,))


def _bare() -> Post:
    when = "2026-11-15T08:00:00"
    return _post(when, "bare", None, 9, _medium(when, "bare", "May be an image of gear."))


def _photo() -> Post:
    when = "2026-11-09T07:52:31"
    picture = replace(
        _medium(when, "photo", "Fräsmaschine HW 4020 in Werk II", 1080, 1350), tagged=(VISITOR,)
    )
    at = datetime(2026, 11, 9, 9, 3, 5, tzinfo=UTC)
    says = Comment(990_002_810_044_518, VISITOR, 'Endlich! <3 "Wann" & wo?', at, 4)
    post = _post(when, "photo", GERMAN, 1_165, picture)
    return replace(post, comments=24, comment=says, location=WORKS, edited=True)


def _text() -> Post:
    return replace(_post("2026-11-02T06:30:00", "text", ARABIC, 18), comments=2)


def _coloured() -> Post:
    return replace(_post("2026-10-24T12:00:44", "coloured", "Wir suchen Verstärkung 🛠️", 77), ground=Ground())


def _share(*, gone: bool) -> Post:
    when = "2026-10-11T14:10:00" if gone else "2026-10-17T09:41:27"
    at = datetime(2026, 10, 10, 16, 20, tzinfo=UTC)
    salt = "gone" if gone else "share"
    post = _post(when, salt, RUSSIAN if gone else "Das sehen wir genauso. Danke, Staalborg!", 31)
    shared = Shared(number(at, f"fb/{salt}/original"), DEALER if gone else PARTNER, at, gone)
    return replace(post, shared=shared)


def _link() -> Post:
    when = "2026-09-30T10:12:09"
    picture = _medium(when, "link", "", 1200, 630)
    link = Link(
        _CATALOGUE, 'Katalog 2027: "Präzision" & Preise', "Alle Maschinen, alle Maße.", "example", picture
    )
    return replace(_post(when, "link", f"Der neue Katalog ist da: {_CATALOGUE} #Katalog", 45), link=link)


def _video() -> Post:
    when = "2026-09-12T17:45:00"
    film = replace(_medium(when, "video", "", 1280, 720), seconds=31.0)
    return replace(_post(when, "video", "Rundgang durch Werk II", 204, film), comments=5)


def _large_album() -> Post:
    when = "2026-08-28T13:20:11"
    media = [_medium(when, f"large/{place}", f"May be an image of machine {place}.") for place in range(1, 9)]
    media[6] = replace(media[6], seconds=8.5, width=720, height=1280)
    return replace(_post(when, "large", "Hausmesse 2026: acht Bilder", 390, *media), pinned=True)


def _small_album() -> Post:
    when = "2026-08-03T09:00:00"
    media = (_medium(when, f"small/{place}", "May be an image of lathe.") for place in range(1, 4))
    return _post(when, "small", "Drei Spindeln, ein Maß.", 88, *media)


def _dated() -> Post:
    """Give a post that was uploaded this summer and set back to the year of the foundation's jubilee."""
    when = "2026-07-14T11:11:11"
    picture = _medium(when, "dated", "May be a black-and-white image of one or more people.")
    post = _post(when, "dated", "Sechzig Jahre Hartmann: die Belegschaft 2012.", 530, picture)
    return replace(post, dated=datetime(2012, 5, 4, 12, 0, tzinfo=UTC))


def _routine(index: int) -> Post:
    at = datetime(2026, 7, 1, 10, 0, tzinfo=UTC) - timedelta(days=index, minutes=invented(f"fb/{index}", 300))
    when, salt, kind = f"{at:%Y-%m-%dT%H:%M:%S}", f"routine/{index}", _KINDS[index % len(_KINDS)]
    words = f"Blick in die Fertigung, Folge {index + 1}. #Fertigung"
    post = _post(when, salt, words, 20 + index % 60)
    alt = "May be an image of machine."
    match kind:
        case "photo":
            return replace(post, media=(_medium(when, salt, alt),))
        case "album":
            count = 3 + index // len(_KINDS) % 5
            media = (_medium(when, f"{salt}/{place}", alt, 720, 720) for place in range(count))
            return replace(post, media=tuple(media))
        case "video" | "reel":
            film = replace(_medium(when, salt, "", 720, 1280), seconds=6.0)
            return replace(post, media=(film,), reel=kind == "reel")
        case "link":
            return replace(post, link=Link(f"{_CATALOGUE}&n={index}", f"Datenblatt {index}", "", "example"))
        case "coloured":
            return replace(post, ground=Ground("FF2D7D46"))
        case "share":
            shared = Shared(
                number(at, f"fb/{salt}/original"),
                PARTNER,
                at - timedelta(days=1),
                not index // len(_KINDS) % 2,
            )
            return replace(post, shared=shared)
    return post
