"""Files for machines that visit."""

import json
from xml.etree import ElementTree

from msgspec.structs import replace

from tests.site import made_up
from tests.site.conftest import rendered

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_sitemap_lists_what_may_be_found(files, parsed):
    """The sitemap lists each page once, under its canonical address; frames, 404 and redirects are left out."""
    root = ElementTree.fromstring(files["sitemap.xml"])
    listed = [url.findtext(f"{SITEMAP}loc") for url in root]
    expected = {
        page.one("link", rel="canonical").get("href")
        for path, page in parsed.items()
        if "/embed/" not in path and path not in ("404.html", "steps/index.html")
    }
    assert len(listed) == len(set(listed))
    assert set(listed) == expected


def test_the_feed_is_atom(files):
    """The feed has what RFC 4287 requires: id, title, updated and author; each entry its own, and a link."""
    root = ElementTree.fromstring(files["feed.xml"])
    for name in ("id", "title", "updated"):
        assert root.findtext(f"{ATOM}{name}")
    assert root.find(f"{ATOM}author").findtext(f"{ATOM}name") == "The testers"
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [
        "https://example.org/explainers/other/", "https://example.org/explainers/",
    ]  # fmt: skip
    for entry in entries:
        assert entry.findtext(f"{ATOM}updated") == "2026-11-23T00:00:00Z"
        assert entry.find(f"{ATOM}link").get("href") == entry.findtext(f"{ATOM}id")


def test_xml_escapes_words():
    """Angle brackets and ampersands in titles leave the feed well-formed."""
    material = made_up.material("steps", title=made_up.ours("a < b & c"))
    root = ElementTree.fromstring(rendered(material)["feed.xml"])
    assert root.find(f"{ATOM}entry").findtext(f"{ATOM}title") == "a < b & c"


def test_build_json_is_the_provenance(files):
    """build.json holds version, commit, content hash, libraries, platform, seeds, runs, updates, seconds and date.

    Runs, updates and seconds are told of each experiment too.
    """
    record = json.loads(files["build.json"])
    assert record == {
        "version": "0.1.0", "commit": "0123456789abcdef", "content_hash": "fedcba9876543210",
        "libraries": {"jax": "0.10.2", "numpy": "2.4.0"}, "platform": "Linux x86_64", "seeds": list(range(16)),
        "runs": 400, "updates": 272_000, "seconds": 9.5, "date": "2026-11-23",
        "experiments": {"rates/sweep": {"runs": 400, "updates": 272_000, "seconds": 9.5}},
        "address": "https://example.org/explainers/",
    }  # fmt: skip


def test_machine_files_are_valid_json(files):
    """Every JSON file parses, and holds no NaN."""

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    for path, data in files.items():
        if path.endswith(".json"):
            json.loads(data, parse_constant=refuse)


def test_a_draft_free_site_may_lack_a_date():
    """Outside a repository there is no commit and no date, and pages do without."""
    material = made_up.material()
    provenance = replace(made_up.provenance(), commit=None, date=None)
    from tests.site.conftest import TEMPLATES

    made = made_up.render(made_up.site(material), {"steps": material}, provenance, TEMPLATES)
    page = next(file.data.decode() for file in made if file.path == "index.html")
    assert "<time" not in page
    assert "None" not in page
