"""Journey 10: the Debian package installs, serves, is removed and comes back, and purges without a trace.

Needs root (or sudo without a password), and a machine that has no Bailey of its own.
"""
import configparser
import glob
import grp
import os
import pwd
import re
import shutil
import signal
import socket
import ssl
import stat
import subprocess
import tempfile
import time
import unittest

import letters
from service import BUILD, LISTENERS, PATIENCE, PORTS, Account, Service, free_port_base

AS_ROOT = [] if os.geteuid() == 0 else ['sudo', '-n']
AS_BAILEY = ['runuser', '-u', 'bailey', '--']
UNIT = '/lib/systemd/system/bailey.service'
FOLDERS = {'/var/lib/bailey': ('bailey', 0o700), '/var/log/bailey': ('bailey', 0o750), '/etc/bailey': ('root', 0o770)}
PASSWORD = 'walrus orbit kettle'


def run(*command, code=0, input=None):
    done = subprocess.run([*AS_ROOT, *command], input=input, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=600, env={**os.environ, 'DEBIAN_FRONTEND': 'noninteractive', 'LC_ALL': 'C.UTF-8'})
    if done.returncode != code:
        raise AssertionError(f'{" ".join(command)} ended with {done.returncode}:\n{done.stdout}')
    return done.stdout


