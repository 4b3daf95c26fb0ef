"""Files of others: each as `import` takes it, from the first look at it to what is read of what it holds."""

import json
import os
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

from fakes import Silent

from archiver import platforms
from archiver.capture.withholding import Withholding
from archiver.errors import ArchiverError
from archiver.formats.warc_reading import as_read
from archiver.model.foreign import DOCUMENT, Document
from archiver.model.refs import TargetRef
from archiver.operations.foreign_files import recognised
from archiver.operations.import_lots import lots

NOW = datetime(2026, 12, 1, tzinfo=UTC)
WRITTEN = (NOW - timedelta(days=2)).timestamp()
ACCOUNT = "hartmann.werkzeuge"
_BODY = 2_000


class Writer:
    """What a lot is written to: it takes all that comes, and keeps what extraction is given."""

    def __init__(self):
        self.exchanges, self.documents, self.records = [], [], []

    def exchange(self, recorded):
        body = recorded.body.read() if recorded.body else None
        self.records.append(f"urn:{len(self.records)}")
        self.exchanges.append(as_read(recorded, self.records[-1], body))

    def imported(self, record):
        content = b"".join(iter(lambda: record.body.read(1 << 16), b""))
        self.records.append(f"urn:{len(self.records)}")
        if record.mime == DOCUMENT:
            self.documents.append(Document(self.records[-1], record.address, content))


@dataclass(frozen=True)
class Imports:
    """An input is a file of a name."""

    name: str
    wells: tuple[bytes, ...]
    platform: str = "instagram"
    refusals = (ArchiverError,)

    def read(self, content):
        path = _folder() / self.name
        path.write_bytes(content)
        os.utime(path, (WRITTEN, WRITTEN))
        platform, target = platforms.named(self.platform), TargetRef(self.platform, ACCOUNT)
        parts = lots(recognised(path, NOW), platform, target, NOW, NOW + timedelta(minutes=5), Silent())
        for lot in parts:
            writer = Writer()
            lot.write(writer, Withholding(platform.written, platform.address(target)), Silent())
            platform.extract(writer.exchanges)
            platform.read_documents(writer.documents)


@cache
def _folder():
    return Path(tempfile.mkdtemp(prefix="hostile-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))


@cache
def _seen():
    """What others saw of a small account, bodies cut short: what stands in one is what `answers` spoils."""
    from foreign_building import seen_by_others

    from archiver.simulator.hartmann import hartmann

    seen = seen_by_others(hartmann(older=1), datetime(2025, 3, 2, 10, 0, tzinfo=UTC))
    return [(exchange, body[:_BODY], cookies) for exchange, body, cookies in seen]


def of_warcs():
    from foreign_building import as_warc

    ways = [("a.warc", {}), ("b.warc", {"requests": "before", "packed": True}), ("c.warc.gz", {})]
    return Imports(
        "given.warc", tuple(as_warc(_folder() / name, _seen(), **way).read_bytes() for name, way in ways)
    )


def of_wacz():
    from foreign_building import as_wacz, as_warc

    warcs = [as_warc(_folder() / name, _seen()) for name in ("d.warc", "e.warc.gz")]
    return Imports("given.wacz", tuple(as_wacz(_folder() / "f.wacz", warc).read_bytes() for warc in warcs))


def of_hars():
    from foreign_building import as_har

    return Imports("given.har", (as_har(_folder() / "g.har", _seen()).read_bytes(),))


def of_folders():
    """Documents of instaloader and gallery-dl, as they run."""
    from folder_building import Made, documents

    made = Made(Path(tempfile.mkdtemp(dir=_folder())))
    told = [path for name in ("instaloader-plain", "gallery-dl") for path in documents(made.made(name))]
    return Imports("given.json", _of_each_kind(told))


def of_facebook_folders():
    from folder_building import Made, documents

    made = Made(Path(tempfile.mkdtemp(dir=_folder()))).made("facebook")
    return Imports("given.json", _of_each_kind(documents(made)), "facebook")


def _of_each_kind(paths):
    """Give one document of each set of keys."""
    found = {tuple(sorted(json.loads(path.read_bytes()))): path.read_bytes() for path in paths}
    return tuple(found.values())


def of_downloads():
    """A platform's own download, as the ZIP that it came in."""
    import test_import_downloads as downloads

    folder = Path(tempfile.mkdtemp(dir=_folder()))
    path = downloads.zipped(downloads.of_instagram(folder / "i"), folder / "i.zip")
    return Imports("given.zip", (path.read_bytes(), _stored(path)))


def of_facebook_downloads():
    import test_import_downloads as downloads

    folder = Path(tempfile.mkdtemp(dir=_folder()))
    path = downloads.zipped(downloads.of_facebook(folder / "f"), folder / "f.zip")
    return Imports("given.zip", (path.read_bytes(), _stored(path)), "facebook")


def _stored(path):
    """Give a ZIP whose members are not packed, so that what stands in them can be spoiled."""
    content = BytesIO()
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(content, "w") as plain:
        for member in packed.infolist():
            plain.writestr(zipfile.ZipInfo(member.filename, member.date_time), packed.read(member))
    return content.getvalue()
