"""The Open Roadmap website: from facts in YAML and translations in PO files to pages in every language.

One way through, no way back:

    sources (load) -> model -> checks -> site (links, translations) -> pages (one table) -> render (HTML) -> edge (MkDocs)

Nothing here imports MkDocs but `edge`.
"""
