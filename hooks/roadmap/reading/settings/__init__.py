"""`mkdocs.yml` and the environment.

MkDocs reads the same file for a build. This folder also reads it, so that `check` and `serve` do not need MkDocs, and
each problem has its line.
"""
