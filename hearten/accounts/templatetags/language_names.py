"""{{ code|language_name }}: what a language is called in the middle of a sentence."""

from django import template

from hearten.accounts import places

register = template.Library()
register.filter("language_name", places.language_name)
