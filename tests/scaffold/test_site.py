"""`init` makes a site of one's own, and a wheel holds all that a site needs."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from proofpress import __version__, pipeline
from proofpress.diagnostics import BuildError, one_of
from proofpress.models.build_options import BuildOptions
from proofpress.scaffold import FILES, scaffold_site
from tests.desk import ROOT
from tests.test_architecture import COMPARISONS_WORDS

SCHEMAS = {"site.schema.json": b"{}\n"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel of this checkout, made by the command that people know, in the folder that holds our build.py."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    (made,) = folder.glob("*.whl")
    return made


def test_a_wheel_alone_begins_and_builds_a_site(wheel, stored, tmp_path):
    """What is installed elsewhere makes a site in an empty folder, whose own build.py builds, checks and serves it."""
    lib = tmp_path / "lib"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(lib)
    env = {**os.environ, "PYTHONPATH": str(lib)}

    def run(*command: str, where: Path) -> str:
        ended = subprocess.run([sys.executable, *command], cwd=where, env=env, capture_output=True, text=True)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    assert run("-c", "import proofpress; print(proofpress.__file__)", where=tmp_path).startswith(str(lib))
    said = run("-m", "proofpress", "init", "my-site", where=tmp_path)
    made = sum(path.is_file() for path in (tmp_path / "my-site").rglob("*"))
    assert made > 15
    assert said.startswith(f"made {made} files in "), said
    assert "which needs proofpress[train]; now: cd my-site && python -m pip install -r requirements.txt" in said
    site = tmp_path / "my-site"
    run("build.py", "--runs", str(stored[0].runs), where=site)
    page = (site / "output" / "index.html").read_text(encoding="utf-8")
    assert "<title>This vs That · My site</title>" in page
    again = json.loads(run("build.py", "check", "--runs", str(stored[0].runs), "--format", "json", where=site))
    assert (again["trained"], again["measured"]) == (0, 1)


def test_a_new_site_has_no_word_of_our_comparisons(tmp_path):
    """What an author begins with is theirs: nothing in it names what the press's own site compares."""
    made = [Path(path) for path in scaffold_site(tmp_path / "mine", __version__, SCHEMAS)]
    assert len(made) > len(FILES)
    for path in made:
        text = path.read_text(encoding="utf-8").lower()
        assert not [word for word in COMPARISONS_WORDS if word in text], path
        assert not re.search(r"@[A-Z_]+@", path.read_text(encoding="utf-8")), path


def test_each_yaml_file_names_its_schema(tmp_path):
    """Every content file of a new site begins with the line by which an editor finds its schema, which is there."""
    made = scaffold_site(tmp_path, __version__, {f"{name}.schema.json": b"{}" for name in ("site", "page", "claims",
                                                 "experiments", "figures")})  # fmt: skip
    files = [Path(path) for path in made if "/content/" in path]
    assert len(files) == 5
    for path in files:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema=../"), path
        assert (path.parent / first.partition("$schema=")[2]).is_file(), path


@pytest.mark.parametrize(
    ("remote", "repository", "base"),
    [
        ("https://github.com/Ada/notes.git", "https://github.com/Ada/notes", "https://ada.github.io/notes/"),
        ("git@github.com:ada/ada.github.io.git", "https://github.com/ada/ada.github.io", "https://ada.github.io/"),
        ("https://git.example.org/ada/notes", "https://example.org/repository", "https://example.org/my-notes/"),
    ],
)
def test_a_new_site_knows_its_address_from_git(tmp_path, remote, repository, base):
    """In a clone of a repository on GitHub, the addresses of site.yaml are those that Pages will give."""
    folder = tmp_path / "my notes"
    folder.mkdir()
    subprocess.run(["git", "init", "-q", "."], cwd=folder, check=True)
    subprocess.run(["git", "remote", "add", "origin", remote], cwd=folder, check=True)
    subprocess.run(["git", "config", "user.name", 'Ada: "the" #1'], cwd=folder, check=True)
    scaffold_site(folder, __version__, SCHEMAS)
    site = yaml.safe_load((folder / "content" / "site.yaml").read_text(encoding="utf-8"))
    assert (site["title"], site["author"]) == ("My notes", 'Ada: "the" #1')
    assert (site["repository"], site["base_url"]) == (repository, base)
    assert yaml.safe_load((folder / ".github/workflows/site.yml").read_text(encoding="utf-8"))["jobs"].keys() == {
        "build",
        "deploy",
    }


