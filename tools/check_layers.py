#!/usr/bin/env python3
"""Fails when a file includes upward, or a pure layer touches the outside world.

usage: check_layers.py [src]; `make test` runs it before the compiler does."""
import pathlib
import re
import sys

MAY_INCLUDE = {  # layer: the layers it may name; itself is always allowed
    "base": [],
    "domain": ["base"],
    "protocol": ["base", "domain"],
    "store": ["base", "domain"],
    "services": ["base", "domain", "protocol", "store"],
    "net": ["base", "domain", "protocol", "services"],
    "api": ["base", "domain", "protocol", "services", "net"],
    "apps": ["base", "domain", "protocol", "store", "services", "net", "api"],
}
OUTSIDE = {  # header: the layers that may touch it
    r"<(boost/asio|boost/beast|openssl/ssl)": {"net", "api", "apps"},
    r"<spdlog/": {"base"},
    r"<(sqlite3|libpq-fe)\.h>": {"store"},
    r"<(sys/socket|netdb|thread|filesystem|fstream)(\.h)?>": {"base", "store", "services", "net", "apps"},
}
PURE = {"domain", "protocol"}  # no thread, file, socket or time in here
FORBIDDEN_FOLDERS = {"common", "utils", "util", "helpers", "misc", "core", "manager"}


def faults(root):
    for path in sorted(p for p in root.rglob("*.[ch]pp")):
        parts = path.relative_to(root).parts
        layer = parts[0]
        for folder in FORBIDDEN_FOLDERS.intersection(parts[:-1]):
            yield f"{path}: no folder is called {folder}: name the job"
        for n, line in enumerate(path.read_text().splitlines(), 1):
            if not (m := re.match(r'\s*#\s*include\s*(["<])([^">]+)', line)):
                continue
            name = m[2]
            other = name.split("/")[0]
            if m[1] == '"' and "/" in name and other not in MAY_INCLUDE:
                yield f"{path}:{n}: write includes from src/ ({name})"
            if m[1] == '"' and other in MAY_INCLUDE and other != layer and other not in MAY_INCLUDE[layer]:
                yield f"{path}:{n}: {layer} may not include {other} ({name})"
            if path.name.endswith("_test.cpp"):
                continue
            for pattern, allowed in OUTSIDE.items():
                if re.match(pattern, f"<{name}>") and layer not in allowed:
                    yield f"{path}:{n}: {layer} may not touch <{name}>"
            if layer in PURE and name == "base/clock.hpp":
                yield f"{path}:{n}: {layer} is told the time, it does not ask"


def main():
    found = list(faults(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "src")))
    if found:
        print("\n".join(found))
    sys.exit(bool(found))


main()
