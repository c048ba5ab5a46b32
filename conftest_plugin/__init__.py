"""The pytest plugin of fakecsms. It is loaded by every pytest run, so it imports pytest alone."""
