"""The catalogues of the interface's words: whole, up to date, and no word of a template is left out of them."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ROOT / "templates" / "languages"
CATALOGUES = sorted(LANGUAGES.glob("*.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")
TAG = re.compile(r"</?\w+[^>]*>")
NAMES = {"CSV", "JSON", "numbers", "tex", "_variables", "yml"}
"""What is no word of a language: forms and names of files."""
SAID = re.compile(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"')


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """The tool that gathers messages."""
    spec = importlib.util.spec_from_file_location("catalogue", ROOT / "tools" / "catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_catalogues_are_as_the_sources_are(tool: ModuleType) -> None:
    """A message added, changed or removed in code, templates or scripts fails here until the catalogues know it."""
    template = tool.extract()
    assert (LANGUAGES / tool.TEMPLATE).read_bytes() == tool.write(template), "run python tools/catalogue.py"
    for path in CATALOGUES:
        assert path.read_bytes() == tool.updated(path, template), f"{path.name}: run python tools/catalogue.py"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_every_message_is_translated_with_the_same_values(path: Path) -> None:
    """A translation that lacks a message, a form, a value, a tag or a percent sign would be seen by readers."""
    catalogue = read_po(path.open("rb"), locale=path.stem)
    assert len(catalogue) > 400
    wrong = []
    for message in catalogue:
        if not message.id:
            continue
        sources = message.id if isinstance(message.id, list | tuple) else [message.id]
        forms = message.string if isinstance(message.string, list | tuple) else [message.string]
        plural = len(sources) == 2
        if len(forms) != (catalogue.num_plurals if plural else 1) or not all(forms) or message.fuzzy:
            wrong.append(f"{sources[0]}: not translated")
            continue
        wanted = sorted(match[0] for match in PLACEHOLDER.finditer(sources[-1]))
        for number, form in enumerate(forms):
            found = sorted(match[0] for match in PLACEHOLDER.finditer(str(form)))
            # The singular may say its number as a word.
            spared = ["%(num)s"] if plural and number == 0 and "%(num)s" in wanted and "%(num)s" not in found else []
            if sorted(found + spared) != wanted:
                wrong.append(f"{sources[0]}: {found} in place of {wanted}")
            # Words that are apart in one language may be emphasized twice.
            if {*TAG.findall(str(form))} != {*TAG.findall(sources[-1])}:
                wrong.append(f"{sources[0]}: other tags")
    assert not wrong, "\n".join(wrong)


def bare_words(source: str) -> list[str]:
    """Return the words of a template that no catalogue could translate."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    text = "".join(f"{{}}{node.data}" for node in environment.parse(source).find_all(nodes.TemplateData))
    said = [match[1] for match in SAID.finditer(text)]
    shown = re.sub(r"<(style|script)\b.*?</\1>|<!--.*?-->|<[^<>]*>", " ", text, flags=re.DOTALL)
    # What a tag begins in one template may end in another.
    shown = re.sub(r"<[^<>]*$", " ", shown)
    return [word for words in (*said, shown) for word in re.findall(r"[A-Za-z_]{2,}", words) if word not in NAMES]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Hello {{ name }}</p>", ["Hello"]),
        ('<a href="{{ link }}" aria-label="Go {{ there }}">{{ _("Go") }}</a>', ["Go"]),
        ("{% trans %}All of <b>it</b>{% endtrans %}<code>numbers.tex</code>", []),
    ],
)
def test_bare_words_are_found(source: str, words: list[str]) -> None:
    """What looks for bare words finds those in texts and in spoken attributes, and no others."""
    assert bare_words(source) == words


def test_no_word_stands_bare_in_a_template() -> None:
    """A word outside of `_()` and `{% trans %}` would be English in every language."""
    paths = sorted((ROOT / "templates").rglob("*.html"))
    assert len(paths) > 15
    bare = [f"{path.name}: {word}" for path in paths for word in bare_words(path.read_text(encoding="utf-8"))]
    assert not bare, "\n".join(bare)
