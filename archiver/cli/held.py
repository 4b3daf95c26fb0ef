"""What holds a look back, in words."""

HELD = {"budget": "its budget is spent until then", "resting": "the platform refused it lately"}
