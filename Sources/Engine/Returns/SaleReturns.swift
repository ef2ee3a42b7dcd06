internal import Messages
internal import Promotions
internal import Storage

/// A sale with all of its returns, locked against other returns until the end of the database transaction.
struct SaleReturns {
    /// How many returns a sale may have: more than its lines could ever need.
    static let most = 1_000

    /// A finished return.
    struct Finished {
        var record: TransactionRecord
        var summary: ReturnSummary
    }

    let sale: BookedSale
    /// The returns that are finished, pending ones too, without the one that is asked for.
    let finished: [Finished]
    /// The sale's map; nil without one, or where it is not held any more.
    let map: CompiledMap?
    /// Whether the sale had a map that is not held any more.
    let isMapGone: Bool

    /// Reads and locks; nil where the sale, or its contents, are gone.
    ///
    /// - Parameters:
    ///   - original: the sale's id.
    ///   - return: the return that asks.
    ///   - version: the map of the return; the sale's, or the one it names where the sale's is not known.
    ///   - store: the store.
    ///   - library: the maps.
    /// - Throws: `EngineError`.
    init?(
        _ original: String, for return: String, version: Int?, in store: Store, _ library: MapLibrary
    ) throws(EngineError) {
        let (record, returns) = try storage { () throws(StorageError) in
            try store.transactions.lock(original)
            return (
                try store.transactions.find(original),
                try store.transactions.finishedReturns(of: original, limit: SaleReturns.most)
            )
        }
        guard let record, !record.ticket.isEmpty else { return nil }
        do throws(EngineError) {
            sale = try BookedSale(record)
        } catch {
            guard case .unreadableTransaction = error else { throw error }
            return nil
        }
        guard !sale.elements.items.isEmpty else { return nil }
        var finished: [Finished] = []
        for record in returns where record.key.id != `return` {
            guard let summary = ReturnSummary(text: record.summary) else {
                throw EngineError.unreadableTransaction(record.key.text)
            }
            finished.append(Finished(record: record, summary: summary))
        }
        self.finished = finished
        map =
            try version.map { (version) throws(EngineError) in
                try library.map(MapVersion(company: record.key.session.company, version: version))
            } ?? nil
        isMapGone = version != nil && map == nil
    }

    /// Whether no further return can be kept.
    var isFull: Bool { finished.count >= SaleReturns.most - 1 }

    /// The sale's goods, without those that came back.
    var goods: ReturnedGoods {
        var goods = ReturnedGoods(sale.elements.items)
        for each in finished { goods.add(each.summary.parts) }
        return goods
    }

    /// The place of the next return.
    var nextPlace: Int { (finished.compactMap(\.summary.refunded?.place).max() ?? 0) + 1 }

    /// What a return refunds.
    func refund() -> RefundWork {
        let last = finished.compactMap(\.summary.refunded).max { $0.place < $1.place }
        return RefundWork(
            appraisal: SaleAppraisal(sale: sale, map: map), goods: goods,
            earlier: finished.flatMap(\.summary.parts), standing: last?.block ?? sale.booked ?? .nothing)
    }
}
