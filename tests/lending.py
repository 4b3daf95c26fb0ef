"""One browser for all that a module of tests looks at within its process, for to start one takes seconds.

Each look has a context of its own all the same, as the looks of one run have.
"""

import threading

from archiver.capture import chromium
from archiver.capture.browsers import Browsers


class Lent(Browsers):
    """A browser that outlives who looks with it, unless it broke off or another one is asked for."""

    def __init__(self):
        super().__init__()
        self._kind = None

    def running(self, executable, *, window=False):
        if self._kind != (executable, window):
            self.end()
            self._kind = executable, window
        return super().running(executable, window=window)

    def close(self):
        if self._browser is not None and chromium.answers(self._browser):
            for context in self._browser.contexts:
                context.close()
        else:
            super().close()

    def end(self):
        """End it: a module is over, or somebody drives a browser of their own."""
        super().close()


BROWSER = Lent()


def lent():
    """Give the browser to look with; none in another thread, which cannot drive it."""
    return BROWSER if threading.current_thread() is threading.main_thread() else None
