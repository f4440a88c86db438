"""The promises that hold for every page of a site."""

import itertools
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from proofpress.diagnostics import BuildError
from tests.site import made_up
from tests.site.conftest import TEMPLATES, rendered
from tests.site.reading import text

WITHOUT_BASE = "404.html"


def test_the_output_tree_is_the_documented_one(files):
    """Every path of the contract is there, for the home comparison and for another one."""
    expected = {
        "index.html", "steps/index.html", "other/index.html", "comparisons/index.html", "404.html", "sitemap.xml",
        "robots.txt", "feed.xml", ".nojekyll", "build.json",
        *(f"{slug}/{path}" for slug in ("steps", "other") for path in (
            "claims/index.html", "claims/claims.json", "infographic/index.html", "infographic/infographic.png",
            "infographic/infographic-dark.png", "infographic/slides.pptx", "figures/figure-1.svg",
            "figures/figure-1-dark.svg", "figures/figure-1.png", "figures/figure-1.csv",
            "embed/figure-1/index.html", "embed/figure-1/oembed.json", "data/index.html", "data/learning-rate.csv",
            "data/croissant.json", "data/datapackage.json", "data/numbers.json", "data/numbers.tex",
            "data/_variables.yml",
        )),
    }  # fmt: skip
    assert expected <= set(files)


def test_one_comparison_needs_no_list():
    """A site of one comparison has no list page and no link to one."""
    files = rendered(made_up.material("steps"))
    assert "comparisons/index.html" not in files
    assert b"comparisons/" not in files["index.html"]


def test_same_arguments_same_bytes(files):
    """Rendering twice gives the same files, byte for byte."""
    assert rendered(made_up.material("steps"), made_up.material("other", sections=1)) == files


def test_paths_are_unique_and_safe(files):
    """No path is absolute, leads out of the site or differs from another by case only."""
    assert len({path.lower() for path in files}) == len(files)
    assert not [path for path in files if path.startswith("/") or ".." in path.split("/")]


def test_markup_is_sound(parsed):
    """An HTML5 parser finds no error on any page."""
    assert {path: page.errors for path, page in parsed.items() if page.errors} == {}


def test_every_relative_link_leads_to_a_file_and_an_id(files, parsed):
    """Links within the site exist, anchors included; all of them are relative, pages named to the end."""
    for path, page in parsed.items():
        for _, address in page.links():
            if urlsplit(address).scheme:
                continue
            assert not address.startswith("/"), (path, address)
            target, _, anchor = page.target(address).partition("#")
            assert target in files, (path, address)
            assert not anchor or anchor in parsed[target].ids(), (path, address)


def test_only_links_to_follow_lead_to_other_hosts(parsed):
    """Nothing is loaded from another host: only `a` elements have absolute addresses."""
    for path, page in parsed.items():
        away = [e.tag for e, address in page.links() if urlsplit(address).scheme not in ("", "data")]
        assert set(away) <= {"a"}, path


def test_nothing_is_inline(parsed):
    """No style attribute, no event handler and no inline script but the JSON-LD whose digest the policy names."""
    for page in parsed.values():
        for element in page.elements():
            assert not [name for name in element.attrib if name == "style" or name.startswith("on")]
        for script in page.all("script"):
            assert script.get("src") or script.get("type") == "application/ld+json"
        policy = page.meta("Content-Security-Policy")
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert len(re.findall("sha256-", policy)) == len(page.all("style")) + len(page.all("script", src=None))


def test_ids_are_unique(parsed):
    """No id occurs twice on a page."""
    for path, page in parsed.items():
        assert len(set(page.ids())) == len(page.ids()), path


def test_headings_step_down_one_level_at_a_time(parsed):
    """Each page has one h1, which comes first, and no level is skipped."""
    for path, page in parsed.items():
        levels = [int(str(e.tag)[1]) for e in page.elements() if re.fullmatch("h[1-6]", str(e.tag))]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), path


def test_pictures_have_sizes_and_words(parsed):
    """Every image has width, height and alternative text, no file name; in the list the words stand beside it."""
    for path, page in parsed.items():
        for image in page.all("img"):
            assert int(image.get("width")) > 0
            assert int(image.get("height")) > 0
            assert image.get("alt") == "" if path == "comparisons/index.html" else len(image.get("alt")) > 20


def test_landmarks_language_and_titles(parsed):
    """Every page has a language, a main landmark and a title of its own."""
    titles = [text(page.one("title")) for path, page in parsed.items() if path != "steps/index.html"]
    assert len(set(titles)) == len(titles)
    for page in parsed.values():
        assert page.one("html").get("lang") == "en"
        assert page.one("main") is not None


def test_pages_stay_small(files):
    """The style sheet and the scripts of an article stay within their budgets."""
    style = next(data for path, data in files.items() if re.match(r"assets/site\.\w+\.css", path))
    names = "|".join(path.stem for path in (TEMPLATES / "assets/js").glob("*.js"))
    scripts = sum(len(data) for path, data in files.items() if re.fullmatch(rf"assets/({names})\.\w+\.js", path))
    assert len(style) <= 18_500
    assert scripts <= 4_000


@pytest.mark.parametrize("base_url", ["https://example.org", "https://example.org/", "https://example.org/a/b/"])
def test_absolute_addresses_join_the_base_url(base_url):
    """Canonical, preview, feed, sitemap and robots join the base address with one slash; nothing else names it."""
    files = rendered(made_up.material("steps"), base_url=base_url)
    base = base_url.rstrip("/")
    page = files["steps/claims/index.html"].decode()
    assert f'<link rel="canonical" href="{base}/steps/claims/">' in page
    assert f'content="{base}/steps/infographic/infographic.png"' in page
    assert f"<loc>{base}/</loc>" in files["sitemap.xml"].decode()
    assert f"Sitemap: {base}/sitemap.xml" in files["robots.txt"].decode()
    path = "/" if base == "https://example.org" else "/a/b/"
    assert f'<base href="{path}">' in files["404.html"].decode()


def test_nothing_heavy_is_imported():
    """Rendering imports no array, training or drawing library."""
    code = (
        "import sys; from tests.site import made_up; from tests.site.conftest import rendered;"
        "rendered(made_up.material());"
        "print(sorted({'numpy', 'jax', 'matplotlib', 'pydantic_core'} & set(sys.modules)))"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_faults_in_words_are_told_all_at_once():
    """Unsafe links and citations of nothing are problems with their places, reported together."""
    takeaway = made_up.ours("See [this](javascript:alert(1)).", line=7)
    material = made_up.material("steps", takeaway=takeaway, intro=made_up.ours("[@robins1951]", line=8))
    with pytest.raises(BuildError) as caught:
        rendered(material)
    assert [str(diagnostic) for diagnostic in caught.value.diagnostics] == [
        "content/steps/page.yaml:7:5: error[unsafe-link]: 'javascript:alert(1)' is no address that a page may link to"
        " — write https://…, mailto:…, a path of this site or #anchor",
        "content/steps/page.yaml:8:5: error[unknown-source]: [@robins1951] cites no source of this page"
        " — did you mean 'robbins1951'?",
    ]
