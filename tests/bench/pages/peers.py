"""Serve the same figures as others would: plain Dash, Vizro and Streamlit, the latter two in environments of their own."""

import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

from tests.servers import START_SECONDS, free_port
from tests.stores import ROOT

# What each is installed from; nothing is what the product itself has.
PEERS: Final[dict[str, tuple[str, ...]]] = {
    "Dash": (),
    "Vizro": ("vizro==1.0.0", "plotly==7.1.0", "gunicorn==27.0.1"),
    "Streamlit": ("streamlit==1.67.0", "plotly==7.1.0"),
}
_ENVIRONMENTS: Final = ROOT / ".cache" / "bench"
_FOLDER: Final = Path(__file__).parent


@contextmanager
def served_peer(name: str, figures: Path) -> Iterator[str]:
    """Serve a peer's page of some figures while the context is open; yield its address."""
    port = free_port()
    command, health = _COMMANDS[name](str(_python(name)), str(port))
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command,
            cwd=_FOLDER,
            env=os.environ | {"PEER_FIGURES": str(figures)},
            stdout=log,
            stderr=log,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(process, url + health)
            yield url
        finally:
            process.terminate()
            process.wait(START_SECONDS)


def _python(name: str) -> Path:
    """Return the Python of a peer, whose environment is made where there is none."""
    if not PEERS[name]:
        return Path(sys.executable)
    folder = _ENVIRONMENTS / "-".join(PEERS[name])
    python = folder / "bin" / "python"
    if not (folder / "whole").exists():
        venv.create(folder, with_pip=True, clear=True)
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PEERS[name]]
        subprocess.run([python, *install], check=True)
        (folder / "whole").touch()
    return python


def _by_gunicorn(module: str) -> Callable[[str, str], tuple[list[str], str]]:
    def command(python: str, port: str) -> tuple[list[str], str]:
        settings = ["--bind", f"127.0.0.1:{port}", "--threads", "8", "--no-control-socket"]
        return [python, "-m", "gunicorn", *settings, f"{module}:server"], "/healthz"

    return command


def _by_streamlit(python: str, port: str) -> tuple[list[str], str]:
    settings = ["--server.port", port, "--server.headless", "true"]
    settings += ["--server.address", "127.0.0.1", "--browser.gatherUsageStats", "false"]
    return [python, "-m", "streamlit", "run", "streamlit_page.py", *settings], "/_stcore/health"


_COMMANDS: Final = {
    "Dash": _by_gunicorn("dash_page"),
    "Vizro": _by_gunicorn("vizro_page"),
    "Streamlit": _by_streamlit,
}


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    give_up = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < give_up:
        try:
            with urlopen(url):
                return
        except URLError:
            time.sleep(0.05)
    raise RuntimeError(f"A peer did not start: {url}")
