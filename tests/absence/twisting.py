"""A network whose answers are changed on their way."""

from dataclasses import replace


class Twisted:
    """The network within it, but that `twist` gives another body for a request and its answer's body."""

    def __init__(self, inner, twist):
        self.__dict__.update(inner=inner, twist=twist)

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def __setattr__(self, name, value):
        setattr(self.inner, name, value)

    def answer(self, request):
        answer = self.inner.answer(request)
        return replace(answer, body=self.twist(request, answer.body))
