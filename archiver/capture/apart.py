"""Films whose pictures and sound were fetched apart: put together, recorded beside the originals, described."""

import json
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import av

from archiver.capture import merging
from archiver.capture.direct import Received
from archiver.capture.merging import Merged
from archiver.formats.warc import payload_digest, size_of
from archiver.model.digest import Digest
from archiver.model.exchange import ConvertedRecord, MadeRecord
from archiver.model.post import Candidate
from archiver.ports import Recording


@dataclass(frozen=True, slots=True)
class Original:
    """One of the two, as it was received and recorded."""

    answer: Received
    record: str
    address: str
    """As written: withheld values replaced."""


@dataclass(frozen=True, slots=True)
class Films:
    """Puts films together, in a folder where large files may lie for a moment."""

    folder: str
    recording: Recording

    def put_together(
        self,
        subject: str,
        offered: Candidate,
        originals: tuple[Original, Original],
        held: Digest | None,
        found_in: str = "",
    ) -> Digest:
        """Write a film of its pictures and its sound, unless it is the one that is held; give its digest.

        Raises NotMergedError.
        """
        pictures, sound = originals
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            file = Path(folder) / "film.mp4"
            made = merging.merge(pictures.answer.body, sound.answer.body, offered.seconds, file)
            with file.open("rb") as body:
                digest = payload_digest(body)
                if digest != held:
                    now = datetime.now(UTC)
                    of = (pictures.record, sound.record)
                    record = self.recording.converted(
                        ConvertedRecord(pictures.address, of, merging.MIME, body, now, found_in, digest)
                    )
                    told = _told(subject, offered, originals, made) | {
                        "film": {"record": record, "digest": str(digest), "size": size_of(body)}
                    }
                    content = json.dumps(told, ensure_ascii=False, indent=1).encode()
                    address = f"urn:archiver:merged:{digest}"
                    self.recording.made(
                        MadeRecord(address, "metadata", "application/json", content, now, record)
                    )
                return digest


def _told(
    subject: str, offered: Candidate, originals: tuple[Original, Original], made: Merged
) -> dict[str, Any]:
    named = zip(("pictures", "sound"), originals, made.codecs, strict=True)
    return {
        "subject": subject,
        "seconds": round(made.seconds, 3),
        "sound_seconds": round(made.sound_seconds, 3),
        "announced_seconds": offered.seconds,
        "width": made.width,
        "height": made.height,
        "originals": {
            name: {
                "record": original.record,
                "digest": str(original.answer.digest),
                "size": size_of(original.answer.body),
                "codec": codec,
            }
            for name, original, codec in named
        },
        "made": "packets as they came, in a container of our own",
        "with": {"PyAV": version("av")}
        | {name: ".".join(map(str, numbers)) for name, numbers in sorted(av.library_versions.items())},
    }
