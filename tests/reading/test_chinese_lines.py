"""Chinese that an editor wraps, in YAML: lines are joined without a space (in Markdown: tests/markdown.yml)."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadmap.reading import yaml_file


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("text: 支持创作者，\n  第二部分支持\n  小企业。\n", "支持创作者，第二部分支持小企业。"),
        ("text: >-\n  支持创作者，\n  第二部分支持\n  小企业。\n", "支持创作者，第二部分支持小企业。"),
        ('text: "文化部自\n  2019年起支持\n  UNESCO 的项目"\n', "文化部自2019年起支持UNESCO的项目"),
        ("text: 中国 法国\n", "中国 法国"),  # on one line: as it is written
        ("text: |-\n  中国 法国\n  德国\n", "中国 法国\n德国"),
        ("text: Le plan s’appelle\n  文化\n  en chinois.\n", "Le plan s’appelle 文化 en chinois."),
        ("text: 콘텐츠 창작자를\n  지원한다.\n", "콘텐츠 창작자를 지원한다."),
        ("text: '活动如下：\n\n\n  - 培训\n\n  - 2019 年'\n", "活动如下：\n\n- 培训\n- 2019年"),
        ("text: Deux\n  lignes.\n", "Deux lignes."),
    ],
)
def test_lines_of_chinese_are_joined_without_a_space(tmp_path: Path, written: str, read: str):
    path = tmp_path / "a.yml"
    path.write_text(written, encoding="utf-8")
    document, problems = yaml_file.read_yaml(path, "a.yml")
    assert not problems
    assert document.data == {"text": read}
