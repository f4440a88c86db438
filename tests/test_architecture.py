"""The house matches its drawing, and keeps the rules that an import linter cannot state.

Which room may import which is a contract in pyproject.toml, checked by `lint-imports`.
"""

import ast
import re
import symtable
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRESS = ROOT / "proofpress"
DRAWING = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")

# Library → the rooms that import it. Those that every room may import:
EVERYWHERE = {"msgspec", "numpy"}
LIBRARIES = {
    "babel": {"language"},
    "click": {"cli", "commands"},
    "distributed": {"experiments"},
    "fontTools": {"drawing"},
    "jax": {"experiments"},
    "jinja2": {"claims", "site", "statistics"},
    "latex2mathml": {"markup"},
    "markdown": {"markup"},
    "markupsafe": {"markup", "site"},
    "matplotlib": {"drawing"},
    "optax": {"experiments"},
    "optuna": {"experiments"},
    "PIL": {"drawing"},
    "pptx": {"site"},
    "pyarrow": {"datasets", "site"},
    "pybtex": {"content"},
    "pydantic_core": {"content"},
    "rich": {"console"},
    "scipy": {"experiments"},
    "sklearn": {"datasets", "experiments"},
    "threadpoolctl": {"experiments"},
    "watchfiles": {"server"},
    "yaml": {"content"},
}
WORLD_MODULES = {
    "os",
    "shutil",
    "tempfile",
    "subprocess",
    "socket",
    "time",
    "http",
    "fcntl",
    "urllib.request",
}
WORLD_CALLS = {
    "open", "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink", "rename", "replace_file",
    "rmdir", "now", "today", "iterdir", "glob", "rglob", "is_file", "is_dir", "exists",
    "symlink_to", "hardlink_to", "touch",
}  # fmt: skip
# Locals that hide a name of their module. These modules are in keys of runs: a new name would train these again.
HIDING = {
    "proofpress/experiments/methods/hypergradients.py descend: judge",
    "proofpress/experiments/methods/searches.py ask: study",
    "proofpress/experiments/methods/trainability.py grid: window",
}
COMPARISONS_WORDS = ("hyperparameter", "weights-and-biases", "learning-rate/", "overfit", "underfit")


