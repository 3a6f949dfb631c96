"""The command line, one module for each group of commands."""

from roadmap.cli.command import program
from roadmap.cli.group import main

__all__ = ["main", "program"]
