"""The list of attacks, `red_team.yml`: each one names a test that exists, runs, and has something to fail on."""

from __future__ import annotations

import ast
from functools import cache

import sites
from sites import none, typed_yaml

SOURCES = {"contribution", "translation", "build", "workflow", "published page", "serve"}
ATTACKS: dict[str, dict[str, str]] = typed_yaml(sites.TESTS / "red_team.yml")


@cache
def collected(name: str) -> dict[str, ast.FunctionDef]:
    """The tests of a module that pytest collects, by name: its functions that start so."""
    module = ast.parse((sites.TESTS.parent / name).read_text("utf-8"))
    return {node.name: node for node in module.body if isinstance(node, ast.FunctionDef) and node.name[:5] == "test_"}


def test_the_list_has_at_least_sixty_attacks_from_everywhere():
    assert set(ATTACKS) == SOURCES
    assert sum(map(len, ATTACKS.values())) >= 60


def test_each_attack_names_a_test_that_is_collected_and_not_skipped():
    wrong = []
    for attacks in ATTACKS.values():
        for attack, test in attacks.items():
            name, _colons, function = test.partition("::")
            found = collected(name).get(function) if (sites.TESTS.parent / name).is_file() else None
            marks = [ast.unparse(mark) for mark in found.decorator_list] if found else ["no such test"]
            if any("skip" in mark or "xfail" in mark or mark == "no such test" for mark in marks):
                wrong.append(f"{attack}: {test}")
    none(wrong)


def test_each_of_these_tests_asserts_something():
    """By itself, or through a function that is named so."""
    tests = {test for attacks in ATTACKS.values() for test in attacks.values()}
    none(
        test
        for test in sorted(tests)
        if not any(word in ast.unparse(collected(test.partition("::")[0])[test.partition("::")[2]]) for word in PROOFS)
    )


PROOFS = ("assert", "none(", "raises(", "expect(", "bounded(", "received(")  # the last one asserts
