"""How targets and posts are written: `platform:name` and `platform:key`."""

from dataclasses import dataclass

STORY = "story/"
"""How the key of a story begins, and that of no post."""


@dataclass(frozen=True, slots=True, order=True)
class TargetRef:
    """A public account, page or site that is watched, as the operator writes it."""

    platform: str
    """Name of the platform's folder, such as `instagram`."""
    name: str
    """Handle, page name or site address on that platform."""

    def __str__(self) -> str:
        """Write `platform:name`."""
        return f"{self.platform}:{self.name}"

    @classmethod
    def parse(cls, text: str) -> "TargetRef":
        """Read the written form, which is not held against any platform."""
        platform, _, name = text.partition(":")
        return cls(platform, name)


@dataclass(frozen=True, slots=True, order=True)
class PostRef:
    """A post, by the key its platform gives it."""

    platform: str
    """Name of the platform's folder."""
    key: str
    """The platform's own key: on Instagram the shortcode, of a story `story/<number>`."""

    def __str__(self) -> str:
        """Write `platform:key`."""
        return f"{self.platform}:{self.key}"

    @property
    def is_story(self) -> bool:
        """Tell whether it is a story, which has no address of its own: it is never asked for, and nothing covers it."""
        return self.key.startswith(STORY)


Ref = TargetRef | PostRef
