"""Other generators, given the same words: a page for each comparison, in the theme that each of them comes with.

They are taken from the PATH, or installed into a folder of their own; they are no dependency of the project.
"""

import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from pathlib import Path

import yaml

PACKAGES = {"Hugo": ("hugo",), "Pelican": ("pelican[markdown]",), "MkDocs-Material": ("mkdocs-material",)}
PROGRAMS = {"Hugo": "hugo", "Pelican": "pelican", "MkDocs-Material": "mkdocs"}


def programs(folder: Path) -> dict[str, str]:
    """Return name → program of each peer that could be had; what is not on the PATH is installed below `folder`."""
    found: dict[str, str] = {}
    for name, program in PROGRAMS.items():
        path = shutil.which(program) or _installed(folder / program, program, PACKAGES[name])
        if path:
            found[name] = path
    return found


def _installed(folder: Path, program: str, packages: Sequence[str]) -> str | None:
    location = folder / ("Scripts" if sys.platform == "win32" else "bin")
    if not (location / program).exists():
        venv.create(folder, with_pip=True)
        command = [str(location / "python"), "-m", "pip", "install", "--quiet", *packages]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return None
    return str(location / program) if (location / program).exists() else None


def lay(name: str, program: str, content: Path, folder: Path) -> tuple[list[str], Path]:
    """Lay a site out for a peer; return the command that builds it, and a page to edit a word of."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return LAID[name](program, _words(content), folder)


def _words(content: Path) -> dict[str, tuple[str, str]]:
    """Return slug → (title, text in Markdown) of each comparison."""
    words = {}
    for number, path in enumerate(sorted(content.glob("*/page.yaml")), 1):
        page = yaml.safe_load(path.read_text(encoding="utf-8"))
        table = page["table"]
        rows = [table["columns"], ["---", "---"], *(row["cells"] for row in table["rows"])]
        parts = [page["intro"], *("| " + " | ".join(row) + " |" for row in rows), ""]
        for section in page["sections"]:
            parts += [f"## {section['heading']}", "", section["text"], section.get("runs", ""), ""]
        words[path.parent.name] = (
            f"Small steps vs Large steps, {number}",
            "\n".join(parts).replace("{{", "").replace("}}", ""),
        )
    return words


def _pelican(program: str, words: dict[str, tuple[str, str]], folder: Path) -> tuple[list[str], Path]:
    (folder / "content").mkdir()
    for slug, (title, text) in words.items():
        head = f"Title: {title}\nDate: 2026-11-23\nSlug: {slug}\n\n"
        (folder / "content" / f"{slug}.md").write_text(head + text, encoding="utf-8")
    (folder / "conf.py").write_text("SITENAME = 'Small'\nSITEURL = ''\nTIMEZONE = 'UTC'\n", encoding="utf-8")
    return [program, "content", "-s", "conf.py", "-o", "out", "-q"], folder / "content" / "steps.md"


def _mkdocs(program: str, words: dict[str, tuple[str, str]], folder: Path) -> tuple[list[str], Path]:
    (folder / "docs").mkdir()
    for slug, (title, text) in words.items():
        name = "index.md" if slug == "steps" else f"{slug}.md"
        (folder / "docs" / name).write_text(f"# {title}\n\n{text}", encoding="utf-8")
    (folder / "mkdocs.yml").write_text("site_name: Small\ntheme:\n  name: material\n", encoding="utf-8")
    return [program, "build", "--quiet", "--site-dir", "out"], folder / "docs" / "index.md"


def _hugo(program: str, words: dict[str, tuple[str, str]], folder: Path) -> tuple[list[str], Path]:
    layouts, content = folder / "layouts" / "_default", folder / "content"
    layouts.mkdir(parents=True)
    content.mkdir()
    page = '<!doctype html><html lang="en"><title>{{ .Title }}</title><h1>{{ .Title }}</h1>'
    (layouts / "single.html").write_text(page + "{{ .Content }}", encoding="utf-8")
    listed = '<ul>{{ range .Site.RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</ul>'
    (layouts / "list.html").write_text(page + listed, encoding="utf-8")
    for slug, (title, text) in words.items():
        head = f'---\ntitle: "{title}"\ndate: 2026-11-23\n---\n'
        (content / f"{slug}.md").write_text(head + text, encoding="utf-8")
    (folder / "hugo.toml").write_text('baseURL = "https://example.org/"\ntitle = "Small"\n', encoding="utf-8")
    return [program, "--quiet", "--destination", "out"], content / "steps.md"


LAID: dict[str, Callable[[str, dict[str, tuple[str, str]], Path], tuple[list[str], Path]]] = {
    "Pelican": _pelican,
    "MkDocs-Material": _mkdocs,
    "Hugo": _hugo,
}
