"""Brings the catalogues of the interface's words up to date with code, templates and scripts.

    python tools/catalogue.py          adds new messages to templates/languages/*.po, removes those that are gone
    python tools/catalogue.py --check  says what is missing or out of date, and changes nothing

Messages are `gettext("…")`, `mark("…")`, `ngettext("…", "…", n)` and `marks("…", "…")` in Python, `count(n, "thing")`
and `count_each({"thing": n})` there, `_("…")`, `{% trans %}` and `| count_of("thing")` in templates, and tagged
templates in scripts: _`…`.
Side effects: reads the sources; writes the catalogues.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
LANGUAGES = ROOT / "templates" / "languages"
TEMPLATE = "proofpress.pot"
# What speaks to authors and not to readers is English.
CONSOLE = {
    *("cli.py", "console.py", "diagnostics.py", "documents.py", "cache", "commands", "content", "datasets"),
    *("experiments", "publish", "runs", "scaffold", "server", "verification"),
}
Message = str | tuple[str, str]
ONE, TWO, COUNT = ("gettext", "mark", "_"), ("ngettext", "marks"), ("count", "count_of")


def counted(thing: str, things: str = "") -> tuple[str, str]:
    """Return the message of `formatting.count`."""
    return f"%(num)s {thing}", f"%(num)s {things or f'{thing}s'}"


def in_python(source: str) -> Iterator[Message]:
    """Yield the messages of a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", "")
            if isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "formatting":
                name = node.func.attr
            if name == "count_each":
                things = [each for arg in node.args if isinstance(arg, ast.Dict) for each in arg.keys]
                yield from (counted(str(thing.value)) for thing in things if isinstance(thing, ast.Constant))
                continue
            words = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            yield from _messages(name, words)


def in_template(source: str) -> Iterator[Message]:
    """Yield the messages of a template."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    tree = environment.parse(source)
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name != "mark":
            yield from _messages(call.node.name, [arg.value for arg in call.args if isinstance(arg, nodes.Const)])
    for use in tree.find_all(nodes.Filter):
        yield from _messages(use.name, [arg.value for arg in use.args if isinstance(arg, nodes.Const)])


def in_script(source: str) -> Iterator[Message]:
    """Yield the messages of a script."""
    from proofpress.site.scripts import find_messages

    yield from (message.id for message in find_messages(source))


def _messages(name: str, words: list[str]) -> Iterator[Message]:
    if name in ONE and words:
        yield words[0]
    elif name in TWO and len(words) >= 2:
        yield (words[0], words[1])
    elif name in COUNT and words:
        yield counted(*words[:2])


def extract() -> Catalog:
    """Return all messages, each with the files that it is in."""
    found: dict[str, tuple[Message, set[str]]] = {}
    readers = (
        ("proofpress", "*.py", in_python),
        ("templates", "*.html", in_template),
        ("templates", "*.js", in_script),
    )
    for folder, pattern, read in readers:
        for path in sorted((ROOT / folder).rglob(pattern)):
            if path.relative_to(ROOT / folder).parts[0] in CONSOLE:
                continue
            for message in read(path.read_text(encoding="utf-8")):
                one = message if isinstance(message, str) else message[0]
                kept, files = found.setdefault(one, (message, set()))
                if isinstance(message, tuple) and isinstance(kept, str):
                    found[one] = (message, files)
                files.add(path.relative_to(ROOT).as_posix())
    catalogue = Catalog(project="Proofpress", fuzzy=False)
    for one in sorted(found, key=lambda one: (min(found[one][1]), one)):
        message, files = found[one]
        catalogue.add(message, locations=[(file, 1) for file in sorted(files)])
    return catalogue


def write(catalogue: Catalog) -> bytes:
    """Return a catalogue as a file; the same messages give the same bytes."""
    out = io.BytesIO()
    write_po(out, catalogue, width=100, include_lineno=False, ignore_obsolete=True, omit_header=True)
    lines = [
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    ]
    header = "# Words to translate.\n"
    if catalogue.locale is not None:
        header = f"# {catalogue.locale.english_name} words of the interface.\n"
        lines += [f"Language: {catalogue.locale_identifier}", f"Plural-Forms: {catalogue.plural_forms}"]
    head = header + 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in lines)
    return head.encode() + b"\n" + out.getvalue()


def updated(path: Path, template: Catalog) -> bytes:
    """Return a catalogue with the messages of a template, and of its translations those that still belong to one."""
    catalogue = read_po(io.BytesIO(path.read_bytes()), locale=path.stem.replace("-", "_"))
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
    return write(catalogue)


def main() -> int:
    """Update or check every catalogue; return the exit status."""
    template, check = extract(), "--check" in sys.argv
    wrong = 0
    made = {LANGUAGES / TEMPLATE: write(template)}
    made |= {path: updated(path, template) for path in sorted(LANGUAGES.glob("*.po"))}
    for path, data in made.items():
        if not path.is_file() or path.read_bytes() != data:
            wrong += check
            print(f"{path.relative_to(ROOT)} {'is out of date: run python tools/catalogue.py' if check else 'written'}")
            if not check:
                path.write_bytes(data)
        lacking = re.findall(r'^msgid "(.+)"\n(?:msgid_plural .*\n)?msgstr(?:\[0\])? ""\n(?!")', data.decode(), re.M)
        if path.suffix == ".po" and lacking:
            wrong += 1
            print(f"{path.name}: {len(lacking)} messages lack a translation, the first is '{lacking[0]}'")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
