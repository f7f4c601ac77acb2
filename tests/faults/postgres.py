"""PostgreSQL for the tests: the one that runs beside them, and servers of a test's own that it may stop."""
import atexit
import os
import shutil
import subprocess
import tempfile

BINARIES = os.environ.get('BAILEY_POSTGRES_BIN', '/usr/lib/postgresql/15/bin')
SCHEMAS = ['community', 'queue', *(f'cell_{n}' for n in range(4))]

_shared = None


def shared():
    """The URL of the server beside the tests (tools/postgres-for-tests.sh), or of one that lives as long as they."""
    global _shared
    url = os.environ.get('BAILEY_TEST_POSTGRES')
    if url:
        return url
    if not _shared:
        _shared = Server()
        atexit.register(_shared.remove)
    return _shared.url


def drop_schemas(url):
    statements = '; '.join(f'drop schema if exists bailey_{name} cascade' for name in SCHEMAS)
    subprocess.run([os.path.join(BINARIES, 'psql'), '-q', '-X', '-v', 'ON_ERROR_STOP=1', url, '-c',
                    'set client_min_messages = warning; ' + statements], check=True)


class Server:
    """On a socket in a folder of its own; fsync is on, for what a test expects to survive."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix='bailey-faults-pg-')
        self.data = os.path.join(self.folder, 'data')
        self.url = f'postgresql:///postgres?host={self.folder}&user=postgres'
        os.chmod(self.folder, 0o755)
        if os.geteuid() == 0:
            shutil.chown(self.folder, 'postgres')
        self._run('initdb', '-D', self.data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8',
                  '--no-sync')
        with open(os.path.join(self.data, 'postgresql.conf'), 'a') as conf:
            conf.write(f"listen_addresses = ''\nunix_socket_directories = '{self.folder}'\nmax_connections = 200\n")
        self.start()

    def _run(self, program, *words, check=True):
        as_server = ['runuser', '-u', 'postgres', '--'] if os.geteuid() == 0 else []  # it refuses to run as root
        subprocess.run([*as_server, os.path.join(BINARIES, program), *words], check=check, cwd='/',
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def start(self):
        self._run('pg_ctl', '-D', self.data, '-l', os.path.join(self.data, 'server.log'), '-w', 'start')

    def stop(self, mode):
        self._run('pg_ctl', '-D', self.data, '-m', mode, '-w', 'stop')

    def remove(self):
        self._run('pg_ctl', '-D', self.data, '-m', 'immediate', '-w', 'stop', check=False)
        shutil.rmtree(self.folder, ignore_errors=True)
