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
from proofpress.content.kinds import Kinds
from proofpress.models.build_options import BuildOptions


def schema(options: BuildOptions, console: Console, write: Path | None) -> Summary:
    """Return the schemas by the name of the file; write each into a folder, if one is given. Raises OSError."""
    kinds = pipeline.all_kinds()
    schemas = json_schemas(kinds)
    if write is None:
        return {"schemas": schemas, "line": json.dumps(schemas, indent=2, ensure_ascii=False)}
    write.mkdir(parents=True, exist_ok=True)
    written = []
    for name, data in encode_schemas(kinds).items():
        (write / name).write_bytes(data)
        written.append((write / name).as_posix())
    return {"written": written, "line": f"wrote {', '.join(written)}"}


def encode_schemas(kinds: Kinds) -> dict[str, bytes]:
    """Return the schemas as files, by name, such as `page.schema.json`."""
    return {
        f"{Path(name).stem}.schema.json": (json.dumps(each, indent=2, ensure_ascii=False) + "\n").encode()
        for name, each in json_schemas(kinds).items()
    }


COMMAND = Command(
    schema,
    "print JSON Schema of every content file, for editors",
    "schema --write .schemas",
    [click.Option(["--write"], type=FOLDER, metavar="DIR", help="write a file for each into this folder")],
)
