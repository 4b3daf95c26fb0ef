"""Meta's automatic alternative text: what its machines guess to be in a picture whose author described nothing."""

import re

_GUESSED = re.compile(
    r"^(Photo|Video|Image)( shared)? by .+ on [A-Z][a-z]+ \d\d?\b|(^|\. )(May be an? |(Image|Photo) may contain)"
    r"|^No photo description"
)


def is_guessed(alt: str) -> bool:
    """Tell whether an alternative text is one that the platform makes up, in English as it is asked for."""
    return _GUESSED.search(alt) is not None
