"""The command line: thin wrappers over the public functions, for people who write no Python.

``parser`` says what can be asked; each command has a module of its own. ``files`` knows what
may be read and written, ``wording`` how text reaches a terminal.
"""
