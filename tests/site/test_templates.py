"""Faults in templates and assets, as their author reads them."""

import re
import shutil
from pathlib import Path

import pytest

from proofpress.diagnostics import BuildError
from proofpress.models import File
from tests.site import made_up
from tests.site.conftest import TEMPLATES


@pytest.fixture
def templates(tmp_path, monkeypatch) -> Path:
    """A copy of the templates, in a working directory of its own."""
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    monkeypatch.chdir(tmp_path)
    return Path("templates")


def diagnose(templates: Path) -> list[str]:
    """Return the problems of rendering with these templates."""
    material = made_up.material()
    with pytest.raises(BuildError) as caught:
        made_up.render(made_up.site(material), {"steps": material}, made_up.provenance(), templates)
    assert caught.value.status == 1
    return [str(diagnostic) for diagnostic in caught.value.diagnostics]


def test_an_undefined_name(templates):
    """A name that no page knows is told with the line of the template, also within an included part."""
    (templates / "parts/footer.html").write_text("<footer>\n{{ site.titel }}\n</footer>")
    assert diagnose(templates) == [
        "templates/parts/footer.html:2:1: error[template-error]: a Site has no 'titel'"
        " — see docs/look.md for what a template may use"
    ]


def test_a_syntax_error(templates):
    """A broken tag is told with its line."""
    (templates / "article.html").write_text('{% extends "base.html" %}\n{% block main %}\n{% if %}\n{% endblock %}')
    assert diagnose(templates) == [
        "templates/article.html:3:1: error[template-syntax]: Expected an expression, got 'end of statement block'"
        " — see docs/look.md for what a template may use"
    ]


def test_a_missing_template(templates):
    """A template that is not there is told with where it is asked for and the nearest name there is."""
    (templates / "article.html").write_text('{% extends "base.html" %}\n{% from "parts/figures.html" import figure %}')
    assert diagnose(templates) == [
        "templates/article.html:2:1: error[missing-template]: 'parts/figures.html' is not among the templates"
        " — did you mean 'parts/figure.html'?"
    ]


def test_a_site_needs_no_templates_of_its_own(templates):
    """Without a folder of templates, or with an empty one, a site has the pages that come with the package."""
    shutil.rmtree(templates)
    ours = {file.path: file.data for file in render(TEMPLATES)}
    assert {file.path: file.data for file in render(templates)} == ours
    templates.mkdir()
    assert {file.path: file.data for file in render(templates)} == ours


def test_one_template_of_ones_own_changes_one_page(templates):
    """A file of the site's folder takes the place of the package's file of that name; all others stay."""
    shutil.rmtree(templates)
    ours = {file.path: file.data for file in render(TEMPLATES)}
    (templates / "assets/css/pages").mkdir(parents=True)
    (templates / "404.html").write_text("<!doctype html><title>Lost</title>")
    own = {file.path: file.data for file in render(templates)}
    assert {path for path in ours if own[path] != ours[path]} == {"404.html"}
    assert own["404.html"] == b"<!doctype html><title>Lost</title>"
    (templates / "assets/css/99-own.css").write_text("h1 { letter-spacing: 1px; }")
    (templates / "assets/css/pages/99-own.css").write_text("h1 { word-spacing: 1px; }")
    styles = {file.path.split(".")[0]: file.data for file in render(templates) if b"h1{letter-sp" in file.data}
    assert set(styles) == {"assets/site", "assets/frame"}, "pages for frames have it too"
    assert all(b"--paper:" in style for style in styles.values()), "the package's style sheets come first"
    assert [name for name, style in styles.items() if b"word-spacing:1px" in style] == ["assets/site"]


def test_a_template_that_is_not_utf8(templates):
    """A template in another encoding is told."""
    (templates / "list.html").write_bytes(b"\xff\xfe")
    assert diagnose(templates) == ["templates/list.html: error[encoding]: the template is not UTF-8 — save it as UTF-8"]


