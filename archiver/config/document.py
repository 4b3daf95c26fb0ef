"""A TOML file as it is read: what is wrong is named by its key, and by its line where the file has one."""

import os
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from archiver.config import spans
from archiver.errors import ConfigError


@dataclass(slots=True)
class Document:
    """One TOML file, knowing what of it was asked for."""

    file: Path
    text: str
    values: dict[str, Any]

    @classmethod
    def read(cls, file: Path) -> "Document":
        """Read a file; one that is not there is empty. Raises ConfigError."""
        try:
            text = file.read_text(encoding="utf-8")
            return cls(file, text, tomllib.loads(text))
        except FileNotFoundError:
            return cls(file, "", {})
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{file} cannot be read: {error}.") from error
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{file} is not valid TOML: {error}.", "Correct that line.") from error

    def table(self, name: str) -> "Table":
        """Take a table by its name."""
        values = self.values.pop(name, {})
        if not isinstance(values, dict):
            raise self.wrong(name, name, "must be a table")
        return Table(self, name, dict(values))

    def tables(self, name: str) -> "list[Table]":
        """Take all tables of a name, in order."""
        entries = self.values.pop(name, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise self.wrong(name, name, f"must be written as [[{name}]]")
        return [Table(self, name, dict(entry), number) for number, entry in enumerate(entries)]

    def close(self) -> None:
        """Raise ConfigError where something was not asked for."""
        for key in self.values:
            raise self.wrong(key, key, "is no setting of this program")

    def wrong(self, key: str, last: str, what: str, table: str = "", number: int = 0) -> ConfigError:
        """Say what is wrong with a key, of which `last` is the part that stands in its line."""
        line = _line_of(self.text, table, last, number)
        place = f"{self.file}, line {line}" if line else str(self.file)
        return ConfigError(f"{place}: {key} {what}.", "See config/*.example.toml for all settings.")


@dataclass(slots=True)
class Table:
    """One table of a file, knowing what of it was asked for."""

    document: Document
    name: str
    values: dict[str, Any]
    number: int = 0

    def take(self, key: str, default: object) -> Any:  # noqa: ANN401 - TOML is what it is
        """Take whatever stands under a key."""
        return self.values.pop(key, default)

    def text(self, key: str, default: str) -> str:
        """Take a text."""
        value = self.take(key, default)
        if not isinstance(value, str):
            raise self.wrong(key, "must be text in quotes")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts."""
        value = self.take(key, [])
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            raise self.wrong(key, "must be a list of names in quotes")
        return tuple(value)

    def truth(self, key: str, *, default: bool) -> bool:
        """Take yes or no."""
        value = self.take(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, "must be true or false")
        return value

    def count(self, key: str, default: int) -> int:
        """Take a whole number that is not below 1."""
        value = self.take(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.wrong(key, "must be a whole number of at least 1")
        return value

    def span(self, key: str, default: timedelta) -> timedelta:
        """Take a span of time, such as "6h"."""
        text = self.text(key, "")
        if not text:
            return default
        found = spans.read(text)
        if found is None:
            raise self.wrong(key, f"must be {spans.FORM}")
        return found

    def table(self, key: str) -> "Table":
        """Take a table within this one."""
        values = self.take(key, {})
        if not isinstance(values, dict):
            raise self.wrong(key, "must be a table")
        return Table(self.document, f"{self.name}.{key}", dict(values))

    def path(self, key: str) -> Path | None:
        """Take a path, seen from where the file stands; None where none is told."""
        text = self.text(key, "")
        if not text:
            return None
        try:
            path = Path(text).expanduser()
        except RuntimeError as error:
            raise self.wrong(key, f"names no home folder that is known: {text}") from error
        # A path in a settings file is read from where that file stands.
        return Path(os.path.normpath(self.document.file.parent / path))

    def close(self) -> None:
        """Raise ConfigError where something was not asked for."""
        for key in self.values:
            raise self.wrong(key, "is no setting of this program")

    def wrong(self, key: str, what: str) -> ConfigError:
        """Say what is wrong with a key of this table."""
        return self.document.wrong(f"[{self.name}] {key}", key, what, self.name, self.number)


def _line_of(text: str, table: str, key: str, number: int) -> int | None:
    """Find the line (from 1) on which a key is set, in the n-th table of a name, or where that table begins."""
    current, seen, began = "", -1, None
    for place, line in _numbered(text):
        header = re.fullmatch(r"\s*\[+\s*([^\]]+?)\s*\]+\s*(#.*)?", line)
        if header:
            current = header[1]
            seen += current == table
            began = place if current == table and seen == number else began
        elif (
            current == table
            and (seen == number or not table)
            and re.match(rf'\s*"?{re.escape(key)}"?\s*[=.]', line)
        ):
            return place
        if not table and header and header[1].split(".")[0] == key:
            return place
    return began or _mentioned(text, key)


def _mentioned(text: str, key: str) -> int | None:
    """Find the line on which a key is set in one of TOML's other ways: dotted, quoted, or in line."""
    form = re.compile(rf"""(^|[\s.{{,\["'])({re.escape(key)})["']?\s*[=.\]]""")
    return next((place for place, line in _numbered(text) if form.search(line)), None)


def _numbered(text: str) -> Iterable[tuple[int, str]]:
    return enumerate(text.splitlines(), start=1)
