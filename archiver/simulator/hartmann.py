"""Hartmann Werkzeuge, a maker of machine tools that does not exist, and six posts that try a reader.

Every name, number and word is invented; account numbers are meant to lie above any that was given out.
"""

# ruff: noqa: RUF001 - four scripts of captions look alike on purpose

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from archiver.simulator.company import Comment, Company, Medium, Person, Place, Post, code, invented, number

ACCOUNT = Person(990_000_417_203, 17_841_999_000_417_729, "hartmann.werkzeuge", "Hartmann Werkzeuge GmbH")
PARTNER = Person(
    990_000_528_116, 17_841_999_000_528_340, "staalborg.automation", "Staalborg Automation", is_verified=True
)
DEALER = Person(990_000_639_027, 17_841_999_000_639_451, "ural.stanko.torg", "УралСтанкоТорг")
VISITOR = Person(990_000_740_938, 17_841_999_000_740_562, "drehbank_liesl", "Liesl")
FRIEND = Person(990_000_962_381, 17_841_999_000_962_718, "uli.vom.lokalteil", "Uli vom Lokalteil")
"""Whom everybody knows who has an account."""
WORKS = Place(990_001_556_672, "Hartmann Werk II, Lindenau", 51.3261, 12.3337)

BIOGRAPHY = (
    "Werkzeugmaschinen seit 1952 🛠️\nFräsen · Drehen · Schleifen & mehr\n"
    '"Präzision ist kein Zufall" <Lindenau>'
)
GERMAN = (
    "Neu im Programm: die Fräsmaschine »HW 4020« – 5 Achsen, 0,002 mm.\n\n"
    'Unser Meister sagt: "Läuft wie ein Uhrwerk." 🛠️👩‍🏭\n'
    "Größe, Maße & Preise auf Anfrage #Werkzeugmaschine #Fräsen @drehbank_liesl"
)
RUSSIAN = (
    "Наши станки снова на выставке! Стенд 4Б17, зал №2.\n"
    "Приходите: «точность — вежливость инженеров» 🏭\n#станки #ЧПУ @ural.stanko.torg"
)
CHINESE = "数控机床新品发布：精度高、噪音低。\n欢迎来我们的展位参观！🤖\n联系我们：“服务第一” #数控机床 #机械"
ARABIC = (
    "ماكينات جديدة وصلت إلى المستودع. الطراز HW-4020 متوفر الآن ✅\nللاستفسار: راسلونا على الخاص #آلات #صناعة"
)
ENGLISH = (
    'The "zero play" spindle, filmed at 60 fps 🎥🔩 Research & development at its best.\n'
    "Paste this in your page: </script><script>document.title='broken'</script>\n"
    "<!-- <b>not bold</b> &amp; ]]> --> "
    "Backslash \\u003C \\n stays as typed. 100 % made with @staalborg.automation"
)


def hartmann(older: int = 0, *, mixed: bool = False) -> Company:
    """Give the company; with `older` posts more below the six that are told about: pictures, or a mixture."""
    told = (_reel(), _arabic(), _german(), _bare(), _russian(), _carousel())
    routine = _mixed if mixed else _routine
    return Company(
        account=ACCOUNT,
        biography=BIOGRAPHY,
        links=(
            ("Katalog", "https://hartmann-werkzeuge.example/katalog?lang=de&s=ig"),
            ("", "https://hartmann-werkzeuge.example/"),
        ),
        stated=(
            ("profile", "public_email", "post@hartmann-werkzeuge.example"),
            ("profile", "public_phone_number", "+49 341 5550417"),
        ),
        followers=12_480,
        following=37,
        posts=(*told, *(routine(index) for index in range(older))),
    )


