"""What every load for tests that break a worker has, where it has nothing of its own."""


class Load:
    """Rounds of messages; what one round leads to holds for every other with the token replaced."""

    @staticmethod
    def token(number):
        """What sets a round apart: the beginning of its terminals' or codes' numbers, of one width."""
        return f"99{number:06}"

    @staticmethod
    def canonical(text):
        """A text without what may differ from round to round: there is nothing of the kind."""
        return text

    @staticmethod
    def equip(_engine, _number):
        """What a round needs before its messages are sent: nothing."""

    @staticmethod
    def is_done(_engine, _rounds):
        """Whether the work of all rounds is done: an answer says so."""
        return True

    @staticmethod
    def conclude(_engine, _said, _injected):
        """What is looked at after the last round besides answers and tables: nothing."""
