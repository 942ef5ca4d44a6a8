"""What is printed on the pages of a PDF, as text: the only importer of the library that reads pages.

Reads files of strangers and draws nothing. The library is not made for threads: one reader at a time, the others wait.
"""

import threading
from collections.abc import Generator
from typing import Any, Final

MOST_PAGES: Final = 400
_LOCK: Final = threading.RLock()
"""May be taken again: a reader that nobody finished is closed whenever its memory is freed."""
_HYPHENS: Final = str.maketrans({"\x02": "-", "\ufffe": "-"})
"""A hyphen at the end of a line comes as one of these."""


def page_texts(data: bytes) -> Generator[str, None, None]:
    """The text of each page, the first page first, the last second, then the rest in order. Close it when done.

    A page is read when it is asked for, ``MOST_PAGES`` and the last at most. Raises whatever the library throws for a file that is no PDF.
    """
    import pypdfium2

    with _LOCK:
        document = pypdfium2.PdfDocument(data)
    try:
        with _LOCK:
            count = len(document)
        for number in dict.fromkeys((0, count - 1, *range(min(count, MOST_PAGES)))):
            yield _text(document, number)
    finally:
        with _LOCK:
            document.close()


def _text(document: Any, number: int) -> str:
    with _LOCK:
        page = document[number]
        text = page.get_textpage()
        try:
            return str(text.get_text_range()).translate(_HYPHENS)
        finally:
            text.close()
            page.close()
