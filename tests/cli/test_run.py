"""Runs over many files: order, processes, cache, changed lines, what is told on the way, and how a run is stopped."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mtcheck.cli import _run
from mtcheck.cli._run import batches
from mtcheck.cli._work import Task
from mtcheck.discover import Text
from tests.cli.desk import concise, desk, environment, report, run
from tests.cli.test_cases import MTCHECK
from tests.conftest import SEEDS
from tests.discover import commit, git, place, repository

STORY = "The red bus left at noon.\n\nThe red car came back with us.\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """120 stories, a few of them with trouble."""
    folder = desk(tmp_path / "w")
    for number in range(120):
        text = f"Story {number}.\n\n{STORY}" if number % 3 else f"Nothing in story {number}.\n"
        place(folder, f"s/{number % 7}/{number:03}.txt", text + "A quiet sentence stands here. " * 30)
    place(folder, "s/3/latin.txt", b"caf\xe9")
    place(folder, "s/4/binary.txt", b"\0\1\2")
    place(folder, "s/5/mark.md", "<!-- mtcheck: ignore own.bus -->\n\nA red bus.\n")
    place(folder, "s/6/page.html", "<p>A red <b>bus</b> and a red car.</p><!-- mtcheck: off own -- x --><p>red car</p>")
    place(folder, "s/6/utf16.txt", STORY.encode("utf-16"))
    return folder


def test_the_result_is_the_same_with_any_number_of_jobs_and_any_cache(tree: Path) -> None:
    seen = {}
    for options in (
        "--jobs 1 --no-cache",
        "--jobs 2 --no-cache",
        "--jobs 3",  # fills the cache
        "--jobs 1",
        "--jobs 2",
    ):
        done = run(tree, "check", "s", "-f", "json", *options.split(), code=2)
        seen[options] = (done.stdout, done.stderr)
    assert len(set(seen.values())) == 1
    told = json.loads(seen["--jobs 1"][0])
    assert len(told["files"]) == 123
    assert [each["subject"] for each in told["failures"]] == ["s/3/latin.txt", "s/5/mark.md"]
    assert (tree.parent / "w-cache" / "mtcheck" / "findings.sqlite").exists()


def test_the_cache_knows_what_a_finding_depends_on(tree: Path) -> None:
    for _ in range(2):
        assert len(concise(tree, "s")) == 165
    assert len(concise(tree, "s", "--select", "own.car")) == 82
    place(tree, "own/own/car.yaml", (tree / "own/own/car.yaml").read_text().replace("red car", "red bus left"))
    assert "s/0/007.txt:3 own.car" in concise(tree, "s")
    (tree / "s/0/007.txt").rename(tree / "s/0/007.md")
    assert "s/0/007.md:3 own.car" in concise(tree, "s")


def test_a_cache_that_is_broken_or_says_nonsense_changes_nothing(tree: Path) -> None:
    expected = run(tree, "check", "s", "-f", "json", code=2).stdout
    kept = tree.parent / "w-cache" / "mtcheck" / "findings.sqlite"
    import sqlite3

    connection = sqlite3.connect(kept)
    for nonsense in (b"", b"[]", b'[["x"],[],[]]', b'[["x",[],[],null,"utf-8","","\\n",""],[[],[[0]]],[null,0,[]]]'):
        connection.execute("update blobs set value = ?", (nonsense,))
        connection.commit()
        assert run(tree, "check", "s", "-f", "json", code=2).stdout == expected
    connection.close()
    kept.write_bytes(b"no database" * 1_000)
    assert run(tree, "check", "s", "-f", "json", code=2).stdout == expected
    kept.unlink()
    kept.mkdir()
    assert run(tree, "check", "s", "-f", "json", code=2).stdout == expected


def test_two_runs_at_once_share_a_cache(tree: Path) -> None:
    command = [*MTCHECK, "check", "s", "-f", "json", "--jobs", "2"]
    runs = [
        subprocess.Popen(command, cwd=tree, env=environment(tree), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    said = [each.communicate(timeout=120) for each in runs]
    assert len(set(said)) == 1, [stderr for _, stderr in said]


def told_at_the_end(folder: Path, name: str, code: str) -> list[str]:
    """What the function `told` that `code` defines gives when a process of its own has checked a file."""
    run_it = (
        "import atexit, mtcheck.cli.main as m\n"
        "atexit.register(lambda: print(*told(), flush=True))\n"
        f"sys.argv = ['mtcheck', 'check', {name!r}, '-f', 'concise', '--no-cache']\n"
        "m.run()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code + run_it],
        cwd=folder, env=environment(folder), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode < 2, done.stdout + done.stderr
    return done.stdout.splitlines()[-1].split()


def test_one_story_needs_no_more_modules_than_before(tmp_path: Path) -> None:
    folder = desk(tmp_path / "w")
    (folder / "mtcheck.toml").unlink()
    place(folder, "a.txt", STORY)
    code = (
        "import sys\n"
        "unwanted = {'typer', 'shutil', 'sqlite3', 'tomllib', 'pathspec', 'multiprocessing', 'platformdirs', 'ruamel.yaml',"
        " 'mtcheck.cli._store', 'mtcheck.cli._plain', 'mtcheck.cli._jobs', 'mtcheck.suppress.accepted'}\n"
        "def told(): return unwanted.intersection(sys.modules)\n"
    )
    assert told_at_the_end(folder, "a.txt", code) == []


def test_a_check_compiles_no_expression_that_was_compiled_with_the_rules(tmp_path: Path) -> None:
    folder = desk(tmp_path / "w")
    (folder / "mtcheck.toml").unlink()
    place(folder, "a.txt", (SEEDS / "afp-idlib-2018.txt").read_text("utf-8"))
    code = (
        "import mtcheck.cli.main, re._compiler as compiler, sys\n"
        "usual, asked = compiler.compile, []\n"
        "def compile(pattern, flags=0):\n"
        "    frame = sys._getframe(1)\n"
        "    while not frame.f_globals['__name__'].startswith('mtcheck.') or frame.f_code.co_name in ('compiled', 'constant'):\n"
        "        if frame.f_back is None: return usual(pattern, flags)\n"
        "        frame = frame.f_back\n"
        "    asked.append(frame.f_globals['__name__'])\n"
        "    return usual(pattern, flags)\n"
        "compiler.compile = compile\n"
        "def told(): return asked\n"
    )
    asked = told_at_the_end(folder, "a.txt", code)
    assert "mtcheck.inputs.plain" in asked
    # What `agreement` looks for depends on which of its rules are at work.
    assert {name for name in asked if name.startswith(("mtcheck.detectors", "mtcheck.story"))} == {
        "mtcheck.detectors.agreement"
    }


def test_tasks_come_in_batches_by_number_and_size() -> None:
    tasks = [Task(Text(str(number), True, b"x" * 100_000)) for number in range(5)]
    tasks += [Task(Text("big", True, b"x" * 1_000_000)), *(Task(Text(str(number), True, b"x")) for number in range(70))]
    made = list(batches(tasks))
    assert [task for batch in made for task in batch] == tasks
    assert [len(batch) for batch in made] == [2, 2, 1, 1, 32, 32, 6]
    assert list(batches([])) == []


def test_few_texts_are_checked_here_and_many_by_all_cores() -> None:
    assert _run._jobs(None, 1_000) == 1
    assert _run._jobs(None, 10_000_000) >= 1
    assert _run._jobs(3, 1) == 3


def test_only_what_changed_since_a_commit(tmp_path: Path) -> None:
    folder = desk(repository(tmp_path / "w"))
    for name in ("a.txt", "b.txt", "c.txt"):
        place(folder, name, STORY)
    commit(folder)
    git(folder, "mv", "a.txt", "moved.txt")
    place(folder, "moved.txt", STORY.replace("left at noon", "left at one"))
    commit(folder)
    place(folder, "b.txt", f"{STORY}\nAnother red bus.\n")
    place(folder, "new.txt", STORY)
    expected = ["./b.txt:5 own.bus", "./moved.txt:1 own.bus", "./new.txt:1 own.bus", "./new.txt:3 own.car"]
    assert concise(folder, ".", "--since", "HEAD~1", code=1) == expected
    assert concise(folder, ".", "--since", "HEAD~1", "--jobs", "2", code=1) == expected
    assert concise(folder, ".", "--since", "HEAD", "c.txt", code=1) == [expected[0], *expected[2:]]
    told = run(folder, "check", "c.txt", "--since", "HEAD", "-f", "concise", code=0)
    assert (told.stdout, told.stderr) == ("", "mtcheck: 0 of 1 files changed since HEAD\n")
    assert "“nonsense” is no commit of" in run(folder, "check", ".", "--since", "nonsense", code=2).stderr
    assert "standard input has no history" in run(folder, "check", "-", "--since", "HEAD", code=2).stderr
    assert "one of them" in run(folder, "check", ".", "--since", "HEAD", "--staged", code=2).stderr


def test_only_what_is_staged_as_it_is_staged(tmp_path: Path) -> None:
    folder = desk(repository(tmp_path / "w"))
    place(folder, "a.txt", STORY)
    commit(folder)
    place(folder, "a.txt", f"{STORY}\nAnother red bus is here.\n")
    git(folder, "add", "-A")
    place(folder, "a.txt", "Rewritten since.\n")
    place(folder, "b.txt", STORY)
    assert concise(folder, ".", "--staged", code=1) == ["./a.txt:5 own.bus"]


def test_without_a_repository_a_sentence_says_so(tmp_path: Path) -> None:
    folder = desk(tmp_path / "w")
    place(folder, "a.txt", STORY)
    assert "a.txt: is in no git repository" in run(folder, "check", "a.txt", "--since", "HEAD", code=2).stderr


def test_a_finding_counts_as_changed_by_the_places_that_belong_to_it(tmp_path: Path) -> None:
    folder = repository(tmp_path / "w")
    text = "It is 3 per cent here.\n\nA quiet line.\n"
    place(folder, "a.txt", text)
    commit(folder)
    place(folder, "a.txt", f"{text}\nIt is 4 percent there.\n")
    options = ["--select", "consistency.any.percent", "--source-lang", "fr"]
    (finding,) = report(folder, "a.txt", *options)["files"][0]["findings"]
    (other,) = finding["related"]
    assert {finding["line"], text.count("\n", 0, other["start"]) + 1} == {1, 5}
    assert report(folder, "a.txt", *options, "--since", "HEAD")["files"][0]["findings"] == [finding]


@pytest.mark.skipif(os.name == "nt", reason="no such terminals there")
class TestOnATerminal:
    """What a person sees on standard error, and what Ctrl-C does."""

    @pytest.fixture
    def many(self, tmp_path: Path) -> Path:
        folder = desk(tmp_path / "w")
        for number in range(1_500):
            place(folder, f"s/{number:04}.txt", f"Story {number}.\n\n{STORY}" + "A quiet sentence stands here. " * 60)
        return folder

    @staticmethod
    def start(folder: Path, *args: str) -> tuple[subprocess.Popen[bytes], int]:
        ours, theirs = pty.openpty()
        environ = environment(folder) | {"TERM": "xterm"}
        process = subprocess.Popen(
            [*MTCHECK, "check", "s", "-f", "concise", "--no-cache", *args],
            cwd=folder,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        return process, ours

    @staticmethod
    def read_until(terminal: int, pattern: str, seconds: float = 60) -> str:
        said = b""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not re.search(pattern, said.decode("utf-8", "replace")):
            if select.select([terminal], [], [], 0.2)[0]:
                try:
                    said += os.read(terminal, 10_000)
                except OSError:
                    break
        return said.decode("utf-8", "replace")

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_a_bar_is_shown_and_gone_at_the_end(self, many: Path, jobs: str) -> None:
        process, terminal = self.start(many, "--jobs", jobs)
        # A terminal that nobody reads fills up, and the program would wait for it.
        with ThreadPoolExecutor(1) as reader:
            reading = reader.submit(self.read_until, terminal, "never", 240)
            stdout, _ = process.communicate(timeout=240)
            said = reading.result()
        os.close(terminal)
        assert process.returncode == 1
        assert stdout.count(b"\n") == 3_000
        assert re.search(r"━.* of 1,500 files, [\d,.]+ a second, \d+:\d\d left", said), said
        assert said.endswith("\r\x1b[K")

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_ctrl_c_stops_with_what_is_known(self, many: Path, jobs: str) -> None:
        process, terminal = self.start(many, "--jobs", jobs, "--output", "json=known.json")
        said = self.read_until(terminal, r"[1-9][\d,]* of 1,500 files")
        os.killpg(process.pid, signal.SIGINT)
        stdout, _ = process.communicate(timeout=60)
        said += self.read_until(terminal, "was not checked", 5)
        os.close(terminal)
        assert process.returncode == 130
        match = re.search(r"mtcheck: stopped after ([\d,]+) of 1,500 files; the rest was not checked", said)
        assert match, said
        done = int(match[1].replace(",", ""))
        assert 0 < done < 1_500
        assert stdout.count(b"\n") == 2 * done
        known = json.loads((many / "known.json").read_text())
        assert len(known["files"]) == done
        assert known["failures"][0]["stage"] == "run"
