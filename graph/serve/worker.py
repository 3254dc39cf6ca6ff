"""Jobs over a socket, which is its standard input, in; their results over the same out: the main of a worker process.

A message is eight bytes of length and a pickle: (module, name, arguments, seconds) in; (True, result) or
(False, an error) out. The kernel ends a job that passes its time even where the server is gone.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from graph.errors import GraphError, LimitError
from graph.serve.line import LENGTH
from graph.serve.opened import Opened

__all__ = ["limit_memory", "main", "serve"]

#: How long a job may go on after the server should have ended it.
_GRACE = 5.0


def limit_memory(most: int) -> None:
    """Let this process have no more than so many bytes of memory of its own; 0 for no limit.

    Files of the store that are only mapped, and addresses that are only reserved, are not counted: those of a large
    graph come to more than a gigabyte (RLIMIT_DATA, of Linux 4.7 and later; elsewhere all addresses are counted).
    """
    try:
        import resource
    except ImportError:  # where there is no such limit, the time limit still holds
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if most:
        with contextlib.suppress(ValueError, OSError):
            counted = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
            resource.setrlimit(counted, (most, most))


def _answered(opened: Opened, module: str, name: str, arguments: tuple[object, ...]) -> tuple[bool, object]:
    try:
        return True, getattr(import_module(module), name)(opened, *arguments)
    except GraphError as error:
        if str(opened.folder) not in str(error):
            return False, error
        print(error, file=sys.stderr, flush=True)
        return False, LimitError("the graph cannot be read now; the log of the server says why")
    except MemoryError:
        return False, LimitError("stopped: it needed more memory than one query may have; ask for less")
    except Exception as error:
        # Whoever asks learns what kind of fault it was, and nothing of this machine: the rest goes to the log.
        print(f"{module}.{name}: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        return False, LimitError(f"an answer could not be made ({type(error).__name__}); please report the request")


def serve(jobs: BinaryIO, results: BinaryIO, opened: Opened) -> None:
    """Do one job after the other until no more come."""
    timed = getattr(signal, "setitimer", None)
    while len(head := jobs.read(LENGTH.size)) == LENGTH.size:
        module, name, arguments, seconds = pickle.loads(jobs.read(LENGTH.unpack(head)[0]))
        if timed is not None:
            timed(signal.ITIMER_REAL, seconds + _GRACE)
        answer = _answered(opened, module, name, arguments)
        try:
            body = pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)
        except MemoryError:
            body = pickle.dumps((False, LimitError("stopped: its result needs more memory than one query may have")))
        if timed is not None:
            timed(signal.ITIMER_REAL, 0)
        results.write(LENGTH.pack(len(body)) + body)
        results.flush()


def main(arguments: list[str]) -> None:
    """Run jobs until the server closes the socket. Arguments: folder, endpoint, graph, bytes of memory."""
    folder, endpoint, graph, memory = arguments
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which closes the socket
    results = os.fdopen(os.dup(0), "wb")
    os.dup2(2, 1)  # whatever a library prints must not come between the messages
    limit_memory(int(memory))
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        serve(sys.stdin.buffer, results, Opened(Path(folder), endpoint, graph))


if __name__ == "__main__":
    main(sys.argv[1:])
