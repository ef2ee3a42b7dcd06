/// Where mails are handed over, and how the server is trusted.
public struct MailServer: Hashable, Sendable, CustomStringConvertible {
    /// How a connection is kept from being read.
    public enum Encryption: String, Hashable, Sendable, CaseIterable {
        /// From the first byte on (`smtps`).
        case implicit
        /// From `STARTTLS` on, without which nothing is sent (`smtp`).
        case upgraded
        /// Not at all: for a relay on the same machine.
        case none
    }

    /// Its name or address.
    public var host: String
    /// Its port.
    public var port: UInt16
    /// How the connection is encrypted.
    public var encryption: Encryption
    /// Who logs in; empty where nobody has to.
    public var user: String
    /// With which password.
    public var password: String
    /// The certificates it is verified against, a PEM file; empty for those of the system.
    public var certificateAuthorityFile: String = ""
    /// What this side calls itself; empty for the machine's name.
    public var ownName: String = ""
    /// How long the server may be silent, in milliseconds.
    public var patienceMilliseconds = 60_000
    /// How long handing one mail over may take as a whole, in milliseconds.
    public var wholeMilliseconds = 90_000
    /// How long a connection may take, in milliseconds.
    public var connectMilliseconds = 15_000

    /// Reads `smtp[s]://[user@]host[:port]`.
    ///
    /// - Parameters:
    ///   - url: the address; special characters of the user as `%40`. A password has no place in it.
    ///   - isPlain: whether `smtp` goes without encryption.
    ///   - password: the user's password.
    /// - Throws: `MailProblem`, without a password.
    public init(_ url: String, isPlain: Bool = false, password: String = "") throws(MailProblem) {
        let allowed = "expected smtp[s]://[user@]host[:port]"
        guard let scheme = ["smtps://", "smtp://"].first(where: url.hasPrefix) else {
            throw MailProblem("mail server", "no scheme was found, \(allowed)")
        }
        var rest = url.dropFirst(scheme.count)
        if rest.last == "/" { rest.removeLast() }
        var user = ""
        if let at = rest.lastIndex(of: "@") {
            guard let decoded = Self.decoded(rest[..<at]), !decoded.isEmpty else {
                throw MailProblem("mail server", "the user cannot be read, \(allowed)")
            }
            guard !rest[..<at].contains(":") else {
                throw MailProblem("mail server", "a password stands in the address; it has a setting of its own")
            }
            user = decoded
            rest = rest[rest.index(after: at)...]
        }
        var host = rest
        var port: UInt16 = scheme == "smtps://" ? 465 : 587
        if let colon = rest.lastIndex(of: ":"), !rest.hasSuffix("]") {
            guard let number = UInt16(rest[rest.index(after: colon)...]), number > 0 else {
                throw MailProblem("mail server", "the port is not a number from 1 to 65535, \(allowed)")
            }
            (host, port) = (rest[..<colon], number)
        }
        guard !host.isEmpty, host.utf8.allSatisfy({ MailAddress.isAlphanumeric($0) || ".-:[]".utf8.contains($0) })
        else {
            throw MailProblem("mail server", "the host is missing or no name, \(allowed)")
        }
        guard !isPlain || scheme == "smtp://" else {
            throw MailProblem("mail server", "smtps is encrypted, and encryption is switched off")
        }
        self.host = String(host)
        self.port = port
        encryption = scheme == "smtps://" ? .implicit : isPlain ? .none : .upgraded
        self.user = user
        self.password = password
        guard encryption != .none || user.isEmpty || isOnThisMachine else {
            throw MailProblem("mail server", "a password does not travel unencrypted, except on the same machine")
        }
    }

    private var isOnThisMachine: Bool { host == "localhost" || host == "[::1]" || host.hasPrefix("127.") }

    /// The address, without the user.
    public var description: String { "\(encryption == .implicit ? "smtps" : "smtp")://\(host):\(port)" }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
