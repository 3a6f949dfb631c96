"""Read `mkdocs.yml` and the environment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from yaml_env_tag import construct_env_tag

from roadmap.model.reference import Languages
from roadmap.problems import Problem, message, nearest
from roadmap.reading.settings.files import ProjectFiles
from roadmap.reading.settings.options import FILE, HOOK, Options, Settings
from roadmap.reading.settings.refused import check_blocks, check_partials, check_plugins, check_refused, check_unknown
from roadmap.reading.validation import fit
from roadmap.reading.yaml_file import Document, Key, read_text, refused


@dataclass(slots=True)
class Found:
    """The content of mkdocs.yml, and its problems."""

    settings: Settings | None = None
    """None if it has problems."""
    problems: list[Problem] = field(default_factory=list)
    ignored: list[Problem] = field(default_factory=list)
    """Settings without effect: a warning in MkDocs, an error in its strict mode."""
    files: frozenset[Path] = frozenset()
    """The files in it."""
    document: Document | None = None
    variables: dict[int, str] = field(default_factory=dict)
    """By line, the environment variable of a value."""

    def unknown_preview(self, code: str, languages: Languages) -> Problem:
        """Return the problem of a language of extra.preview that is not in preparation."""
        what = message("« extra.preview » : « %(code)s » n’est pas une langue en préparation.", code=code)
        line = self.document.line("extra", "preview") if self.document else 1
        return with_variable(Problem(FILE, line, what, nearest(code, languages.preparing)), self.variables)


def read(folder: Path) -> Found:
    """Read mkdocs.yml of the project at `folder`, and find its files."""
    found = Found(ignored=[*check_partials(folder), *check_blocks(folder)])
    document, found.variables, found.problems = _document(folder / FILE)
    if document is None:
        return found
    found.document = document
    found.ignored += [*check_plugins(document), *check_refused(document), *check_unknown(document)]
    files = ProjectFiles(folder, document)
    found.files = frozenset(files.paths.values())
    options, problems = fit(Options, document)
    found.problems += [*(with_variable(problem, found.variables) for problem in problems), *files.problems]
    if options and options.extra.publish and not options.extra.contact_email:
        what = message("« extra.contact_email » est vide : personne ne pourrait envoyer d’étude de cas.")
        fix = message("Attendu, pour publier : la variable CONTACT_EMAIL, par exemple contact@example.org.")
        found.problems.append(Problem(FILE, document.line("extra", "contact_email"), what, fix))
    if options and options.extra.publish and not options.extra.publisher:
        what = message("« extra.publisher » est vide : aucune page n’indiquerait qui publie le site.")
        fix = message("Attendu, pour publier : la variable PUBLISHER, par exemple Ministère de la Culture.")
        found.problems.append(Problem(FILE, document.line("extra", "publisher"), what, fix))
    if options and not found.problems:
        found.settings = _settings(options, files.paths)
    return found


def _settings(options: Options, paths: dict[str, Path]) -> Settings:
    theme, extra = options.theme, options.extra
    return Settings(
        site_url=options.site_url.rstrip("/") + "/",
        repo_url=(options.repo_url or "").rstrip("/"),
        contact=extra.contact_email or "",
        publisher=extra.publisher or "",
        worker=extra.service_worker,
        preview=extra.preview,
        copyright=options.copyright or "",
        homepage=extra.homepage or "",
        styles=tuple(paths[name] for name in options.extra_css),
        scripts=tuple((paths[script.path], script) for script in options.extra_javascript),
        logo=paths[theme.logo] if theme.logo else None,
        favicon=paths[theme.favicon] if theme.favicon else None,
        hooks=tuple(name for name in options.hooks if name != HOOK),
    )


def previewed(folder: Path) -> tuple[str, ...]:
    """Return the languages in preparation that mkdocs.yml shows; none if it has problems."""
    found = read(folder).settings
    return found.preview if found else ()


class _Loader(yaml.SafeLoader):
    """Like MkDocs' loader, but without tags for Python objects: no setting with an effect needs them."""


_Loader.add_constructor("!ENV", construct_env_tag)
_Loader.add_multi_constructor("", lambda _loader, _suffix, node: str(node.value))


def _document(path: Path) -> tuple[Document | None, dict[int, str], list[Problem]]:
    """Return the file's data with lines, and by line the environment variable of a value."""
    text, problems = read_text(path, FILE)
    if text is None:
        return None, {}, problems
    lines: dict[tuple[Key, ...], int] = {}
    variables: dict[int, str] = {}
    loader = _Loader(text)
    try:
        if problem := refused(text, FILE):
            return None, {}, [problem]
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else None
        if node:
            problems = [*_walk(node, (), lines, variables)]
    except (yaml.YAMLError, ValueError) as error:
        mark, reason = getattr(error, "problem_mark", None), getattr(error, "problem", None) or str(error)
        what = message("Ce n’est pas du YAML : %(reason)s.", reason=reason)
        return None, {}, [Problem(FILE, mark.line + 1 if mark else 1, what)]
    finally:
        loader.dispose()
    return Document(FILE, data, lines), variables, problems


def _walk(
    node: yaml.Node, keys: tuple[Key, ...], lines: dict[tuple[Key, ...], int], variables: dict[int, str]
) -> Iterator[Problem]:
    """Note the line and the environment variable of each value; yield the problems of duplicate keys."""
    line = lines.setdefault(keys, node.start_mark.line + 1)
    if node.tag == "!ENV":
        names = (
            [node.value] if isinstance(node, yaml.ScalarNode) else [one.value for one in node.value[:-1] or node.value]
        )
        variables.update((line, name) for name in names[::-1] if name in os.environ)
    elif isinstance(node, yaml.SequenceNode):
        for rank, one in enumerate(node.value):
            yield from _walk(one, (*keys, rank), lines, variables)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if (*keys, key.value) in lines:
                what = message(
                    "La clé « %(key)s » est en double (déjà ligne %(line)s).",
                    key=key.value,
                    line=lines[(*keys, key.value)],
                )
                yield Problem(FILE, key.start_mark.line + 1, what, message("Gardez-en une seule."))
            lines[(*keys, key.value)] = key.start_mark.line + 1
            yield from _walk(value, (*keys, key.value), lines, variables)


def with_variable(problem: Problem, variables: dict[int, str]) -> Problem:
    """Return the problem, with the name of the environment variable that the value comes from."""
    if name := variables.get(problem.line):
        return Problem(FILE, problem.line, message("%(name)s : %(what)s", name=name, what=problem.what), problem.fix)
    return problem
