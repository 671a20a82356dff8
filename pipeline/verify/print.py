"""The print read back: as a PDF, with the sheet around its pages, and with inks for colours."""

from pipeline.unzip import Refused
from pipeline.verify.transcript import Transcript


def print(data: bytes) -> Transcript:  # noqa: A001  # a format, its module and its function are one word
    """The transcript of a print. Raises Refused where it cannot be opened, or should not be."""
    from pipeline.verify.pdf.document import said
    from pipeline.verify.pdf.reading import read

    try:
        return read(data, printed=True)
    except Refused:
        raise
    except Exception as error:  # a stranger's file: whatever it makes two libraries raise, it is not read
        raise Refused(f"it is a damaged PDF file ({said(error)})") from error
