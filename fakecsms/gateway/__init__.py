"""What stands in front of the operations: routes, credentials, the journal and the one path.

No rule of a secret, no socket and no library of a client: a `Request` comes in, a `Response`
goes out, and every door is somebody else's business.
"""
