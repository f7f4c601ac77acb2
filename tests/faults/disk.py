"""A small file system of a test's own, to be filled up."""
import os
import shutil
import subprocess
import tempfile


class SmallDisk:
    """ext4 in a loop-mounted image; a tmpfs where there are no loop devices. Needs root."""

    def __init__(self, megabytes):
        self.base = tempfile.mkdtemp(prefix='bailey-faults-disk-')
        self.path = os.path.join(self.base, 'mounted')
        self.folder = os.path.join(self.path, 'folder')  # an empty one: ext4 has a lost+found in its root
        self._filler = os.path.join(self.path, 'filler')
        os.mkdir(self.path)
        image = os.path.join(self.base, 'image')
        with open(image, 'wb') as file:
            file.truncate(megabytes << 20)
        done = self._run('mkfs.ext4', '-q', '-m', '0', image) and self._run('mount', '-o', 'loop', image, self.path)
        if not done and not self._run('mount', '-t', 'tmpfs', '-o', f'size={megabytes}m', 'tmpfs', self.path):
            shutil.rmtree(self.base)
            raise OSError('neither a loop device nor a tmpfs can be mounted')
        os.mkdir(self.folder)

    @staticmethod
    def _run(*words):
        return subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0

    def free(self):
        s = os.statvfs(self.path)
        return s.f_bavail * s.f_frsize

    def fill(self, leave):
        """Takes all the space but about so many octets."""
        with open(self._filler, 'wb') as file:
            os.posix_fallocate(file.fileno(), 0, max(self.free() - leave, 4096))

    def free_up(self):
        os.remove(self._filler)

    def remove(self):
        self._run('umount', self.path) or self._run('umount', '-l', self.path)
        shutil.rmtree(self.base, ignore_errors=True)
