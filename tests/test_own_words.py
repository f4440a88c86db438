"""Our own words in the comparisons that come with the press: terms are explained where they are first read."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.desk import ROOT

SLUGS = sorted(path.parent.name for path in (ROOT / "content").glob("*/page.yaml"))
TERMS = {
    "hyperparameters-vs-parameters": {
        "test images": "(kept out of training)",
        "updates": "(single steps of training)",
        "weights": ", which scale what a neuron receives",
        "biases": ", which are added to it",
        "validation images": "(kept for choosing)",
        "seeds": "(other random starts)",
        "a point": "is one in a hundred",
        "brackets": "hold the 95% interval",
        "loss": "(how wrong the network is)",
        "trials": "(settings tried)",
        "split": "(how data are divided)",
        "penalty": "(strength of regularization)",
        "folds": "(each fifth held out once)",
    },
    "overfitting-vs-underfitting": {
        "updates": "(single steps of training)",
        "test images": "(kept out of training)",
        "a point": "is one image in a hundred",
        "weight decay": "(a pull towards zero)",
        "validation images": "(kept for choosing)",
        "brackets": "hold the 95% interval",
        "validation loss": ", which says how wrong the stated probabilities are",
        "parameters": "(learned numbers)",
    },
    "random-forest-vs-gradient-boosting": {
        "split": "(division of the data)",
        "a point": "is one tumour in a hundred",
        "brackets": "hold the 95% interval",
        "log loss": "measures the stated probabilities",
    },
    "sgd-vs-adam": {
        "a seed": "draws the split of the images",
        "test images": "(kept out of training)",
        "a point": "is one image in a hundred",
        "validation images": "(kept for choosing)",
        "an epoch": "is one pass over the training images",
        "brackets": "hold the 95% interval",
    },
}
"""Comparison → a term → how the words go on where it is read first, in what we say of the runs."""
FAILURE = r"diverg|\bdied\b|\bdies\b|\bdead\b|stops? responding|collapse"
"""What is said of runs that failed elsewhere: here they fail. Charts, explorers and captions say the same."""


def page_of(slug: str) -> dict[str, Any]:
    """Return what page.yaml says."""
    return yaml.safe_load((ROOT / "content" / slug / "page.yaml").read_text(encoding="utf-8"))


def said(slug: str) -> str:
    """Return what we say of the runs in all sections, in reading order, with what authors write of numbers in it."""
    steps = [step["text"] for section in page_of(slug)["sections"] for step in section["steps"]]
    given = re.sub(r"\{\{ *given\(\"?(.*?)\"?\) *\}\}", r"\1", " ".join(" ".join(steps).split()))
    return re.sub(r"[\^_]", "", re.sub(r"\{\{.*?\}\}", "0", re.sub(r" ?\[@\w+\]", "", given)))


@pytest.mark.parametrize(("slug", "term"), [(slug, term) for slug in SLUGS for term in TERMS[slug]])
def test_a_term_is_explained_where_it_is_first_read(slug: str, term: str) -> None:
    """The first time that we use a term of the field, the words after it say what it is."""
    text = said(slug)
    first = re.search(rf"\b{term}\b", text, re.IGNORECASE)
    assert first is not None, f"{slug} does not speak of {term}"
    told = text[first.end() :].lstrip()
    assert told.startswith(TERMS[slug][term].lstrip()), f"…{text[first.start() : first.end() + 60]}"


@pytest.mark.parametrize("slug", SLUGS)
def test_each_section_has_a_finding_and_steps_beside_their_figure(slug: str) -> None:
    """A reader finds in each section what came out of it, in short steps, and opens the page on a figure."""
    page = page_of(slug)
    assert page["hero"]
    for section in page["sections"]:
        assert section["finding"], section["id"]
        assert "runs" not in section, section["id"]
        assert all(len(step["text"].split()) < 80 for step in section["steps"]), section["id"]


@pytest.mark.parametrize("slug", SLUGS)
def test_failure_has_one_word(slug: str) -> None:
    """A run fails: no text of ours beside a picture, and no explorer, calls it anything else."""
    found = [text for text in texts(slug) if re.search(FAILURE, text, re.IGNORECASE)]
    assert found == []


def texts(slug: str) -> Iterator[str]:
    """Yield our words on a page, in its figures, explorers and poster; what is quoted is not ours."""
    page = page_of(slug)
    for section in page["sections"]:
        yield from (section["finding"], *(step["text"] for step in section["steps"]))
    yield from (step["text"] for step in page.get("further", []))
    for name in ("figures.yaml", "explorers.yaml", "poster.yaml"):
        path = ROOT / "content" / slug / name
        if path.is_file():
            yield from _words(yaml.safe_load(path.read_text(encoding="utf-8")))


def _words(value: Any) -> Iterator[str]:
    """Yield the texts under any keys."""
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _words(each)
