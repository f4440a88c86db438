"""A site whose every text field carries what would run, if anything in it were taken for more than text."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from tests.desk import SMALL

SHORT = "<svg onload=pwn()>"
LONG = (
    "<script>pwn()</script> \"'><img src=x onerror=pwn()> ' onmouseover='pwn()' x=' </title></style></textarea>"
    "</script><svg onload=pwn()> ]]><svg xmlns='http://www.w3.org/2000/svg'><script>pwn()</script></svg> "
    "<math><mtext><style><img src=x onerror=pwn()> &lt;script&gt;pwn()&lt;/script&gt; &#x3C;script> <!-- --> <![CDATA[ "
    "\\\" \\' "
    '<a href="javascript:pwn()">link</a> <iframe srcdoc="<script>pwn()</script>"> <base href=//evil.example.org>'
    " <meta http-equiv=refresh content=//evil.example.org> <form action=//evil.example.org> ${pwn()} `pwn()` *a* __b__"
    " <link rel=stylesheet href=//evil.example.org/x.css>"
)
# Pictures and braces are refused in texts that are ours.
PICTURE = " ![x](https://evil.example.org/x.png)"
QUOTED = LONG + PICTURE + " %3Cscript%3E {{ range(9) }} {% raw %} {{ ''.__class__.__mro__ }} {# x #} {{"
POSTER = {
    "headline": "You choose ^a step^. It moves _weights_. ",
    "standfirst": "Above the bar: chosen. ",
    "alt": "The table with its evidence. ",
    "method": "Method: a tiny network. ",
    "source": "Source: own runs. ",
}
NOTES = "Say what was chosen before the run began and what the run found by itself. " * 4
SETTINGS = (
    "learning_rate", "batch_size", "epochs", "units", "layers", "optimizer", "momentum", "weight_decay", "dropout",
    "label_noise", "train", "seed",
)  # fmt: skip


def write(folder: Path) -> None:
    """Write the site into a folder: the small one with a poster, a lab and an explorer, all of it hostile."""
    shutil.copytree(SMALL, folder)
    _edit(folder / "site.yaml", _site)
    for name, change in (("page", _page), ("claims", _claims), ("experiments", _experiments), ("figures", _figures)):
        _edit(folder / "steps" / f"{name}.yaml", change)
    for name, data in (("poster", _poster()), ("lab", _lab()), ("explorers", _explorers())):
        (folder / "steps" / f"{name}.yaml").write_text(yaml.safe_dump(data, width=10**6, sort_keys=False), "utf-8")


def _edit(path: Path, change: Callable[[Any], None]) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(yaml.safe_dump(data, width=10**6, sort_keys=False), "utf-8")


def _site(data: Any) -> None:
    for key in ("title", "description", "author", "licence"):
        data[key] += f" {QUOTED}"


def _page(data: Any) -> None:
    for key in ("title", "description", "takeaway"):
        data[key] += f" {LONG}"
    data["intro"] += f" {QUOTED}"
    table = data["table"]
    table["title"] += f" {QUOTED}"
    # Shorter where the poster shows it.
    table["columns"] = [f"{column} {SHORT}" for column in table["columns"]]
    for row in table["rows"]:
        row["aspect"] += f" {SHORT}"
        row["cells"] = [f"{cell} {SHORT} {{{{ x }}}}" for cell in row["cells"]]
    for section in data["sections"]:
        section["heading"] += f" {QUOTED}"
        section["text"] += f" {QUOTED}"
        section["runs"] += f" {LONG}"
    for source in data["sources"]:
        for key in ("authors", "year", "title", "venue"):
            source[key] += f" {QUOTED}"


def _claims(data: Any) -> None:
    for claim in data["claims"]:
        claim["says"] += f" {LONG}"
    # A quote that is itself hostile: the words of the intro.
    data["claims"].append({"id": "hostile", "section": "intro", "quote": QUOTED, "kind": "opinion", "says": LONG})


def _experiments(data: Any) -> None:
    for experiment in data["experiments"].values():
        experiment["title"] += f" {QUOTED}"
    data["experiments"]["lab-run"] = {
        "title": QUOTED,
        "kind": "train",
        "data": {"name": "digits", "train": 400, "validation": 100, "test": 100, "split": 0},
        "model": {"hidden": [8]},
        "training": {"learning_rate": 0.1, "batch_size": 100, "epochs": 2},
        "seeds": 1,
        "checkpoints": [0, 4, 8],
        "record": ["weights"],
    }


def _figures(data: Any) -> None:
    for figure in data["figures"].values():
        figure["title"] = f"Too small {SHORT}"
        figure["caption"] += f" {LONG}"
        figure["alt"] = f"Line chart. {SHORT} \"'><img src=x onerror=pwn()> ]]> </script><script>pwn()</script>"


def _poster() -> dict[str, Any]:
    words = {key: text + SHORT for key, text in POSTER.items()}
    column = {
        "aspects": [f"{aspect} {SHORT}" for aspect in ("Speed", "Risk")],
        "spine": f"Speed {SHORT}",
        "left": 56,
        "width": 1800,
        "notes": f"{NOTES} {SHORT} ]]>",
        "above": [
            {
                "title": f"Rates {SHORT}",
                "caption": SHORT,
                "chart": {
                    "kind": "sweep",
                    "experiment": "learning-rate",
                    "x": "learning_rate",
                    "channel": "test_accuracy",
                },
                "rectangle": [300, 250, 600, 200],
            }
        ],
    }
    return {**words, "columns": [column]}


def _lab() -> dict[str, Any]:
    return {
        **{key: f"{key} {LONG}" for key in ("title", "description", "intro", "learned", "chosen")},
        "experiment": "lab-run",
        "figure": "rate-curve",
        "settings": [{"id": name, "label": f"{name} {LONG}", "note": LONG} for name in SETTINGS],
        "presets": [
            {"id": "hot", "title": LONG, "task": LONG, "finding": LONG, "settings": {"learning_rate": 10}},
        ],
    }


def _explorers() -> dict[str, Any]:
    explorer = {
        "kind": "sweep",
        "figure": "rate-curve",
        "experiment": "learning-rate",
        "channel": "test_accuracy",
        "outcome": "outcome",
        "title": LONG,
        "note": LONG,
        "measure": LONG,
        "axes": [{"name": "learning_rate", "label": LONG}],
        "shown": {"learns": LONG, "stalls": SHORT},
    }
    return {"explorers": {"rate": explorer}}