def _when(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _number(taken_at: datetime, salt: str) -> int:
    """Give a number made some minutes before its post was published, as uploads are."""
    return number(taken_at - timedelta(seconds=160 + invented(f"{salt}/early", 300)), salt)


def _german() -> Post:
    taken_at = _when("2026-11-09T07:41:13")
    pk = _number(taken_at, "german")
    says = Comment(
        990_002_810_044_517, VISITOR, 'Endlich! <3 "Wann" & wo?', taken_at + timedelta(hours=2, seconds=9), 4
    )
    return Post(
        pk=pk,
        taken_at=taken_at,
        caption=GERMAN,
        media=(Medium(pk, "Fräsmaschine HW 4020 in Werk II, Bediener am Pult", tagged=(VISITOR,)),),
        likes=1_284,
        comments=17,
        comment=says,
        location=WORKS,
        edited=True,
    )


def _russian() -> Post:
    taken_at = _when("2026-09-22T11:05:48")
    pk = _number(taken_at, "russian")
    alt = _guessed("Photo", taken_at, "crane, lathe and text that says 'HW'", (DEALER,))
    return Post(
        pk, taken_at, RUSSIAN, (Medium(pk, alt, 1080, 1080, tagged=(DEALER,)),), likes=903, comments=0
    )


def _carousel() -> Post:
    taken_at = _when("2026-03-17T09:30:02")
    pk = _number(taken_at, "carousel")
    slides = []
    for place in range(1, 5):
        # Slides are uploaded one after another and all before the post that holds them.
        uploaded = taken_at - timedelta(minutes=12) + timedelta(seconds=7 * place)
        alt = _guessed("Photo", taken_at, ("drill", "indoors", "lathe and gear", "text")[place - 1])
        tagged = (DEALER, PARTNER) if place == 2 else ()  # noqa: PLR2004 - any slide but the first
        slides.append(Medium(number(uploaded, f"carousel/{place}"), alt, 1080, 1080, tagged=tagged))
    return Post(pk, taken_at, CHINESE, tuple(slides), likes=2_210, comments=3, location=WORKS, pinned=True)


def _arabic() -> Post:
    taken_at = _when("2026-11-14T16:20:31")
    pk = _number(taken_at, "arabic")
    return Post(
        pk, taken_at, ARABIC, (Medium(pk, _guessed("Photo", taken_at, "machine")),), likes=77, comments=1
    )


def _bare() -> Post:
    taken_at = _when("2026-10-30T23:59:58")
    pk = _number(taken_at, "bare")
    return Post(pk, taken_at, None, (Medium(pk, _guessed("Photo", taken_at, "gear"), 1080, 1080),), likes=12)


def _reel() -> Post:
    taken_at = _when("2026-11-19T13:12:44")
    pk = _number(taken_at, "reel")
    clip = Medium(pk, _guessed("Video", taken_at, "spindle"), 720, 1280, seconds=24.061, tagged=(PARTNER,))
    return Post(pk, taken_at, ENGLISH, (clip,), likes=5_432, comments=61, coauthors=(PARTNER,))


def _routine(index: int) -> Post:
    taken_at = _when("2026-02-27T10:00:00") - timedelta(days=index, minutes=invented(f"routine/{index}", 300))
    pk = _number(taken_at, f"routine/{index}")
    words = f"Blick in die Fertigung, Folge {index + 1}. Werkstück {code(pk)[-4:]} #Fertigung"
    return Post(
        pk, taken_at, words, (Medium(pk, _guessed("Photo", taken_at, "machine")),), likes=40 + index % 90
    )


def _mixed(index: int) -> Post:
    """Give a routine post; every fifth is a clip, every seventh a carousel."""
    post = _routine(index)
    (picture,) = post.media
    if index % 5 == 2:  # noqa: PLR2004 - said above
        return replace(post, media=(replace(picture, width=720, height=1280, seconds=6.0),))
    if index % 7 == 3:  # noqa: PLR2004 - likewise
        taken_at = post.taken_at - timedelta(minutes=20)
        numbers = (
            number(taken_at + timedelta(seconds=9 * place), f"mixed/{index}/{place}") for place in range(3)
        )
        return replace(post, media=tuple(replace(picture, pk=pk) for pk in numbers))
    return post


def _guessed(what: str, taken_at: datetime, shows: str, tagging: tuple[Person, ...] = ()) -> str:
    """Give alternative text as the platform makes it up where the author wrote none."""
    tagged = " tagging " + ", ".join(f"@{person.username}" for person in tagging) if tagging else ""
    return f"{what} by {ACCOUNT.name} on {taken_at:%B %d, %Y}{tagged}. May be an image of {shows}."
