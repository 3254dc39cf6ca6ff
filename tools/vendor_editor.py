"""A pinned npm package in; the files of the query editor in graph/serve/static/query/yasqe/, or their check, out.

    python tools/vendor_editor.py           fetch the package, check its hash, write the files
    python tools/vendor_editor.py --check   fetch the package, check its hash, compare the files

The package comes from wherever npm is set up to fetch from.
"""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path

PACKAGE = "@zazuko/yasqe@4.6.2"
INTEGRITY = "sha512-83iCLuBIgU04KBIaibxZTjKvrXD6sEe/+aqsHxLb4+ZVD4eaUwh5hFJEetuWkiKBY6WxTjVOmhKXvh2AAOR14g=="
FOLDER = Path(__file__).parent.parent / "graph" / "serve" / "static" / "query" / "yasqe"
#: What is cut out of the script, each exactly once: the pointer to a source map that is not served, the table of
#: prefixes that anyone could enter at a public site, the address of a service that completes the names of classes,
#: and the endpoint that it would ask unless told otherwise.
CUTS = (
    (re.compile(r"\n//# sourceMappingURL=\S+\s*$"), "\n"),
    (re.compile(r",madsrdf=`.*?,prefixes_default=\{.*?\}(?=[,;])", re.DOTALL), ",prefixes_default={}"),
    (re.compile(r"\$\{\w+\}lov\.linkeddata\.es/[\w/]+\?"), "/no-such-service?"),
    (re.compile("https://dbpedia\\.org/sparql"), "/sparql"),
)


def fetched(folder: str) -> Path:
    """Return the package as npm delivers it; ends the program where npm cannot or the hash differs."""
    command = ["npm", "pack", "--silent", PACKAGE, "--pack-destination", folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"npm pack {PACKAGE}: {done.stderr.strip() or 'failed'}")
    archive = next(Path(folder).glob("*.tgz"))
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != INTEGRITY:
        sys.exit(f"{PACKAGE}: its hash is {found}, not {INTEGRITY}; do not use it")
    return archive


def files(archive: Path) -> Mapping[str, bytes]:
    """Return the files that are served, by name."""
    with tarfile.open(archive) as packed:
        script, style = (_member(packed, f"package/build/yasqe.min.{kind}") for kind in ("js", "css"))
    for pattern, instead in CUTS:
        script, count = pattern.subn(instead, script)
        if count != 1:
            sys.exit(f"{PACKAGE}: {pattern.pattern} stands {count} times in it, not once; look what changed")
    return {"yasqe.min.js": script.encode(), "yasqe.min.css": style.encode()}


def _member(packed: tarfile.TarFile, name: str) -> str:
    found = packed.extractfile(name)
    if found is None:
        sys.exit(f"{PACKAGE}: holds no {name}")
    return found.read().decode()


def main() -> None:
    """Write the files, or compare them with --check."""
    with tempfile.TemporaryDirectory() as folder:
        made = files(fetched(folder))
    for name, content in made.items():
        path = FOLDER / name
        if "--check" not in sys.argv[1:]:
            path.write_bytes(content)
        elif not path.is_file() or path.read_bytes() != content:
            sys.exit(f"{path.name}: differs from {PACKAGE}; run this script without --check")
        print(f"{name}  {len(content)} bytes  sha256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
