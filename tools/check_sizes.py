#!/usr/bin/env python3
"""Prints how long functions and files are, and fails on what nobody should have to read: a function over 80 lines that
is not a table, a file over 400.

usage: check_sizes.py [src]

A function is found by its shape in our own formatting: a line at namespace or class level that ends in `{` after a
`)` (or `const`, `override`, `noexcept`), up to the `}` at the same indentation."""
import pathlib
import re
import sys

OPENS = re.compile(r'^(?P<indent> *)(?!namespace|class|struct|enum|union|extern|if|for|while|switch|do|else|try|catch)\S.*\)'
                   r'( const| override| noexcept| mutable| final| ->.*)* \{$')
FUNCTION_MAX, FILE_MAX = 80, 400


def functions(lines):
    at = 0
    while at < len(lines):
        m = OPENS.match(lines[at])
        if m and len(m['indent']) <= 8:
            end = m['indent'] + '}'
            for n in range(at + 1, len(lines)):
                if lines[n].startswith(end) and lines[n][len(end):].strip(' ;,)') == '':
                    yield at + 1, n - at + 1
                    at = n
                    break
        at += 1


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else 'src')
    lengths, bad = [], []
    total = tests = 0
    for path in sorted(root.rglob('*.[ch]pp')):
        lines = path.read_text().splitlines()
        is_test = path.name.endswith('_test.cpp')
        total += len(lines)
        tests += len(lines) if is_test else 0
        if len(lines) > FILE_MAX and not is_test:
            bad.append(f'{path}: {len(lines)} lines, at most {FILE_MAX}')
        for line, length in functions(lines):
            if not is_test:
                lengths.append(length)
                if length > FUNCTION_MAX:
                    bad.append(f'{path}:{line}: a function of {length} lines, at most {FUNCTION_MAX}')
    lengths.sort()
    if lengths:
        print(f'{total} lines, {tests} of them tests; {len(lengths)} functions: median {lengths[len(lengths) // 2]}, '
              f'90th percentile {lengths[len(lengths) * 9 // 10]}, longest {lengths[-1]}')
    print('\n'.join(bad))
    sys.exit(bool(bad))


main()
