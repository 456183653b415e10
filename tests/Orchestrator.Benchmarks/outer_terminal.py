"""A program in a terminal of our own: what the scripts beside this one start, watch and end."""
import fcntl, os, pty, re, select, signal, struct, termios, time, uuid

ROWS, COLS = 40, 120
STRIP = re.compile(rb"\x1b(\[[0-9;:?<=>]*[ -/]*[@-~]|[()][A-Z0-9]|[=>78])")


class Program:
    def __init__(self, command, environment, rows=ROWS, cols=COLS):
        self.mark = uuid.uuid4().hex
        self.start = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            env = {k: v for k, v in os.environ.items() if k not in ("TMUX", "TMUX_PANE")}
            env.update(TERM="xterm-256color", BENCH_ID=self.mark, PS1="$ ", **environment)
            os.execvpe(command[0], command, env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        self.seen = b""

    def wait(self, texts, timeout):
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if select.select([self.fd], [], [], 0.2)[0]:
                try:
                    self.seen += self.read()
                except OSError:
                    break
                plain = STRIP.sub(b"", self.seen)
                if all(t in plain for t in texts):
                    return (time.monotonic() - self.start) * 1e3
        raise TimeoutError(f"not seen: {texts}; tail {self.seen[-400:]!r}")

    def drain(self, seconds):
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.fd], [], [], left)[0]:
                self.read()

    def read(self):
        """What the program drew; its queries are answered as a terminal would."""
        data = os.read(self.fd, 1 << 16)
        for query, answer in ((b"\x1b[c", b"\x1b[?62;22c"), (b"\x1b[>c", b"\x1b[>1;95;0c"), (b"\x1b[6n", b"\x1b[1;1R")):
            if query in data:
                os.write(self.fd, answer)
        return data

    def processes(self):
        for p in filter(str.isdigit, os.listdir("/proc")):
            try:
                if self.mark.encode() in open(f"/proc/{p}/environ", "rb").read():
                    yield int(p)
            except OSError:
                pass

    def cpu(self):
        total = 0
        for p in self.processes():
            try:
                f = open(f"/proc/{p}/stat").read().rsplit(")", 1)[1].split()
                total += int(f[11]) + int(f[12])
            except OSError:
                pass
        return total / os.sysconf("SC_CLK_TCK")

    def memory(self, host):
        sizes = {"client_mb": 0.0, "host_mb": 0.0, "rest_mb": 0.0}
        for p in self.processes():
            try:
                rss = int(open(f"/proc/{p}/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
                words = open(f"/proc/{p}/cmdline", "rb").read().split(b"\0")
            except OSError:
                continue
            kind = "client_mb" if p == self.pid else "host_mb" if host(p, words) else "rest_mb"
            sizes[kind] += rss
        return sizes

    def end(self):
        for sig in (signal.SIGTERM, signal.SIGKILL):
            for p in list(self.processes()):
                try:
                    os.kill(p, sig)
                except OSError:
                    pass
            time.sleep(1.5 if sig == signal.SIGTERM else 0.2)
        os.close(self.fd)
        os.waitpid(self.pid, 0)
