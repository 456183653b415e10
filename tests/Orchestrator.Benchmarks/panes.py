#!/usr/bin/env python3
"""Panes of the full program beside tmux's, in one run: floods, a key's echo, spinners, memory, idleness.

  dotnet publish src/Orchestrator.Cli -c Release -o DIR
  python3 tests/Orchestrator.Benchmarks/panes.py DIR/cccc [--rounds 3] [--mb 50] [--keys 300] [--only flood,echo,flood-echo,spinners,memory,idle]

Rounds are interleaved; printed are medians over the rounds, with the ratio to tmux:
  flood-plain/-colour/-utf8   seconds until 50 MB of `cat` have gone through a pane
  echo p50/p99                ms from a key written to the terminal to its echo read back; nothing else goes on
  flood-echo p50/p99          the same while another pane floods (`yes`)
  spinners                    CPU %% of a core for ten panes, each with a spinner at 8 Hz, all visible
  memory                      MB that ten panes with 10,000 lines of 200 columns each take beyond ten empty ones
  idle                        wake-ups a second (voluntary context switches) of client and host, with ten panes and nothing to do
"""
import argparse, os, re, select, shutil, statistics, subprocess, tempfile, time

from outer_terminal import Program, STRIP

SPINNER = "import itertools,sys,time\nfor c in itertools.cycle('|/-\\\\'):\n sys.stdout.write('\\r'+c+' working'); sys.stdout.flush(); time.sleep(0.125)"
LINES = "import sys,time\nprint('ready',flush=True)\nsys.stdin.readline()\nfor i in range(10000): print(f'{i:06d} '+('lorem ipsum dolor sit amet '*8)[:192])\nprint('filled',flush=True)\ntime.sleep(1000)"


class Cccc:
    name = "cccc"

    def __init__(self, path):
        self.path = path

    def command(self, panes):
        words = []
        for pane in panes:
            words += ["---", *pane] if words else pane
        return [self.path, "pane", "--", *words]

    def is_own(self, words):
        return os.path.basename(words[0]).startswith(b"cccc") or words[0].endswith(b"dotnet")

    other = b"\x02o"


class Tmux:
    name = "tmux"

    def command(self, panes):
        words = ["tmux", "-L", "panes", "-f", "/dev/null", "new-session", quoted(panes[0])]
        for pane in panes[1:]:
            words += [";", "set", "-g", "history-limit", "10000", ";", "split-window", quoted(pane), ";", "select-layout", "tiled"]
        return ["sh", "-c", " ".join(w if w == "\\;" else "'" + w.replace("'", "'\\''") + "'" for w in words)]

    def is_own(self, words):
        return words[0].startswith(b"tmux")

    other = b"\x02o"


def quoted(words):
    return " ".join("'" + w.replace("'", "'\\''") + "'" for w in words)


