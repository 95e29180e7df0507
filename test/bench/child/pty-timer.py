"""Runs a command under a pseudo-terminal and prints how long it took, in milliseconds.

usage: pty-timer.py (question|exit) TIMEOUT_SECONDS COMMAND...

"question": from just before the process starts until a line that starts with "? " is drawn; then the
command gets Ctrl-C, so that it ends as it does for people and keeps its compile cache, and is killed
if it does not end. "exit": until it has ended. Exit code 1 when that does not happen in time; what the
terminal showed goes to standard error then.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

SEQUENCE = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")
QUESTION = re.compile(rb"(?:^|[\r\n])\? ")


def main():
    until, timeout, command = sys.argv[1], float(sys.argv[2]), sys.argv[3:]
    started = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    took, shown = watch(terminal, until, started, timeout)
    if until == "question" and took is not None:
        os.write(terminal, b"\x03")
        watch(terminal, "exit", time.perf_counter(), 10)
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        pass
    os.waitpid(child, 0)
    if took is None:
        sys.stderr.write(shown.decode("utf-8", "replace"))
        return 1
    print(took * 1000)
    return 0


def watch(terminal, until, started, timeout):
    shown = b""
    while time.perf_counter() - started < timeout:
        if not select.select([terminal], [], [], 0.2)[0]:
            continue
        try:
            part = os.read(terminal, 65536)
        except OSError:  # Linux: the last process of the terminal is gone
            part = b""
        now = time.perf_counter()
        if part == b"":
            return (now - started if until == "exit" else None), shown
        shown += part
        if until == "question" and QUESTION.search(SEQUENCE.sub(b"", shown)):
            return now - started, shown
    return None, shown


sys.exit(main())
