"""`mkdocs.yml` and the environment.

MkDocs reads the same file for a build. It is read here too, so that `check` and `serve` need no MkDocs, and each
mistake has its line.
"""
