"""Stand-ins that implement the ports."""

import contextlib
import hashlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from lending import lent
from warcio.checker import Checker

from archiver.cli.app import run
from archiver.config import Network, Settings
from archiver.model.exchange import ConvertedRecord, MadeRecord, RecordedExchange

HOSTS = ("www.instagram.com", "*.cdninstagram.com", "*.fbcdn.net")


class Silent:
    """The port `Progress`, for nobody."""

    def step(self, what, done, of=None):
        pass


class Never:
    """The port `Stop`, never requested."""

    requested = False

    def when_requested(self, act):
        pass


class FrozenClock:
    """The port `Clock`; moves only when told."""

    def __init__(self, at=datetime(2026, 11, 24, 3, 0, tzinfo=UTC)):
        self.at = at

    def now(self):
        return self.at

    def advance(self, **span):
        self.at += timedelta(**span)


@dataclass
class Taken:
    """The port `Recording`, in memory."""

    exchanges: list[RecordedExchange] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    mades: list[MadeRecord] = field(default_factory=list)
    conversions: list[ConvertedRecord] = field(default_factory=list)
    merged: list[bytes] = field(default_factory=list)

    def exchange(self, exchange):
        self.exchanges.append(exchange)
        self.bodies.append(exchange.body.read() if exchange.body else b"")
        return f"urn:test:{len(self.exchanges)}"

    def made(self, record):
        self.mades.append(record)
        return f"urn:test:made:{len(self.mades)}"

    def converted(self, record):
        self.conversions.append(record)
        self.merged.append(record.body.read())
        return f"urn:test:converted:{len(self.conversions)}"

    def of(self, path):
        """Give the exchange and body of the one address with this path."""
        found = [
            (exchange, body)
            for exchange, body in zip(self.exchanges, self.bodies, strict=True)
            if exchange.address.partition("://")[2].partition("/")[2].partition("?")[0] == path.lstrip("/")
        ]
        assert len(found) == 1, [exchange.address for exchange in self.exchanges]
        return found[0]


def stand_in_network(server, folder):
    """Map the platform's hosts to a stand-in."""
    certificate = server.write_ca(Path(folder) / "ca.pem")
    return Network(ca_file=certificate, hosts=tuple((host, server.address) for host in HOSTS))


def stand_in_settings(server, folder):
    """Settings that reach the stand-in and keep everything below a folder."""
    folder = Path(folder)
    return Settings(
        file=folder / "config" / "archiver.toml",
        network=stand_in_network(server, folder),
        keys=folder / "keys",
    )


def write_settings(server, folder, more="", hosts=HOSTS):
    """Write the same settings as a file, as an operator would, and give its path."""
    folder = Path(folder)
    config = folder / "config"
    config.mkdir(parents=True, exist_ok=True)
    server.write_ca(config / "ca.pem")
    mapped = ", ".join(f'"{host}" = "{server.address}"' for host in hosts)
    file = config / "archiver.toml"
    file.write_text(
        f'[network]\nca_file = "ca.pem"\nhosts = {{{mapped}}}\n\n[keys]\nfolder = "../keys"\n{more}',
        encoding="utf-8",
    )
    return file


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


KEPT = ("PATH", "LANG", "SYSTEMROOT", "PYTHONPATH", "PYTHONPYCACHEPREFIX", "NODE_COMPILE_CACHE")


def environment(folder):
    """A user's environment in which nothing outside a folder is touched."""
    return {name: os.environ[name] for name in KEPT if name in os.environ} | {"HOME": str(folder)}


def ledger_of(folder):
    """Give the events of the archive in a folder: those that checkpoints cover, then those that wait."""
    ledger = folder / "evidence" / "ledger"
    batches = [
        line for path in sorted(ledger.glob("0*/events.jsonl")) for line in path.read_bytes().splitlines()
    ]
    waiting = [path.read_bytes() for path in sorted((ledger / "pending").glob("*.json"))]
    return [json.loads(event) for event in (*batches, *waiting)]


def looks_of(folder):
    """Give the events of looks alone."""
    return [event for event in ledger_of(folder) if event["event"] == "capture"]


def run_archiver(*arguments, folder, env=(), timeout=120):
    """Run the command line in a folder, as a user would."""
    done = subprocess.run(
        [sys.executable, "-m", "archiver", *map(str, arguments)],
        cwd=folder,
        env=environment(folder) | dict(env),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Ran(done.returncode, done.stdout, done.stderr)


def call_archiver(*arguments, folder):
    """Run the command line in a folder within this process, where starting one of its own would show nothing more.

    The folder must have settings that say where keys are kept.
    """
    assert (folder / "config" / "archiver.toml").is_file()
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([*map(str, arguments)], browsers=lent())
    assert "Traceback" not in err.getvalue(), err.getvalue()
    return Ran(code, out.getvalue(), err.getvalue())


def start_archiver(*arguments, folder):
    """Start the command line in a folder and let it run."""
    return subprocess.Popen(
        [sys.executable, "-m", "archiver", *map(str, arguments)],
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def sound(folder, run=call_archiver):
    """An archive that verifies, whose index equals one made afresh, and whose WARCs others accept."""
    verified = run("verify", folder=folder)
    assert verified.code == 0, verified.out
    checked = run("rebuild", "--check", folder=folder)
    assert checked.code == 0, checked.out
    for warc in sorted(folder.glob("evidence/captures/*/*/*/capture.warc.gz")):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            code = Checker(SimpleNamespace(inputs=[str(warc)], verbose=True)).process_all()
        assert code == 0, said.getvalue()
        assert "digest pass" in said.getvalue()
        assert "no digest to check" not in said.getvalue()
    return True
