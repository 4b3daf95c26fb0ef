"""A bundle: what of an archive is chosen, what of that is shown, and how it is laid out and sealed.

In the order in which `export` asks them: `choosing` (and `asking_again` before it), `rules` of what is taken out
(`redacting`, `revealing`), `captures` (each by `disclosing`, of what `understanding` says) or `posts_alone`,
`ledger_excerpt`, `concluding`, `contents`, `sealing`.
"""
