"""A company's own website: its pages, what becomes of them, and how a small site's server behaves."""
