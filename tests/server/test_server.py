"""The development server: what it answers, and what it makes of faults."""

import contextlib
import gzip
import http.client
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from urllib.parse import urljoin

import pytest

from proofpress import server
from proofpress.console import Console
from proofpress.diagnostics import BuildError, Diagnostic, Location
from proofpress.models.build_options import BuildOptions
from proofpress.server.excerpt import as_json
from proofpress.server.handler import Handler
from proofpress.server.http_server import DEFAULT_PORT, listen
from proofpress.server.inject import add_script, allow_script
from proofpress.server.static_files import respond
from tests.serving import Serving, build, until

ROOT = Path(__file__).resolve().parents[2]

# ---------------------------------------------------------------- answers


def redirect(serving: Serving, path: str) -> str:
    """Return the path that a browser goes to from another one."""
    location = serving.get(path)[0].getheader("Location")
    assert location.startswith("./"), "a proxy may serve us below a path of its own"
    return urljoin(path, location)


def test_pages_lie_under_the_base_path(serving):
    """The site is served where it will be published, and the root leads there."""
    assert serving.address.endswith("/sub/")
    answer, data = serving.get("/sub/")
    assert answer.status == 200
    assert b"<h1>First words</h1>" in data
    assert [redirect(serving, path) for path in ("/", "/sub", "/sub/deep")] == ["/sub/", "/sub/", "/sub/deep/"]
    assert serving.get("/elsewhere")[0].status == 404


def test_answers_carry_type_and_are_never_kept(serving):
    """Each answer has its right type and forbids caches to keep it."""
    answer, data = serving.get("/sub/site.css")
    assert answer.getheader("Content-Type") == "text/css; charset=utf-8"
    assert answer.getheader("Cache-Control") == "no-store"
    assert data == (serving.options.output / "site.css").read_bytes()
    head, nothing = serving.get("/sub/site.css", method="HEAD")
    assert nothing == b""
    assert head.getheader("Content-Length") == str(len(data))


def test_text_is_compressed_for_those_who_can_read_it(serving):
    """A client that accepts gzip gets it, and finds the same bytes in it."""
    answer, data = serving.get("/sub/site.css", **{"Accept-Encoding": "gzip, br"})
    assert answer.getheader("Content-Encoding") == "gzip"
    assert gzip.decompress(data) == (serving.options.output / "site.css").read_bytes()


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
    answer = respond(output, "/sub/", "/sub/" + path)
    assert answer.status == 404
    assert b"secret" not in answer.data


def test_a_redirect_never_leaves_the_host(tmp_path):
    """A folder's name that looks like another host's address leads back to this one."""
    (tmp_path / "example.org").mkdir()
    assert respond(tmp_path, "/", "//example.org").headers == {}
    (tmp_path / "https:").mkdir()
    assert respond(tmp_path, "/", "/https:").headers == {"Location": "./https%3A/"}


def test_the_script_is_in_the_answer_and_not_in_the_output(serving):
    """Only served pages load the script: the files are those that will be published."""
    _, data = serving.get("/sub/")
    assert b'src="../.proofpress/live.js"' in data
    assert b'data-events="../.proofpress/events"' in data
    assert b'src="../../.proofpress/live.js"' in serving.get("/sub/deep/")[1]
    for path in serving.options.output.rglob("*.html"):
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
    assert allow_script(policy) == opened


def test_a_page_of_any_bytes_survives():
    """A page that is no UTF-8, or has no head, is passed on with the script and otherwise untouched."""
    assert add_script(b"\xff<p>old", "1", "/").startswith(b"\xff<p>old<script ")


# ---------------------------------------------------------------- other people's requests


def port_of(serving: Serving) -> int:
    """Return the port at which a server listens."""
    return int(serving.address.split(":")[2].split("/")[0])


def ask(serving: Serving, request: str, seconds: float = 10) -> bytes:
    """Send the bytes of a request as they are, and return all that comes back until the connection ends."""
    with socket.create_connection(("127.0.0.1", port_of(serving)), timeout=seconds) as connection:
        connection.sendall(request.encode("latin-1"))
        answer = b""
        while data := connection.recv(65536):
            answer += data
        return answer


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "localhost.evil.example", "", "127.0.0.1.evil.example"]
)
def test_a_page_of_another_name_reads_nothing(serving, host):
    """A name that somebody else owns may lead to this machine (DNS rebinding): it gets neither pages nor events."""
    for path in ("/sub/", "/.proofpress/events", "/.proofpress/live.js"):
        answer, data = serving.get(path, Host=host)
        assert answer.status == 403
        name = host.removesuffix(":8000")
        assert data.decode() == (
            f"'{name}' is not a name of this server. If it should be: serve --allowed-host {name or 'NAME'}\n"
        )


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "LOCALHOST", "[::1]:8000", "192.168.1.7:8000"])
def test_this_machine_and_addresses_are_let_in(serving, host):
    """Addresses cannot be rebound, and `localhost` is this machine."""
    assert serving.get("/sub/", Host=host)[0].status == 200


