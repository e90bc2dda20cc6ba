"""What every domain stands on: clock, ids, errors, actors, text, crypto, jobs, live publishing.

No models, no rules of the field. Everything here may be imported by every domain.
"""
