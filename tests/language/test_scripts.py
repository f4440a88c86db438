"""Messages of scripts: translated while the scripts are gathered, and numbers by the page's language."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from proofpress.language import using
from proofpress.language.reading import read_language
from proofpress.models.language import Language
from proofpress.site.scripts import find_messages, translate_script
from tests.language.test_pages import rendered

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"


@pytest.mark.parametrize(
    ("source", "english", "message"),
    [
        ("say(_`Copied.`);", 'say("Copied.");', "Copied."),
        ("_`a ${x}, 5% of ${f({ y: `${z}` })}`", "`a ${x}, 5% of ${f({ y: `${z}` })}`", "a %(1)s, 5%% of %(2)s"),
        ('_`“${at + 1}” "said"`', '`“${at + 1}” "said"`', '“%(1)s” "said"'),
    ],
)
def test_english_scripts_are_as_if_the_tag_were_not_there(source: str, english: str, message: str) -> None:
    """A message is found with its values, and in English only its tag goes."""
    assert [each.id for each in find_messages(source)] == [message]
    assert translate_script(source) == english


def test_a_translation_may_turn_its_values_round() -> None:
    """Values stand where the language wants them, and signs of the translation mean nothing to the script."""
    language = Language("xx", messages={"%(1)s of %(2)s": ("`%(2)s` ${x} \\ %(1)s",)})
    with using(language):
        assert translate_script("_`${a()} of ${b.c}`") == "`\\`${b.c}\\` \\${x} \\\\ ${a()}`"


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_published_script_parses(language: str, tmp_path: Path) -> None:
    """Scripts of an English and of a German site parse, hold no tag, and say what their language says."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node reads the scripts")
    scripts = {path: data.decode() for path, data in rendered(language, TEMPLATES).items() if path.endswith(".js")}
    assert len(scripts) > 5
    for path, script in scripts.items():
        file = tmp_path / path.replace("/", "-")
        file.write_text(script, encoding="utf-8")
        done = subprocess.run([node, "--check", str(file)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{path}: {done.stderr}"
        assert "_`" not in script, path
        assert "words.js" not in script or "lab/words.js" in script, path
    said = "".join(scripts.values())
    assert ("The link is copied." in said) == (language == "en")
    assert ("Der Link ist kopiert." in said) == (language == "de")


@pytest.mark.parametrize("tag", ["en", "de", "fr", "he"])
def test_scripts_write_numbers_as_pages_do(tag: str) -> None:
    """What a script and what the build write of the same numbers is the same."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node runs the script")
    from proofpress import formatting

    values = [0, 7, 1234, 1234567.5, 0.25, 96.9]
    code = (
        f"globalThis.document = {{ documentElement: {{ lang: {json.dumps(tag)} }} }};"
        "const { local, percent } = await import('./templates/assets/js/numbers.js');"
        f"const texts = {json.dumps([f'{value:,}' for value in values])};"
        "console.log(JSON.stringify(texts.map((text) => [local(text), percent(text)])));"
    )
    done = subprocess.run(
        [node, "--input-type=module", "-e", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    with using(read_language(tag, ())):
        wanted = [[formatting.given(value), formatting.with_percent(formatting.given(value))] for value in values]
    assert json.loads(done.stdout) == wanted
