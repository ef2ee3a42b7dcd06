/// What a request may hold at most.
public enum Limits: Sendable {
    /// Bytes of a body: a ticket of 999 long lines fits, and a reader never holds more than this for one message.
    public static let bodyBytes = 1 << 20
    /// Bytes of one XML start tag: the check for repeated attributes costs the square of their number.
    public static let startTagBytes = 16 << 10
    /// How deep a document nests: commands need 2, what they are allowed to carry and is ignored gets the rest.
    public static let depth = 8
    /// Characters of an attribute's value: longer than any text a till prints.
    public static let valueCharacters = 1_024
    /// Bytes of an unknown attribute's name: JSON sets no bound of its own, and the name is kept and echoed in errors.
    public static let nameBytes = 128
    /// Unknown attributes of one element: they are kept with the ticket and searched one after the other.
    public static let unknownAttributes = 64
    /// Elements of one kind, and the largest seq: the protocol's three digits.
    public static let seq = 999
    /// Characters of the company and of the store: they are parts of keys.
    public static let identityCharacters = 64
    /// Digits of a terminal.
    public static let terminalDigits = 10
    /// The largest message number: the largest that 32 bits carry at every till.
    public static let messageId = 2_147_483_647
    /// Errors that an answer lists: enough to mend a message, and a bad message never makes a large answer.
    public static let errors = 20
}
