"""The ways in: interception, WSGI, a live server, the command line.

Nothing here decides what the service answers. A door makes a `Request`, hands it to the gate and
carries the `Response` back; each library is imported in the one file that needs it.
"""
