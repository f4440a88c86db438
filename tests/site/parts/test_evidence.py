"""What became of a claim has a shape and a word of its own, wherever a page says it."""

import re

from jinja2 import Environment, FileSystemLoader
from msgspec.structs import replace

from proofpress.site.parts.evidence import EXPLANATIONS, MARKS
from tests.site import made_up
from tests.site.conftest import TEMPLATES, rendered
from tests.site.reading import Page, text


def test_no_two_outcomes_look_alike():
    """Each outcome has a word and a shape of its own, drawn unlike any other; what nobody tests shares one shape."""
    assert list(EXPLANATIONS) == list(MARKS)
    words = [word for _, word in MARKS.values()]
    assert len(set(words)) == len(words)
    shapes = [shape for outcome, (shape, _) in MARKS.items() if outcome != "definition"]
    assert MARKS["definition"][0] == MARKS["opinion"][0]
    marks = Environment(loader=FileSystemLoader(TEMPLATES)).get_template("parts/marks.html").module
    drawn = [re.sub(r"\s+", " ", marks.shape(shape)).strip() for shape in shapes]
    assert all(drawn)
    assert len(set(drawn)) == len(shapes)


def test_the_opposite_is_never_taken_for_not_shown():
    """Text, list, key and ledger give a refuted claim the mark and the word of the opposite, and choose it apart."""
    material = made_up.material("steps")
    first, *others = (verdict for verdict in material.findings.verdicts if verdict.verdict)
    refuted = replace(first, verdict="not-shown", opposite=True)
    unsure = [replace(verdict, verdict="not-shown") for verdict in others]
    findings = replace(material.findings, verdicts=(refuted, *unsure))
    files = rendered(replace(material, findings=findings))
    article, ledger = (Page(path, files[path]) for path in ("index.html", "steps/claims/index.html"))
    links = article.all("a", class_="claim")
    assert [link.get("class") for link in links] == ["claim barred", *["claim ring"] * len(unsure)]
    assert [next(e for e in link.iter() if e.get("data-word")).get("data-word") for link in links[:2]] == [
        "the opposite", "not shown"
    ]  # fmt: skip
    assert [name for name in article.ids() if name.startswith("mark-")] == ["mark-ring", "mark-barred"]
    assert "not shown, the opposite was found." in text(article.one("p", class_="key"))
    assert {text(span) for span in article.all("span", class_="barred")} == {"the opposite", "the opposite 1"}
    assert [text(span) for span in ledger.all("span", class_="barred")] == ["the opposite"]
    choices = {text(label): label.find("input") for label in ledger.all("label")}
    assert choices["1 the opposite"].get("value") == "opposite"
    assert f"{len(unsure)} not shown" in choices
    rows = [entry.get("data-is") for entry in ledger.all("article", class_="claim-entry") if entry.get("data-is")]
    assert rows == ["measured opposite", *["measured not-shown"] * len(unsure)]
