#!/usr/bin/python3
"""Records what real terminals send for keys and mouse, as tables of facts for the tests.

Needs Debian's xvfb, xterm, kitty, foot, weston, tmux, screen, python3-xlib, x11-xkb-utils and x11-xserver-utils (foot runs in a weston that is itself a
window of the X server). Nothing but XTEST moves the keys; nothing but the terminal's own bytes is written down.

    tools/record-keys.py xterm|kitty|foot|tmux|screen|mouse OUTPUT-DIRECTORY

A terminal runs this script as its child (`--probe SOCKET`), which hands on the bytes both ways. After each key a second one, the mark, is pressed: the
bytes before those of the mark are the key's, so that nothing waits for a time to pass.
"""

import os
import re
import select
import socket
import subprocess
import sys
import tempfile
import time
import tty

SCRIPT = os.path.abspath(__file__)

# Key names are those of InputEvent.Key; the right side is an X keysym.
FUNCTION_KEYS = {
    "Enter": "Return", "Tab": "Tab", "Backspace": "BackSpace", "Escape": "Escape",
    "Up": "Up", "Down": "Down", "Left": "Left", "Right": "Right", "Home": "Home", "End": "End",
    "Insert": "Insert", "Delete": "Delete", "PageUp": "Prior", "PageDown": "Next",
    **{f"F{n}": f"F{n}" for n in range(1, 36)},
    "Menu": "Menu", "PrintScreen": "Print", "Pause": "Pause",
}
KEYPAD = {
    "Keypad0": "KP_0", "Keypad1": "KP_1", "Keypad2": "KP_2", "Keypad3": "KP_3", "Keypad4": "KP_4", "Keypad5": "KP_5", "Keypad6": "KP_6",
    "Keypad7": "KP_7", "Keypad8": "KP_8", "Keypad9": "KP_9", "KeypadDecimal": "KP_Decimal", "KeypadDivide": "KP_Divide",
    "KeypadMultiply": "KP_Multiply", "KeypadSubtract": "KP_Subtract", "KeypadAdd": "KP_Add", "KeypadEnter": "KP_Enter",
    "KeypadEqual": "KP_Equal", "KeypadSeparator": "KP_Separator",
    "KeypadInsert": "KP_Insert", "KeypadEnd": "KP_End", "KeypadDown": "KP_Down", "KeypadPageDown": "KP_Next", "KeypadLeft": "KP_Left",
    "KeypadBegin": "KP_Begin", "KeypadRight": "KP_Right", "KeypadHome": "KP_Home", "KeypadUp": "KP_Up", "KeypadPageUp": "KP_Prior",
    "KeypadDelete": "KP_Delete",
}
# A US keyboard: the character without and with Shift.
CHARACTERS = [
    ("`", "~"), ("1", "!"), ("2", "@"), ("3", "#"), ("4", "$"), ("5", "%"), ("6", "^"), ("7", "&"), ("8", "*"), ("9", "("), ("0", ")"), ("-", "_"), ("=", "+"),
    ("q", "Q"), ("w", "W"), ("e", "E"), ("r", "R"), ("t", "T"), ("y", "Y"), ("u", "U"), ("i", "I"), ("o", "O"), ("p", "P"), ("[", "{"), ("]", "}"), ("\\", "|"),
    ("a", "A"), ("s", "S"), ("d", "D"), ("f", "F"), ("g", "G"), ("h", "H"), ("j", "J"), ("k", "K"), ("l", "L"), (";", ":"), ("'", '"'),
    ("z", "Z"), ("x", "X"), ("c", "C"), ("v", "V"), ("b", "B"), ("n", "N"), ("m", "M"), (",", "<"), (".", ">"), ("/", "?"), (" ", " "),
]
# On keys of their own, as other layouts have them.
FOREIGN = {"é": ("eacute", "Eacute"), "ß": ("ssharp", "question"), "б": ("Cyrillic_be", "Cyrillic_BE"), "€": ("EuroSign", "EuroSign")}
MODIFIER_KEYS = ["ShiftLeft", "AltLeft", "ControlLeft"]
MEDIA = {
    "AltRight": "Alt_R", "SuperRight": "Super_R", "AltGr": "ISO_Level3_Shift",
    "ShiftLeft": "Shift_L", "ShiftRight": "Shift_R", "ControlLeft": "Control_L", "ControlRight": "Control_R", "AltLeft": "Alt_L", "SuperLeft": "Super_L",
    "CapsLock": "Caps_Lock", "NumLock": "Num_Lock", "ScrollLock": "Scroll_Lock",
    "MediaPlay": "XF86AudioPlay", "VolumeUp": "XF86AudioRaiseVolume", "VolumeMute": "XF86AudioMute",
}

