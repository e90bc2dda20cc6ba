"""The people, each kind a process of its own on a core of its own: no Django here, and no WebSocket library.

A process reads its orders as one JSON object from stdin and writes one JSON object a line.
"""
