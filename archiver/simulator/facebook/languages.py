"""The few visible words of a page in other languages than English; what an author wrote stays."""

from dataclasses import replace

from archiver.simulator.facebook.attachments import GONE
from archiver.simulator.facebook.frame import Page
from archiver.simulator.languages import place_of
from archiver.simulator.markup import text

_PAGE = (
    ("Log in", "Anmelden", "Войти"),
    ("Log Into Facebook", "Bei Facebook anmelden", "Вход на Facebook"),
    ("Log into Facebook", "Bei Facebook anmelden", "Вход на Facebook"),
    (
        "You must log in to continue.",
        "Du musst dich anmelden, um fortzufahren.",
        "Войдите, чтобы продолжить.",
    ),
    ("See more on Facebook", "Mehr auf Facebook ansehen", "Посмотреть ещё на Facebook"),
    (GONE, "Dieser Inhalt ist momentan nicht verfügbar", "Сейчас этот контент недоступен"),
    ("This profile is private", "Dieses Profil ist privat", "Это закрытый профиль"),
    ("No posts available", "Keine Beiträge verfügbar", "Публикаций нет"),
    ("Posts", "Beiträge", "Публикации"),
    ("Photos", "Fotos", "Фото"),
    ("Allow all cookies", "Alle Cookies erlauben", "Разрешить все cookie"),
    ("Decline optional cookies", "Optionale Cookies ablehnen", "Отклонить необязательные файлы cookie"),
)


def spoken(page: bytes, language: str) -> bytes:
    """Give a page in a language: English where it is none of the few that are known."""
    place = place_of(language)
    if not place:
        return page
    code = language.partition("-")[0].lower()
    written = page.decode().replace(' lang="en"', f' lang="{code}"', 1)
    # Between tags only, so that nothing within the blocks of JSON is touched.
    for phrase in _PAGE:
        written = written.replace(f">{text(phrase[0])}<", f">{text(phrase[place])}<")
    return written.encode()


def worded(page: Page, language: str) -> Page:
    """Give a page whose script is told the same words in a language."""
    place = place_of(language)
    known = {phrase[0]: phrase[place] for phrase in _PAGE}
    return replace(page, props={name: known.get(words, words) for name, words in page.props.items()})
