/// What goes wrong in a process on purpose, to test what the process before it left behind.
///
/// Every call to the database or the broker that can fail is a boundary, and boundaries are numbered from 1 as they are
/// passed.
public enum FaultPlan: Hashable, Sendable {
    /// Nothing; the boundaries are counted.
    case count
    /// The process is killed at a boundary, without farewell.
    case kill(at: Place)
    /// The call at a boundary fails as it does when the connection is lost.
    case fail(at: Place)
    /// The process is killed when it is about to handle a message whose body contains a text.
    case killOn(String)
    /// The process hangs when it is about to handle a message whose body contains a text.
    case hangOn(String)

    /// A boundary: the so-many-th that is passed, or the so-many-th of its kind.
    public struct Place: Hashable, Sendable {
        /// The kind, such as `broker.publish`; nil counts all.
        public var kind: String?
        /// The number, from 1.
        public var number: Int

        /// Reads `37` or `broker.publish:3`.
        init?(_ text: String) {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count <= 2, let number = parts.last.flatMap({ Int($0) }), number > 0 else { return nil }
            self.number = number
            kind = parts.count == 2 ? String(parts[0]) : nil
        }
    }

    /// What a prefix of names must begin with, so that no installation at work is ever meant.
    static let prefix = "test"

    /// Reads a plan; nil where it is none.
    ///
    /// - Parameter text: `count`, `kill:N`, `fail:N`, `kill-on:TEXT` or `hang-on:TEXT`; `N` can be `KIND:N` as well.
    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count == 2 ? Place(parts[1]) : nil) {
        case ("count", _) where parts.count == 1: self = .count
        case ("kill", let place?): self = .kill(at: place)
        case ("fail", let place?): self = .fail(at: place)
        case ("kill-on", _) where parts.count == 2: self = .killOn(parts[1])
        case ("hang-on", _) where parts.count == 2: self = .hangOn(parts[1])
        default: return nil
        }
    }

    /// What is wrong with a plan, or nil.
    static func problem(with text: String, prefix: String) -> String? {
        guard FaultPlan(text) != nil else {
            return "\(Settings.faultKey): it must be count, kill:N, fail:N, kill-on:TEXT or hang-on:TEXT, but it is "
                + "'\(text)'"
        }
        guard !prefix.hasPrefix(Self.prefix) else { return nil }
        return
            "\(Settings.faultKey): it breaks this process on purpose and is taken only where PROMO_PREFIX begins with "
            + "'\(Self.prefix)', but that is '\(prefix)'"
    }
}