def test_assets_that_are_not_there(templates):
    """References of style sheets and scripts to nothing are told together, with their lines."""
    (templates / "assets/css/99-own.css").write_text("a {}\nb { background: url(paper.png); }")
    (templates / "assets/js/page.js").write_text('\nimport { x } from "./nowhere.js";')
    assert diagnose(templates) == [
        "templates/assets/css/99-own.css:2:1: error[missing-asset]: 'paper.png' is no asset"
        " — add templates/assets/paper.png",
        "templates/assets/js/page.js:2:1: error[missing-asset]: 'js/nowhere.js' is no asset"
        " — add templates/assets/js/nowhere.js",
    ]


def test_names_change_with_content_only(templates):
    """An asset's name carries a digest of its content: a change gives it, and those that name it, a new one."""

    def assets() -> set[str]:
        material = made_up.material()
        files = made_up.render(made_up.site(material), {"steps": material}, made_up.provenance(), templates)
        return {file.path for file in files if file.path.startswith("assets/")}

    before = assets()
    assert assets() == before
    (templates / "assets/js/copy.js").write_text("export function offerCopies() {}\n")
    gone = {path.split(".")[0] for path in before - assets()}
    assert gone == {"assets/page"}


def test_a_script_is_published_with_all_that_it_imports(templates):
    """Modules become one classic script, which a page opened from disk may run; each module is in it once."""
    (templates / "assets/js/b.js").write_text("/** One. */\nexport function first() {}\n")
    (templates / "assets/js/page.js").write_text(
        'import { first as one,\n  second } from "./a.js";\nimport { first } from "./b.js";\none(second, first);\n'
    )
    (templates / "assets/js/a.js").write_text('import { first } from "./b.js";\nexport { first };\n')
    assert diagnose(templates) == [
        "templates/assets/js/a.js:2:1: error[module-syntax]: 'export { first };' cannot be written as a classic script"
        " — import {names} from a file, and export functions, classes and constants where they are made"
    ]
    (templates / "assets/js/a.js").write_text('import { first } from "./b.js";\nexport const second = first;\n')
    (page,) = (file.data.decode() for file in render(templates) if file.path.startswith("assets/page."))
    assert page.count('modules["js/b.js"] ??=') == 1
    assert (
        page.index('modules["js/b.js"] ??=') < page.index('modules["js/a.js"] ??=') < page.index("one(second, first)")
    )
    assert "const { first: one, second }" in " ".join(page.split())
    assert not re.search(r"^(import|export)\b", page, re.MULTILINE)


def test_no_code_is_kept_beside_the_templates(templates):
    """Rendering writes no file into the folder of templates, so that none can be planted there to be run."""
    shutil.rmtree(templates / "__pycache__", ignore_errors=True)
    before = sorted(templates.rglob("*"))
    material = made_up.material()
    made_up.render(made_up.site(material), {"steps": material}, made_up.provenance(), templates)
    assert sorted(templates.rglob("*")) == before


def test_what_editors_leave_behind_is_no_template_and_no_asset(templates):
    """Backup files (`page.js~`, `x.html~`, `#x.html#`) are neither read nor published."""
    before = {file.path for file in render(templates)}
    for name in ("assets/js/page.js~", "article.html~", "#article.html#", "static/CNAME~"):
        (templates / name).parent.mkdir(exist_ok=True)
        (templates / name).write_bytes(b"\xff{{ broken")
    assert {file.path for file in render(templates)} == before


def test_static_files_are_published_as_they_stand(templates):
    """What lies under static/ is copied to the same path of the site, whatever it holds."""
    (templates / "static" / "own").mkdir(parents=True)
    (templates / "static" / "CNAME").write_text("site.example.org")
    (templates / "static" / "own" / "photo.png").write_bytes(b"\x89PNG\xff")
    files = {file.path: file.data for file in render(templates)}
    assert files["CNAME"] == b"site.example.org"
    assert files["own/photo.png"] == b"\x89PNG\xff"


def render(templates: Path) -> list[File]:
    """Return the files of a made-up site of these templates."""
    material = made_up.material()
    return made_up.render(made_up.site(material), {"steps": material}, made_up.provenance(), templates)
