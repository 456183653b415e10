#!/usr/bin/env python3
"""Start and idle cost of the full program beside tmux, in one run.

  dotnet publish src/Orchestrator.Cli -c Release -o DIR
  python3 tests/Orchestrator.Benchmarks/start_and_idle.py DIR/cccc [--rounds 5] [--idle 30]

Printed, medians over the rounds, with the ratio to tmux:
  version_ms      `cccc version` as a whole process (tmux: `tmux -V`)
  start_ms        spawn -> first full frame: `cccc demo` with both agents' panes, the log and the command line (tmux: two panes with a shell each)
and over the idle seconds, once the demo's hand-offs are over and nothing moves:
  idle_cpu_pct    CPU of client, host and agents (tmux: client, server and shells)
  client_mb, host_mb, rest_mb   resident memory, shared pages counted in each (host: tmux's server)
"""
import argparse, os, shutil, statistics, subprocess, tempfile, time

from outer_terminal import Program

def whole_process(command):
    t = time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return (time.monotonic() - t) * 1e3


def measure(name, command, texts, over, host, version, rounds, idle):
    row = {"version_ms": statistics.median(whole_process(version) for _ in range(rounds))}
    starts = []
    for r in range(rounds):
        runtime = tempfile.mkdtemp()
        program = Program(command(runtime), {"XDG_RUNTIME_DIR": runtime, "TMUX_TMPDIR": runtime})
        try:
            starts.append(program.wait(texts, 30))
            if r == rounds - 1:
                if over:
                    program.wait(over, 60)
                program.drain(3)
                c, t = program.cpu(), time.monotonic()
                program.drain(idle)
                row["idle_cpu_pct"] = (program.cpu() - c) / (time.monotonic() - t) * 100
                row.update(program.memory(host))
        finally:
            program.end()
            shutil.rmtree(runtime, ignore_errors=True)
    row["start_ms"] = statistics.median(starts)
    return row


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("cccc")
    ap.add_argument("--rounds", type=int, default=5)
    ap.add_argument("--idle", type=float, default=30)
    a = ap.parse_args()
    rows = {
        "tmux": measure(
            "tmux", lambda d: ["tmux", "-L", "bench", "-f", "/dev/null", "new-session", "sh", ";", "split-window", "sh"], [b"0:sh*"], None,
            lambda p, words: b"tmux" in words[0] and os.getsid(p) == p and p != 0, ["tmux", "-V"], a.rounds, a.idle),
        "cccc": measure(
            "cccc", lambda d: [a.cccc, "demo", "--hand-offs", "1"], [b"PeerA", b"PeerB", b"log", b"/help", b"scripted-b"], [b"hand-offs are done"],
            lambda p, words: b"host" in words[:3], [a.cccc, "version"], a.rounds, a.idle),
    }
    for key in ("version_ms", "start_ms", "idle_cpu_pct", "client_mb", "host_mb", "rest_mb"):
        base = rows["tmux"].get(key, 0)
        print(f"{key:14}" + "".join(f"  {n}={r[key]:9.2f}" + (f" (x{r[key] / base:.1f})" if base else "") for n, r in rows.items()))


main()
