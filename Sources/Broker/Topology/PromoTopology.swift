/// The names of exchanges and queues under one prefix, and how they are declared.
public struct PromoTopology: Hashable, Sendable {
    /// What every name begins with, so that installations and test runs can share a broker.
    public var prefix: String
    /// How the broker keeps the queues.
    public var queueType: QueueType
    /// How long a retried sale can wait, in seconds, ascending.
    ///
    /// One queue each, named by its seconds, so that another table makes other queues and never clashes with the old.
    public var waitSeconds: [Int]

    /// The waits of a retried message unless said otherwise.
    public static let defaultWaitSeconds = [1, 5, 30, 120, 600]

    /// Names a topology.
    ///
    /// - Parameters:
    ///   - prefix: what every name begins with.
    ///   - queueType: how the broker keeps the queues.
    ///   - waitSeconds: how long a retried message can wait, ascending.
    public init(prefix: String, queueType: QueueType = .quorum, waitSeconds: [Int] = defaultWaitSeconds) {
        self.prefix = prefix
        self.queueType = queueType
        self.waitSeconds = waitSeconds
    }

    /// The topic exchange that tills publish to.
    public var transactions: String { "\(prefix).transactions" }
    /// The queue of sale messages.
    public var sales: String { "\(prefix).sales" }
    /// The queue of returns that are worked on in the background.
    public var returns: String { "\(prefix).returns" }
    /// The queue of electronic coupons that are to be mailed.
    public var ecoupons: String { "\(prefix).ecoupons" }
    /// The queue of alarms that are to be mailed.
    public var alarms: String { "\(prefix).alarms" }
    /// The queues of work, each of which has queues to wait in.
    public var works: [String] { [sales, returns, ecoupons, alarms] }
    /// The queue of everything that was given up.
    public var dead: String { "\(prefix).dead" }
    /// The queue of catalogs to load.
    public var imports: String { "\(prefix).imports" }
    /// The queue of what sites are to be sent.
    public var cacheRequests: String { "\(prefix).cache.requests" }
    /// The topic exchange of what sites are sent.
    public var cache: String { "\(prefix).cache" }

    /// The fanout exchange that says a map was distributed.
    public var maps: String { "\(prefix).maps" }
    /// The pattern of the routing keys of sale messages.
    public static let salesPattern = "pos.#"
    /// The pattern of the routing keys of back offices' returns.
    public static let returnsPattern = "return.#"

    /// The queue in which messages of a work queue wait.
    ///
    /// - Parameters:
    ///   - workQueue: the work queue.
    ///   - seconds: how long, one of `waitSeconds`.
    /// - Returns: its name.
    public static func waitQueue(of workQueue: String, seconds: Int) -> String { "\(workQueue).wait.\(seconds)" }

    /// What every worker declares at start.
    public var declarations: Topology {
        let working = works.flatMap { work in
            [Queue.work(work, type: queueType, deadQueue: dead)]
                + waitSeconds.map { seconds in
                    Queue.waiting(
                        Self.waitQueue(of: work, seconds: seconds), type: queueType, seconds: seconds, workQueue: work)
                }
        }
        return Topology(
            exchanges: [Exchange(transactions, .topic), Exchange(maps, .fanout)],
            queues: [.dead(dead, type: queueType)] + working,
            bindings: [
                Binding(queue: sales, exchange: transactions, key: Self.salesPattern),
                Binding(queue: returns, exchange: transactions, key: Self.returnsPattern),
            ])
    }

    /// A queue of work besides the sales, with the queues in which its messages wait: its worker declares them.
    ///
    /// - Parameter queue: its name.
    /// - Returns: the queue, what it dead-letters to, and nothing of other workers.
    public func declarations(ofWork queue: String) -> Topology {
        let waiting = waitSeconds.map { seconds in
            Queue.waiting(
                Self.waitQueue(of: queue, seconds: seconds), type: queueType, seconds: seconds, workQueue: queue)
        }
        return Topology(
            exchanges: [Exchange(maps, .fanout)],
            queues: [.dead(dead, type: queueType), .work(queue, type: queueType, deadQueue: dead)] + waiting)
    }

    /// The queue of a site, and how what it is sent gets there.
    ///
    /// - Parameters:
    ///   - company: the company.
    ///   - store: the site.
    ///   - length: how many messages it keeps; what comes beyond is refused.
    /// - Returns: the queue and its binding.
    public func siteCache(company: String, store: String, length: Int) -> Topology {
        Topology(
            exchanges: [Exchange(cache, .topic)],
            queues: [
                Queue(
                    siteQueue(company: company, store: store),
                    arguments: [
                        "x-queue-type": .text(queueType.rawValue), "x-max-length": .integer(Int64(length)),
                        "x-overflow": "reject-publish",
                    ])
            ],
            bindings: [
                Binding(
                    queue: siteQueue(company: company, store: store), exchange: cache,
                    key: Self.siteKey(company: company, store: store))
            ])
    }

    /// The name of a site's queue.
    ///
    /// - Parameters:
    ///   - company: the company.
    ///   - store: the site.
    /// - Returns: the name.
    public func siteQueue(company: String, store: String) -> String {
        "\(cache).\(Self.siteKey(company: company, store: store))"
    }

    /// The routing key of what a site is sent: a dot separates its words, so one inside a code is an underscore.
    ///
    /// - Parameters:
    ///   - company: the company.
    ///   - store: the site.
    /// - Returns: the key.
    public static func siteKey(company: String, store: String) -> String {
        [company, store].map { $0.replacing(".", with: "_") }.joined(separator: ".")
    }

    /// The queue of one worker for hints about maps, gone with its connection.
    ///
    /// - Parameter name: a name that no other connection uses at the time.
    /// - Returns: the queue and its binding, to be declared after `declarations`.
    public func mapHints(queueNamed name: String) -> Topology {
        Topology(
            queues: [Queue(name, lifetime: .exclusive, arguments: ["x-queue-type": "classic"])],
            bindings: [Binding(queue: name, exchange: maps, key: "")])
    }
}
