"""The cases of sampled tests that `make test` tries: the others are tried by `make sweep`."""

import pytest

from conftest import in_sample


@pytest.mark.parametrize("one_in", [2, 3, 6])
def test_a_sample_has_each_value_with_one_in_so_many_of_the_others(one_in: int):
    languages, kinds = range(6), range(29)
    chosen = {(code, kind) for code in languages for kind in kinds if in_sample((code, kind), one_in)}
    for code in languages:
        assert abs(len([kind for kind in kinds if (code, kind) in chosen]) - 29 / one_in) < 1
    for kind in kinds:
        assert len([code for code in languages if (code, kind) in chosen]) == 6 / one_in


def test_a_sample_of_one_parameter_begins_with_its_first_value():
    assert [place for place in range(7) if in_sample([place], 3)] == [0, 3, 6]
