internal import Messages
internal import Promotions
internal import Storage

/// The command `promoctl cache verify`.
enum CacheVerifyCommand: Command {
    static let declaration = Declaration(
        "cache", "verify", summary: "Compares what a site's pages say with what its till answers.",
        operands: .one("STORE"),
        options: [.init("--sample", "N", "N products, spread over the catalog; all without it"), .company, .json],
        discussion: """
            Every product is put on a page and sold by the engine that answers tills, at one instant: one piece, and
            each number of pieces that a promotion asks for. Pages that the site has otherwise are counted as stale: the
            next run brings them.
            """)

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let sample = try arguments.number("--sample", in: 1...10_000_000)
        let store = try context.installation().store()
        let site = try Site(arguments.operands[0], arguments, in: store)
        let comparison = try CacheComparison(site, in: store, now: context.time.now())
        let result = try comparison.run(sample: sample) { done, count in
            context.terminal.progress("\(done) of \(count) products")
        }
        context.terminal.endProgress()
        if arguments.has("--json") {
            context.terminal.print(json(result))
        } else {
            print(result, context.terminal)
        }
        return result.differences.isEmpty ? .done : .failed
    }

    private static func print(_ result: CacheComparison.Result, _ terminal: Terminal) {
        if !result.differences.isEmpty {
            var table = Table("PRODUCT", "PIECES#", "PAGE#", "TILL#")
            for difference in result.differences.prefix(100) {
                table.rows.append([
                    .init(difference.product), .init("\(difference.pieces)"), .init(text(difference.page)),
                    .init(difference.till.map(text) ?? "no answer", .red),
                ])
            }
            terminal.print(table.text(on: terminal))
        }
        terminal.print(
            """
            \(result.products) products, \(result.pages) of them promoted, \(result.prices) prices compared: \
            \(result.differences.count) differences; \(result.stale) pages are stale

            """)
    }

    private static func json(_ result: CacheComparison.Result) -> JSONValue {
        .members(
            ("products", .whole(result.products)), ("promoted", .whole(result.pages)),
            ("prices", .whole(result.prices)), ("stale", .whole(result.stale)),
            (
                "differences",
                .array(
                    result.differences.map {
                        .members(
                            ("product", .string($0.product)), ("pieces", .whole($0.pieces)),
                            ("page", .string(text($0.page))), ("till", .text($0.till.map(text))))
                    })
            ))
    }

    private static func text(_ money: Money) -> String { DecimalText.print(money.units, scale: 4, decimals: 2) }
}
