"""The house matches its drawing: floors, rooms, libraries, and who may touch the world."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRESS = ROOT / "proofpress"

# From the ground up; a module imports only floors below its own. Rooms stand beside one another.
FLOORS = [
    {"problems"},
    {"values"},
    {"syntax", "request", "report", "sharing", "processes", "parts", "untouched"},
    {"select", "store", "keys", "parameters"},
    {"bootstrap"},
    {"contrasts"},
    {"content", "experiments", "findings", "graphics", "pages", "release", "inputs", "unchanged", "scaffold"},
    {"pipeline"},
    {"verification"},
    {"commands"},
    {"server"},
    {"cli"},
]
ROOMS = {"content", "experiments", "findings", "graphics", "pages", "release"}
LIBRARIES = {
    "yaml": {"content"},
    "pydantic_core": {"content"},
    "jax": {"experiments"},
    "optax": {"experiments"},
    "sklearn": {"experiments"},
    "scipy": {"bootstrap"},
    "optuna": {"experiments"},
    "jinja2": {"findings", "pages"},
    "markupsafe": {"pages"},
    "markdown": {"pages"},
    "matplotlib": {"graphics"},
    "PIL": {"graphics"},
    "fontTools": {"graphics"},
    "pptx": {"pages"},
    "distributed": {"experiments"},
    "watchfiles": {"server"},
    "numpy": {
        "bootstrap",
        "contrasts",
        "experiments",
        "findings",
        "graphics",
        "select",
        "store",
        "values",
        "verification",
    },
}
WORLD_MODULES = {"os", "shutil", "tempfile", "subprocess", "socket", "time", "http", "fcntl", "urllib.request"}
WORLD_CALLS = {
    "open", "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink", "rename", "replace_file",
    "rmdir", "now", "today", "iterdir", "glob", "rglob", "is_file", "is_dir", "exists",
    "symlink_to", "hardlink_to", "touch",
}  # fmt: skip
SITES_WORDS = ("hyperparameter", "weights-and-biases", "learning-rate/", "overfit", "underfit")


def modules() -> list[Path]:
    """Every module of the press."""
    return sorted(path for path in PRESS.rglob("*.py") if path != PRESS / "__init__.py")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def part(path: Path) -> str:
    """The room or single module that a file belongs to."""
    return path.relative_to(PRESS).parts[0].removesuffix(".py")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Yield what a module imports, wherever in it the import stands, as dotted names."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)} imports relatively"
            if node.module == "proofpress":
                yield from (f"proofpress.{alias.name}" for alias in node.names if not alias.name.startswith("__"))
            elif node.module:
                yield node.module


def floor(of: str) -> int:
    return next((height for height, parts in enumerate(FLOORS) if of in parts), -1)


@pytest.mark.parametrize("path", modules(), ids=name)
def test_a_module_imports_only_floors_below_its_own(path):
    """Every module has a floor, imports nothing above it, and no room imports another."""
    own = part(path)
    assert floor(own) >= 0, f"{name(path)} has no floor: give it one in FLOORS and in ARCHITECTURE.md"
    for imported in imports(path):
        if imported.startswith("proofpress."):
            other = imported.split(".")[1]
            assert other == own or floor(other) < floor(own), f"{name(path)} imports {imported}"


@pytest.mark.parametrize("path", modules(), ids=name)
def test_a_library_stays_in_its_room(path):
    """Each outside library is imported only by the parts that the drawing names."""
    for imported in imports(path):
        library = imported.split(".")[0]
        if library in LIBRARIES:
            assert part(path) in LIBRARIES[library], f"{name(path)} imports {library}"


@pytest.mark.parametrize("path", modules(), ids=name)
def test_only_marked_modules_touch_disk_clock_and_network(path):
    """A module that reaches into the world says so in a line of its docstring that begins with `marked:`."""
    marked = any(line.startswith("marked:") for line in (ast.get_docstring(tree(path)) or "").splitlines())
    reached = {each for each in imports(path) if each in WORLD_MODULES or each.split(".")[0] in WORLD_MODULES}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            reached |= {called} & WORLD_CALLS
    assert marked or not reached, f"{name(path)} uses {sorted(reached)} without a mark"


@pytest.mark.parametrize("path", modules(), ids=name)
def test_a_module_says_what_it_is_and_stays_small(path):
    """Every module has a docstring and at most 250 lines: one idea."""
    assert ast.get_docstring(tree(path)), f"{name(path)} has no docstring"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250, f"{name(path)} is too long"


@pytest.mark.parametrize("path", modules(), ids=name)
def test_a_public_function_has_a_docstring(path):
    """Every function and class that others may use says in a sentence what it does."""
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{name(path)}: {node.name} has no docstring"


def test_the_press_knows_no_word_of_the_comparisons():
    """What is special to a comparison lies in its content folder: nothing else names it."""
    for folder in (PRESS, ROOT / "templates"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".py", ".html", ".css", ".js", ".xml", ".txt"}:
                text = path.read_text(encoding="utf-8").lower()
                assert not [word for word in SITES_WORDS if word in text], name(path)


def test_every_test_says_which_promise_it_keeps():
    """Each test function has a docstring."""
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                assert ast.get_docstring(node), f"{path.relative_to(ROOT)}: {node.name} has no docstring"


def test_the_drawing_names_every_part_of_the_press():
    """ARCHITECTURE.md speaks of every room and every single module."""
    drawing = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    missing = sorted({part(path) for path in modules()} - {word.strip("`.,()") for word in drawing.split()})
    assert not missing, f"ARCHITECTURE.md does not mention {missing}"
