"""The files of the first site: links, soundness, weight, every form of each figure, the provenance."""

import gzip
import json
import re
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest

from proofpress import pipeline
from proofpress.models import Comparison, Record
from proofpress.models.build_options import BuildOptions
from proofpress.models.recorded import is_recorded
from tests.desk import ROOT, Desk
from tests.published import KILO, NAMESPACE, addresses, documents, judged_comparison, resolved, walk

SLUG = "hyperparameters-vs-parameters"
# Most of each file, by what its name ends with: bytes as on the disk.
BUDGETS = {
    "figures/*.svg": 250 * KILO,
    "figures/*.png": 150 * KILO,
    "infographic/poster.svg": 480 * KILO,
    "infographic/poster-dark.svg": 480 * KILO,
    "infographic/poster.png": 220 * KILO,
    "infographic/poster-dark.png": 220 * KILO,
    "infographic/poster-2x.png": 600 * KILO,
    "infographic/poster-2x-dark.png": 600 * KILO,
    "infographic/og.png": 300 * KILO,
    "infographic/square*.png": 300 * KILO,
    "infographic/portrait*.png": 300 * KILO,
}


@pytest.fixture(scope="module")
def pages(first_site) -> dict[str, Element]:
    """Path → document, for every page."""
    return documents(first_site.output)


def test_every_link_within_the_site_leads_somewhere(first_site, pages):
    """Every address in every page leads to a file that is there, and every anchor to an id on it."""
    ids = {path: {each.get("id") for each in walk(page)} for path, page in pages.items()}
    base = re.search(r"^base_url: (\S+)", (ROOT / "content" / "site.yaml").read_text(encoding="utf-8"), re.MULTILINE)[1]
    followed = 0
    for path, page in pages.items():
        for address in addresses(page):
            address = "/" + address.removeprefix(base) if address.startswith(base) else address
            parts = urlsplit(address)
            # The documentation is built on its own, and published beside the site.
            if parts.scheme or parts.netloc or parts.path == "/docs/":
                continue
            root = parts.path.startswith("/")
            if root:
                base_path = urlsplit(base).path
                local = parts.path.removeprefix(base_path.rstrip("/"))
            else:
                local = f"/{PurePosixPath(path).parent.as_posix()}/{parts.path}" if parts.path else f"/{path}"
            target = resolved(unquote(local))
            file = first_site.output / target
            if file.is_dir():
                target, file = f"{target}/index.html".lstrip("/"), file / "index.html"
            assert file.is_file(), f"{path}: {address}"
            if parts.fragment and target in ids:
                assert unquote(parts.fragment) in ids[target], f"{path}: {address}"
            followed += 1
    assert followed > 300


def test_pages_are_sound_html(first_site):
    """Every page parses by the standard's own algorithm without a single error, declares its language and is UTF-8."""
    for path in sorted(first_site.output.rglob("*.html")):
        parser = html5lib.HTMLParser()
        document = parser.parse(path.read_bytes().decode("utf-8"))
        assert parser.errors == [], f"{path}: {parser.errors[:3]}"
        language = path.relative_to(first_site.output).parts[1:2] == ("de",)
        assert document.get("lang") == ("de" if language else "en"), path


def test_nothing_is_loaded_from_elsewhere(pages):
    """No page loads a script, a picture, a font or a style from another host."""
    for path, page in pages.items():
        for each in walk(page):
            tag = each.tag.removeprefix(NAMESPACE) if isinstance(each.tag, str) else ""
            loaded = [each.get("src"), each.get("srcset"), each.get("poster"), each.get("data")]
            if tag == "link" and (each.get("rel") or "") not in {"canonical", "alternate", "license"}:
                loaded.append(each.get("href"))
            assert not [address for address in loaded if address and "://" in address], f"{path}: {tag}"


def test_the_article_is_light(first_site):
    """The article, gzipped, is at most 25 KB: words arrive at once on any phone."""
    weight = len(gzip.compress((first_site.output / "index.html").read_bytes(), mtime=0))
    assert weight <= 25 * KILO


@pytest.mark.parametrize("pattern", BUDGETS)
def test_pictures_keep_their_budgets(first_site, pattern):
    """Each kind of picture stays below the size that a page or a mail can carry."""
    files = sorted((first_site.output / SLUG).glob(pattern))
    assert files, pattern
    heavy = {path.name: path.stat().st_size for path in files if path.stat().st_size > BUDGETS[pattern]}
    assert not heavy


def test_each_figure_comes_in_every_form(first_site):
    """Every figure lies there light and dark as SVG and PNG, with the numbers drawn as CSV and a page to embed."""
    folder = first_site.output / SLUG
    (comparison,) = pipeline.read(BuildOptions(content=first_site.folder / "content", only=SLUG)).comparisons
    assert comparison.figures
    for figure in comparison.figures:
        for name in (f"{figure}.svg", f"{figure}-dark.svg", f"{figure}.png", f"{figure}-dark.png", f"{figure}.csv"):
            assert (folder / "figures" / name).stat().st_size > 0, name
        assert (folder / "embed" / figure / "index.html").is_file(), figure


def test_the_provenance_says_where_it_all_comes_from(first_site):
    """build.json has the version, the libraries, the seeds, and as many runs as were trained: shared ones once."""
    told = json.loads((first_site.output / "build.json").read_bytes())
    every = pipeline.read(BuildOptions(content=first_site.folder / "content")).comparisons
    used = [record for each in every for record in judged_comparison(first_site, each.slug)[1].values()]
    trained = {record.key: record for record in used}
    assert len(trained) < len(used)
    elsewhere = {record.key for each in every for record in recorded(first_site, each)}
    assert told["runs"] == sum(record.runs for key, record in trained.items() if key not in elsewhere)
    assert told["updates"] == sum(record.updates for record in trained.values())
    names = {f"{each.slug}/{name}" for each in every for name in each.experiments}
    assert len(told["experiments"]) == len(trained)
    assert set(told["experiments"]) <= names
    for number in ("runs", "updates", "seconds"):
        here = [each[number] for each in told["experiments"].values() if "recorded" not in each]
        assert sum(here) == pytest.approx(told[number])
    assert len(here) == len(trained) - len(elsewhere) < len(trained)
    assert {"jax", "numpy", "matplotlib"} <= set(told["libraries"])
    assert re.fullmatch(r"[0-9a-f]{32}", told["content_hash"])


def recorded(desk: Desk, comparison: Comparison) -> list[Record]:
    """Return the records of what was not trained here."""
    records = judged_comparison(desk, comparison.slug)[1]
    return [records[name] for name, experiment in comparison.experiments.items() if is_recorded(experiment)]
