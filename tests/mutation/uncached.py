"""A plugin for pytest: no test uses what an earlier one left in a cache.

mutmut tests a change with the tests that reach it. What a cache returns is reached by the first test only.
"""

from __future__ import annotations

import sys

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Empty the caches of the package."""
    for name, module in list(sys.modules.items()):
        if name.startswith("roadmap"):
            for value in list(vars(module).values()):
                if callable(clear := getattr(value, "cache_clear", None)):
                    clear()
