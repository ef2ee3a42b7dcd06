/// A time zone as a file of the zone database describes it.
public struct TimeZoneFile: Hashable, Sendable {
    /// The moments at which the offset changes, in seconds since 1970, ascending.
    private var changes: [Int64] = []
    /// The offset from each change on, in seconds.
    private var offsets: [Int] = []
    /// The offset before the first change.
    private var first = 0
    /// What holds after the last change; nil where nothing more changes.
    private var rule: TimeZoneRule?

    /// UTC.
    public static let utc = TimeZoneFile()

    private init() {}

    /// Reads a file's bytes (RFC 8536); nil where they are not such a file of version 2 or later.
    public init?(_ bytes: [UInt8]) {
        guard let old = Header(bytes, at: 0), old.version >= UInt8(ascii: "2"),
            let header = Header(bytes, at: old.end(timeSize: 4))
        else { return nil }
        let start = header.start
        let end = header.end(timeSize: 8)
        guard end <= bytes.count else { return nil }
        let types = start + header.times * 8 + header.times
        func offset(_ type: Int) -> Int? {
            guard type < header.types else { return nil }
            return Int(Int32(truncatingIfNeeded: TimeZoneFile.integer(bytes, at: types + type * 6, size: 4)))
        }
        guard let first = offset(0) else { return nil }
        self.first = first
        for index in 0..<header.times {
            let moment = TimeZoneFile.integer(bytes, at: start + index * 8, size: 8)
            guard let offset = offset(Int(bytes[start + header.times * 8 + index])) else { return nil }
            changes.append(moment)
            offsets.append(offset)
        }
        let footer = bytes[end...].dropFirst().prefix { $0 != 0x0A }
        rule = TimeZoneRule(String(decoding: footer, as: UTF8.self))
    }

    /// How far the zone's clocks are ahead of UTC.
    ///
    /// - Parameter moment: seconds since 1970.
    /// - Returns: seconds, below zero where they are behind.
    public func offset(at moment: Int64) -> Int {
        guard let last = changes.last else { return rule?.offset(at: moment) ?? first }
        if moment >= last { return rule?.offset(at: moment) ?? offsets[offsets.count - 1] }
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= moment { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : offsets[low - 1]
    }

    private struct Header {
        let start: Int
        let version: UInt8
        let times: Int
        let types: Int
        private let utcFlags: Int
        private let standardFlags: Int
        private let leaps: Int
        private let characters: Int

        init?(_ bytes: [UInt8], at position: Int) {
            guard position >= 0, position + 44 <= bytes.count, bytes[position..<position + 4].elementsEqual("TZif".utf8)
            else { return nil }
            func count(_ index: Int) -> Int {
                Int(TimeZoneFile.integer(bytes, at: position + 20 + index * 4, size: 4))
            }
            start = position + 44
            version = bytes[position + 4]
            (utcFlags, standardFlags, leaps) = (count(0), count(1), count(2))
            (times, types, characters) = (count(3), count(4), count(5))
            // More than any zone has; so that sums cannot overflow.
            guard [utcFlags, standardFlags, leaps, times, types, characters].allSatisfy({ (0..<100_000).contains($0) })
            else { return nil }
        }

        func end(timeSize: Int) -> Int {
            start + times * timeSize + times + types * 6 + characters + leaps * (timeSize + 4) + standardFlags
                + utcFlags
        }
    }

    private static func integer(_ bytes: [UInt8], at position: Int, size: Int) -> Int64 {
        bytes[position..<position + size].reduce(Int64(0)) { $0 << 8 | Int64($1) }
    }
}
