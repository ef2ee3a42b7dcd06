internal import Broker
internal import Engine
internal import Storage

/// What the process tells whoever started it.
enum ExitStatus: Int32, Sendable {
    /// Done.
    case done = 0
    /// The thing failed: problems were found, answers are missing.
    case failed = 1
    /// The command line or the configuration is not understood.
    case usage = 2
    /// The broker or the database is out of reach.
    case outOfReach = 3
}

/// Why a command ends early.
struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the process ends with.
    var status: ExitStatus
    /// What people are told, a line each.
    var lines: [String]

    /// The lines, as one text.
    var description: String { lines.joined(separator: "\n") }

    static func usage(_ line: String) -> Failure { Failure(status: .usage, lines: [line]) }
    static func failed(_ line: String) -> Failure { Failure(status: .failed, lines: [line]) }
    static func failed(_ lines: [String]) -> Failure { Failure(status: .failed, lines: lines) }
    static func outOfReach(_ line: String) -> Failure { Failure(status: .outOfReach, lines: [line]) }
}

extension Failure {
    init(_ error: StorageError) {
        switch error.code {
        case .busy, .connectionLost: self = .outOfReach("database: \(error)")
        // Not the database said no, but a rule of ours.
        case .constraint: self = .failed("\(error)")
        default: self = .failed("database: \(error)")
        }
    }

    init(_ error: BrokerError) {
        switch error.code {
        case .unreachable, .untrusted, .refused, .connectionClosed, .timeout:
            self = .outOfReach("broker: \(error)")
        case .invalidURL: self = .usage("PROMO_AMQP_URL: \(error.text)")
        case .mismatch, .channelClosed, .unencodable, .library: self = .failed("broker: \(error)")
        }
    }

    init(_ error: EngineError) {
        switch error {
        case .storage(let error): self.init(error)
        case .unusableMap, .unreadableTransaction: self = .failed("\(error)")
        }
    }
}

/// Runs work on the database, so that its errors become the command's.
func storage<Result>(_ work: () throws(StorageError) -> Result) throws(Failure) -> Result {
    do throws(StorageError) {
        return try work()
    } catch {
        throw Failure(error)
    }
}

/// Runs work on the broker, so that its errors become the command's.
func broker<Result>(_ work: () throws(BrokerError) -> Result) throws(Failure) -> Result {
    do throws(BrokerError) {
        return try work()
    } catch {
        throw Failure(error)
    }
}
