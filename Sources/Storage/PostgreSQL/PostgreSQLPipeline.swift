extension PostgreSQLDatabase {
    /// How many statements go together at most, so that neither side waits for the other to read.
    private static let longestBurst = 100

    /// What a statement in a burst came to.
    private struct Outcome {
        var rows: [Row] = []
        var changes = 0
    }

    /// Writes when something is read or the transaction ends, in one round trip with all that waits by then.
    public func later(_ change: Change) throws(StorageError) {
        waiting.append(change)
        if !isInTransaction { try settle() }
    }

    /// Answers questions together, in as few round trips as it takes.
    public func queryTogether(_ questions: [Statement]) throws(StorageError) -> [[Row]] {
        try settle()
        return try burst(questions).map(\.rows)
    }

    /// Makes the server carry out all that waits.
    func settle() throws(StorageError) {
        guard !waiting.isEmpty else { return }
        let changes = waiting
        waiting = []
        for (change, outcome) in zip(changes, try burst(changes.map(\.statement))) {
            if let otherwise = change.otherwise, outcome.changes != 1 { throw otherwise }
        }
    }

    private func burst(_ statements: [Statement]) throws(StorageError) -> [Outcome] {
        var outcomes: [Outcome] = []
        outcomes.reserveCapacity(statements.count)
        for start in stride(from: 0, to: statements.count, by: Self.longestBurst) {
            outcomes += try shortBurst(statements[start..<min(start + Self.longestBurst, statements.count)])
        }
        return outcomes
    }

    /// Sends statements and then reads their answers; the first failure is thrown.
    private func shortBurst(_ statements: ArraySlice<Statement>) throws(StorageError) -> [Outcome] {
        try pass(.statement)
        var calls: [(name: String, arguments: RawArguments)] = []
        var known: [Prepared] = []
        for statement in statements {
            let prepared = try prepared(statement.sql)
            known.append(prepared)
            calls.append((prepared.name, RawArguments(statement.values)))
        }
        let server = try usable("burst")
        var outcomes: [Outcome] = []
        var failure: StorageError?
        server.pipeline(calls) { index, answer in
            let place = statements[statements.startIndex + index].sql
            guard failure == nil else { return }
            do throws(StorageError) {
                try check(answer, of: known[index], on: server, place: place)
                let columns = known[index].columns ?? answer.columns
                known[index].columns = columns
                outcomes.append(Outcome(rows: try answer.rows(columns, place: place), changes: answer.changes))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return outcomes
    }
}
