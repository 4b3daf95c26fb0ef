"""The platforms' guesses at pictures in other languages than English."""

_GUESSES = (
    ("Photo by ", "Foto von ", "Фото: "),
    ("Video by ", "Video von ", "Видео: "),
    ("May be an image of ", "Möglicherweise ein Bild von ", "Возможно, это изображение: "),
)
_PLACES = {"de": 1, "ru": 2}


def guessed(alt: str, language: str) -> str:
    """Give alternative text in a language, if the platform guessed it."""
    place = place_of(language)
    if not place or _GUESSES[2][0] not in alt:
        return alt
    for phrase in _GUESSES:
        alt = alt.replace(phrase[0], phrase[place])
    return alt


def place_of(language: str) -> int:
    """Give which of the languages that are known it is: none of them, zero, is English."""
    return _PLACES.get(language.partition("-")[0].lower(), 0)