@cache
def modules() -> tuple[Path, ...]:
    """Every module of the press."""
    return tuple(sorted(path for path in PRESS.rglob("*.py") if path != PRESS / "__init__.py"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def room(path: Path) -> str:
    """The room or single module that a file belongs to."""
    return path.relative_to(PRESS).parts[0].removesuffix(".py")


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a module; nobody changes it."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> frozenset[str]:
    """The modules that a module imports, as dotted names, wherever in it the import stands."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)} imports relatively"
            assert node.module
            found.add(node.module)
    return frozenset(found)


def layers() -> list[str]:
    """The floors of the import contract, from the roof down; rooms on one floor are separated by |."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = project["tool"]["importlinter"]["contracts"]
    assert contract["exhaustive"], "a room without a floor would not be noticed"
    return contract["layers"]


def fenced(heading: str) -> list[str]:
    """The lines of the first fenced block below a heading of ARCHITECTURE.md."""
    block = re.search(rf"^## {heading}\n.*?^```\w*\n(.*?)^```", DRAWING, re.MULTILINE | re.DOTALL)
    assert block, f"ARCHITECTURE.md has no fenced block below '{heading}'"
    return block[1].splitlines()


def test_the_drawing_shows_the_floors_of_the_contract():
    """ARCHITECTURE.md draws the floors of pyproject.toml, line by line, each with a description."""
    drawn = [re.split(r"  +", line, maxsplit=1) for line in fenced("Floors")]
    assert all(len(line) == 2 and line[1] for line in drawn), "a floor is drawn without a word on what it is"
    assert [floor for floor, _ in drawn] == layers()


def test_the_drawing_describes_every_room():
    """Each package of the press has a row of its own in the table of rooms, and no row is left of one that is gone."""
    rows = re.findall(r"^\| `(\w+)/` \|", DRAWING, re.MULTILINE)
    assert sorted(rows) == sorted({path.parent.name for path in PRESS.glob("*/__init__.py")})


def test_documents_name_files_that_exist():
    """Every path that a document names is there, and so is the folder of a path that CONTRIBUTING.md makes up."""
    found = 0
    for document in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")):
        made_up = document.name == "CONTRIBUTING.md"
        for path in re.findall(
            r"`((?:proofpress|tests|docs|templates|tools|benchmarks)/[\w./-]*)`", document.read_text()
        ):
            found += 1
            assert (ROOT / path).exists() or (made_up and (ROOT / path).parent.is_dir()), f"{name(document)}: {path}"
    assert found > 30


def test_a_library_stays_in_its_rooms():
    """Each outside library is imported only by the rooms that LIBRARIES names."""
    free = sys.stdlib_module_names | EVERYWHERE | {"proofpress"}
    used = {(path, each.partition(".")[0]) for path in modules() for each in imports(path)}
    astray = [(path, library) for path, library in used if room(path) not in LIBRARIES.get(library, ())]
    assert not sorted(f"{name(path)} imports {library}" for path, library in astray if library not in free)


def test_no_library_is_named_that_nobody_imports():
    """Each row of LIBRARIES, and each room in it, is still needed."""
    used = {(library.partition(".")[0], room(path)) for path in modules() for library in imports(path)}
    named = {(library, each) for library, rooms in LIBRARIES.items() for each in rooms}
    assert not named - used


def test_only_marked_modules_touch_disk_clock_and_network():
    """A module that reaches into the world says so in a line of its docstring that begins with `Side effects:`."""
    unmarked = []
    for path in modules():
        marked = any(line.startswith("Side effects: ") for line in (ast.get_docstring(tree(path)) or "").splitlines())
        reached = {each for each in imports(path) if {each, each.partition(".")[0]} & WORLD_MODULES}
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                reached |= {called} & WORLD_CALLS
        if reached and not marked:
            unmarked.append(f"{name(path)} uses {sorted(reached)} and has no line 'Side effects: …'")
    assert not unmarked


def test_what_others_may_use_has_a_docstring():
    """Every module, and every public function and class in it, says in a sentence what it is."""
    mute = []
    for path in modules():
        public = [node for node in tree(path).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        mute += [] if ast.get_docstring(tree(path)) else [name(path)]
        mute += [
            f"{name(path)}: {node.name}"
            for node in public
            if not node.name.startswith("_") and not ast.get_docstring(node)
        ]
    assert not mute


def test_the_press_knows_no_word_of_the_comparisons():
    """What is special to a comparison lies in its content folder: nothing else names it."""
    texts = [
        path
        for folder in (PRESS, ROOT / "templates")
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".py", ".html", ".css", ".js", ".xml", ".txt"}
    ]
    assert len(texts) > len(modules())
    for path in texts:
        text = path.read_text(encoding="utf-8").lower()
        assert not [word for word in COMPARISONS_WORDS if word in text], name(path)


def test_every_test_says_which_promise_it_keeps():
    """Each test function has a docstring."""
    paths = sorted((ROOT / "tests").rglob("test_*.py"))
    assert len(paths) > 50
    for path in paths:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                assert ast.get_docstring(node), f"{name(path)}: {node.name} has no docstring"


def _names_of(module: ast.Module) -> set[str]:
    """Return what a module's own lines name: imports, functions, classes, values."""
    names: set[str] = set()
    for line in module.body:
        if isinstance(line, ast.Import | ast.ImportFrom):
            names |= {each.asname or each.name.partition(".")[0] for each in line.names}
        elif isinstance(line, ast.FunctionDef | ast.ClassDef):
            names.add(line.name)
        elif isinstance(line, ast.Assign | ast.AnnAssign):
            targets = line.targets if isinstance(line, ast.Assign) else [line.target]
            names |= {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}
    return names


def test_no_function_reads_a_name_of_its_module_that_it_sets_by_it():
    """`joined = [joined(each) for each in parts]` has no value yet where it is read: the name is the function's own."""
    found = []
    for file in PRESS.rglob("*.py"):
        module = tree(file)
        known = _names_of(module)
        functions = [each for each in ast.walk(module) if isinstance(each, ast.FunctionDef)]
        for line in [line for function in functions for line in ast.walk(function) if isinstance(line, ast.Assign)]:
            targets = {
                each.id
                for target in line.targets
                for each in ast.walk(target)
                if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
            }
            read = {each.id for each in ast.walk(line.value) if isinstance(each, ast.Name)}
            found += [f"{file.relative_to(ROOT)}:{line.lineno} {name}" for name in targets & read & known]
    assert found == []


@pytest.mark.parametrize("folder", ["proofpress", "benchmarks", "content", "tools/docs"])
def test_no_comprehension_hides_a_name_of_its_module(folder):
    """Python 3.12 runs comprehensions within their function, and early releases then lose the module's name there."""
    hidden = []
    for file in sorted((ROOT / folder).rglob("*.py")):
        module = tree(file)
        known = _names_of(module)
        targets = [loop.target for loop in ast.walk(module) if isinstance(loop, ast.comprehension)]
        names = [each for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)]
        hidden += [f"{file.relative_to(ROOT)}:{each.lineno} {each.id}" for each in names if each.id in known]
    assert hidden == []


def _hiding(table: symtable.SymbolTable, known: set[str]) -> Iterator[str]:
    """Yield the locals of functions that bear one of the known names, but for those that are imported again."""
    for inner in table.get_children():
        if inner.get_type() == "function":
            for symbol in inner.get_symbols():
                if symbol.is_local() and symbol.get_name() in known and not symbol.is_imported():
                    yield f"{inner.get_name()}: {symbol.get_name()}"
        yield from _hiding(inner, known)


def test_no_function_hides_a_name_of_its_module():
    """A parameter or local called like a function, class, value or import of its module is read as that by people."""
    found = set()
    for file in modules():
        text = file.read_text(encoding="utf-8")
        table = symtable.symtable(text, name(file), "exec")
        found |= {f"{name(file)} {each}" for each in _hiding(table, _names_of(tree(file)))}
    assert found == HIDING
