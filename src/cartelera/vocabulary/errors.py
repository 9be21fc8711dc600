"""The three refusals, named by who can put them right.

CarteleraError
├── InputError     the sender: the text, file, form or argument is wrong
├── AccessError    an administrator: the person may not do this
└── ProgramError   the operator: a program, disk or service failed
"""


class CarteleraError(Exception):
    """A refusal with a message that names the thing and the way out."""


class InputError(CarteleraError):
    """What was given is wrong; its sender can put it right."""


class AccessError(CarteleraError):
    """The person may not do this; an administrator can put it right."""


class ProgramError(CarteleraError):
    """A program, disk or service failed; the operator can put it right."""
