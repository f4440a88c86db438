"""`schema`: JSON Schema of every content file, for editors.

Side effects: writes the schemas, if it is asked to.
"""

import json
from pathlib import Path

import click

from proofpress import pipeline
from proofpress.commands._command import FOLDER, Command, Summary
from proofpress.console import Console
from proofpress.content.json_schema import json_schemas
from proofpress.models.build_options import BuildOptions


def schema(options: BuildOptions, console: Console, write: Path | None) -> Summary:
    """Return the schemas by the name of the file; write each into a folder, if one is given. Raises OSError."""
    schemas = json_schemas(pipeline.all_kinds())
    if write is None:
        return {"schemas": schemas, "line": json.dumps(schemas, indent=2, ensure_ascii=False)}
    write.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in schemas.items():
        path = write / f"{Path(name).stem}.schema.json"
        path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
        written.append(path.as_posix())
    return {"written": written, "line": f"wrote {', '.join(written)}"}


COMMAND = Command(
    schema,
    "print JSON Schema of every content file, for editors",
    "schema --write .schemas",
    [click.Option(["--write"], type=FOLDER, metavar="DIR", help="write a file for each into this folder")],
)
