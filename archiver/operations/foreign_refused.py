"""Why a file of others is not imported."""

from archiver.errors import UsageError

READ = (
    "WARC, WACZ and HAR files are read, folders of instaloader and of gallery-dl, and what Instagram and Facebook give "
    "an account's owner to download, as JSON, in a folder or its ZIP"
)


class ForeignFileError(UsageError):
    """A file is in no form that is read here, or not as its form has it."""

    kind = "a file to import is not understood"
    advice = "Nothing of it was imported."


class NothingToImportError(UsageError):
    """A file holds nothing of the platform of the target."""

    kind = "nothing was there to import"
