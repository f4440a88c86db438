"""What was refused for the wrong reason, or taken without a word: each case is a specimen of a kind."""

import shutil

import pytest

from tests.desk import ROOT, Desk


def diagnostics(desk: Desk, *words: str) -> list[dict]:
    """Run a command and return what it finds wrong, each with file, line, rule, message and hint."""
    return desk.run(*words, "--format", "json").summary["diagnostics"]


def test_column_names_that_are_too_long_are_told_at_their_line(case):
    """Two names of a hundred letters: the line of the names, and that they are too long for the pictures."""
    found = diagnostics(case("long-columns"), "check")
    assert found
    for each in found:
        assert (each["file"], each["line"]) == ("content/demo/page.yaml", 12), each
        assert "non-negative" not in each["message"]
        assert "nother long column name" in each["message"] or "A long column name" in each["message"]
        assert "fewer words" in each["hint"]


def test_a_text_that_is_cut_by_a_comment_is_told(case):
    """`title: C # vs F#` without quotes is cut by YAML to `C`: a line says so and how to keep it."""
    desk = case("yaml-hash-title")
    said = desk.run("check")
    (line,) = [line for line in (said.out + said.err).splitlines() if "page.yaml:3:" in line]
    assert "#" in line
    assert "quot" in line


def test_letters_that_the_typeface_lacks_are_told_once_at_their_cell(case):
    """Chinese, Arabic, Hebrew and emoji: each text is named at its own line, without noise of libraries."""
    desk = case("cjk-emoji")
    said = desk.run("--format", "json")
    if said.status == 0:
        return
    assert said.err == ""
    lines = {(each["file"], each["line"]) for each in said.summary["diagnostics"]}
    assert {line for file, line in lines if file == "content/demo/page.yaml"} >= {3, 12, 15, 17}


def test_a_language_without_a_catalogue_is_served(case):
    """A page in Arabic runs from right to left, with the interface marked as English."""
    desk = case("language-rtl")
    settings = desk.folder / "content" / "site.yaml"
    settings.write_text(settings.read_text().replace("language: x", "language: ar"))
    assert desk.run().status == 0
    page = (desk.output / "index.html").read_text(encoding="utf-8")
    assert '<html lang="ar" dir="rtl"' in page
    assert '<header class="bar" lang="en" dir="ltr">' in page
    assert '<footer class="foot" lang="en" dir="ltr">' in page


@pytest.mark.parametrize("language", ["x", "12", "en_GB!"])
def test_what_is_no_language_is_refused(case, language):
    """A language that no browser knows is told at its line."""
    desk = case("language-rtl")
    settings = desk.folder / "content" / "site.yaml"
    settings.write_text(settings.read_text().replace("language: x", f'language: "{language}"'))
    (each,) = diagnostics(desk, "check")
    assert (each["file"], each["line"]) == ("content/site.yaml", 3)


def test_a_link_means_the_same_in_every_build(case):
    """A link that leads nowhere is told at its line, whichever comparisons are built and whichever is home."""
    desk = case("links-by-position")
    every = diagnostics(desk, "check")
    only = diagnostics(desk, "check", "--only", "second")
    desk.edit("site.yaml", "home: demo", "home: second")
    home = diagnostics(desk, "check")
    told = [[(each["file"], each["line"], each["rule"]) for each in found] for found in (every, only, home)]
    assert told[0] == told[1] == told[2]
    for each in (*every, *only, *home):
        assert each["file"].startswith("content/second/"), each


def test_a_comparison_that_is_a_link_is_told_once(case, tmp_path):
    """content/demo leads to a folder elsewhere: one line, at the link."""
    desk = case("base")
    elsewhere = tmp_path / "elsewhere"
    shutil.move(desk.folder / "content" / "demo", elsewhere)
    (desk.folder / "content" / "demo").symlink_to(elsewhere)
    (each,) = diagnostics(desk, "check")
    assert (each["file"], each["rule"]) == ("content/demo", "link-outside")


@pytest.mark.parametrize(
    "address", ["https://example.org/a%20b/c/", "https://example.org/a b/c/", "https://example.org/%C3%A9/"]
)
def test_an_address_with_escapes_holds_or_is_refused_itself(desk, address):
    """A base address with %20 builds, or is refused at the option; the press's own pages are not blamed."""
    said = desk.run("--base-url", address, "--format", "json")
    if said.status:
        files = {each["file"] for each in said.summary["diagnostics"]}
        assert files == {"--base-url"}


@pytest.mark.parametrize("seconds", ["1700000000000", "²", "-1", "1e3", " 5", "99999999999999999999"])
def test_a_date_that_is_none_is_no_fault_of_ours(desk, seconds):
    """SOURCE_DATE_EPOCH in milliseconds, or in no digits: one line, or it is passed over; never a traceback."""
    said = desk.shell(env={"SOURCE_DATE_EPOCH": seconds})
    assert "Traceback" not in said.err
    assert "our-bug" not in said.err
    assert said.status == 0 or "SOURCE_DATE_EPOCH" in said.err


def test_the_backend_of_a_notebook_is_passed_over(stored, empty_desk):
    """What a notebook exports as MPLBACKEND changes no picture and blames no figure."""
    shutil.copytree(stored[2], empty_desk.runs, ignore=shutil.ignore_patterns("*.drawing", "*.poster"))
    said = empty_desk.shell("--format", "json", env={"MPLBACKEND": "module://matplotlib_inline.backend_inline"})
    assert (said.status, said.summary["diagnostics"]) == (0, []), said
    assert said.summary["drawn"] > 0


def test_a_platform_that_is_not_there_is_named_or_passed_over(empty_desk):
    """JAX_PLATFORMS=cuda without a GPU: trained on the processor, or one line that names the variable."""
    said = empty_desk.shell(env={"JAX_PLATFORMS": "cuda"})
    assert "AssertionError" not in said.err
    if said.status:
        (line,) = said.diagnostics
        assert "JAX_PLATFORMS" in line


def test_files_that_are_to_be_copied_have_a_place(desk):
    """CNAME in `static/` of the templates is published as it stands, at the root, and stays in the next build."""
    templates = desk.folder / "mine"
    shutil.copytree(ROOT / "templates", templates)
    (templates / "static").mkdir()
    (templates / "static" / "CNAME").write_bytes(b"site.example.org\n")
    assert desk.run("--templates", str(templates)).status == 0
    assert (desk.output / "CNAME").read_bytes() == b"site.example.org\n"
    desk.edit("steps/page.yaml", "A step subtracts a part", "Each step subtracts a part")
    assert desk.run("--templates", str(templates)).status == 0
    assert (desk.output / "CNAME").read_bytes() == b"site.example.org\n"
