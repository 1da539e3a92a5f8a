"""Law 9, templates: no inline script or style, nothing unescaped, each in its endpoint's folder."""

from __future__ import annotations

import ast
import re

from tests.house.sources import ROOT, Source, papers, product, templates

SHARED = {"components", "layouts", "errors", "print", "notices"}
FORBIDDEN = re.compile(
    r"<script(?![^>]*\bsrc=)|<style|\sstyle\s*=|\son[a-z]+\s*=|hx-on|javascript:|['\"]js:"
    r"|\|\s*safe\b|\|\s*tojson|autoescape",
    re.IGNORECASE,
)


def _blueprint(source: Source) -> str | None:
    """Return the name of the blueprint that the file makes."""
    for node in source.nodes(ast.Call):
        if isinstance(node.func, ast.Name) and node.func.id == "Blueprint":
            return node.args[0].value
    return None


def _rendered(source: Source) -> set[str]:
    """Return the templates that the file names."""
    return {
        node.value
        for node in source.nodes(ast.Constant)
        if isinstance(node.value, str) and re.fullmatch(r"[\w/]+\.(html|txt)", node.value)
    }


def _relative(path) -> str:
    return path.relative_to(ROOT / "templates").as_posix()


def test_no_template_holds_script_style_or_unescaped_text():
    found = {_relative(path): FORBIDDEN.findall(path.read_text()) for path in templates()}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_the_search_would_find_what_is_forbidden():
    bad = (
        "<script>x()</script>",
        "<style>",
        '<p style="color:red">',
        '<a onclick="x()">',
        "{{ text | safe }}",
        "{{ text|safe }}",
        '<a href="javascript:x()">',
        "{% autoescape false %}",
    )
    good = ('<script src="/static/app.js" defer>', '<option value="1">', "{{ only }}")
    assert [text for text in (*bad, *good) if FORBIDDEN.search(text)] == list(bad)


def test_python_marks_no_text_as_safe():
    assert [source.name for source in product() if "Markup(" in source.text] == []


def test_every_template_lies_in_the_folder_of_a_blueprint_or_is_shared():
    blueprints = {name for source in product() if (name := _blueprint(source))}
    folders = {_relative(path).split("/")[0] for path in templates()}
    assert folders - blueprints - SHARED == set()


def _feature(source) -> str:
    """Return the feature of a file: the folder below `tracker`."""
    return source.name.split("/")[1]


def test_a_view_renders_templates_of_its_own_feature_only():
    makers = [(source, name) for source in product() if (name := _blueprint(source))]
    own: dict[str, set[str]] = {}
    for source, name in makers:
        feature = _feature(source)
        own.setdefault(feature, {feature} | SHARED).add(name)
    foreign = [
        (source.name, name)
        for source, _blueprint_name in makers
        for name in _rendered(source)
        if name.split("/")[0] not in own[_feature(source)]
    ]
    assert makers
    assert foreign == []


def test_every_template_named_in_the_code_exists_and_none_lies_idle():
    there = {_relative(path) for path in templates()}
    named = set().union(*(_rendered(source) for source in product()))
    quoted = re.compile(r"""["']([\w/]+\.(?:html|txt))["']""")
    used = {name for path in templates() for name in quoted.findall(path.read_text())}
    assert {name for name in named if "/" in name} - there == set()
    assert there - named - used == set()


def test_every_template_of_a_paper_is_filled_in_somewhere():
    code = "".join(source.text for source in product())
    markup = "".join(path.read_text() for path in papers() if path.suffix == ".typ")
    assert [path.name for path in papers() if f'"{path.name}"' not in code + markup] == []
    assert len(papers()) >= 3
