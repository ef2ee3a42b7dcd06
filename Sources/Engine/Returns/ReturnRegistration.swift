internal import Loyalty
internal import Messages
internal import Promotions
internal import Storage

/// What became of a message in the queue of returns.
public enum ReturnReceipt: Hashable, Sendable {
    /// The return is known, whatever became of it.
    case known(String)
    /// It is a new return, which is worked on from now on.
    case registered(String)
    /// It cannot be returned, and stands among the returns with errors.
    case refused(String, code: Int)
    /// Its sale, the one of that id, is not committed yet; nothing is kept, and it is to be sent again.
    case early(String, sale: String)
    /// It is no return.
    case unreadable(String)
}

/// Keeps a return that a back office sent; a second time it is known, unless it was refused.
struct ReturnRegistration {
    let store: Store
    let library: MapLibrary
    /// Milliseconds since 1970.
    let now: Int64

    /// Keeps it, within the caller's transaction.
    ///
    /// - Parameter message: the return.
    /// - Returns: what became of it.
    /// - Throws: `EngineError`.
    func register(_ message: ReturnMessage) throws(EngineError) -> ReturnReceipt {
        let company = message.session.company
        guard let key = TransactionKey(company: company, text: message.transaction), key.session == message.session
        else {
            return .unreadable(
                "transaction: found \"\(message.transaction)\", expected \(company)_STORE_TERMINAL_yyyyMMddHHmmss")
        }
        let (job, other) = try storage { () throws(StorageError) in
            (try store.returnJobs.find(key.id), try store.transactions.find(key.id))
        }
        // What was refused may be possible now: a sale is found later, goods are free again.
        if let job, job.state != .rejected || other != nil { return .known(key.id) }
        guard other == nil else {
            return .unreadable("transaction: \"\(message.transaction)\" is another transaction of that till")
        }
        guard let original = TransactionKey(company: company, text: message.original) else {
            return try refuse(key, message.original, [.unknownSale])
        }
        guard case .sale(let sale) = try OriginalLookup.find(original, in: store) else {
            if try OriginalLookup.isPending(original, in: store) { return .early(key.id, sale: original.id) }
            return try refuse(key, original.id, [.unknownSale])
        }
        guard
            let returns = try SaleReturns(sale.key.id, for: key.id, version: sale.mapVersion, in: store, library)
        else {
            return try refuse(
                key, original.id,
                [AnswerError(ack: .originalContentsGone, info: "the sale's contents are gone", seq: 0, type: "")])
        }
        let wanted: [(line: SoldLine, quantity: Quantity)]
        do throws(RefusedReturn) {
            if returns.isFull { throw RefusedReturn(errors: [.tooManyReturns]) }
            wanted = try returns.goods.parts(message.lines)
        } catch {
            return try refuse(key, original.id, error.errors)
        }
        return try keep(key, wanted, returns, message)
    }

    private func keep(
        _ key: TransactionKey, _ wanted: [(line: SoldLine, quantity: Quantity)], _ returns: SaleReturns,
        _ message: ReturnMessage
    ) throws(EngineError) -> ReturnReceipt {
        let sale = returns.sale.record
        var summary = ReturnSummary(parts: wanted.map { ReturnedPart(unappraised: $0.line, $0.quantity) })
        if !returns.isMapGone {
            let (parts, kept) = returns.refund().work(wanted)
            summary.parts = parts
            summary.refunded = ReturnSummary.Standing(place: returns.nextPlace, block: kept.block)
        }
        var elements = TicketElements()
        elements.apply(message.lines.map { .addReturnLine($0) })
        let record = TransactionRecord(
            key: key, state: .committed, isReturn: true, original: sale.key.id, mapVersion: sale.mapVersion,
            ticket: elements.text, summary: summary.text, lastDateTime: message.moment, lastMessageAt: now,
            closedAt: now)
        try storage { () throws(StorageError) in
            try store.returnJobs.forgetRejected(key.id)
            // No till has it open, so the session of the till that it names stays as it is.
            try store.transactions.add(record)
            try store.loyalty.block(
                sale: sale.key.id, for: key.id, of: key.session.company, now: now)
        }
        try ReturnEnd(store: store, now: now).commit(record)
        return .registered(key.id)
    }

    private func refuse(
        _ key: TransactionKey, _ original: String, _ errors: [AnswerError]
    ) throws(EngineError) -> ReturnReceipt {
        let job = ReturnJob(id: key.id, original: original, company: key.session.company, now: now)
        try storage { () throws(StorageError) in
            try store.returnJobs.reject(job, errors.map(ReturnError.init), now: now)
        }
        return .refused(key.id, code: errors.first?.ack.rawValue ?? 0)
    }
}

extension AnswerError {
    fileprivate static var unknownSale: AnswerError {
        AnswerError(ack: .originalUnknown, info: "no committed sale of that name", seq: 0, type: "")
    }
}
