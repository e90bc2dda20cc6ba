"""Pages as one person finds them: what stands there, and what only once it is opened."""

from html.parser import HTMLParser

from hearten.accounts.tests.factories import client_of


class Seen(HTMLParser):
    """What a page shows before anything is opened, and what in its closed details."""

    def __init__(self, html):
        super().__init__()
        self.open, self.closed, self.summaries, self._within = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag in {"details", "summary"}:
            self._within.append(f"{tag} open" if ("open", None) in attrs else tag)

    def handle_endtag(self, tag):
        if tag in {"details", "summary"}:
            self._within.pop()

    def handle_data(self, data):
        if "summary" in self._within:
            self.summaries.append(data)
        (self.closed if self._within[-1:] == ["details"] else self.open).append(data)


def seen(person, address):
    answer = client_of(person).get(address)
    assert answer.status_code == 200, address
    return Seen(answer.content.decode())


def texts(pieces):
    return " ".join("".join(pieces).split())
