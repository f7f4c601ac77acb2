"""What this machine is, and what it has done so far: CPU seconds, and the disk's writes and flushes."""
import os
import re
import subprocess
import sys
import time

TICK = os.sysconf('SC_CLK_TCK')
DISK = re.compile(r'(vd|sd|xvd)[a-z]+|nvme\d+n\d+')


def snapshot():
    with open('/proc/stat') as f:
        v = [int(x) / TICK for x in f.readline().split()[1:]]
    out = dict(busy=v[0] + v[1] + v[2] + v[5] + v[6], steal=v[7], at=time.monotonic(), writes=0, written_mb=0,
               flushes=0)
    with open('/proc/diskstats') as f:
        for line in f:
            w = line.split()
            if DISK.fullmatch(w[2]):
                out['writes'] += int(w[7])
                out['written_mb'] += int(w[9]) * 512 / 1e6
                out['flushes'] += int(w[18]) if len(w) > 18 else 0
    return out


def wait_quiet(own_cpu, most_cores, patience):
    """Waits until others than own_cpu() leave the CPU alone for two seconds, or `patience` seconds at most."""
    end, calm = time.monotonic() + patience, 0
    while calm < 3 and time.monotonic() < end:
        a, own = snapshot(), own_cpu()
        time.sleep(0.7)
        b = snapshot()
        foreign = (b['busy'] - a['busy'] - (own_cpu() - own)) / (b['at'] - a['at'])
        calm = calm + 1 if foreign < most_cores else 0


def output(*command):
    try:
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.strip()
    except FileNotFoundError:
        return ''


def describe(folder, bailey):
    """Lines of text: this machine, its disk below `folder`, and the versions of what is compared."""
    cpu = re.search(r'model name\s*: (.*)', open('/proc/cpuinfo').read())
    memory = int(re.search(r'MemTotal:\s*(\d+)', open('/proc/meminfo').read())[1]) / 1024 ** 2
    versions = output('dpkg-query', '-W', '-f', '${Package} ${Version}, ', 'postfix', 'dovecot-core', 'libssl3',
                      'libsqlite3-0')
    return [f'CPU: {cpu[1] if cpu else "unknown"}, {os.cpu_count()} cores; memory {memory:.0f} GiB',
            f'Kernel: {os.uname().release}; disk: {output("findmnt", "-nT", folder, "-o", "SOURCE,FSTYPE,OPTIONS")}',
            f'Versions: {versions}Bailey: {output(bailey, "--version") or "not built"}']


if __name__ == '__main__':
    print(*describe(sys.argv[1], sys.argv[2]), sep='\n')
