"""The development server: what it answers, and how the page in a real browser follows the author."""

import gzip
import http.client
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from proofpress import server
from proofpress.problems import Place, Problem, Problems
from proofpress.report import Report
from proofpress.request import Request
from proofpress.server.excerpt import shown
from proofpress.server.folder import look_up
from proofpress.server.inject import allowed, followed
from proofpress.server.sockets import DEFAULT_PORT, listen

ROOT = Path(__file__).resolve().parent.parent
POLICY = "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self'"
BROKEN = "BROKEN"


def page(words: str) -> str:
    """A page of the site, with the policy that the real ones carry."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>Site</title></head>'
        f'<body><h1>{words}</h1><p><a href="deep/">deep</a></p></body></html>'
    )


def build(request: Request, report: Report) -> dict[str, object]:
    """A press small enough to see through: one text becomes one page; a word in it is wrong."""
    text = request.content / "text.yaml"
    lines = text.read_text(encoding="utf-8").splitlines()
    wrong = [number for number, line in enumerate(lines, 1) if BROKEN in line]
    if wrong:
        place = Place(str(text), wrong[0], lines[wrong[0] - 1].index(BROKEN) + 1)
        raise Problems([Problem(place, "broken-word", f"'{BROKEN}' is not a word", "write 'whole'")])
    (request.output / "deep").mkdir(parents=True, exist_ok=True)
    (request.output / "index.html").write_text(page(lines[1]), encoding="utf-8")
    (request.output / "404.html").write_text(page("Not found"), encoding="utf-8")
    (request.output / "deep" / "index.html").write_text(page("Deep"), encoding="utf-8")
    (request.output / "site.css").write_text("h1 { color: red; }\n" * 50, encoding="utf-8")
    return {"line": "built"}


class Serving:
    """A server in a thread, and what it has said."""

    def __init__(self, folder: Path, base_url: str = "https://example.org/sub/") -> None:
        self.text = folder / "content" / "text.yaml"
        for name in ("content", "templates"):
            (folder / name).mkdir(exist_ok=True)
        if not self.text.exists():
            self.write("First words")
        self.request = Request(
            content=folder / "content",
            output=folder / "output",
            templates=folder / "templates",
            runs=folder / "runs",
            base_url=base_url,
        )
        self.out, self.err, self.stop = io.StringIO(), io.StringIO(), threading.Event()
        self.report = Report(form="json", out=self.out, err=self.err)
        self.thread = threading.Thread(target=self._serve, daemon=True)

    def _serve(self) -> None:
        server.serve(self.request, self.report, "127.0.0.1", 0, build=build, stop=self.stop)

    def __enter__(self) -> "Serving":
        self.thread.start()
        until(lambda: len(self.said()) >= 2, "the first build")
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join(10)
        assert not self.thread.is_alive(), "the server does not end"

    def write(self, words: str) -> None:
        self.text.write_text(f"text:\n{words}\nlast: line\n", encoding="utf-8")

    def said(self) -> list[dict[str, object]]:
        """The summaries printed so far; the first one holds the address."""
        return [json.loads(line) for line in self.out.getvalue().splitlines()]

    @property
    def address(self) -> str:
        return str(self.said()[0]["address"])

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        """Ask for a path as it is written: no client tidies it."""
        connection = http.client.HTTPConnection("127.0.0.1", int(self.address.split(":")[2].split("/")[0]), timeout=10)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer, data


def until(true: Callable[[], object], what: str) -> None:
    """Wait until something is true; a minute is long enough for the slowest machine."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    """A server whose first build is done."""
    with Serving(tmp_path) as running:
        yield running


# ---------------------------------------------------------------- answers


def test_pages_lie_under_the_base_path(serving):
    """The site is served where it will be published, and the root leads there."""
    assert serving.address.endswith("/sub/")
    answer, data = serving.get("/sub/")
    assert answer.status == 200
    assert b"<h1>First words</h1>" in data
    assert [serving.get(path)[0].getheader("Location") for path in ("/", "/sub")] == ["/sub/", "/sub/"]
    assert serving.get("/sub/deep")[0].getheader("Location") == "/sub/deep/"
    assert serving.get("/elsewhere")[0].status == 404


def test_answers_carry_type_and_are_never_kept(serving):
    """Each answer has its right type and forbids caches to keep it."""
    answer, data = serving.get("/sub/site.css")
    assert answer.getheader("Content-Type") == "text/css; charset=utf-8"
    assert answer.getheader("Cache-Control") == "no-store"
    assert data == (serving.request.output / "site.css").read_bytes()
    head, nothing = serving.get("/sub/site.css", method="HEAD")
    assert nothing == b""
    assert head.getheader("Content-Length") == str(len(data))


def test_text_is_compressed_for_those_who_can_read_it(serving):
    """A client that accepts gzip gets it, and finds the same bytes in it."""
    answer, data = serving.get("/sub/site.css", **{"Accept-Encoding": "gzip, br"})
    assert answer.getheader("Content-Encoding") == "gzip"
    assert gzip.decompress(data) == (serving.request.output / "site.css").read_bytes()


def test_what_is_not_there_is_the_page_for_it(serving):
    """A missing page is 404.html with status 404."""
    answer, data = serving.get("/sub/nowhere/")
    assert answer.status == 404
    assert b"<h1>Not found</h1>" in data


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "%2e%2e/secret.txt",
        "deep/../../secret.txt",
        "..%5csecret.txt",
        "/etc/passwd",
        "leak.txt",
        "%00",
    ],
)
def test_no_path_leads_out_of_the_folder(tmp_path, path):
    """Dots, encoded dots, backslashes, absolute paths and links cannot reach a file outside output/."""
    output = tmp_path / "output"
    (output / "deep").mkdir(parents=True)
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    (output / "leak.txt").symlink_to(secret)
    answer = look_up(output, "/sub/", "/sub/" + path)
    assert answer.status == 404
    assert b"secret" not in answer.data


def test_a_redirect_never_leaves_the_host(tmp_path):
    """A folder's name that looks like another host's address leads back to this one."""
    (tmp_path / "example.org").mkdir()
    assert look_up(tmp_path, "/", "//example.org").headers.get("Location", "/").count("//") == 0


def test_the_script_is_in_the_answer_and_not_in_the_output(serving):
    """Only served pages load the script: the files are those that will be published."""
    _, data = serving.get("/sub/")
    assert b'src="/.proofpress/live.js"' in data
    for path in serving.request.output.rglob("*.html"):
        assert b"live.js" not in path.read_bytes()
    answer, script = serving.get("/.proofpress/live.js")
    assert answer.getheader("Content-Type") == "text/javascript; charset=utf-8"
    assert b"EventSource" in script


@pytest.mark.parametrize(
    ("policy", "opened"),
    [
        (
            "default-src 'none'; script-src 'none'; style-src 'self'",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'",
        ),
        ("default-src 'self'", "default-src 'self'; script-src 'self'; connect-src 'self'"),
        ("script-src 'sha256-abc='; img-src data:", "script-src 'self' 'sha256-abc='; img-src data:"),
        ("img-src 'self'", "img-src 'self'"),
    ],
)
def test_the_policy_opens_no_further_than_the_script_needs(policy, opened):
    """Scripts and connections of the own origin are let through; all else stays as the page has it."""
    assert allowed(policy) == opened


def test_a_page_of_any_bytes_survives():
    """A page that is no UTF-8, or has no head, is passed on with the script and otherwise untouched."""
    assert followed(b"\xff<p>old", "1").startswith(b"\xff<p>old<script ")


# ---------------------------------------------------------------- excerpts


def test_an_excerpt_shows_the_lines_around_and_marks_the_one(tmp_path):
    """The browser gets two lines each side, as far as the file goes, and the column on the line itself."""
    file = tmp_path / "page.yaml"
    file.write_text("one\ntwo\nthree\nfour\n", encoding="utf-8")
    excerpt = shown(Problem(Place(str(file), 2, 3), "rule", "says"))["excerpt"]
    assert excerpt == [
        {"number": 1, "text": "one", "column": 0},
        {"number": 2, "text": "two", "column": 3},
        {"number": 3, "text": "three", "column": 0},
        {"number": 4, "text": "four", "column": 0},
    ]


@pytest.mark.parametrize("place", [Place("gone.yaml", 3, 1), Place("content")])
def test_a_problem_without_lines_has_no_excerpt(place):
    """A file that is not there, or a problem of no line, is shown by its words alone."""
    assert shown(Problem(place, "rule", "says"))["excerpt"] == []


# ---------------------------------------------------------------- ports, folders


def test_the_default_port_gives_way_to_a_free_one(tmp_path):
    """If the default port is taken, another one is found."""
    with socket.socket() as other:
        try:
            other.bind(("127.0.0.1", DEFAULT_PORT))
            other.listen()
        except OSError:
            pass  # Somebody else has it: it is taken all the same.
        found = listen("127.0.0.1", DEFAULT_PORT, tmp_path)
        assert found.server_port != DEFAULT_PORT
        found.server_close()


def test_a_port_that_was_asked_for_and_is_taken_is_a_problem(tmp_path):
    """A port that somebody named is not silently replaced by another one."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Problems) as found:
            listen("127.0.0.1", port, tmp_path)
    assert str(found.value) == (
        f"--port: error[port-taken]: port {port} is taken by another program"
        " — name another, or leave --port out and a free one is chosen"
    )
    assert found.value.status == 1


