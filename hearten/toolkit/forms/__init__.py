"""What people fill in."""

from hearten.toolkit.forms.sharing import ShareForm, SuggestForm
from hearten.toolkit.forms.writing import StepForm

__all__ = ["ShareForm", "StepForm", "SuggestForm"]
