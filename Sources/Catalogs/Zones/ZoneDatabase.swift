internal import Glibc

/// The time zones that this machine knows.
public final class ZoneDatabase {
    private let folder: String
    private var known: [String: TimeZoneFile] = [:]

    /// The database in a folder.
    ///
    /// - Parameter folder: where the zones' files lie.
    public init(folder: String = "/usr/share/zoneinfo") { self.folder = folder }

    /// A time zone.
    ///
    /// - Parameter name: such as `America/Sao_Paulo`; `UTC` is always known.
    /// - Returns: the zone; nil where there is none of that name.
    public func zone(_ name: String) -> TimeZoneFile? {
        if let zone = known[name] { return zone }
        guard ZoneDatabase.isName(name) else { return nil }
        let zone = ZoneDatabase.read("\(folder)/\(name)").flatMap(TimeZoneFile.init) ?? (name == "UTC" ? .utc : nil)
        known[name] = zone
        return zone
    }

    /// Names never lead out of the folder.
    private static func isName(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return name.utf8.count <= 64
            && parts.allSatisfy { part in
                !part.isEmpty && part.utf8.first != UInt8(ascii: ".")
                    && part.unicodeScalars.allSatisfy {
                        $0.isASCII && ($0.properties.isAlphabetic || "0123456789_+-.".unicodeScalars.contains($0))
                    }
            }
    }

    /// A file's bytes; no zone's are longer than the buffer.
    private static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while content.count < 1 << 20 {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count == 0 ? content : nil }
            content += buffer[..<count]
        }
        return nil
    }
}

@available(*, unavailable, message: "it remembers what it has read")
extension ZoneDatabase: Sendable {}
