"""The few visible words of a page in other languages than English.

What an author wrote is nothing of the platform's; a translation of it belongs to the post.
"""

import re

from archiver.simulator.languages import place_of
from archiver.simulator.markup import attribute, text

_PAGE = (
    ("Log in", "Anmelden", "Войти"),
    ("Sign up", "Registrieren", "Зарегистрироваться"),
    ("Home", "Startseite", "Главная"),
    ("Posts", "Beiträge", "Публикации"),
    ("Log in to continue", "Melde dich an, um fortzufahren", "Войдите, чтобы продолжить"),
    ("Sorry, this page isn't available.", "Diese Seite ist leider nicht verfügbar.", "Страница недоступна."),
    (
        "The link you followed may be broken, or the page may have been removed.",
        "Der Link ist möglicherweise defekt oder die Seite wurde entfernt.",
        "Возможно, вы воспользовались недействительной ссылкой или страница была удалена.",
    ),
    ("This account is private", "Dieses Konto ist privat", "Это закрытый аккаунт"),
    ("No posts yet", "Noch keine Beiträge", "Публикаций пока нет"),
    ("Restricted content", "Eingeschränkter Inhalt", "Доступ ограничен"),
    ("Log in to see this content.", "Melde dich an, um das zu sehen.", "Войдите, чтобы посмотреть."),
    (
        "Allow the use of cookies from Instagram on this browser?",
        "Die Verwendung von Cookies durch Instagram in diesem Browser erlauben?",
        "Разрешить использование файлов cookie Instagram в этом браузере?",
    ),
    ("Allow all cookies", "Alle Cookies erlauben", "Разрешить все cookie"),
    ("Decline optional cookies", "Optionale Cookies ablehnen", "Отклонить необязательные файлы cookie"),
    ("Confirm it's you", "Bestätige, dass du es bist", "Подтвердите, что это вы"),
)
_COUNTS = (
    (" posts", " Beiträge", " публикаций"),
    (" followers", " Follower", " подписчиков"),
    (" following", " Gefolgt", " подписок"),
)
_PREVIEW = re.compile(
    r"([\d.,KM]+) Followers, ([\d.,KM]+) Following, ([\d.,KM]+) Posts - "
    r'See Instagram photos and videos from ([^"]*) (\(&#064;[^)"]*\))'
)
_PREVIEWS = (
    "",
    r"\1 Follower, \2 Gefolgt, \3 Beiträge – Sieh dir Instagram-Fotos und -Videos von \4 \5 an",  # noqa: RUF001 - so it is
    r"\1 подписчиков, \2 подписок, \3 публикаций — посмотрите в Instagram фото и видео \4 \5",
)


def spoken(page: bytes, language: str) -> bytes:
    """Give a page in a language: English where it is none of the few that are known."""
    place = place_of(language)
    if not place:
        return page
    written = page.decode().replace('<html lang="en"', f'<html lang="{language.partition("-")[0]}"', 1)
    # Between tags only: within the blocks of JSON no tag begins, so that nothing of theirs is touched.
    for phrase in _PAGE:
        written = written.replace(f">{text(phrase[0])}<", f">{text(phrase[place])}<")
    for phrase in _COUNTS:
        written = written.replace(f"</b>{phrase[0]}</li>", f"</b>{phrase[place]}</li>")
    return _PREVIEW.sub(attribute(_PREVIEWS[place]), written).encode()
