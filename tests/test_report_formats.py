"""Problems as other programs read them: annotations of GitHub Actions, and SARIF."""

import json
import re

import jsonschema
import pytest

from proofpress.diagnostics import Diagnostic, Location, as_annotation, as_sarif
from tests.desk import ROOT

SCHEMA = json.loads((ROOT / "tests" / "data" / "sarif-2.1.0.json").read_bytes())
COMMAND = re.compile(r"::([a-z]+) ([^:]*)::(.*)", re.DOTALL)
ODD = Diagnostic(Location("content/a, b:c/page.yaml", 3, 5), "wrong-words", "100% is: 'a,\r\nb'", "say %0A less")


def runner(line: str) -> tuple[str, dict[str, str], str]:
    """Return command, properties and message of a line as the runner of GitHub Actions reads them.

    As in actions/runner, `ActionCommand.cs`: the properties end at the second `::`, and escapes are undone, `%25` last.
    """
    command, properties, message = COMMAND.fullmatch(line).groups()

    def undo(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
        for written, meant in escapes:
            text = text.replace(written, meant)
        return text

    data = (("%0D", "\r"), ("%0A", "\n"))
    more = (("%3A", ":"), ("%2C", ","))
    pairs = (pair.split("=", 1) for pair in properties.split(","))
    named = {name: undo(value, (*data, *more, ("%25", "%"))) for name, value in pairs}
    return command, named, undo(message, (*data, ("%25", "%")))


def test_an_annotation_is_read_by_the_runner_as_it_was_meant():
    """Percent signs, line ends, commas and colons come through; the line itself is pinned, escapes and all."""
    line = as_annotation(ODD, ODD.location.file)
    assert line == (
        "::error file=content/a%2C b%3Ac/page.yaml,line=3,col=5,title=wrong-words::content/a, b:c/page.yaml:3:5: "
        "error[wrong-words]: 100%25 is: 'a,%0D%0Ab' — say %250A less"
    )
    assert runner(line) == (
        "error",
        {"file": "content/a, b:c/page.yaml", "line": "3", "col": "5", "title": "wrong-words"},
        str(ODD),
    )
    nowhere = Diagnostic(Location("--base-url"), "wrong-address", "'x' is not a web address")
    assert as_annotation(nowhere, None) == (
        "::error title=wrong-address::--base-url: error[wrong-address]: 'x' is not a web address"
    )


def test_a_missed_gate_is_an_annotation_of_its_line(desk, monkeypatch):
    """On GitHub Actions the format is chosen by itself, and the file is named from the root of the repository."""
    desk.edit("steps/claims.yaml", "gate: {above: 10}", "gate: {above: 99}")
    plain = desk.run().diagnostics
    assert len(plain) == 1
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(desk.folder.parent))
    said = desk.run()
    assert said.status == 1
    (line,) = [line for line in said.err.splitlines() if line.startswith("::")]
    command, named, message = runner(line)
    file, number, column, _ = plain[0].split(":", 3)
    assert (command, message) == ("error", plain[0])
    assert named == {
        "file": f"{desk.folder.name}/{file}", "line": number, "col": column, "title": "missed-gate",
    }  # fmt: skip
    assert desk.run("--format", "text").diagnostics == plain
    monkeypatch.delenv("GITHUB_ACTIONS")
    assert "::error file=" in desk.run("check", "--format", "github").err


@pytest.mark.parametrize("diagnostics", [[], [ODD], [ODD, Diagnostic(Location("a"), "b", "c"), ODD]])
def test_sarif_is_valid(diagnostics):
    """The log is one that the schema of SARIF 2.1.0 allows, and its rules are those that the results name."""
    log = as_sarif(diagnostics, "1.2.3")
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [each.rule for each in diagnostics]


def test_a_command_prints_one_log_of_sarif(desk):
    """Sound content gives a log without results, a false claim one with its place; nothing else is on stdout."""
    sound = desk.run("check", "--format", "sarif")
    assert (sound.status, json.loads(sound.out)["runs"][0]["results"]) == (0, [])
    desk.edit("steps/claims.yaml", "gate: {above: 10}", "gate: {above: 99}")
    plain = desk.run("check").diagnostics
    said = desk.run("check", "--format", "sarif")
    assert (said.status, said.err) == (1, "")
    (result,) = json.loads(said.out)["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    file, line, column, rest = plain[0].split(":", 3)
    assert place == {
        "artifactLocation": {"uri": file}, "region": {"startLine": int(line), "startColumn": int(column)},
    }  # fmt: skip
    assert f" error[{result['ruleId']}]: {result['message']['text']}" == rest