def dpkg(*words):
    """dpkg, once nobody else is installing."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return run('dpkg', *words)
        except AssertionError as e:
            if 'lock' not in str(e) or time.monotonic() > end:
                raise
            time.sleep(1)


def has_user():
    try:
        return bool(pwd.getpwnam('bailey'))
    except KeyError:
        return False


def has_group():
    try:
        return bool(grp.getgrnam('bailey'))
    except KeyError:
        return False


def traces():
    """What there is of Bailey on this machine."""
    paths = [*FOLDERS, '/usr/bin/bailey', '/usr/bin/baileyd', UNIT, '/usr/share/doc/bailey',
             *glob.glob('/var/lib/dpkg/info/bailey.*'), *glob.glob('/etc/systemd/system/*/bailey.service')]
    found = [path for path in paths if os.path.lexists(path)]
    return found + ['the user bailey'] * has_user() + ['the group bailey'] * has_group()


def setUpModule():
    global package, package_folder
    there = traces()
    if there:  # somebody's mail may be in it: touch nothing
        raise AssertionError(f'this machine has a Bailey of its own; the package cannot be tried here: {there}')
    package_folder = tempfile.mkdtemp(prefix='bailey-package-')
    try:
        run('cpack', '-G', 'DEB', '-B', package_folder, '--config', os.path.join(BUILD, 'CPackConfig.cmake'))
        package, = glob.glob(os.path.join(package_folder, '*.deb'))
        dpkg('-i', package)
    except BaseException:
        clear_up()
        raise


def clear_up():
    if glob.glob('/var/lib/dpkg/info/bailey.*'):
        dpkg('-P', 'bailey')
    run('rm', '-rf', package_folder)


def tearDownModule():
    clear_up()
    left = traces()
    if left:
        raise AssertionError(f'purging left behind: {left}')


class Package(unittest.TestCase):
    def test_10_1_a_user_and_folders_for_it_alone(self):
        user = pwd.getpwnam('bailey')
        self.assertEqual((user.pw_dir, user.pw_shell), ('/var/lib/bailey', '/usr/sbin/nologin'))
        self.assertLess(user.pw_uid, 1000, 'a system user')
        self.assertEqual(grp.getgrgid(user.pw_gid).gr_name, 'bailey')
        for folder, (owner, mode) in FOLDERS.items():
            is_ = os.stat(folder)
            self.assertEqual((pwd.getpwuid(is_.st_uid).pw_name, grp.getgrgid(is_.st_gid).gr_name,
                              stat.S_IMODE(is_.st_mode)), (owner, 'bailey', mode), folder)

    def test_10_2_programs_that_run(self):
        for program in ('bailey', 'baileyd'):
            self.assertRegex(run(program, '--help'), '(?i)usage: ' + program)
            self.assertNotIn('not found', run('ldd', '/usr/bin/' + program))
            self.assertEqual(stat.S_IMODE(os.stat('/usr/bin/' + program).st_mode), 0o755)
        self.assertRegex(run('dpkg', '-s', 'bailey'), r'(?m)^Depends: .*libssl3')

    def test_10_3_a_unit_that_systemd_understands(self):
        unit = configparser.ConfigParser(strict=False, interpolation=None, delimiters='=')
        unit.optionxform = str
        unit.read(UNIT)
        service = unit['Service']
        self.assertEqual((service['User'], service['Group'], service['Type']), ('bailey', 'bailey', 'notify'))
        for line in ('ExecStartPre', 'ExecStart', 'ExecReload'):
            self.assertTrue(os.access(service[line].split()[0], os.X_OK), service[line])
        for wall in ('NoNewPrivileges', 'ProtectHome', 'PrivateTmp', 'PrivateDevices', 'MemoryDenyWriteExecute'):
            self.assertEqual(service[wall], 'yes', wall)
        self.assertEqual(service['CapabilityBoundingSet'], 'CAP_NET_BIND_SERVICE')
        if shutil.which('systemd-analyze'):
            self.assertEqual(run('systemd-analyze', 'verify', UNIT), '')
            exposure = run('systemd-analyze', 'security', '--offline=true', '--threshold=20', '--no-pager', UNIT)
            self.assertIn('OK', exposure.splitlines()[-1])

    def test_10_4_from_the_package_to_a_service_and_through_a_removal(self):
        """The operator's guide, step by step; removing keeps everything, and installing again goes on with it."""
        ports = self.set_up()
        mail = self.serve(ports, lambda service, ann: service.send(ann, ann, letters.letter(ann, ann)))
        self.assertRegex(mail, r'^[a-z0-9]{13}$')
        for folder, _, files in os.walk('/var/lib/bailey'):
            for name in files:
                self.assertEqual(pwd.getpwuid(os.stat(os.path.join(folder, name)).st_uid).pw_name, 'bailey', name)
        self.assertEqual(stat.S_IMODE(os.stat('/etc/bailey/keys').st_mode), 0o600)

        dpkg('-r', 'bailey')
        self.assertFalse(os.path.exists('/usr/bin/baileyd'))
        self.assertTrue(os.path.exists('/etc/bailey/keys'))
        self.assertTrue(os.path.exists('/var/lib/bailey/community.db'))
        dpkg('-i', package)
        self.serve(ports, lambda service, ann: self.assertIn(b'Subject: A letter\r\n', service.collect_one(ann)))

    def set_up(self):
        run(*AS_BAILEY, 'bailey', 'init', '--suffix', 'bailey.test', '--hostname', 'localhost')
        with open('/etc/bailey/bailey.conf', encoding='utf-8') as f:
            text = f.read()
        base = free_port_base()
        ports = {name: base + n for n, name in enumerate(PORTS)}
        for name, setting in LISTENERS.items():
            section, key = setting.split('.')
            text, found = re.subn(rf'(?ms)(^\[{section}\]$.*?^{key} = ).*?$', rf'\g<1>["127.0.0.1:{ports[name]}"]', text)
            assert found == 1, setting
        run(*AS_BAILEY, 'tee', '/etc/bailey/bailey.conf', input=text)
        run(*AS_BAILEY, 'bailey', 'config', 'check')
        run(*AS_BAILEY, 'bailey', 'organisation', 'add', 'Kestrel Chambers', '--domain', 'kestrelchambers.co.uk')
        run(*AS_BAILEY, 'bailey', 'user', 'add', 'ann@kestrelchambers.co.uk', '--first-name', 'Ann', '--password-stdin',
            input=PASSWORD + '\n')
        return ports

    def serve(self, ports, story):
        """Starts the daemon as the unit does, tells the story, and stops it."""
        name = '\0bailey-test-%d' % os.getpid()
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager, tempfile.TemporaryFile() as log:
            manager.bind(name)
            manager.settimeout(PATIENCE)
            env = ['env', 'NOTIFY_SOCKET=@' + name[1:]]
            run(*AS_BAILEY, 'baileyd', '--config', '/etc/bailey/bailey.conf', '--check')
            process = subprocess.Popen([*AS_ROOT, 'setpriv', '--reuid=bailey', '--regid=bailey', '--clear-groups', *env,
                                        'baileyd', '--config', '/etc/bailey/bailey.conf'], stdout=log, stderr=log)
            try:
                self.assertEqual(manager.recv(100), b'READY=1')
                service = Installed(ports)
                ann = Account('ann@kestrelchambers.co.uk', PASSWORD, 'ann@kestrelchambers.co.uk.bailey.test', '', 'Ann')
                told = story(service, ann)
                process.send_signal(signal.SIGTERM)
                # 30 s for the sessions to end, as configured, and 30 for the rest
                self.assertEqual(manager.recv(100), b'STOPPING=1\nEXTEND_TIMEOUT_USEC=60000000')
                self.assertEqual(process.wait(PATIENCE), 0)
                return told
            except BaseException:
                log.seek(0)
                print(log.read().decode(errors='replace'))
                raise
            finally:
                if process.poll() is None:
                    process.kill()
                    process.wait()


class Installed(Service):
    """The users' side of the installed service; its life is the package's."""

    name = 'localhost'

    def __init__(self, ports):
        self.ports = ports
        self.ca_text = run('cat', '/etc/bailey/ca.pem')

    def tls(self):
        return ssl.create_default_context(cadata=self.ca_text)


if __name__ == '__main__':
    unittest.main()
