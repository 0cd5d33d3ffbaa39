"""What is done to a disk while a file is written, kept apart so that tests can fail each step."""

import errno
import os
import shutil
import sys
import time
from pathlib import Path

_BINARY = getattr(os, "O_BINARY", 0)
_NOT_FOR_FOLDERS = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EBADF}


class Disk:
    """A real disk; every function raises the OSError of the system."""

    def free(self, folder: Path) -> int:
        """Bytes a user may still write."""
        return shutil.disk_usage(folder).free

    def exists(self, path: Path) -> bool:
        return os.path.lexists(path)

    def create(self, path: Path) -> int:
        """A descriptor of a file that did not exist before, not even as a link."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)

    def reopen(self, path: Path) -> int:
        """A descriptor good for `sync`, which Windows grants to writers only."""
        return os.open(path, os.O_RDWR | _BINARY)

    def write(self, file: int, data: memoryview) -> None:
        while data:
            data = data[os.write(file, data) :]

    def read(self, file: int, size: int) -> bytes:
        return os.read(file, size)

    def sync(self, file: int) -> None:
        os.fsync(file)

    def forget(self, file: int) -> None:
        """Drop what memory holds of a synced file, so that reading asks the stick itself."""
        if sys.platform != "win32" and hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)

    def close(self, file: int) -> None:
        os.close(file)

    def rename(self, old: Path, new: Path) -> None:
        old.rename(new)

    def replace(self, old: Path, new: Path) -> None:
        """The same, over what is there."""
        old.replace(new)

    def sync_folder(self, folder: Path) -> None:
        """Make names durable where the system can; some FUSE file systems refuse to try."""
        if sys.platform == "win32":
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in _NOT_FOR_FOLDERS:
                raise
        finally:
            os.close(descriptor)

    def remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def pause(self, seconds: float) -> None:
        time.sleep(seconds)
