"""A table to a CSV or XLSX file that a spreadsheet program opens as it is meant.

Text from documents is never run: a cell that a spreadsheet would take for a formula is kept as text.
Source: https://owasp.org/www-community/attacks/CSV_Injection
"""

import csv
import re
from datetime import date
from pathlib import Path
from typing import Any

from bot.export.tables import Cell, Table, writable

# What begins a formula, wide forms too; a tab or line break before it is skipped by some programs.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_WIDTHS = (12, 60)  # of columns, in characters


def write_csv(table: Table, path: Path) -> None:
    """Write `table` as UTF-8 with a byte order mark, without which Excel guesses another encoding. Days are ISO."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.columns)
        writer.writerows([_plain(cell) for cell in row] for row in table.rows)


def write_xlsx(table: Table, path: Path) -> None:
    """Write `table` as one sheet with a frozen first row and a filter on each column. Days are real days."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet: Any = book.active
    sheet.title = table.name
    for column, name in enumerate(table.columns, 1):
        sheet.cell(1, column, name).font = Font(bold=True)
        width = max([len(name), *(len(str(row[column - 1] or "")) for row in table.rows)])
        sheet.column_dimensions[get_column_letter(column)].width = min(max(width + 2, _WIDTHS[0]), _WIDTHS[1])
    for number, row in enumerate(table.rows, 2):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            _fill(cell, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    with path.open("wb") as file:
        book.save(file)


def _plain(cell: Cell) -> str | int:
    """A cell as CSV has it: an apostrophe makes text of what would be a formula."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def _fill(cell: Any, value: Cell) -> None:
    if not isinstance(value, str):
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"
        return
    cell.value = writable(value)
    cell.data_type = "s"  # openpyxl would make a formula of "=..."
    if _FORMULA.match(value):
        cell.quotePrefix = True  # what Excel itself sets for a typed apostrophe: text also after editing
