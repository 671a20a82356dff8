"""The PDF read back twice: its structure tree, as assistive software hears it, and its pages, as the eye meets them.

The tree is read with pikepdf, the pages with PDFium. Neither is used by the writer.
"""

from pipeline.unzip import Refused
from pipeline.verify.transcript import Transcript


def pdf(data: bytes) -> Transcript:
    """The transcript of a PDF. Raises Refused where it cannot be opened, or should not be."""
    from pipeline.verify.pdf.document import said
    from pipeline.verify.pdf.reading import read

    try:
        return read(data)
    except Refused:
        raise
    except Exception as error:  # a stranger's file: whatever it makes two libraries raise, it is not read
        raise Refused(f"it is a damaged PDF file ({said(error)})") from error
