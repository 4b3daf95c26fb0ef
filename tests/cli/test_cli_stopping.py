"""A request to stop may come at any instant, also while a line is being printed."""

import contextlib
import io
import signal

from archiver.cli.speaking import tell
from archiver.cli.stopping import stopping


class Interrupting(io.RawIOBase):
    """A terminal at which Ctrl-C is pressed in the midst of a line."""

    def __init__(self):
        self.written = []

    def writable(self):
        return True

    def write(self, content):
        self.written.append(bytes(content))
        if len(self.written) == 1:
            signal.raise_signal(signal.SIGINT)
        return len(content)


def test_a_request_to_stop_may_come_while_a_line_is_printed(capfd):
    terminal = Interrupting()
    err = io.TextIOWrapper(io.BufferedWriter(terminal), line_buffering=True)
    with contextlib.redirect_stderr(err), stopping() as stop:
        tell("A line about the work.")
    assert stop.requested
    assert b"".join(terminal.written) == b"A line about the work.\n"
    assert "Stopping: what was seen is being sealed. Press Ctrl-C again" in capfd.readouterr().err
