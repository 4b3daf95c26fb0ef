"""What is said before anything is looked at; `docs/safety.md` says it at length."""

CAUTIONS = (
    "Never use an account of your own or of a colleague: the platform may close it and keep who it was.",
    "Whoever is looked at may learn of it: a company sees visits to its site, and platforms keep records.",
    "The platform's terms may forbid this; whether that binds you is for your lawyer to say, before you begin.",
    "Encrypt this disk: evidence and signed-in state name you.",
    "More in docs/safety.md.",
)
