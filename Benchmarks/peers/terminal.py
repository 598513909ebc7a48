"""Drives programs through a pseudo terminal, every one in the same way."""
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time

import pyte


class Screen(pyte.Screen):
    """What a terminal shows; vim's private form of SGR asks about keys and colours nothing."""

    def select_graphic_rendition(self, *attributes, private=False):
        if not private:
            super().select_graphic_rendition(*attributes)


class Terminal:
    """A program on a terminal of its own."""

    def __init__(self, command, columns=100, rows=30, environment=None):
        self.started = time.monotonic()
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, dict(os.environ, TERM="xterm-256color", LC_ALL="C.UTF-8", **(environment or {})))
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.output = bytearray()
        self.screen, self.drawn = Screen(columns, rows), 0
        self.stream = pyte.ByteStream(self.screen)

    def pump(self, seconds):
        """Takes what comes within so many seconds; answers when it came, None for silence."""
        if not select.select([self.descriptor], [], [], seconds)[0]:
            return None
        try:
            self.output += os.read(self.descriptor, 65536)
        except OSError:
            return None
        return time.monotonic()

    def shows(self, text):
        """Whether the text is on the screen; programs send only what changed, so what they sent does not tell."""
        self.stream.feed(bytes(self.output[self.drawn:]))
        self.drawn = len(self.output)
        return any(text in line for line in self.screen.display)

    def wait_for(self, text, timeout=60):
        """Seconds from the start to this text on the screen."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            at = self.pump(0.05)
            if self.shows(text):
                return (at or time.monotonic()) - self.started
        shown = "\n".join(line.rstrip() for line in self.screen.display)
        raise SystemExit(f"{text!r} was not seen; the screen shows\n{shown}")

    def settle(self, still=0.5, longest=20):
        """Waits until nothing came for a while; answers seconds from the start to the last byte."""
        last, end = time.monotonic(), time.monotonic() + longest
        while time.monotonic() < end:
            at = self.pump(still)
            if at is None:
                break
            last = at
        return last - self.started

    def lag(self, key, still=0.05):
        """Presses a key: seconds to the last byte before the screen stood still for a twentieth of a second; VisiData draws ten after the key."""
        while self.pump(0) is not None:
            pass
        start = last = time.monotonic()
        os.write(self.descriptor, key)
        wait = 1.0
        while (at := self.pump(wait)) is not None:
            last, wait = at, still
            if at - start > 1:
                break
        return last - start

    def lags(self, key, count):
        """The median of so many, in milliseconds; between two keys the program has time to come to rest."""
        values = []
        for _ in range(count):
            values.append(self.lag(key) * 1000)
            time.sleep(0.03)
        return sorted(values)[count // 2]

    def idle(self, seconds):
        """Share of a core and bytes a second on the terminal, of a program that nobody touches."""
        begin, used, written = time.monotonic(), self.cpu(), len(self.output)
        while (left := seconds - (time.monotonic() - begin)) > 0:
            self.pump(left)
        return (self.cpu() - used) / seconds, (len(self.output) - written) / seconds

    def cpu(self):
        """Processor time used so far by the threads there are, in seconds, to the nanosecond: /proc/PID/stat counts hundredths of a second."""
        used = 0
        for thread in os.listdir(f"/proc/{self.pid}/task"):
            with open(f"/proc/{self.pid}/task/{thread}/schedstat") as file:
                used += int(file.read().split()[0])
        return used / 1e9

    def memory(self):
        """Megabytes: all that is resident, and of that what is not shared with files."""
        with open(f"/proc/{self.pid}/status") as file:
            facts = dict(line.split(":", 1) for line in file)
        return [int(facts[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon")]

    def end(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.descriptor)
