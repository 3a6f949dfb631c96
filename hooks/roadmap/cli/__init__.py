"""The command line, one module for each group of commands."""

from roadmap.cli.main import main, program

__all__ = ["main", "program"]
