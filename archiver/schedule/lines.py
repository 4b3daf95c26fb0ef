"""The lines that have a machine look at what is due every minute, as each system reads them: for a person to place."""

import shlex
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from xml.sax.saxutils import escape


@dataclass(frozen=True, slots=True)
class Line:
    """How one system is told."""

    system: str
    place: str
    """Where it goes."""
    text: str


def lines(program: tuple[str, ...], folder: Path, options: tuple[str, ...]) -> list[Line]:
    """Give the lines for each system; `program` is how it is called, `folder` from where its settings are read."""
    words = (*program, *options, "crawl", "--due")
    return [_cron(words, folder), _systemd(words, folder), _launchd(words, folder), _task(words, folder)]


def _cron(words: tuple[str, ...], folder: Path) -> Line:
    # In a crontab a % ends the line.
    command = f"cd {shlex.quote(str(folder))} && {shlex.join(words)}".replace("%", r"\%")
    return Line("cron", "crontab -e", f"* * * * * {command}")


def _systemd(words: tuple[str, ...], folder: Path) -> Line:
    command = " ".join(_systemd_word(word) for word in words)
    return Line(
        "systemd",
        "~/.config/systemd/user/, two files; systemctl --user enable --now archiver.timer; loginctl enable-linger",
        "# archiver.service\n[Service]\nType=oneshot\n"
        f"WorkingDirectory={str(folder).replace('%', '%%')}\nExecStart={command}\n\n"
        "# archiver.timer\n[Timer]\nOnCalendar=minutely\nPersistent=true\n\n[Install]\nWantedBy=timers.target",
    )


def _systemd_word(word: str) -> str:
    safe = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{safe}"' if safe != word or " " in word else word


def _launchd(words: tuple[str, ...], folder: Path) -> Line:
    arguments = "".join(f"<string>{escape(word)}</string>" for word in words)
    return Line(
        "launchd",
        "~/Library/LaunchAgents/archiver.plist; then: launchctl load ~/Library/LaunchAgents/archiver.plist",
        '<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict>\n'
        "<key>Label</key><string>archiver</string>\n"
        f"<key>ProgramArguments</key><array>{arguments}</array>\n"
        f"<key>WorkingDirectory</key><string>{escape(str(folder))}</string>\n"
        "<key>StartInterval</key><integer>60</integer>\n</dict></plist>",
    )


def _task(words: tuple[str, ...], folder: Path) -> Line:
    command = " ".join(f'\\"{word}\\"' if " " in word else word for word in words)
    where = str(PureWindowsPath(folder))
    return Line(
        "Task Scheduler",
        "a command prompt",
        f'schtasks /Create /TN archiver /SC MINUTE /MO 1 /TR "cmd /c cd /d \\"{where}\\" && {command}"',
    )
