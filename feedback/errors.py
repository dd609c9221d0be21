"""What an operation refuses, and in which words. Interfaces turn it into their own form."""

from typing import Self


class RefusedError(Exception):
    """An act that is not done. `code` is for machines, `detail` for people.

    `path` names the field in the caller's own document ("$.reasons[1]"), where one is at fault.
    """

    code = "refused"
    status = 422

    def __init__(self, detail: str, *, path: str = "", code: str = "", status: int = 0) -> None:
        super().__init__(detail)
        self.detail = detail
        self.path = path
        self.code = code or self.code
        self.status = status or self.status

    def within(self, path: str) -> Self:
        """The same refusal, where `path` leads to the document that it was said of.

        A header that is at fault stays so.
        """
        if not self.path or self.path.startswith("$"):
            self.path = path + self.path.removeprefix("$")
        return self


class NotFoundError(RefusedError):
    """No such thing, or none that the caller may know of: the two look the same on purpose."""

    code = "not_found"
    status = 404


class ConflictError(RefusedError):
    """Somebody else got there first, or the thing is no longer in the state that the act needs."""

    code = "conflict"
    status = 409
