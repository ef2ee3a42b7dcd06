/// Where a broker is and who logs in: `amqp[s]://user:password@host:port/vhost`.
///
/// The nodes of a cluster are told as `host,host,host:port`; any of them will do.
public struct BrokerURL: Hashable, Sendable, CustomStringConvertible {
    /// Whether the connection is encrypted and the broker's certificate verified (`amqps`).
    public var usesTLS: Bool
    /// The user.
    public var user: String
    /// The password; `description` never shows it.
    public var password: String
    /// A name or an address, or several with commas; an IPv6 address without its brackets.
    public var host: String
    /// The TCP port.
    public var port: UInt16
    /// The virtual host.
    public var virtualHost: String

    /// Reads an address.
    ///
    /// User and password default to `guest`, the port to 5672 or 5671, the virtual host to `/`. User, password and
    /// virtual host are percent-decoded.
    ///
    /// - Parameter text: the address.
    /// - Throws: `BrokerError` with code `invalidURL`, saying what is wrong; the text never repeats a password.
    public init(_ text: String) throws(BrokerError) {
        var rest = text[...]
        if let stripped = Self.strip("amqps://", from: rest) {
            (usesTLS, rest) = (true, stripped)
        } else if let stripped = Self.strip("amqp://", from: rest) {
            (usesTLS, rest) = (false, stripped)
        } else {
            throw Self.error("it must begin with amqp:// or amqps://")
        }
        guard !rest.contains(where: { $0 == "?" || $0 == "#" }) else {
            throw Self.error("? and # are not allowed; write %3F and %23 inside a password")
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let path = rest[slash...].dropFirst()
        let authority = rest[..<slash]
        (user, password, rest) = try Self.credentials(of: authority)
        (host, port) = try Self.hostAndPort(rest, defaultPort: usesTLS ? 5671 : 5672)
        guard !path.contains("/") else {
            throw Self.error("the virtual host holds a /, which is written %2F")
        }
        virtualHost = path.isEmpty ? "/" : try Self.decode(path, "virtual host")
    }

    /// The address with `***` in place of the password.
    public var description: String {
        let scheme = usesTLS ? "amqps" : "amqp"
        let shownHost = host.contains(":") ? "[\(host)]" : host
        return "\(scheme)://\(Self.encode(user)):***@\(shownHost):\(port)/\(Self.encode(virtualHost))"
    }

    /// The same for each host by itself.
    var nodes: [BrokerURL] {
        host.split(separator: ",").map { name in
            var node = self
            node.host = String(name)
            return node
        }
    }

    private static func error(_ text: String) -> BrokerError {
        BrokerError(.invalidURL, during: "read the broker's address", text: text)
    }

    private static func strip(_ scheme: String, from text: Substring) -> Substring? {
        text.prefix(scheme.count).lowercased() == scheme ? text.dropFirst(scheme.count) : nil
    }

    private static func credentials(
        of authority: Substring
    ) throws(BrokerError) -> (user: String, password: String, rest: Substring) {
        guard let at = authority.lastIndex(of: "@") else { return ("guest", "guest", authority) }
        let login = authority[..<at]
        let rest = authority[authority.index(after: at)...]
        guard !login.contains("@") else {
            throw error("user and password must write @ as %40")
        }
        let colon = login.firstIndex(of: ":") ?? login.endIndex
        let user = try decode(login[..<colon], "user")
        guard !user.isEmpty else { throw error("the user is empty") }
        let password = colon == login.endIndex ? "guest" : try decode(login[colon...].dropFirst(), "password")
        return (user, password, rest)
    }

    private static func hostAndPort(
        _ text: Substring, defaultPort: UInt16
    ) throws(BrokerError) -> (host: String, port: UInt16) {
        let host: Substring
        let portText: Substring
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { throw error("the host's ] is missing") }
            host = text[..<end].dropFirst()
            portText = text[end...].dropFirst()
        } else {
            let colon = text.firstIndex(of: ":") ?? text.endIndex
            host = text[..<colon]
            portText = text[colon...]
        }
        guard !host.isEmpty, host.split(separator: ",", omittingEmptySubsequences: false).allSatisfy({ !$0.isEmpty })
        else { throw error("the host is missing") }
        guard !host.contains(where: { $0.isWhitespace || $0 == "@" }) else {
            throw error("the host holds a blank or @")
        }
        if portText.isEmpty { return (String(host), defaultPort) }
        guard portText.first == ":", portText.dropFirst().allSatisfy(\.isNumber),
            let port = UInt16(portText.dropFirst()), port > 0
        else { throw error("the port must be a number from 1 to 65535") }
        return (String(host), port)
    }

    private static func decode(_ text: Substring, _ part: String) throws(BrokerError) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
            guard digits.count == 2 else { throw error("the \(part) holds a % without two hexadecimal digits") }
            bytes.append(UInt8(digits[0] * 16 + digits[1]))
            rest = rest.dropFirst(2)
        }
        guard !bytes.contains(0), let decoded = String(validating: bytes, as: UTF8.self) else {
            throw error("the \(part) is not text in UTF-8")
        }
        return decoded
    }

    private static func encode(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let character = Character(Unicode.Scalar(byte))
            if character.isASCII, character.isLetter || character.isNumber || "-._~".contains(character) {
                result.append(character)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }
}