def test_a_missing_folder_is_a_problem_at_once(tmp_path):
    """There is nothing to watch in a folder that does not exist: the command ends and says so."""
    request = Request(content=tmp_path / "nothing", templates=tmp_path)
    with pytest.raises(Problems) as found:
        server.serve(request, Report(), "127.0.0.1", 0, build=build)
    assert str(found.value) == (
        f"{tmp_path / 'nothing'}: error[missing-folder]: there is no such folder — name one with --content"
    )


def test_a_fault_of_the_press_does_not_end_the_server(tmp_path):
    """A build that fails by a bug is told, and the next change builds again."""
    with Serving(tmp_path) as serving:
        serving.text.write_bytes(b"\xff")
        until(lambda: len(serving.said()) >= 3, "the failing build")
        assert serving.said()[-1]["problems"][0]["rule"] == "our-bug"
        serving.write("Back again")
        until(lambda: b"Back again" in serving.get("/sub/")[1], "the page")


def test_what_a_disk_refuses_is_no_fault_of_the_press(tmp_path):
    """A file that is gone when it is read, as while an editor saves, is a problem in a line; the next one builds."""
    with Serving(tmp_path) as serving:
        serving.text.unlink()
        until(lambda: len(serving.said()) >= 3, "the failing build")
        (problem,) = serving.said()[-1]["problems"]
        assert (problem["file"], problem["rule"]) == (str(serving.text), "disk")
        assert (problem["says"], problem["mend"]) == (
            "it cannot be written or read: No such file or directory",
            "it was removed meanwhile: build again",
        )
        serving.write("Back again")
        until(lambda: b"Back again" in serving.get("/sub/")[1], "the page")


