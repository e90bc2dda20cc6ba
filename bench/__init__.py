"""Benchmarks against named peers. Each folder is a command: python -m bench.<folder>"""
