"""No byte of a bundle unguarded: whatever is done to any file, and it is found, and the file is named."""

import random
import shutil
from pathlib import Path

import pytest
from bundle_forging import failures

from archiver.export import zipped
from archiver.verify.archive import exit_code
from archiver.verify.kinds import verified
from archiver.verify.outside import Given

DESCRIPTION = "data/bundle.json"


@pytest.fixture(scope="module")
def spoilt(whole, tmp_path_factory) -> Path:
    """A copy to spoil, and to mend again."""
    copy = tmp_path_factory.mktemp("spoilt") / "CASE-1"
    shutil.copytree(whole.folder, copy)
    return copy


@pytest.fixture(scope="module")
def names(whole) -> list[str]:
    return sorted(
        path.relative_to(whole.folder).as_posix() for path in whole.folder.rglob("*") if path.is_file()
    )


def is_found(root: Path, name: str) -> None:
    """See that what was done to a file is found, and that it is named, as a subject or in what is said of one."""
    findings = verified(root, Given()).findings
    if name == DESCRIPTION and len(findings) == 1 and "newer version" in findings[0].detail:
        assert exit_code(findings) == 3
        return
    assert exit_code(findings) == 1, name
    subjects = set().union(*failures(findings).values())
    details = [one.detail for one in findings if one.status == "failed"]
    assert name in subjects or any(name in detail for detail in details), (name, subjects)


def flipped(root: Path, name: str, at: int, bit: int) -> None:
    whole = (root / name).read_bytes()
    (root / name).write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
    is_found(root, name)
    (root / name).write_bytes(whole)


def test_every_file_is_there_to_be_spoilt(names):
    assert len(names) > 130
    assert {name.split("/")[0] for name in names} >= {"proof", "data", "verifier", "verify.pyz", "VERIFY.txt"}


@pytest.mark.prove
def test_a_bit_of_many_files(spoilt, names):
    """Of each sixth file, in the order of their names; of all `make prove` does."""
    for name in names[::6]:
        length, chance = (spoilt / name).stat().st_size, random.Random(name)
        if length:
            flipped(
                spoilt, name, chance.choice((0, length - 1, chance.randrange(length))), chance.randrange(8)
            )
    assert exit_code(verified(spoilt, Given()).findings) == 0


def spoil(root: Path, name: str, how: str) -> None:
    path, whole = root / name, (root / name).read_bytes()
    beside = path.with_name(f"{path.stem}-2{path.suffix}")
    if how == "cut short":
        path.write_bytes(whole[: len(whole) // 2] if whole else b"\n")
    elif how == "longer":
        path.write_bytes(whole + b"\n")
    elif how == "taken away":
        path.unlink()
    else:
        beside.write_bytes(whole)
    is_found(root, beside.relative_to(root).as_posix() if how == "another beside it" else name)
    beside.unlink(missing_ok=True)
    path.write_bytes(whole)


HOW = ("cut short", "longer", "taken away", "another beside it")


@pytest.mark.some(of=4)
@pytest.mark.parametrize("how", HOW)
def test_some_files_of_each_kind(spoilt, names, how):
    kinds = {}
    for name in sorted(names, key=lambda name: random.Random(f"{how} {name}").random()):
        path = Path(name)
        kinds.setdefault((path.suffix, path.parts[0]), name)
    for name in kinds.values():
        spoil(spoilt, name, how)
    assert exit_code(verified(spoilt, Given()).findings) == 0


def test_a_bit_of_any_file_of_the_zip(whole, tmp_path):
    file, chance = tmp_path / "CASE-1.zip", random.Random(3)
    zipped.write(file, whole.folder)
    content = file.read_bytes()
    assert exit_code(verified(file, Given()).findings) == 0
    for at in (0, 5, 27, len(content) - 1, *(chance.randrange(len(content)) for _ in range(15))):
        file.write_bytes(content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :])
        assert exit_code(verified(file, Given()).findings) == 1, at