def test_nothing_of_an_author_is_overwritten(tmp_path):
    """Where one file of a new site is there already, none is written, and it is said which."""
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    with pytest.raises(BuildError) as refused:
        scaffold_site(tmp_path, __version__, SCHEMAS)
    assert str(refused.value) == (
        f"init: error[taken]: {tmp_path.as_posix()} holds README.md already — give an empty folder; nothing was written"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]


def test_a_bundled_comparison_begins_a_site(tmp_path):
    """`--example` writes that comparison as the home of the site; a name that is none is told with the nearest."""
    made = scaffold_site(tmp_path / "site", __version__, SCHEMAS, "overfitting-vs-underfitting")
    slug = "overfitting-vs-underfitting"
    names = {path.name for path in (ROOT / "content" / slug).glob("*.yaml")}
    assert {Path(path).name for path in made if f"/{slug}/" in path} == names
    site = yaml.safe_load((tmp_path / "site" / "content" / "site.yaml").read_text(encoding="utf-8"))
    assert site["home"] == slug
    with pytest.raises(BuildError) as refused:
        scaffold_site(tmp_path / "other", __version__, SCHEMAS, "overfitting")
    bundled = sorted(path.parent.name for path in (ROOT / "content").glob("*/page.yaml"))
    assert str(refused.value) == (
        f"init: error[unknown-example]: there is no example 'overfitting' — use {one_of(bundled)}"
    )
    assert not (tmp_path / "other").exists()


def test_a_bundled_comparison_brings_its_tables_and_modules(tmp_path):
    """An example that reads a table, or calls a function, is written with both: it can be read at once."""
    scaffold_site(tmp_path / "site", __version__, SCHEMAS, "sgd-vs-adam")
    options = BuildOptions(content=tmp_path / "site" / "content", runs=tmp_path / "runs")
    (comparison,) = pipeline.read(options).comparisons
    assert {each.kind for each in comparison.experiments.values()} == {"recorded", "function"}


def test_what_would_be_uploaded_is_well_described(wheel):
    """PyPI shows what the wheel says of itself: twine finds nothing wrong, not even a warning."""
    command = [sys.executable, "-m", "twine", "check", "--strict", str(wheel)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_the_readme_of_the_wheel_leads_into_the_repository(wheel):
    """PyPI has no files beside a README: its picture and its links are whole addresses, of files that are here."""
    with zipfile.ZipFile(wheel) as packed:
        (name,) = [each for each in packed.namelist() if each.endswith(".dist-info/METADATA")]
        text = packed.read(name).decode()
    addresses = re.findall(r"\]\(([^)\s]+)\)", text.partition("\n\n")[2])
    assert all(address.startswith(("https://", "#")) for address in addresses)
    ours = f"https://github.com/proofpress/proofpress/(?:raw|blob)/v{re.escape(__version__)}/"
    paths = [re.sub(ours, "", address).partition("#")[0] for address in addresses if re.match(ours, address)]
    assert "docs/infographic.png" in paths
    assert all((ROOT / path).exists() for path in paths)


def test_packaging_tools_work_beside_a_build_py(wheel):
    """`python -m build` in the checkout is the packaging tool, and what it makes has templates, fonts and examples."""
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, inside in ((ROOT / "templates", "proofpress/templates"), (ROOT / "content", "proofpress/examples")):
        files = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        assert len(files) > 5
        assert not {f"{inside}/{path.relative_to(folder).as_posix()}" for path in files} - names
    assert {"proofpress/drawing/fonts/proofpress-sans-400.ttf", "proofpress/scaffold/site/workflow.yml"} <= names
