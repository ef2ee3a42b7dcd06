/// Knows which publications wait for the broker's word, and what it says about each.
///
/// It performs nothing itself. Confirms come out of order and mixed, single and multiple. A message that no queue took
/// is given back before its confirm, without its number: it is found as the oldest open publication with the same
/// address, ids and body.
struct ConfirmLedger: Sendable {
    private struct Open: Sendable {
        var publication: Publication
        var returned: Settlement.Result?
    }

    private var lastSequence: UInt64 = 0
    /// Every number in use lies in `oldest...lastSequence`.
    private var oldest: UInt64 = 1
    private var open: [UInt64: Open] = [:]

    /// How many publications wait.
    var count: Int { open.count }

    /// Notes a publication.
    ///
    /// - Parameter publication: what was sent.
    /// - Returns: its number, counted from 1 as the broker does.
    mutating func published(_ publication: Publication) -> UInt64 {
        lastSequence += 1
        open[lastSequence] = Open(publication: publication)
        return lastSequence
    }

    /// Notes that the broker gave a message back; its confirm is still to come.
    ///
    /// - Parameters:
    ///   - code: the broker's reply code.
    ///   - text: the broker's words.
    ///   - exchange: where it was published.
    ///   - key: with which routing key.
    ///   - properties: what travelled with it.
    ///   - body: its bytes.
    /// - Returns: whether it was one of the open publications.
    mutating func givenBack(
        code: Int, text: String, exchange: String, key: String, properties: Properties, body: [UInt8]
    ) -> Bool {
        var sequence = oldest
        while sequence <= lastSequence {
            defer { sequence += 1 }
            guard let entry = open[sequence], entry.returned == nil, entry.publication.isMandatory else { continue }
            let publication = entry.publication
            guard publication.routingKey == key, publication.exchange == exchange,
                publication.properties.messageId == properties.messageId,
                publication.properties.correlationId == properties.correlationId, publication.body == body
            else { continue }
            open[sequence]?.returned = .returned(code: code, text: text)
            return true
        }
        return false
    }

    /// Takes a confirm.
    ///
    /// - Parameters:
    ///   - sequence: the number the broker names; 0 with `isMultiple` means all.
    ///   - isMultiple: whether all before it are meant as well.
    ///   - isPositive: whether the broker has taken them over.
    /// - Returns: what became of each publication that this decides, in the order of their numbers.
    mutating func confirmed(_ sequence: UInt64, isMultiple: Bool, isPositive: Bool) -> [Settlement] {
        guard isMultiple else { return [settle(sequence, isPositive: isPositive)].compactMap(\.self) }
        let last = sequence == 0 ? lastSequence : min(sequence, lastSequence)
        var settled: [Settlement] = []
        var next = oldest
        while next <= last {
            if let settlement = settle(next, isPositive: isPositive) { settled.append(settlement) }
            next += 1
        }
        return settled
    }

    private mutating func settle(_ sequence: UInt64, isPositive: Bool) -> Settlement? {
        guard let entry = open.removeValue(forKey: sequence) else { return nil }
        while oldest <= lastSequence, open[oldest] == nil { oldest += 1 }
        return Settlement(sequence: sequence, result: isPositive ? entry.returned ?? .confirmed : .nacked)
    }
}
