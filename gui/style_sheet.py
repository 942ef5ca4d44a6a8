"""The style sheet of the plain widgets, made from the theme's colours. Widgets that light up fast paint themselves instead."""

from typing import Final

from gui.theme import BODY, CAPTION, HEADING, LEAD, RADIUS, TARGET, TITLE, Colours, mixed

_SHEET: Final = """
QWidget {{ font-size: {body}px; }}
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {line}; padding: 4px 8px; }}
QFrame[role="card"] {{ background: {surface}; border: 1px solid {line}; border-radius: {radius}px; }}
QFrame[role="side"] {{ background: {surface}; border: none; }}
QFrame[role="bar"] {{ background: {surface}; border: none; border-top: 1px solid {line}; }}
QFrame[role="head"] {{ background: {surface}; border: none; border-bottom: 1px solid {line}; }}
QFrame[role="rule"] {{ background: {line}; border: none; }}
QLabel {{ background: transparent; }}
QLabel[role="caption"] {{ color: {quiet}; font-size: {caption}px; }}
QLabel[role="quiet"] {{ color: {quiet}; }}
QLabel[role="lead"] {{ font-size: {lead}px; }}
QLabel[role="title"] {{ font-size: {title}px; font-weight: 700; }}
QLabel[role="heading"] {{ font-size: {heading}px; font-weight: 700; }}
QLabel[role="strong"] {{ font-weight: 700; }}
QLabel[role="wrong"] {{ color: {bad}; font-weight: 700; }}
QLabel[role="figure"] {{ font-size: 24px; font-weight: 700; }}
QLabel[role="key"] {{ background: {raised}; color: {text}; border: 1px solid {line}; border-bottom: 3px solid {line};
    border-radius: 6px; padding: 1px 8px; font-weight: 700; }}
QPushButton {{ background: {surface}; color: {text}; border: 1px solid {line}; border-radius: 8px; padding: 0 14px;
    min-height: {inner}px; }}
QPushButton:hover {{ background: {raised}; border-color: {quiet}; }}
QPushButton:pressed {{ background: {pressed}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 0 13px; min-height: {framed}px; }}
QPushButton:disabled {{ color: {faint}; background: {window}; border-color: {line}; }}
QPushButton:checked {{ background: {accent_soft}; border: 2px solid {accent}; color: {text}; padding: 0 13px;
    min-height: {framed}px; }}
QPushButton[role="primary"] {{ background: {accent}; color: {on_accent}; border: 1px solid {accent}; font-weight: 700; }}
QPushButton[role="primary"]:hover {{ background: {accent_hover}; }}
QPushButton[role="primary"]:pressed {{ background: {accent_pressed}; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {text}; }}
QPushButton[role="primary"]:disabled {{ background: {line}; color: {quiet}; border-color: {line}; }}
QPushButton[role="flat"] {{ background: transparent; border: 1px solid transparent; padding: 0 8px; }}
QPushButton[role="flat"]:hover {{ background: {raised}; }}
QPushButton[role="flat"]:focus {{ border: 2px solid {accent}; padding: 0 7px; }}
QPushButton[role="flat"]:checked {{ background: {accent_soft}; }}
QPushButton[role="mode"] {{ padding: 0 4px; }}
QPushButton[role="link"] {{ color: {accent}; text-align: left; padding: 0 10px; }}
QPushButton[role="link"]:focus {{ border: 2px solid {accent}; padding: 0 9px; }}
QFrame[role="row"] {{ background: transparent; border: 1px solid transparent; border-radius: 6px; }}
QFrame[role="found"] {{ background: {accent_soft}; border: 2px solid {accent}; border-radius: 6px; }}
QLineEdit {{ background: {surface}; color: {text}; border: 1px solid {line}; border-radius: 8px; padding: 0 10px;
    placeholder-text-color: {quiet}; min-height: {inner}px; selection-background-color: {accent};
    selection-color: {on_accent}; }}
QLineEdit:focus {{ border: 2px solid {accent}; padding: 0 9px; min-height: {framed}px; }}
QComboBox {{ background: {surface}; color: {text}; border: 1px solid {line}; border-radius: 8px; padding: 0 10px;
    min-height: {inner}px; selection-background-color: {accent_soft}; selection-color: {text}; }}
QComboBox:focus {{ border: 2px solid {accent}; padding: 0 9px; }}
QComboBox::drop-down {{ border: none; width: 34px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{ background: {surface}; color: {text}; border: 1px solid {line}; outline: none; }}
QComboBox QAbstractItemView::item {{ min-height: {inner}px; padding: 0 10px; }}
QPlainTextEdit {{ background: {surface}; color: {text}; border: 1px solid {line}; border-radius: 8px; padding: 6px 8px;
    selection-background-color: {accent}; selection-color: {on_accent}; }}
QPlainTextEdit:focus {{ border: 2px solid {accent}; padding: 5px 7px; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QTextBrowser {{ background: {surface}; color: {text}; border: 1px solid {line}; border-radius: 8px; padding: 8px 18px; }}
QTextBrowser:focus {{ border: 2px solid {accent}; }}
QListWidget {{ background: transparent; border: none; outline: none; }}
QListWidget::item {{ padding: 3px 0; border: none; color: {text}; }}
QListWidget[role="choice"] {{ background: {surface}; border: 1px solid {line}; border-radius: 8px; padding: 4px; }}
QListWidget[role="choice"]:focus {{ border: 2px solid {accent}; padding: 3px; }}
QListWidget[role="choice"]::item {{ min-height: {row}px; padding: 7px 10px; border-radius: 6px; }}
QListWidget[role="choice"]::item:hover {{ background: {raised}; }}
QListWidget[role="choice"]::item:selected {{ background: {accent_soft}; color: {text}; }}
QListWidget[role="choice"]::item:disabled {{ color: {quiet}; }}
QTableView {{ background: {surface}; border: 1px solid {line}; border-radius: 8px; outline: none; }}
QTableView:focus {{ border: 2px solid {accent}; }}
QTableView::item {{ border: none; padding: 0 6px; }}
QTableView::item:hover {{ background: {raised}; }}
QTableView::item:selected {{ background: {accent_soft}; color: {text}; }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{ background: transparent; color: {quiet}; border: none; border-bottom: 1px solid {line}; padding: 6px;
    font-size: {caption}px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {line}; border-radius: 4px; min-height: 40px; margin: 2px; }}
QScrollBar::handle:vertical:hover {{ background: {quiet}; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {line}; border-radius: 4px; min-width: 40px; margin: 2px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QMenu {{ background: {surface}; border: 1px solid {line}; border-radius: 8px; padding: 6px; }}
QMenu::item {{ padding: 10px 18px; border-radius: 6px; color: {text}; }}
QMenu::item:selected {{ background: {accent_soft}; }}
"""


def style_sheet(colours: Colours) -> str:
    """The sheet for the whole application."""
    return _SHEET.format(
        body=BODY,
        caption=CAPTION,
        lead=LEAD,
        title=TITLE,
        heading=HEADING,
        radius=RADIUS,
        inner=TARGET - 2,
        framed=TARGET - 4,
        row=TARGET - 14,
        window=colours.window,
        surface=colours.surface,
        raised=colours.raised,
        line=colours.line,
        text=colours.text,
        bad=colours.bad,
        quiet=colours.quiet,
        faint=mixed(colours.quiet, colours.surface, 0.4),
        accent=colours.accent,
        on_accent=colours.on_accent,
        accent_soft=colours.accent_soft,
        accent_hover=mixed(colours.accent, colours.text, 0.12),
        accent_pressed=mixed(colours.accent, colours.text, 0.28),
        pressed=mixed(colours.raised, colours.text, 0.1),
    )
