"""targets.toml, changed with the operator's own comments left as they are."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array, Table

from archiver.errors import ConfigError, StoreError
from archiver.operations.own_files import put_in_place


def add_entry(file: Path, fields: dict[str, Any]) -> None:
    """Write one more target. Raises ConfigError, StoreError."""

    def added(document: TOMLDocument) -> None:
        entries = document.setdefault("target", tomlkit.aot())
        if isinstance(entries, Array):
            inline = tomlkit.inline_table()
            inline.update(fields)
            entries.append(inline)
        elif isinstance(entries, AoT):
            entry = tomlkit.table()
            entry.update(fields)
            entries.append(entry)
        else:
            raise ConfigError(
                f"{file}: [[target]] is no list of targets.", "Correct the file, then add more."
            )

    _change(file, added)


def set_in_entry(file: Path, place: int, key: str, *, value: bool | str) -> None:
    """Set a key of the target that stands at a place, from 0. Raises ConfigError, StoreError."""

    def changed(document: TOMLDocument) -> None:
        entry: Any = document["target"][place]  # the settings were read from it
        if key not in entry and isinstance(entry, Table):
            # Behind the last key stand the comments on the next target.
            entry.value._insert_after("ref", key, tomlkit.item(value))  # noqa: SLF001 - there is no public way
        else:
            entry[key] = value

    _change(file, changed)


def _change(file: Path, change: Callable[[TOMLDocument], None]) -> None:
    try:
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        document = tomlkit.parse(text if text.endswith("\n") or not text else f"{text}\n")
        change(document)
        put_in_place(file, tomlkit.dumps(document))
    except TOMLKitError as error:
        raise ConfigError(f"{file} is not valid TOML: {error}.") from error
    except OSError as error:
        raise StoreError(f"{file} cannot be written: {error.strerror}.") from error