MEDIA_KEYS = ["MediaPlay", "VolumeUp", "VolumeMute", "Menu", "PrintScreen", "Pause"]
LOCKS = ["CapsLock", "NumLock", "ScrollLock"]
MODIFIER_NAMES = ["ShiftLeft", "ShiftRight", "ControlLeft", "ControlRight", "AltLeft", "SuperLeft", "AltGr"]

XTERM_MODES = {
    "plain": "", "DECCKM": "\33[?1h", "DECKPAM": "\33=", "LNM": "\33[20h", "DECBKM": "\33[?67h",
    "modify1": "\33[>4;1m", "modify2": "\33[>4;2m", "modify1+DECKPAM": "\33[>4;1m\33=", "modify2+DECKPAM": "\33[>4;2m\33=",
    "modify1+DECBKM": "\33[>4;1m\33[?67h", "modify2+DECBKM": "\33[>4;2m\33[?67h", "modify2+LNM": "\33[>4;2m\33[20h",
    "DECCKM+DECKPAM": "\33[?1h\33=",
}
XTERM_U_MODES = {"modify1+u": "\33[>4;1m", "modify2+u": "\33[>4;2m"}  # with formatOtherKeys 1
# Alt and Meta send ESC (1036, 1039), as in every other terminal; xterm's default is the eighth bit.
XTERM_RESET = "\33[?1036h\33[?1039h\33[?1l\33>\33[20l\33[?67l\33[>4;0m"


def probe(path):
    """The terminal's child: its input goes to the socket, what the socket says goes to the terminal."""
    tty.setraw(0)
    link = socket.socket(socket.AF_UNIX)
    link.connect(path)
    while True:
        ready, _, _ = select.select([0, link], [], [])
        if link in ready:
            data = link.recv(65536)
            if not data:
                return
            os.write(1, data)
        if 0 in ready:
            data = os.read(0, 65536)
            if not data:
                return
            link.sendall(data)


