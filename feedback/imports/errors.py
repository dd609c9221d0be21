"""Why a row, or a whole file, is not taken. Pure."""

from feedback.errors import RefusedError


class RowRefusedError(RefusedError):
    """One row that can't be taken; the others can."""

    code = "row_refused"


class FileRefusedError(RefusedError):
    """The file can't be imported at all, or not with these options."""

    code = "file_refused"
