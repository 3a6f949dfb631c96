"""The Open Roadmap website: from facts in YAML and translations in PO files to pages in every language.

Data goes one way:

    reading -> model -> checks -> site (links) -> page table -> views (texts, HTML) -> publishing (files) -> build

Only `build` imports MkDocs. `docs/code.md` describes each folder.
"""
