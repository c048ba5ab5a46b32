"""What CSMS remembers and what it allows: the pure state machine.

No HTTP, no wire members, no clock and no randomness of its own, no threads: time and chance
arrive as arguments. No JSON but the JSON that CSMS itself keeps as text.
"""
