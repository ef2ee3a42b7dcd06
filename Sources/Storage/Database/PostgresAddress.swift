/// The address of a PostgreSQL database.
public struct PostgresAddress: Hashable, Sendable {
    /// The parameters an address may have: those that say how to reach the server and whether to trust it.
    public static let allowedParameters = [
        "application_name", "connect_timeout", "options", "sslcert", "sslkey", "sslmode", "sslrootcert",
        "target_session_attrs",
    ]

    /// The user, or empty.
    public var user: String
    /// The password, or empty.
    public var password: String
    /// The host's name or address, or the directory of its socket.
    public var host: String
    /// The port.
    public var port: Int
    /// The database's name.
    public var database: String
    /// What else the client library is told, such as `sslmode`.
    public var parameters: [String: String]
}

extension PostgresAddress {
    /// Reads what stands behind `postgres://`.
    init(_ text: Substring) throws(StorageError) {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let address = parts[0]
        guard let slash = address.lastIndex(of: "/"), address.index(after: slash) < address.endIndex else {
            throw DatabaseURL.invalid("the database's name is missing")
        }
        database = try decoded(address[address.index(after: slash)...])
        var authority = address[..<slash]
        (user, password) = ("", "")
        if let at = authority.lastIndex(of: "@") {
            let login = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            user = try decoded(login[0])
            password = login.count > 1 ? try decoded(login[1]) : ""
            authority = authority[authority.index(after: at)...]
        }
        port = 5432
        // A colon inside brackets belongs to an address such as [::1].
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            guard let number = Int(authority[authority.index(after: colon)...]), (1...65_535).contains(number) else {
                throw DatabaseURL.invalid("the port is not a number from 1 to 65535")
            }
            port = number
            authority = authority[..<colon]
        }
        guard !authority.isEmpty else { throw DatabaseURL.invalid("the host is missing") }
        host = try decoded(authority)
        parameters = parts.count > 1 ? try PostgresAddress.parameters(parts[1]) : [:]
    }

    /// The host as it stands in an address: a directory without its slashes.
    var shownHost: String { host.replacing("/", with: "%2F") }

    private static func parameters(_ text: Substring) throws(StorageError) -> [String: String] {
        var parameters: [String: String] = [:]
        for part in text.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let key = allowedParameters.first(where: { $0 == pair[0] }), pair.count == 2 else {
                // What stands there may be the rest of a password that holds a question mark, so it is not repeated.
                throw DatabaseURL.invalid(
                    "a parameter is not key=value with one of \(allowedParameters.joined(separator: ", "))")
            }
            parameters[key] = try decoded(pair[1])
        }
        return parameters
    }
}

/// Replaces `%XX` by the byte it stands for.
private func decoded(_ text: Substring) throws(StorageError) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "%") else {
            bytes.append(byte)
            continue
        }
        let digits = rest.prefix(2)
        guard digits.count == 2, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw DatabaseURL.invalid("a % is not followed by two hexadecimal digits")
        }
        bytes.append(value)
        rest = rest.dropFirst(2)
    }
    guard let decoded = String(validating: bytes, as: UTF8.self) else {
        throw DatabaseURL.invalid("a % sequence is not UTF-8")
    }
    return decoded
}
