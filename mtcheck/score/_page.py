"""The head of a page of HTML that needs no network: a content policy keeps it from loading or sending anything."""

from __future__ import annotations

from html import escape

_STYLE = """body { font: 16px/1.5 Georgia, serif; max-width: 46em; margin: 2em auto; padding: 0 1em }
h2, table, small { font-family: system-ui, sans-serif } h2 { font-size: 1.1em } th { text-align: left }
td, th { padding: .1em 1em .1em 0 } del { color: #b00020 } ins { color: #00602b } small { overflow-wrap: anywhere }
table.bars { width: 100%; font-size: .85em; border-spacing: 0 } .bars th { font-weight: normal; overflow-wrap: anywhere }
.bars td { text-align: right; white-space: nowrap } .bars td.plot { width: 40%; padding-right: 0; text-align: left }
.bar { display: inline-block; height: .8em; min-width: 1px; background: #5b7fa6 }
.critical .bar { background: #8e0038 } .major .bar { background: #c4572a } .minor .bar { background: #c9a227 }
"""


def head(title: str) -> str:
    """Everything up to and with the heading."""
    shown = escape(title)
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>mtcheck: {shown.lower()}</title>\n<style>\n{_STYLE}</style>\n<h1>{shown}</h1>\n"
    )
