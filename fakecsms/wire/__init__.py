"""The members that go over the wire: rules for those that arrive, forms of those that leave.

No HTTP, no state, and no decision that a member's own text does not settle.
"""