# ---------------------------------------------------------------- the command


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send to another process")
def test_the_command_builds_serves_rebuilds_and_ends_with_status_0(tmp_path):
    """`build.py serve` with the real press: a changed title reaches the page, a broken file does not end it."""
    shutil.copytree(ROOT / "tests" / "sites" / "small", tmp_path / "content")
    settings = tmp_path / "content" / "site.yaml"
    folders = [f"--{name}={tmp_path / name}" for name in ("content", "output", "runs")]
    command = [sys.executable, ROOT / "build.py", "serve", "--port=0", "--format=json", *folders]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            address = json.loads(process.stdout.readline())["address"]
            assert address.endswith("/explainers/")
            assert json.loads(process.stdout.readline())["pages"] > 0
            settings.write_text(settings.read_text(encoding="utf-8").replace("Small", "Little"), encoding="utf-8")
            assert json.loads(process.stdout.readline())["trained"] == 0
            with urllib.request.urlopen(address, timeout=10) as answer:
                assert b"Little explainers" in answer.read()
            settings.write_text("title: [", encoding="utf-8")
            assert json.loads(process.stdout.readline())["problems"]
            with urllib.request.urlopen(address, timeout=10) as answer:
                assert b"Little explainers" in answer.read()
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0, process.stderr.read()
        assert "Traceback" not in process.stderr.read()


