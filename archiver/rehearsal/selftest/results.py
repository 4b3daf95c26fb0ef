"""Keep what worlds came to while a selftest runs, a line of JSON each, so that one that was cut off goes on."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import platformdirs

from archiver.errors import StoreError
from archiver.rehearsal.selftest.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one world."""

    world: int
    title: str
    seconds: float
    verdicts: tuple[Verdict, ...]


def program_digest() -> str:
    """Digest the program's own files: what was measured with another program is not gone on with."""
    digest = hashlib.sha256()
    for name, file in sorted(_files(files("archiver"), "")):
        digest.update(f"{name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(folder: Traversable, beneath: str) -> Iterator[tuple[str, Traversable]]:
    for each in folder.iterdir():
        name = f"{beneath}/{each.name}"
        if each.is_dir():
            yield from _files(each, name)
        elif name.endswith((".py", ".js")):
            yield name, each


@dataclass(slots=True)
class Results:
    """The file that keeps them, for one program and one seed."""

    file: Path
    kept: dict[int, Result]
    """By the number of the world."""

    def of(self, world: int, cases: int) -> Result | None:
        """Give what came of a world with so many cases; None where it has not been played."""
        found = self.kept.get(world)
        return found if found is not None and len(found.verdicts) == cases else None

    def keep(self, result: Result) -> None:
        """Keep what came of a world. Raises StoreError."""
        self.kept[result.world] = result
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("a", encoding="utf-8") as out:
                out.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")
        except OSError as error:
            raise StoreError(f"{self.file} cannot be written: {error.strerror}.") from error

    def drop(self) -> None:
        """Let the next run begin anew."""
        with suppress(OSError):
            self.file.unlink(missing_ok=True)


def resumed(seed: int, digest: str) -> Results:
    """Read what an earlier run came to that was cut off."""
    folder = platformdirs.user_state_path("archiver", appauthor=False) / "selftest"
    file, worlds = folder / f"{digest[:16]}-{seed}.jsonl", dict[int, Result]()
    with suppress(OSError):
        for line in file.read_text(encoding="utf-8").splitlines():
            # The last line may have been cut off with the run.
            with suppress(ValueError, TypeError, KeyError):
                result = _read(line)
                worlds[result.world] = result
    return Results(file, worlds)


def _read(line: str) -> Result:
    told = json.loads(line)
    verdicts = (
        Verdict(**{**each, "wrong": tuple(each["wrong"]), "missed": tuple(each["missed"])})
        for each in told["verdicts"]
    )
    return Result(told["world"], told["title"], told["seconds"], tuple(verdicts))