class Server:
    """An X server of our own, with the keys that we need on keycodes that are free."""

    def __init__(self, number):
        from Xlib import X, display
        from Xlib.ext import xtest
        self.X, self.xtest = X, xtest
        self.name = f":{number}"
        self.process = subprocess.Popen(["Xvfb", self.name, "-screen", "0", "1920x1080x24", "-ac", "-noreset"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not os.path.exists(f"/tmp/.X11-unix/X{number}"):
            time.sleep(0.05)
        time.sleep(0.3)
        self.codes = {}
        self.map()
        self.run("xset", "r", "off")
        self.display = display.Display(self.name)

    def run(self, *command, text=None):
        done = subprocess.run(command, env={**os.environ, "DISPLAY": self.name}, input=text, text=True, capture_output=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{command}: {done.stderr}")
        return done.stdout

    def map(self, layout="us"):
        """A keyboard of the layout, and on keycodes of their own what it has not: each keypad key with one meaning, so that NumLock is no part of the key."""
        keys, self.codes = [], {}
        free = iter(range(150, 254))
        named = {**{k: [v] for k, v in {**FUNCTION_KEYS, **KEYPAD, **MEDIA, "Meta": "Meta_R"}.items()}, **FOREIGN}
        for name, keysyms in named.items():
            self.codes[name] = next(free)
            keys.append((f"<R{self.codes[name]}>", self.codes[name], keysyms))
        for code, row in ((49, "`"), (10, "1234567890-="), (24, "qwertyuiop[]"), (51, "\\"), (38, "asdfghjkl;'"), (52, "zxcvbnm,./"), (65, " ")):
            for i, c in enumerate(row):
                self.codes[c] = code + i
        modifiers = {"Shift": ["ShiftLeft", "ShiftRight"], "Lock": ["CapsLock"], "Control": ["ControlLeft", "ControlRight"], "Mod1": ["AltLeft", "AltRight"],
                     "Mod2": ["NumLock"], "Mod3": ["Meta"], "Mod4": ["SuperLeft", "SuperRight"], "Mod5": ["AltGr"]}
        codes = "".join(f"{k} = {c};\n" for k, c, _ in keys)
        symbols = "".join(f"key {k} {{ [ {', '.join(s)} ] }};\n" for k, _, s in keys)
        symbols += f"key <R{self.codes['Meta']}> {{ [ Meta_R ], actions[Group1] = [ SetMods(modifiers=Mod3) ] }};\n"
        maps = "".join(f"modifier_map {m} {{ {', '.join(f'<R{self.codes[n]}>' for n in names)} }};\n" for m, names in modifiers.items() if names)
        keymap = f"""xkb_keymap {{
            xkb_keycodes {{ minimum = 8; maximum = 255; include "evdev+aliases(qwerty)" {codes} }};
            xkb_types {{ include "complete" }};
            xkb_compat {{ include "complete" }};
            xkb_symbols {{ include "pc+{layout}" replace key <LALT> {{ [ Alt_L ] }}; replace key <RALT> {{ [ Alt_R ] }}; {symbols} {maps} }};
        }};"""
        self.run("xkbcomp", "-w0", "-", self.name, text=keymap)

    def press(self, name, down=True):
        self.xtest.fake_input(self.display, self.X.KeyPress if down else self.X.KeyRelease, self.codes[name])
        self.display.flush()

    def release(self, name):
        self.press(name, down=False)

    def tap(self, name):
        self.press(name)
        self.release(name)

    def button(self, number, down):
        self.xtest.fake_input(self.display, self.X.ButtonPress if down else self.X.ButtonRelease, number)
        self.display.flush()

    def move(self, x, y):
        self.xtest.fake_input(self.display, self.X.MotionNotify, x=x, y=y)
        self.display.flush()

    def focus(self, name):
        """Gives the keyboard to the window of this class; there is no window manager to do it."""
        while True:
            for window in self.display.screen().root.query_tree().children:
                found = window.get_wm_class() or ()
                if any(name in c for c in found):
                    window.set_input_focus(self.X.RevertToParent, self.X.CurrentTime)
                    self.display.sync()
                    geometry = window.get_geometry()
                    return geometry.x, geometry.y, geometry.width, geometry.height
            time.sleep(0.05)

    def close(self):
        self.display.close()
        self.process.terminate()
        self.process.wait()


class Terminal:
    """A terminal with the probe in it."""

    def __init__(self, command, environment=None):
        self.folder = tempfile.mkdtemp(prefix="record-keys-")
        self.path = os.path.join(self.folder, "socket")
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(self.path)
        listener.listen(1)
        probe_command = ["/usr/bin/python3", SCRIPT, "--probe", self.path]
        env = {**os.environ, **(environment or {}), "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
        env.pop("TMUX", None)
        self.process = subprocess.Popen(command(probe_command), env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=open(self.folder + "/stderr", "w"))
        listener.settimeout(30)
        self.link, _ = listener.accept()
        self.mark = b""

    def quiet(self, seconds=0.12):
        """All that comes until nothing came for a while."""
        got = b""
        while select.select([self.link], [], [], seconds)[0]:
            data = self.link.recv(65536)
            if not data:
                raise RuntimeError("the terminal has gone: " + open(self.folder + "/stderr").read())
            got += data
        return got

    def something(self):
        """What comes, and all that follows it closely."""
        if not select.select([self.link], [], [], 10)[0]:
            raise RuntimeError("nothing comes")
        return self.quiet(0.2)

    def something_until_key(self):
        """What comes before the bytes of the mark, whatever the modifiers."""
        got = b""
        while not (end := re.search(rb"\x1b\[20(;\d+)?~$", got)):
            if not select.select([self.link], [], [], 10)[0]:
                raise RuntimeError(f"the mark did not come, but {got!r}")
            got += self.link.recv(65536)
        return got[: end.start()]

    def say(self, sequence):
        """Writes to the terminal, and waits until it has read it."""
        self.quiet(0.02)
        self.link.sendall(sequence.encode() + b"\33[5n")
        got = b""
        while not got.endswith(b"\33[0n"):
            if not select.select([self.link], [], [], 10)[0]:
                raise RuntimeError(f"no answer, but {got!r}")
            got += self.link.recv(65536)
        return got[:-4]

    def until_mark(self):
        got = b""
        while not got.endswith(self.mark):
            if not select.select([self.link], [], [], 5)[0]:
                raise RuntimeError(f"the mark {self.mark!r} did not come, but {got!r}")
            got += self.link.recv(65536)
        return got[: -len(self.mark)]

    def close(self):
        self.link.close()
        self.process.terminate()
        self.process.wait()


MARK, OTHER_MARK = "F9", "F8"


def record(server, terminal, keys, modifiers, releases=False):
    """The bytes of each key with these modifiers held: a dictionary of names; with releases, pairs."""
    for name in modifiers:
        server.press(name)
    terminal.quiet()
    facts = {}
    for mark in (MARK, OTHER_MARK):
        some = [key for key in keys if (key == MARK) == (mark == OTHER_MARK)]
        if not some:
            continue
        server.tap(mark)
        terminal.mark = terminal.something()
        for key in some:
            if releases:
                server.press(key)
                server.tap(mark)
                pressed = terminal.until_mark()
                server.release(key)
                server.tap(mark)
                facts[key] = (pressed, terminal.until_mark())
            else:
                server.tap(key)
                server.tap(mark)
                facts[key] = terminal.until_mark()
    for name in reversed(modifiers):
        server.release(name)
    terminal.quiet(0.03)
    return facts


def show(data):
    """Bytes as the tables spell them: ^ and \\ escaped, controls as \\xHH, ESC as \\e, nothing as -."""
    if not data:
        return "-"
    text = data.decode("utf-8", "surrogateescape")
    out = ""
    for c in text:
        if c == "\33":
            out += "\\e"
        elif c in "\\":
            out += "\\\\"
        elif c == "-" and len(text) == 1:
            out += "\\x2d"
        elif ord(c) <= 0x20 or ord(c) == 0x7F or 0xDC80 <= ord(c) <= 0xDCFF:
            out += f"\\x{ord(c) & 0xFF:02x}"
        else:
            out += c
    return out


def combinations(fourth):
    """Of Shift, Alt, Control and the fourth key: xterm's is Meta, kitty's Super."""
    for number in range(16 if fourth else 6):
        yield number, [name for i, name in enumerate([*MODIFIER_KEYS, fourth]) if number & (1 << i)]


def key_name(key):
    return "Space" if key == " " else key


def write_keys(path, head, facts, modes):
    """facts[key][mode] is a list of 16 byte strings. A row: key, the modes that share it, 16 values."""
    with open(path, "w", encoding="utf-8") as out:
        out.write(head)
        for key, by_mode in facts.items():
            rows = {}
            for mode in (m for m in modes if m in by_mode):
                rows.setdefault(tuple(show(v) for v in by_mode[mode]), []).append(mode)
            for values, names in rows.items():
                out.write("\t".join([key_name(key), ",".join(names), *values]) + "\n")


CHARACTER_NAMES = [c for c, _ in CHARACTERS]
ALL_KEYS = [*FUNCTION_KEYS, *KEYPAD, *CHARACTER_NAMES, *FOREIGN]


def table(server, terminal, keys, modes, reset, fourth, prefix=""):
    """facts[prefix + key][mode] = 16 values; for a mode with releases also mode/release."""
    facts = {prefix + key: {} for key in keys}
    for mode, sequence in modes.items():
        releases = mode.startswith("kitty") and int(mode[5:]) & 2 != 0
        terminal.say(reset + sequence)
        for number, held in combinations(fourth):
            for key, data in record(server, terminal, keys, held, releases).items():
                row = facts[prefix + key]
                count = 16 if fourth else 6
                if releases:
                    row.setdefault(mode, [b""] * count)[number] = data[0]
                    row.setdefault(mode + "/release", [b""] * count)[number] = data[1]
                else:
                    row.setdefault(mode, [b""] * count)[number] = data
        print(prefix, mode, file=sys.stderr)
    return facts


def layouts(server, terminal, modes, reset, fourth):
    """Letters of a Russian keyboard, a German one with AltGr, and the locks."""
    facts = {}
    server.map("ru")
    time.sleep(0.5)
    facts.update(table(server, terminal, ["a", "b", "c", "i", "m", "[", "1", "/"], modes, reset, fourth, "ru:"))
    server.map("de")
    time.sleep(0.5)
    facts.update(table(server, terminal, ["y", "z", "7", "[", "-"], modes, reset, fourth, "de:"))
    for mode, sequence in modes.items():
        terminal.say(reset + sequence)
        server.tap(MARK)
        terminal.mark = terminal.something()
        for name in ("=", "e", MARK):  # the dead acute, and what it goes on
            server.tap(name)
        facts.setdefault("de:dead é", {})[mode] = [terminal.until_mark()]
    server.press("AltGr")
    facts.update(table(server, terminal, ["q", "e", "7", "-"], modes, reset, fourth, "de+AltGr:"))
    server.release("AltGr")
    server.map("us")
    time.sleep(0.5)
    for lock in ("CapsLock", "NumLock"):
        server.tap(lock)
        terminal.quiet()
        facts.update(table(server, terminal, ["a", "1", "é", "Enter", "Tab", "Up", "F1", "Keypad0", "KeypadEnter", "KeypadHome"], modes, reset, fourth, lock + ":"))
        server.tap(lock)
        terminal.quiet()
    return facts


def start_xterm(server, *more):
    resources = ["allowWindowOps:true", *([] if any(r.startswith("translations") for r in more) else ["translations:#replace\\n<KeyPress>:insert-seven-bit()"]), *more]
    return Terminal(lambda child: ["xterm", "-class", "XTerm", *[a for r in resources for a in ("-xrm", "XTerm*VT100." + r)], "-e", *child], {"DISPLAY": server.name})


def xterm(directory):
    server = Server(91)
    version = subprocess.run(["xterm", "-v"], capture_output=True, text=True).stdout.strip()
    head = f"# What {version} sends, recorded by tools/record-keys.py (modes 1036 and 1039: Meta and Alt send ESC; its own key bindings off).\n" \
           "# key, modes, then the bytes with modifiers 0 to 15 held: 1 Shift, 2 Alt, 4 Control, 8 Meta. - is nothing.\n"
    try:
        terminal = start_xterm(server)
        server.focus("XTerm")
        facts = table(server, terminal, ALL_KEYS, XTERM_MODES, XTERM_RESET, "Meta")
        terminal.close()
        terminal = start_xterm(server, "formatOtherKeys:1")
        server.focus("XTerm")
        for key, rows in table(server, terminal, ALL_KEYS, XTERM_U_MODES, XTERM_RESET, "Meta").items():
            facts[key].update(rows)
        write_keys(os.path.join(directory, "xterm-keys.tsv"), head, facts, [*XTERM_MODES, *XTERM_U_MODES])
        terminal.close()
        terminal = start_xterm(server)
        server.focus("XTerm")
        few = {m: XTERM_MODES[m] for m in ("plain", "DECKPAM", "modify1", "modify2")}
        write_keys(os.path.join(directory, "xterm-layouts.tsv"), head, layouts(server, terminal, few, XTERM_RESET, "Meta"), list(few))
        terminal.close()
    finally:
        server.close()


def kitty(directory):
    server = Server(94)
    version = subprocess.run(["kitty", "--version"], capture_output=True, text=True).stdout.split(" created")[0]
    head = f"# What {version} sends, recorded by tools/record-keys.py (its own key bindings off).\n" \
           "# key, kitty flags (/release: on release), then the bytes with modifiers 0 to 15 held: 1 Shift, 2 Alt, 4 Control, 8 Super. - is nothing.\n"
    options = ["clear_all_shortcuts=yes", "repaint_delay=1", "input_delay=0", "sync_to_monitor=no", "update_check_interval=0", "confirm_os_window_close=0"]
    try:
        terminal = Terminal(lambda child: ["kitty", "--config", "NONE", *[a for o in options for a in ("-o", o)], *child],
                            {"DISPLAY": server.name, "LIBGL_ALWAYS_SOFTWARE": "1", "XDG_RUNTIME_DIR": tempfile.mkdtemp()})
        server.focus("kitty")
        modes = {f"kitty{flags}": f"\33[={flags};1u" for flags in range(32)}
        names = [n for f in modes for n in ([f, f + "/release"] if int(f[5:]) & 2 else [f])]
        write_keys(os.path.join(directory, "kitty-keys.tsv"), head, table(server, terminal, ALL_KEYS, modes, "", "SuperLeft"), names)
        few = {m: modes[m] for m in ("kitty0", "kitty1", "kitty5", "kitty8", "kitty15", "kitty31")}
        names = [n for f in few for n in ([f, f + "/release"] if int(f[5:]) & 2 else [f])]
        media = table(server, terminal, MEDIA_KEYS, few, "", "SuperLeft")
        for lock in LOCKS:
            for key, rows in single(server, terminal, [lock], few).items():
                media.setdefault(key, {}).update(rows)
        for key, rows in single(server, terminal, MODIFIER_NAMES, few).items():
            media.setdefault(key, {}).update(rows)
        write_keys(os.path.join(directory, "kitty-media.tsv"), head, media, names)
        write_keys(os.path.join(directory, "kitty-layouts.tsv"), head, layouts(server, terminal, few, "", "SuperLeft"), names)
        terminal.close()
    finally:
        server.close()


def single(server, terminal, keys, modes):
    """Keys that are modifiers or locks themselves: without others held, in the first column."""
    facts = {}
    for mode, sequence in modes.items():
        releases = int(mode[5:]) & 2 != 0
        terminal.say(sequence)
        for key in keys:
            server.press(key)
            pressed = terminal.quiet()
            server.release(key)
            released = terminal.quiet()
            if key in LOCKS:  # off again
                server.tap(key)
                terminal.quiet()
            facts.setdefault(key, {})[mode] = [pressed if releases else pressed + released]
            if releases:
                facts[key][mode + "/release"] = [released]
    return facts


# evdev's own keycodes, for a compositor that does not take our map.
EVDEV = {
    "Enter": 36, "Tab": 23, "Backspace": 22, "Escape": 9, "Up": 111, "Down": 116, "Left": 113, "Right": 114, "Home": 110, "End": 115, "Insert": 118,
    "Delete": 119, "PageUp": 112, "PageDown": 117, **{f"F{n}": 66 + n for n in range(1, 11)}, "F11": 95, "F12": 96, "Menu": 135, "KeypadDivide": 106,
    "KeypadMultiply": 63, "KeypadSubtract": 82, "KeypadAdd": 86, "KeypadEnter": 104, "KeypadEqual": 125, "KeypadInsert": 90, "KeypadEnd": 87, "KeypadDown": 88,
    "KeypadPageDown": 89, "KeypadLeft": 83, "KeypadBegin": 84, "KeypadRight": 85, "KeypadHome": 79, "KeypadUp": 80, "KeypadPageUp": 81, "KeypadDelete": 91,
    "ShiftLeft": 50, "AltLeft": 64, "ControlLeft": 37, "SuperLeft": 133,
}


FOOT_BINDINGS = ["scrollback-up-page", "scrollback-down-page", "clipboard-copy", "clipboard-paste", "primary-paste", "search-start", "font-increase",
                 "font-decrease", "font-reset", "spawn-terminal", "show-urls-launch", "prompt-prev", "prompt-next", "unicode-input"]


def foot(directory):
    server = Server(96)
    version = subprocess.run(["foot", "--version"], capture_output=True, text=True).stdout.split(" +")[0].strip()
    runtime = tempfile.mkdtemp()
    weston = subprocess.Popen(["weston", "--backend=x11-backend.so", "--use-pixman", "--shell=kiosk-shell.so", "--socket=record", "--width=1000", "--height=700"],
                              env={**os.environ, "DISPLAY": server.name, "XDG_RUNTIME_DIR": runtime}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not os.path.exists(runtime + "/record"):
            time.sleep(0.1)
        with open(runtime + "/foot.ini", "w", encoding="ascii") as config:
            config.write("[key-bindings]\n" + "".join(f"{name}=none\n" for name in FOOT_BINDINGS))
        terminal = Terminal(lambda child: ["foot", "-c", runtime + "/foot.ini", *child], {"WAYLAND_DISPLAY": "record", "XDG_RUNTIME_DIR": runtime, "DISPLAY": ""})
        server.focus("weston")
        server.move(300, 300)
        server.codes.update(EVDEV)
        while not terminal.quiet(1):  # until the keyboard has arrived
            server.tap("a")
        modes = {"plain": "", "DECCKM": "\33[?1h", "DECKPAM": "\33=", "modify1": "\33[>4;1m", "modify2": "\33[>4;2m",
                 **{f"kitty{flags}": f"\33[={flags};1u" for flags in (1, 3, 5, 8, 9, 15, 31)}}
        names = [n for m in modes for n in ([m, m + "/release"] if m.startswith("kitty") and int(m[5:]) & 2 else [m])]
        keys = [k for k in EVDEV if k not in ("ShiftLeft", "AltLeft", "ControlLeft", "SuperLeft")] + CHARACTER_NAMES
        facts = table(server, terminal, keys, modes, "\33[?1l\33>\33[>4;0m\33[=0;1u", None)  # Super is the compositor's
        head = f"# What {version} sends, recorded by tools/record-keys.py.\n" \
               "# key, modes (/release: on release), then the bytes with modifiers 0 to 5 held: 1 Shift, 2 Alt, 4 Control (6 ends weston). - is nothing.\n"
        write_keys(os.path.join(directory, "foot-keys.tsv"), head, facts, names)
        terminal.close()
    finally:
        weston.terminate()
        weston.wait()
        server.close()


def inside(directory, name, version, command, modes):
    """A multiplexer in an xterm: what it passes on to a program in it."""
    server = Server(98)
    terminal = None
    try:
        resources = ["translations:#replace\\n<KeyPress>:insert-seven-bit()", "metaSendsEscape:true", "altSendsEscape:true"]
        terminal = Terminal(lambda child: ["xterm", "-class", "XTerm", *[a for r in resources for a in ("-xrm", "XTerm*VT100." + r)], "-e", *command, *child],
                            {"DISPLAY": server.name})
        server.focus("XTerm")
        keys = [k for k in FUNCTION_KEYS if k not in ("Menu", "PrintScreen", "Pause") and not (k[0] == "F" and int(k[1:]) > 12)] + CHARACTER_NAMES
        facts = table(server, terminal, keys, modes, "\33[?1l\33>\33[>4;0m", None)
        head = f"# What {version} in xterm sends, recorded by tools/record-keys.py.\n" \
               "# key, modes, then the bytes with modifiers 0 to 5 held: 1 Shift, 2 Alt, 4 Control. - is nothing.\n"
        write_keys(os.path.join(directory, name), head, facts, list(modes))
    finally:
        if terminal:
            terminal.close()
        server.close()


def tmux(directory):
    folder = tempfile.mkdtemp()
    with open(folder + "/conf", "w", encoding="ascii") as config:
        config.write("set -g prefix None\nunbind -a\nunbind -a -T root\nset -s escape-time 0\nset -s extended-keys on\nset -as terminal-features 'xterm*:extkeys'\n")
    version = subprocess.run(["tmux", "-V"], capture_output=True, text=True).stdout.strip()
    inside(directory, "tmux-keys.tsv", version, ["tmux", "-S", folder + "/socket", "-f", folder + "/conf", "new-session"],
           {"plain": "", "DECCKM": "\33[?1h", "modify1": "\33[>4;1m", "modify2": "\33[>4;2m"})


def screen(directory):
    folder = tempfile.mkdtemp()
    with open(folder + "/conf", "w", encoding="ascii") as config:
        config.write("escape \"\"\nmaptimeout 0\nstartup_message off\n")
    os.environ["SCREENDIR"] = folder
    version = subprocess.run(["screen", "-v"], capture_output=True, text=True).stdout.strip()
    inside(directory, "screen-keys.tsv", version, ["screen", "-c", folder + "/conf", "-U"], {"plain": "", "DECCKM": "\33[?1h"})


MOUSE_MODIFIERS = ["ShiftLeft", "Meta", "ControlLeft"]
TRACKING = ["9", "1000", "1002", "1003"]
ENCODING = ["default", "1005", "1006", "1015", "1016"]


def mouse(directory):
    """xterm's mouse: each event at a near and a far cell, with the 8 combinations of Shift, Meta and Control."""
    server = Server(92)
    version = subprocess.run(["xterm", "-v"], capture_output=True, text=True).stdout.strip()
    terminal = start_xterm(server, "translations:#replace\\n<KeyPress>:insert-seven-bit()\\n<BtnDown>:select-start()\\n<BtnUp>:select-end(PRIMARY)\\n"
                           "<BtnMotion>:select-extend()\\n<Motion>:pointer-motion()", "geometry:250x40", "font:6x10", "allowWindowOps:true")
    try:
        x, y, _, _ = server.focus("XTerm")
        height, width = (int(n) for n in re.search(rb"6;(\d+);(\d+)t", terminal.say("\33[16t")).groups())
        border = 2
        place = lambda column, row: (x + border + column * width + width // 2, y + border + row * height + height // 2)
        facts = {}
        for encoding in ENCODING:
            for tracking in TRACKING:
                mode = f"{tracking}/{encoding}"
                terminal.say("".join(f"\33[?{m}l" for m in ["9", "1000", "1002", "1003", "1005", "1006", "1015", "1016"]))
                terminal.say(("" if encoding == "default" else f"\33[?{encoding}h") + f"\33[?{tracking}h")
                for column, row in ((4, 2), (199, 9), (240, 30)):
                    for number in range(8):
                        held = [name for i, name in enumerate(MOUSE_MODIFIERS) if number & (1 << i)]
                        server.move(*place(column - 1, row))
                        for name in held:
                            server.press(name)
                        terminal.quiet(0.05)
                        events = {}

                        def note(what, action):
                            action()
                            server.display.sync()
                            server.tap(MARK)  # a key: its bytes end the event's
                            got = terminal.something_until_key()
                            events[f"{what}@{column},{row}"] = got

                        note("move", lambda: server.move(*place(column, row)))
                        for button in (1, 2, 3, 8, 9, 10):
                            note(f"press{button}", lambda: server.button(button, True))
                            note(f"drag{button}", lambda: server.move(*place(column + 1, row)))
                            note(f"release{button}", lambda: server.button(button, False))
                            server.move(*place(column, row))
                            terminal.quiet(0.02)
                        for button in (4, 5, 6, 7):
                            note(f"wheel{button}", lambda: (server.button(button, True), server.button(button, False)))
                        for name in reversed(held):
                            server.release(name)
                        for what, got in events.items():
                            facts.setdefault(what, {}).setdefault(mode, [b""] * 8)[number] = got
                print(mode, file=sys.stderr)
        head = f"# What {version} sends for the mouse in a cell of {width}x{height} pixels, recorded by tools/record-keys.py.\n" \
               "# event@column,row (0-based; a drag ends one column on), tracking/encoding, then the bytes with modifiers 0 to 7 held: 1 Shift, 2 Meta, 4 Control.\n"
        write_keys(os.path.join(directory, "xterm-mouse.tsv"), head, facts, [f"{t}/{e}" for e in ENCODING for t in TRACKING])
    finally:
        terminal.close()
        server.close()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--probe"]:
        probe(sys.argv[2])
    elif len(sys.argv) == 3 and sys.argv[1] in globals():
        globals()[sys.argv[1]](sys.argv[2])
    else:
        sys.exit(__doc__)
