"""Folders that only one account may use, and which account that is."""

import os
import pwd
import stat
import subprocess
from pathlib import Path

from config.supervisor.child import Account


class UnsafeFolderError(Exception):
    """The folder is somebody else's, or not a folder."""


def server_account(data: Path) -> Account | None:
    """Who runs a server that refuses root: None, meaning ourselves, unless we are root; else the
    owner of the data that is there already, or `nobody`."""
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid)


def own_folder(folder: Path, *, mode: int, account: Account | None = None) -> Path:
    """Make the folder, or take the existing one, for `account` (ourselves if None).

    UnsafeFolderError if it is a link, not a folder, or belongs to anybody else."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    ours = {os.geteuid(), account.uid if account else os.geteuid()}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours:
        raise UnsafeFolderError(f"{folder} is not a folder of ours; remove it and start again")
    if account:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(mode)
    return folder


def reachable(folder: Path, *, account: Account | None) -> bool:
    """Whether the account may look into the folder, asked of the system itself."""
    if account is None:
        return True
    answer = subprocess.run(  # noqa: S603
        ["test", "-x", str(folder)],  # noqa: S607
        user=account.uid,
        group=account.gid,
        extra_groups=[],
        check=False,
    )
    return answer.returncode == 0
