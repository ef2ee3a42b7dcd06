/// `promo-bench echo`: the yardstick of `queue` as a process of its own.
enum EchoCommand {
    static func run(_ words: [String]) throws(BenchError) {
        guard words.count == 2 else { throw .usage("echo ADDRESS QUEUE") }
        try RawEcho(to: try BenchBroker.url(words[0]), queue: words[1]).run()
    }
}
