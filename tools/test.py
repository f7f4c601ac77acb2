#!/usr/bin/env python3
"""Everything a change could break, in one run that ends with counts.

usage: tools/test.py [step ...]     all steps without arguments; see STEPS below

Each step is a command whose output goes to build/test-logs/<step>.log; a step that fails shows the end of it.
"""
import os
import re
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LOGS = os.path.join(ROOT, 'build', 'test-logs')
JOBS = str(os.cpu_count() or 1)
FUZZ_SECONDS = os.environ.get('FUZZ_SECONDS', '10')
LAYERS = ['base', 'domain', 'protocol', 'store', 'services', 'net', 'api', 'apps']
# Where the threads and locks are made. TSAN_LAYERS=services,api,apps looks at those who use them, in a quarter of an hour.
THREADED = os.environ.get('TSAN_LAYERS', 'store,net').split(',')


def build(preset, *targets):
    more = ['--target', *targets] if targets else []
    return ['bash', '-c', f'cmake --preset {preset} && cmake --build --preset {preset} -j {JOBS} ' + ' '.join(more)]


def unit(preset):
    """All unit tests of a preset, beside a private PostgreSQL."""
    options = {'asan': 'ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1', 'tsan': 'TSAN_OPTIONS=halt_on_error=1:history_size=4'}
    tests = ' '.join(f'build/{preset}/bin/{layer}_test' for layer in (THREADED if preset == 'tsan' else LAYERS))
    loop = f'code=0; for t in {tests}; do [ -x $t ] || continue; {options.get(preset, "")} $t --gtest_brief=1 || code=1; done; exit $code'
    return ['tools/postgres-for-tests.sh', 'bash', '-c', loop]


def python(folder):
    return ['python3', '-m', 'unittest', 'discover', '-v', '-s', f'tests/{folder}', '-t', f'tests/{folder}', '-p', '*_test.py']


STEPS = {
    'packages': ['tools/install-packages.sh', 'build', 'web', 'test'],
    'layers': ['python3', 'tools/check_layers.py', 'src'],
    'musts': ['python3', 'tools/check_musts.py'],
    'format': ['bash', '-c', "clang-format-14 --dry-run -Werror $(git ls-files 'src/*.[ch]pp' 'tests/*.cpp')"],
    'sizes': ['python3', 'tools/check_sizes.py', 'src'],
    'web': ['bash', '-c', 'python3 tools/web_types.py --check && cd web && npm ci --no-audit --no-fund --loglevel=error && npm run check'
            ' && npx vitest run && npx vite build --logLevel warn && cd .. && python3 tools/web_size.py'],
    'build-release': build('release', 'bailey', 'baileyd', 'sieve-test'),  # what the journeys and faults run
    'journeys': python('journeys'),
    'web-journeys': ['bash', '-c', 'make -s web && cd web && npx vitest run --config journeys/vitest.config.ts'],
    'faults': ['tools/postgres-for-tests.sh', '--fsync', 'on', *python('faults')],
    'build-asan': build('asan'),
    'unit-asan': unit('asan'),
    'build-tsan': build('tsan', *(f'{layer}_test' for layer in THREADED)),
    'unit-tsan': unit('tsan'),
    'build-fuzz': build('fuzz', 'fuzz_targets'),
    'fuzz': ['tests/fuzz/run.sh', FUZZ_SECONDS],
}

COUNTS = [  # patterns of (passed, failed) in the outputs of GoogleTest, unittest and Vitest
    (re.compile(r'^ *Tests  (?:(\d+) failed \| )?(?:(\d+) passed)?', re.M), lambda m: (int(m[2] or 0), int(m[1] or 0))),
    (re.compile(r'\[  PASSED  \] (\d+) tests?\.'), lambda m: (int(m[1]), 0)),
    (re.compile(r'^ ?(\d+) FAILED TESTS?', re.M), lambda m: (0, int(m[1]))),
    (re.compile(r'^Ran (\d+) tests? in', re.M), lambda m: (int(m[1]), 0)),
    (re.compile(r'^FAILED \((.*)\)', re.M), lambda m: (-sum(map(int, re.findall(r'(?:failures|errors)=(\d+)', m[1]))),
                                                      sum(map(int, re.findall(r'(?:failures|errors)=(\d+)', m[1]))))),
    (re.compile(r'^ok +fuzz (\S+):', re.M), lambda m: (1, 0)),
    (re.compile(r'^FAIL +fuzz (\S+):', re.M), lambda m: (0, 1)),
]


def counts(text):
    passed = failed = 0
    for pattern, value in COUNTS:
        for m in pattern.finditer(text):
            p, f = value(m)
            passed, failed = passed + p, failed + f
    return passed, failed


def run(name):
    begin = time.monotonic()
    log = os.path.join(LOGS, f'{name}.log')
    with open(log, 'w') as out:
        code = subprocess.call(STEPS[name], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
    text = open(log, errors='replace').read()
    passed, failed = counts(text)
    if code and not failed:
        failed = 1
    if not code and not passed:
        passed = 1  # a step without tests of its own (a build, a check) counts as one
    print(f"{'ok  ' if not code else 'FAIL'} {name:<14} {passed:>5} passed {failed:>3} failed  {time.monotonic() - begin:6.1f} s", flush=True)
    if code:
        print('\n'.join(text.splitlines()[-60:]), flush=True)
    elif name == 'sizes':
        print(text, end='')
    return passed, failed


def main():
    names = sys.argv[1:] or list(STEPS)
    unknown = [n for n in names if n not in STEPS]
    if unknown:
        sys.exit(f'no such step: {", ".join(unknown)}; there are {", ".join(STEPS)}')
    os.makedirs(LOGS, exist_ok=True)
    total = [0, 0]
    for name in names:
        if name in ('journeys', 'faults') and not os.path.isdir(os.path.join(ROOT, 'tests', name)):
            continue
        passed, failed = run(name)
        total = [total[0] + passed, total[1] + failed]
        if failed and name in ('packages', 'build-release'):
            break
    print(f'{total[0]} passed, {total[1]} failed')
    sys.exit(1 if total[1] else 0)


main()
