"""Drives as Windows names them; written after the documentation, not yet run on Windows."""

import sys

if sys.platform == "win32":
    import ctypes
    import os
    import shutil
    from ctypes import wintypes
    from pathlib import Path

    _REMOVABLE, _FIXED = 2, 3  # GetDriveTypeW
    _READ_ONLY = 0x00080000  # FILE_READ_ONLY_VOLUME
    _NO_BOXES = 0x0001  # SEM_FAILCRITICALERRORS: no "insert a disk" box for an empty card reader
    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.GetDriveTypeW.argtypes = [wintypes.LPCWSTR]
    _kernel.GetDriveTypeW.restype = wintypes.UINT
    _kernel.GetLogicalDrives.restype = wintypes.DWORD
    _kernel.GetVolumeInformationW.argtypes = [
        wintypes.LPCWSTR,
        wintypes.LPWSTR,
        wintypes.DWORD,
        wintypes.LPDWORD,
        wintypes.LPDWORD,
        wintypes.LPDWORD,
        wintypes.LPWSTR,
        wintypes.DWORD,
    ]
    _kernel.GetVolumeInformationW.restype = wintypes.BOOL
    _kernel.GetVolumePathNameW.argtypes = [wintypes.LPCWSTR, wintypes.LPWSTR, wintypes.DWORD]
    _kernel.GetVolumePathNameW.restype = wintypes.BOOL
    _kernel.SetThreadErrorMode.argtypes = [wintypes.DWORD, wintypes.LPDWORD]
    _kernel.SetThreadErrorMode.restype = wintypes.BOOL

    Values = tuple[Path, str, str, str, int, int, bool, bool]

    def found() -> list[Values]:
        """The fields of `Drive` for each stick and each fixed drive but the system's own."""
        before = wintypes.DWORD()
        _kernel.SetThreadErrorMode(_NO_BOXES, ctypes.byref(before))
        try:
            letters = _kernel.GetLogicalDrives()
            roots = [f"{chr(65 + bit)}:\\" for bit in range(26) if letters >> bit & 1]
            return [values for root in roots if _offered(root) and (values := _values(root))]
        finally:
            _kernel.SetThreadErrorMode(before, None)

    def of(folder: Path) -> Values:
        """The fields of `Drive` for the volume a folder is on."""
        root = ctypes.create_unicode_buffer(1024)
        if not _kernel.GetVolumePathNameW(str(folder), root, len(root)):
            raise ctypes.WinError(ctypes.get_last_error())
        values = _values(root.value)
        if values is None:
            raise ctypes.WinError(ctypes.get_last_error())
        return values

    def _offered(root: str) -> bool:
        kind = _kernel.GetDriveTypeW(root)
        system = os.environ.get("SYSTEMDRIVE", "C:").upper()
        return kind == _REMOVABLE or (kind == _FIXED and not root.startswith(system))

    def _values(root: str) -> Values | None:
        label = ctypes.create_unicode_buffer(261)
        kind = ctypes.create_unicode_buffer(261)
        serial, longest, flags = wintypes.DWORD(), wintypes.DWORD(), wintypes.DWORD()
        answered = _kernel.GetVolumeInformationW(
            root,
            label,
            len(label),
            ctypes.byref(serial),
            ctypes.byref(longest),
            ctypes.byref(flags),
            kind,
            len(kind),
        )
        if not answered:
            return None
        try:
            usage = shutil.disk_usage(root)
        except OSError:
            return None
        return (
            Path(root),
            label.value,
            kind.value,
            f"{serial.value:08X}",
            usage.total,
            usage.free,
            _kernel.GetDriveTypeW(root) == _REMOVABLE,
            not flags.value & _READ_ONLY,
        )
