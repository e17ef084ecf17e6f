"""What an editor asks of rust-analyzer."""

import contextlib
import os
import re

from client import Client
from project import Place

CAPABILITIES = {
    "experimental": {"serverStatusNotification": True},
    "textDocument": {"diagnostic": {}, "hover": {"contentFormat": ["plaintext"]}},
    "workspace": {"workspaceEdit": {"documentChanges": True}},
}


class Editor:
    """Has all files of a project open."""

    def __init__(self, command, project, environment, sysroot):
        self.project = project
        self.version = 0
        self.client = Client(command, environment, limit=600)
        self.client.request(
            "initialize",
            processId=os.getpid(),
            rootUri=project.folder.as_uri(),
            capabilities=CAPABILITIES,
            # Without this, rust-analyzer would look for the sysroot, and rustup would install std's sources.
            initializationOptions={"cargo": {"sysroot": sysroot}, "checkOnSave": False},
        )
        self.client.notify("initialized")
        for file, text in project.texts.items():
            document = {"uri": self._uri(file), "languageId": "rust", "version": 0, "text": text}
            self.client.notify("textDocument/didOpen", textDocument=document)

    @contextlib.contextmanager
    def typed(self, place, text):
        """Inserts a line, and removes it in the end. `$0` in it is the cursor, whose place this gives."""
        before, cursor, after = text.partition("$0")
        assert cursor, text
        original = self.project.texts[place.file]
        lines = original.splitlines(keepends=True)
        start = sum(map(len, lines[: place.line])) + place.column
        above = original[:start] + before
        self._set(place.file, f"{above}{after}\n{original[start:]}")
        try:
            yield Place(place.file, above.count("\n"), len(above) - above.rfind("\n") - 1)
        finally:
            self._set(place.file, original)

    def completions(self, place):
        """The names that are offered."""
        offered = self._ask("completion", place)
        return {re.search(r"\w*", item["label"].lstrip("&"))[0] for item in offered["items"]}

    def signature(self, place):
        """The signature that is shown while the arguments of a call are typed."""
        return self._ask("signatureHelp", place)["signatures"][0]["label"]

    def hover(self, place):
        """The text that is shown at the mouse."""
        return self._ask("hover", place)["contents"]["value"]

    def definitions(self, place):
        """Where a name leads to."""
        return {self._place(link["uri"], link["range"]) for link in self._ask("definition", place)}

    def references(self, place):
        """Where a name is declared and used."""
        found = self._ask("references", place, context={"includeDeclaration": True})
        return {self._place(link["uri"], link["range"]) for link in found}

    def renamed(self, place, name):
        """Where a name is replaced if it is to be another."""
        files = self._ask("rename", place, newName=name)["documentChanges"]
        return {self._place(file["textDocument"]["uri"], edit["range"]) for file in files for edit in file["edits"]}

    def mistakes(self, file):
        """The errors and warnings in a file: the place of each, and the message."""
        uri = self._uri(file)
        found = self.client.request("textDocument/diagnostic", textDocument={"uri": uri})["items"]
        return {self._place(uri, mistake["range"]): mistake["message"] for mistake in found}

    def _ask(self, what, place, **more):
        document = {"uri": self._uri(place.file)}
        position = {"line": place.line, "character": place.column}
        answer = self.client.request(f"textDocument/{what}", textDocument=document, position=position, **more)
        if answer is None:
            raise LookupError(f"no {what} at {place}")
        return answer

    def _set(self, file, text):
        self.version += 1
        document = {"uri": self._uri(file), "version": self.version}
        self.client.notify("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])

    def _uri(self, file):
        return (self.project.folder / file).as_uri()

    def _place(self, uri, where):
        file = uri.removeprefix(f"{self.project.folder.as_uri()}/")
        return Place(file, where["start"]["line"], where["start"]["character"])
