internal import Messages
internal import Storage

/// The messages of a run, as they are sent.
public struct CacheBodies: Sendable {
    /// The AMQP type of the first.
    public static let begin = "cache.begin"
    /// The AMQP type of a page.
    public static let product = "cache.product"
    /// The AMQP type of what takes a page away.
    public static let remove = "cache.remove"
    /// The AMQP type of the last.
    public static let end = "cache.end"

    let run: CacheRun

    func beginning() -> CacheMessage {
        message(
            0, CacheBodies.begin,
            [
                .init("mapVersion", whole(run.mapVersion)), .init("mode", .string(run.mode.rawValue)),
                .init("products", whole(run.products)), .init("moment", .string(run.moment)),
            ])
    }

    func page(_ page: PublishedPage, sequence: Int) -> CacheMessage {
        var message = message(sequence, CacheBodies.product, [.init("sequence", whole(sequence))])
        // What the page says is written already; its braces give way to those of the message.
        message.body.removeLast()
        message.body.append(UInt8(ascii: ","))
        message.body += page.body[1..<page.body.count - 1]
        message.body += #","hash":"\#(page.hash)"}"#.utf8
        return message
    }

    func removal(of product: String, sequence: Int) -> CacheMessage {
        message(
            sequence, CacheBodies.remove,
            [.init("sequence", whole(sequence)), .init("productCode", .string(product))])
    }

    func ending() -> CacheMessage {
        message(
            run.lastNumber, CacheBodies.end,
            [
                .init("published", whole(run.published)), .init("removed", whole(run.removed)),
                .init("unchanged", whole(run.unchanged)), .init("mapVersion", whole(run.mapVersion)),
            ])
    }

    private func message(_ number: Int, _ type: String, _ own: [JSONValue.Member]) -> CacheMessage {
        let members: [JSONValue.Member] =
            [
                .init("type", .string(type)), .init("version", .number("1")), .init("company", .string(run.company)),
                .init("store", .string(run.store)), .init("generation", whole(run.generation)),
            ] + own
        var body: [UInt8] = []
        JSONValue.object(members).write(to: &body)
        return CacheMessage(number: number, type: type, body: body)
    }

    private func whole(_ number: Int) -> JSONValue { .number(String(number)) }
}
