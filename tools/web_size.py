#!/usr/bin/env python3
"""What a browser fetches before the Inbox is there, compressed: at most 150 kB of JavaScript and style sheets.

usage: tools/web_size.py     reads web/dist, which `make web` builds
"""
import json
import os
import re
import sys

DIST = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'web', 'dist')
LIMIT = 150_000  # octets
# Beyond what index.html names, these are always loaded: one language, and the mail page.
ALWAYS = ['text/en.ts', 'mail/Mail.svelte', 'mail/message/Body.svelte']


def wire_size(name):
    sizes = [os.path.getsize(os.path.join(DIST, name + form)) for form in ('', '.br') if os.path.exists(os.path.join(DIST, name + form))]
    return min(sizes)


def main():
    manifest = json.load(open(os.path.join(DIST, '.vite', 'manifest.json')))
    page = open(os.path.join(DIST, 'index.html')).read()
    files = set(re.findall(r'(?:src|href)="/(assets/[^"]+)"', page))
    wanted = [key for key in manifest if key in ALWAYS or manifest[key]['file'] in files]
    if not any(name.endswith('.js') for name in files):
        sys.exit('web/dist/index.html names no script')
    seen = set(wanted)
    while wanted:
        chunk = manifest[wanted.pop()]
        files.update([chunk['file'], *chunk.get('css', [])])
        fresh = [key for key in chunk.get('imports', []) if key not in seen]
        seen.update(fresh)
        wanted += fresh
    for name in sorted(files):
        print(f'{wire_size(name):>8} {name}')
    total = sum(map(wire_size, files))
    print(f'{total:>8} first load, at most {LIMIT}')
    sys.exit(total > LIMIT)


main()