# ---------------------------------------------------------------- in a real browser


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """The Chromium that is on the machine."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on the PATH: install one to run the tests in a browser")
    from playwright.sync_api import sync_playwright

    flags = [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ]  # fmt: skip
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, headless=True, args=flags)
        yield started
        started.close()


@pytest.fixture
def tab(browser) -> Iterator[object]:
    """An empty tab that collects what its console says about the page's policy."""
    opened = browser.new_page()
    opened.complaints = []
    opened.on("console", lambda message: "Policy" in message.text and opened.complaints.append(message.text))
    yield opened
    opened.close()


@pytest.mark.browser
def test_an_edit_reaches_the_open_page(serving, tab):
    """The author saves a file, and the page in the browser shows the new words without being touched."""
    tab.goto(serving.address)
    assert tab.inner_text("h1") == "First words"
    serving.write("Second words")
    tab.get_by_role("heading", name="Second words").wait_for()
    serving.write("Third words")
    tab.get_by_role("heading", name="Third words").wait_for()
    assert tab.complaints == [], "the page's policy stands in the way of the script"


@pytest.mark.browser
def test_a_broken_file_is_shown_over_the_last_good_page(serving, tab):
    """A problem appears with file, line, excerpt and mend over the last good build, and goes when it is mended."""
    tab.goto(serving.address)
    serving.write(f"These words are {BROKEN}")
    tab.wait_for_selector("dialog[open]")
    overlay = tab.inner_text("dialog")
    assert f"{serving.text}:2:17 broken-word" in overlay
    assert "'BROKEN' is not a word" in overlay
    assert "write 'whole'" in overlay
    assert tab.inner_text("dialog mark") == "2 | These words are BROKEN"
    assert tab.inner_text("dialog mark + span").rstrip().index("^") == len("2 | These words are ")
    assert tab.inner_text("h1") == "First words"
    assert tab.get_by_role("dialog", name="The build failed: 1 problem").is_visible()

    serving.write("Mended words")
    tab.wait_for_selector("dialog", state="detached")
    tab.get_by_role("heading", name="Mended words").wait_for()
    assert tab.complaints == []


@pytest.mark.browser
def test_a_first_build_that_fails_is_shown_and_then_replaced(tmp_path, tab):
    """With nothing built yet, the browser shows the problems, and the site as soon as they are mended."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "text.yaml").write_text(f"text:\n{BROKEN}\n", encoding="utf-8")
    with Serving(tmp_path) as serving:
        assert tab.goto(serving.address).status == 503
        tab.wait_for_selector("dialog[open]")
        assert "broken-word" in tab.inner_text("dialog")
        serving.write("At last")
        tab.get_by_role("heading", name="At last").wait_for()


@pytest.mark.browser
def test_a_page_that_was_opened_before_a_restart_follows_the_new_server(tmp_path, tab):
    """The browser finds the server again after a restart and loads the page anew."""
    with Serving(tmp_path) as first:
        tab.goto(first.address)
        port = int(first.address.split(":")[2].split("/")[0])
    second = Serving(tmp_path)
    second.write("After the restart")
    second._serve = lambda: server.serve(
        second.request, second.report, "127.0.0.1", port, build=build, stop=second.stop
    )
    second.thread = threading.Thread(target=second._serve, daemon=True)
    with second:
        tab.get_by_role("heading", name="After the restart").wait_for()
