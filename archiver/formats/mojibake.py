r"""Texts in the downloads of Meta's platforms, whose UTF-8 bytes were each written as a letter, and their repair.

`Grüße` stands there as `Gr\u00c3\u00bc\u00c3\u009fe`. The letters from U+0080 to U+009F that come of it are bytes
like the others, and no control characters to be left out.
"""

from typing import Any


def repaired(text: str) -> str:
    """Give a text as it was meant; one whose letters are not the bytes of another as it stands."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def repaired_throughout(value: Any) -> Any:  # noqa: ANN401 - as JSON has it
    """Repair all texts of a value out of JSON, its keys too; raise RecursionError where it is too deep.

    A key that would become like another stays as it stands, so that nothing is lost.
    """
    if isinstance(value, str):
        return repaired(value)
    if isinstance(value, list):
        return [repaired_throughout(each) for each in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for key, each in value.items():
        plain = repaired(key)
        found[key if plain in value or plain in found else plain] = repaired_throughout(each)
    return found
