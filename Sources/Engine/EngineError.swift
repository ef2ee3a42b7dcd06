public import Storage

/// Why a message could not be worked on; nothing was changed.
public enum EngineError: StorageFailure {
    /// The database said no.
    case storage(StorageError)
    /// A stored map is not a map that this version reads.
    case unusableMap(MapVersion, String)
    /// What is stored of a transaction is not what this program writes.
    case unreadableTransaction(String)

    /// Whether the state of the world is at fault: the same work may succeed when it is done again.
    public var isOfTheWorld: Bool {
        switch self {
        case .storage(let error): error.isOfTheWorld
        case .unusableMap, .unreadableTransaction: false
        }
    }

    /// The database's error, where it said no.
    public var ofDatabase: StorageError? { if case .storage(let error) = self { error } else { nil } }

    /// What went wrong, in one line.
    public var description: String {
        switch self {
        case .storage(let error): error.description
        case .unusableMap(let version, let problem):
            "map \(version.version) of company \(version.company) cannot be used: \(problem)"
        case .unreadableTransaction(let id): "what is stored of transaction \(id) cannot be read"
        }
    }
}

/// Runs work on the store, so that its errors become the engine's.
func storage<Result>(_ work: () throws(StorageError) -> Result) throws(EngineError) -> Result {
    do throws(StorageError) {
        return try work()
    } catch {
        throw EngineError.storage(error)
    }
}
