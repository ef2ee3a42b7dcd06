internal import CPostgreSQL

/// A connection to a server, closed when nothing refers to it.
@safe final class RawServer {
    private let handle: OpaquePointer

    /// Connects; the words are libpq's own, such as `host`.
    init(_ words: [ConnectionWord], place: String) throws(StorageError) {
        let keys = RawArguments(words.map(\.key))
        let values = RawArguments(words.map(\.value))
        let opened = unsafe keys.withPointers { keys in
            unsafe values.withPointers { values in unsafe PQconnectdbParams(keys, values, 0) }
        }
        guard let opened = unsafe opened.flatMap({ unsafe $0 }).flatMap({ unsafe $0 }) else {
            throw StorageError(.other, place: place, text: "out of memory")
        }
        unsafe handle = opened
        guard unsafe PQstatus(opened) == CONNECTION_OK else {
            // Whatever the reason, a worker that waits loses nothing, and one that goes on would.
            throw StorageError(.connectionLost, place: place, text: lastError)
        }
        // What the server only mentions, such as a table that is there already, is nobody's concern.
        unsafe _ = PQsetNoticeProcessor(opened, { _, _ in }, nil)
    }

    deinit { unsafe PQfinish(handle) }

    /// Whether the connection is gone.
    var isBroken: Bool { unsafe PQstatus(handle) != CONNECTION_OK }

    /// The encoding in which the database keeps its texts.
    var encoding: String {
        unsafe PQparameterStatus(handle, "server_encoding").map { unsafe String(cString: $0) } ?? "unknown"
    }

    /// Runs a text without parameters.
    func run(_ sql: String) -> RawAnswer { unsafe answer(PQexec(handle, sql)) }

    /// Prepares a statement under a name.
    func prepare(_ name: String, _ sql: String) -> RawAnswer {
        unsafe answer(PQprepare(handle, name, sql, 0, nil))
    }

    /// Runs a prepared statement; its rows come in the server's own form.
    func execute(_ name: String, _ arguments: RawArguments) -> RawAnswer {
        let answered = unsafe arguments.withPointers { pointers in
            unsafe PQexecPrepared(
                handle, name, Int32(arguments.count), pointers, arguments.lengths, arguments.formats, 1)
        }
        return unsafe answer(answered.flatMap { unsafe $0 })
    }

    /// Sends prepared statements in one go, and hands over their answers in their order.
    ///
    /// Behind one that fails the server carries out none; each has an answer that is a failure too.
    func pipeline(_ calls: [(name: String, arguments: RawArguments)], _ take: (Int, borrowing RawAnswer) -> Void) {
        guard unsafe PQenterPipelineMode(handle) == 1 else { return take(0, unsafe answer(nil)) }
        var sent = 0
        while sent < calls.count, send(calls[sent]) { sent += 1 }
        if unsafe PQpipelineSync(handle) != 1 || sent < calls.count { take(0, unsafe answer(nil)) }
        for index in 0..<sent {
            let result = unsafe PQgetResult(handle)
            take(index, unsafe answer(result))
            // A nil pointer ends a statement's results; a broken connection has nothing else to say.
            if unsafe result != nil { unsafe PQclear(PQgetResult(handle)) }
        }
        unsafe PQclear(PQgetResult(handle))
        unsafe _ = PQexitPipelineMode(handle)
    }

    private func send(_ call: (name: String, arguments: RawArguments)) -> Bool {
        let status = unsafe call.arguments.withPointers { pointers in
            unsafe PQsendQueryPrepared(
                handle, call.name, Int32(call.arguments.count), pointers, call.arguments.lengths,
                call.arguments.formats, 1)
        }
        return status == 1
    }

    private func answer(_ result: OpaquePointer?) -> RawAnswer {
        unsafe RawAnswer(result, otherwise: result == nil ? lastError : "")
    }

    /// The library's words for the last failure; they belong to the handle and are copied.
    private var lastError: String {
        let text = unsafe PQerrorMessage(handle).map { unsafe String(cString: $0) } ?? "no text"
        return text.split(separator: "\n").joined(separator: "; ")
    }
}
