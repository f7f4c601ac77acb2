#!/usr/bin/env python3
"""Every demand of a standard has a test: the tables docs/rfc/*-musts.md name tests that exist.

usage: tools/check_musts.py [table ...]

A row is | section | what it demands | tests |. A test is `Suite.Name` of GoogleTest, `test_name` of the journeys and
faults, or the path of a .svtest file. A demand that nothing can test says why: "none: ...".
"""
import glob
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GTEST = re.compile(r'^TEST(?:_[FP])?\((\w+),\s*(\w+)\)', re.M)
UNITTEST = re.compile(r'^    def (test_\w+)\(', re.M)


def tests():
    """The names of all tests."""
    listed = subprocess.run(['git', 'ls-files', '-co', '--exclude-standard', 'src', 'tests'], cwd=ROOT, check=True, text=True,
                            stdout=subprocess.PIPE).stdout.splitlines()
    names = set()
    for path in listed:
        if path.endswith('.svtest'):
            names.add(path)
        if not path.endswith(('_test.cpp', '_test.py')) or not os.path.exists(os.path.join(ROOT, path)):
            continue
        with open(os.path.join(ROOT, path), encoding='utf-8') as f:
            text = f.read()
        names |= {f'{suite}.{name}' for suite, name in GTEST.findall(text)}
        names |= set(UNITTEST.findall(text))
    return names


def problems(path, known):
    """What is wrong with a table, and how many demands it has."""
    wrong, rows = [], 0
    with open(path, encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            cells = [cell.strip() for cell in re.split(r'(?<!\\)\|', line.strip())[1:-1]]
            if len(cells) != 3 or cells[0] == 'section' or set(cells[0]) <= set('-: '):
                continue
            rows += 1
            named = re.findall(r'`([^`]+)`', cells[2])
            where = f'{os.path.relpath(path, ROOT)}:{number}: '
            if not named and not cells[2].startswith('none: '):
                wrong.append(f'{where}section {cells[0]} names no test')
            wrong += [f'{where}there is no test {name}' for name in named if name not in known]
    return wrong, rows


def main():
    tables = sys.argv[1:] or sorted(glob.glob(os.path.join(ROOT, 'docs', 'rfc', '*-musts.md')))
    known, wrong, rows = tests(), [], 0
    for table in tables:
        found, count = problems(table, known)
        wrong, rows = wrong + found, rows + count
    print('\n'.join(wrong) if wrong else f'{rows} demands of standards, each with its tests')
    sys.exit(1 if wrong or not rows else 0)


main()