class Run:
    """One start of a subject with these panes, in a runtime folder of its own."""

    def __init__(self, subject, panes, rows=40, cols=120):
        self.subject = subject
        self.runtime = tempfile.mkdtemp()
        self.program = Program(subject.command(panes), {"XDG_RUNTIME_DIR": self.runtime, "TMUX_TMPDIR": self.runtime, "ENV": ""}, rows, cols)

    def __enter__(self):
        self.program.drain(2)
        return self

    def __exit__(self, *_):
        self.program.end()
        shutil.rmtree(self.runtime, ignore_errors=True)

    def own(self):
        """The processes of the program itself: not what runs in its panes."""
        for p in self.program.processes():
            try:
                words = open(f"/proc/{p}/cmdline", "rb").read().split(b"\0")
            except OSError:
                continue
            if self.subject.is_own(words):
                yield p

    def cpu(self):
        total = 0
        for p in self.own():
            f = open(f"/proc/{p}/stat").read().rsplit(")", 1)[1].split()
            total += int(f[11]) + int(f[12])
        return total / os.sysconf("SC_CLK_TCK")

    def memory(self):
        total = 0
        for p in self.own():
            total += int(re.search(r"Pss:\s+(\d+)", open(f"/proc/{p}/smaps_rollup").read()).group(1))
        return total / 1e3

    def wakeups(self):
        """Voluntary context switches so far of each thread: (process, thread) -> (count, whether it is the .NET runtime's finalizer thread, which looks around every 10 s)."""
        switches = {}
        for p in self.own():
            for t in os.listdir(f"/proc/{p}/task"):
                status = open(f"/proc/{p}/task/{t}/status").read()
                switches[p, t] = int(re.search(r"\nvoluntary_ctxt_switches:\s+(\d+)", status).group(1)), ".NET Finalizer" in status
        return switches

    def write(self, data):
        os.write(self.program.fd, data)

    def until(self, text, timeout=120):
        self.program.seen = b""
        self.program.wait([text], timeout)

    def echoes(self, keys):
        """Milliseconds from a key to its echo, for so many keys."""
        fd, taken = self.program.fd, []
        for i in range(keys):
            key = b"abcdefghij"[i % 10:i % 10 + 1]
            seen, start = b"", time.monotonic()
            self.write(key)
            while key not in STRIP.sub(b"", seen):
                if not select.select([fd], [], [], 5)[0]:
                    raise TimeoutError(f"{self.subject.name}: no echo of {key!r} in 5 s")
                seen += self.program.read()
            taken.append((time.monotonic() - start) * 1e3)
            time.sleep(0.01)
            if i % 10 == 9:
                self.write(b"\x15")
                self.program.drain(0.15)
        taken.sort()
        return {"p50": taken[len(taken) // 2], "p99": taken[max(0, int(len(taken) * 0.99) - 1)]}


def flood(subject, files):
    row = {}
    with Run(subject, [["sh"]]) as run:
        for kind, name in files.items():
            # The end marker is split in what is typed, so that only the answer has it whole.
            run.program.seen, start = b"", time.monotonic()
            run.write(f"cat {name}; echo E$((11*11))D\r".encode())
            run.until(b"E121D")
            row[f"flood-{kind} s"] = time.monotonic() - start
            run.write(b"clear\r")
            run.program.drain(0.5)
    return row


def echo(subject, keys):
    with Run(subject, [["sh"]]) as run:
        run.echoes(30)
        return {f"echo {k} ms": v for k, v in run.echoes(keys).items()}


def flood_echo(subject, keys):
    with Run(subject, [["sh"], ["sh", "-c", "sleep 3; exec yes floodfloodfloodfloodfloodfloodflood"]]) as run:
        if subject.name == "tmux":
            run.write(subject.other)  # a new pane has the focus there
        run.program.drain(2.5)
        return {f"flood-echo {k} ms": v for k, v in run.echoes(keys).items()}


def spinners(subject, seconds):
    with Run(subject, [["python3", "-c", SPINNER]] * 10, 50, 160) as run:
        run.program.drain(3)
        cpu, start = run.cpu(), time.monotonic()
        run.program.drain(seconds)
        return {"spinners cpu %": (run.cpu() - cpu) / (time.monotonic() - start) * 100}


def memory(subject):
    with Run(subject, [["python3", "-c", LINES]] * 10, 4 * 14, 3 * 204) as run:
        run.program.drain(3)
        before = run.memory()
        for _ in range(10):
            run.write(b"\r")
            run.until(b"filled", 60)
            run.write(subject.other)
            run.program.drain(0.3)
        run.program.drain(3)
        return {"memory MB": run.memory() - before, "empty MB": before}


def idle(subject, seconds):
    with Run(subject, [["sleep", "1000"]] * 10) as run:
        run.program.drain(10)  # compilers and collectors settle
        before, start = run.wakeups(), time.monotonic()
        run.program.drain(seconds)
        passed = time.monotonic() - start
        after = run.wakeups()
        grown = [(count - before.get(thread, (0, False))[0], runtime) for thread, (count, runtime) in after.items()]
        return {
            "idle wake-ups/s": sum(count for count, _ in grown) / passed,
            "  of the runtime": sum(count for count, runtime in grown if runtime) / passed,
        }


def flood_files(folder, megabytes):
    """The same for both: 100-column lines, plain, with a colour every few words, and of East Asian and accented text."""
    words = "plain text with some words and a number 0123456789 and more of it until the end of the line is here"
    lines = {
        "plain": words + "\n",
        "colour": "".join(f"\x1b[3{i % 8}mcolour {i:04d}\x1b[0m some words " for i in range(4)) + "\n",
        "utf8": "日本語のテキスト、éèüñ und mehr davon — 漢字かな交じり文、кириллица тоже здесь ελληνικά\n",
    }
    files = {}
    for kind, line in lines.items():
        data = line.encode()
        files[kind] = os.path.join(folder, kind)
        with open(files[kind], "wb") as f:
            block = data * 10_000
            for _ in range(max(1, megabytes * 1_000_000 // len(block))):
                f.write(block)
    return files


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("cccc")
    ap.add_argument("--rounds", type=int, default=3)
    ap.add_argument("--mb", type=int, default=50)
    ap.add_argument("--keys", type=int, default=300)
    ap.add_argument("--seconds", type=float, default=20)
    ap.add_argument("--only", default="flood,echo,flood-echo,spinners,memory,idle")
    a = ap.parse_args()
    folder = tempfile.mkdtemp()
    try:
        files = flood_files(folder, a.mb)
        kinds = {
            "flood": lambda s: flood(s, files),
            "echo": lambda s: echo(s, a.keys),
            "flood-echo": lambda s: flood_echo(s, a.keys),
            "spinners": lambda s: spinners(s, a.seconds),
            "memory": memory,
            "idle": lambda s: idle(s, a.seconds),
        }
        subjects = [Tmux(), Cccc(os.path.abspath(a.cccc))]
        for kind in a.only.split(","):
            rows = {s.name: [] for s in subjects}
            for _ in range(a.rounds):
                for s in subjects:
                    rows[s.name].append(kinds[kind](s))
            for figure in rows["cccc"][0]:
                medians = {n: statistics.median(r[figure] for r in rows[n]) for n in rows}
                base = medians["tmux"]
                print(f"{figure:20} tmux {base:9.2f}   cccc {medians['cccc']:9.2f}" + (f"   x{medians['cccc'] / base:.2f}" if base else ""), flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


main()