def test_a_name_that_the_author_allows_is_let_in(tmp_path):
    """`--allowed-host` names what a proxy calls the server."""
    server_ = listen("127.0.0.1", 0, tmp_path, ["Demo.example"])
    threading.Thread(target=server_.serve_forever, daemon=True).start()
    connection = http.client.HTTPConnection("127.0.0.1", server_.server_port, timeout=10)
    connection.request("GET", "/", headers={"Host": "demo.example"})
    assert connection.getresponse().status == 503
    connection.close()
    server_.shutdown()
    server_.server_close()


@pytest.mark.parametrize("path", ["a" * 300, "a/" * 3000, "loop", "loop/x", "secret.css"])
def test_what_the_disk_cannot_look_up_is_not_found(serving, path, capfd):
    """A name that is too long, a link to itself and an unreadable file are 404, and no traceback is printed."""
    (serving.options.output / "loop").symlink_to("loop")
    (serving.options.output / "secret.css").mkdir()
    answer, data = serving.get(f"/sub/{path}")
    assert answer.status in ({404} if path != "secret.css" else {302})
    assert path == "secret.css" or b"Not found" in data
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("head", ["Content-Length: 47", "Transfer-Encoding: chunked"])
def test_the_body_of_a_request_is_not_another_request(serving, head):
    """What follows a GET that announces a body is not answered as a request of its own."""
    answer = ask(
        serving,
        f"GET /sub/ HTTP/1.1\r\nHost: localhost\r\n{head}\r\n\r\nGET /sub/deep/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    )
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"Connection: close" in answer


def test_an_idle_connection_ends(serving, monkeypatch):
    """A connection that says nothing, or stops in the middle of a request, is closed after a while."""
    monkeypatch.setattr(Handler, "timeout", 0.2)
    assert ask(serving, "") == b""
    assert ask(serving, "GET /sub/ HTTP/1.1\r\nHost: local") == b""


def test_a_head_that_drips_is_not_waited_for(serving, monkeypatch):
    """A client that sends a byte now and then, never silent for long, is hung up on; it holds no thread for ever."""
    monkeypatch.setattr(Handler, "timeout", 0.4)
    with socket.create_connection(("127.0.0.1", port_of(serving)), timeout=10) as connection:
        connection.sendall(b"GET /sub/ HTTP/1.1\r\nHost: localhost\r\n")
        dripped = 0
        with contextlib.suppress(OSError):
            while dripped < 200 and not ended(connection):
                connection.sendall(b"X")
                dripped += 1
                time.sleep(0.05)
    assert 1 <= dripped < 200


def ended(connection: socket.socket) -> bool:
    """Return whether the other side has closed a connection."""
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    finally:
        connection.settimeout(10)


def test_a_head_without_end_is_refused(serving):
    """Headers are read up to a bound."""
    answer = ask(serving, "GET /sub/ HTTP/1.1\r\nHost: localhost\r\n" + "X: " + "a" * 60_000 + "\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize(("host", "warned"), [("127.0.0.1", False), ("localhost", False), ("0.0.0.0", True)])
def test_a_server_that_others_reach_says_so(tmp_path, host, warned):
    """Listening on all addresses is said, since drafts and excerpts are then read by whoever is near."""
    (tmp_path / "content").mkdir()
    stop, err = threading.Event(), io.StringIO()
    stop.set()
    options = BuildOptions(
        content=tmp_path / "content", output=tmp_path / "out", templates=tmp_path, base_url="https://e.org/"
    )
    server.serve(options, Console(out=io.StringIO(), err=err), host, 0, lambda *_: {}, stop=stop)
    said = "0.0.0.0: whoever can reach this machine over the network can read the site\n"
    assert err.getvalue().startswith(said if warned else "server stopped")


# ---------------------------------------------------------------- what is watched


@pytest.mark.parametrize("name", ["content", "templates"])
def test_a_folder_that_was_replaced_is_watched_again(tmp_path, name):
    """After `git checkout` or `git stash` put another folder of the same name there, saving builds as before."""
    with Serving(tmp_path) as serving:
        folder = tmp_path / name
        shutil.copytree(folder, tmp_path / "copy")
        shutil.rmtree(folder)
        time.sleep(0.5)
        (tmp_path / "copy").rename(folder)
        built = len(serving.said())
        until(lambda: len(serving.said()) > built, "the build after the folder came back")
        serving.write("Say now")
        until(lambda: b"Say now" in serving.get("/sub/")[1], "the page")


# ---------------------------------------------------------------- excerpts


def test_an_excerpt_shows_the_lines_around_and_marks_the_one(tmp_path):
    """The browser gets two lines each side, as far as the file goes, and the column on the line itself."""
    file = tmp_path / "page.yaml"
    file.write_text("one\ntwo\nthree\nfour\n", encoding="utf-8")
    excerpt = as_json(Diagnostic(Location(str(file), 2, 3), "rule", "says"))["excerpt"]
    assert excerpt == [
        {"number": 1, "text": "one", "column": 0},
        {"number": 2, "text": "two", "column": 3},
        {"number": 3, "text": "three", "column": 0},
        {"number": 4, "text": "four", "column": 0},
    ]


@pytest.mark.parametrize("location", [Location("gone.yaml", 3, 1), Location("content")])
def test_a_problem_without_lines_has_no_excerpt(location):
    """A file that is not there, or a problem of no line, is shown by its words alone."""
    assert as_json(Diagnostic(location, "rule", "says"))["excerpt"] == []


# ---------------------------------------------------------------- ports, folders


def test_the_default_port_gives_way_to_a_free_one(tmp_path):
    """If the default port is taken, another one is found."""
    with socket.socket() as other:
        try:
            other.bind(("127.0.0.1", DEFAULT_PORT))
            other.listen()
        except OSError:
            pass  # Somebody else has it: it is taken all the same.
        found = listen("127.0.0.1", None, tmp_path)
        assert found.server_port != DEFAULT_PORT
        found.server_close()


@pytest.mark.parametrize("named", [0, DEFAULT_PORT])
def test_a_port_that_was_asked_for_and_is_taken_is_a_problem(tmp_path, named):
    """A port that somebody named is not silently replaced by another one, even if it is the default one."""
    with socket.socket() as other:
        try:
            other.bind(("127.0.0.1", named))
            other.listen()
            port = other.getsockname()[1]
        except OSError:
            port = named  # Somebody else has it: it is taken all the same.
        with pytest.raises(BuildError) as found:
            listen("127.0.0.1", port, tmp_path)
    assert str(found.value) == (
        f"--port: error[port-taken]: port {port} is taken by another program"
        " — name another, or leave --port out and a free one is chosen"
    )
    assert found.value.status == 1


def test_a_missing_folder_is_a_problem_at_once(tmp_path):
    """There is nothing to watch in a folder that does not exist: the command ends and says so."""
    options = BuildOptions(content=tmp_path / "nothing", templates=tmp_path)
    with pytest.raises(BuildError) as found:
        server.serve(options, Console(), "127.0.0.1", 0, build=build)
    assert str(found.value) == (
        f"{tmp_path / 'nothing'}: error[missing-folder]: there is no such folder — name one with --content"
    )


def test_a_fault_of_the_press_does_not_end_the_server(tmp_path):
    """A build that fails by a bug is told, and the next change builds again."""
    with Serving(tmp_path) as serving:
        serving.text.write_bytes(b"\xff")
        until(lambda: len(serving.said()) >= 3, "the failing build")
        assert serving.said()[-1]["diagnostics"][0]["rule"] == "our-bug"
        serving.write("Back again")
        until(lambda: b"Back again" in serving.get("/sub/")[1], "the page")


def test_what_a_disk_refuses_is_no_fault_of_the_press(tmp_path):
    """A file that is gone when it is read, as while an editor saves, is a problem in a line; the next one builds."""
    with Serving(tmp_path) as serving:
        serving.text.unlink()
        until(lambda: len(serving.said()) >= 3, "the failing build")
        (diagnostic,) = serving.said()[-1]["diagnostics"]
        assert (diagnostic["file"], diagnostic["rule"]) == (str(serving.text), "disk")
        assert (diagnostic["message"], diagnostic["hint"]) == (
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
            assert json.loads(process.stdout.readline())["diagnostics"]
            with urllib.request.urlopen(address, timeout=10) as answer:
                assert b"Little explainers" in answer.read()
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0, process.stderr.read()
            assert "Traceback" not in process.stderr.read()
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("path", "base", "expected"),
    [
        ("/", "", ("./.proofpress/live.js", None)),
        ("/sub/a/", "", ("../../.proofpress/live.js", None)),
        ("/sub/no/such/page", "/sub/", ("../.proofpress/live.js", "../../../sub/")),
    ],
)
def test_the_script_is_found_behind_a_proxy_with_a_prefix(path, base, expected):
    """The script and the base of the page for unknown addresses are relative: no path begins at the host."""
    head = f'<head><base href="{base}"></head>' if base else "<head></head>"
    page = add_script(head.encode(), "1", path).decode()
    assert f'src="{expected[0]}"' in page
    assert expected[1] is None or f'<base href="{expected[1]}">' in page
    assert not re.search(r'(?:src|href|data-events)="/', page)
