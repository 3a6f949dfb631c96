"""The Open Roadmap website: from facts in YAML and translations in PO files to pages in every language.

One way through, no way back:

    load -> model -> checks -> site (links) -> pages (one table) -> view (words) -> render (HTML) -> publication (files)
         -> edge (MkDocs)

Nothing here imports MkDocs but `edge`.
"""
