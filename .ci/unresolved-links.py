"""Finds links that rustdoc could not resolve on the pages that it has written: `[Task]` as text, or a path as a link."""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

CODE = {"pre", "code", "script", "style", "title", "nav"}


class Page(HTMLParser):
    """Collects the prose of a page, with a placeholder for each piece of code, and where its links go."""

    def __init__(self, html):
        super().__init__()
        self.code, self.prose, self.links = [], "", []
        # The documentation of other crates' traits follows this line.
        self.feed(html.partition('id="blanket-implementations"')[0])

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in CODE or "code-header" in attributes.get("class", "").split():
            self.code.append(tag)
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])

    def handle_endtag(self, tag):
        if self.code and self.code[-1] == tag:
            self.code.pop()

    def handle_data(self, text):
        self.prose += "`..`" if self.code else text


found = False
for path in sorted(path for folder in sys.argv[1:] for path in Path(folder).rglob("*.html")):
    page = Page(path.read_text())
    brackets = re.findall(r"\[[^\[\]]+\].{0,30}", page.prose)
    paths = [link for link in page.links if "::" in link and not link.startswith("#")]
    for unresolved in brackets + paths:
        print(f"{path}: {unresolved}")
        found = True
sys.exit(found)
