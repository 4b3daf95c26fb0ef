"""Several networks on one stand-in: whoever asks is answered by the network whose host it is."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from archiver.simulator.messages import Answer, Request, text

Answering = Callable[[Request], Answer]


class Internet:
    """The networks there are; `answer` is what a stand-in is given."""

    def __init__(self, networks: Mapping[str, Answering]) -> None:
        """Take networks by the domain of their sites."""
        self._networks = networks

    def answer(self, request: Request) -> Answer:
        """Have the network answer whose host is asked; a content network's host may be that of several."""
        for domain, answering in self._networks.items():
            if request.host == domain or request.host.endswith(f".{domain}"):
                return answering(request)
        answers = (answering(request) for answering in self._networks.values())
        found = (answer for answer in answers if answer.status != HTTPStatus.NOT_FOUND)
        return next(found, text("", status=HTTPStatus.NOT_FOUND))
