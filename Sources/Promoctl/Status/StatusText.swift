internal import Storage

extension StatusReport {
    /// The report for people.
    func text(on terminal: Terminal) -> String {
        var parts = [summary(on: terminal)]
        if let queues {
            var table = Table("QUEUE", "READY#", "CONSUMERS#")
            for queue in queues where queue.ready != nil || queue.name == deadQueue {
                let isBad = queue.name == deadQueue && (queue.ready ?? 0) > 0
                table.rows.append([
                    .init(queue.name), .init(queue.ready.map(String.init) ?? "-", isBad ? .red : nil),
                    .init(queue.consumers.map(String.init) ?? "-"),
                ])
            }
            parts.append(table.text(on: terminal))
        }
        if let records {
            var workers = Table("WORKER", "KIND", "STARTED", "MAPS LOADED")
            for worker in records.workers {
                let maps = worker.maps.map { "\($0.company):\($0.version)" }
                workers.rows.append([
                    .init(worker.name), .init(worker.kind), .init(Moment.text(worker.startedAt)),
                    .init(maps.isEmpty ? "-" : maps.prefix(8).joined(separator: " ")),
                ])
            }
            if !workers.rows.isEmpty { parts.append(workers.text(on: terminal)) }
            var stores = Table("COMPANY", "STORE", "MAP IN FORCE#", "WAITING#")
            for line in records.stores {
                stores.rows.append([
                    .init(line.company), .init(line.state.store), .init(line.state.inForce.map(String.init) ?? "-"),
                    .init(line.state.waiting.map(String.init) ?? "-", line.state.waiting == nil ? nil : .yellow),
                ])
            }
            if !stores.rows.isEmpty { parts.append(stores.text(on: terminal)) }
            if records.hasMoreStores { parts.append("more stores are not shown; see promoctl map list\n") }
        }
        return parts.joined(separator: "\n")
    }

    /// How mails are: how many are in trouble, since when, and what helps.
    static func text(_ mails: MailTrouble) -> String {
        let waiting = "\(mails.queued) to be sent"
        guard let since = mails.since else { return waiting }
        let parts = [(mails.failed, "failed"), (mails.uncertain, "uncertain")].filter { $0.0 > 0 }
        return parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
            + " since \(Moment.text(since)), \(waiting); see promoctl ecoupons list"
    }

    private static func colour(_ mails: MailTrouble) -> Terminal.Colour {
        mails.failed > 0 ? .red : mails.uncertain > 0 ? .yellow : .green
    }

    private func summary(on terminal: Terminal) -> String {
        var table = Table("WHAT", "HOW")
        func add(_ what: String, _ how: String, _ colour: Terminal.Colour? = nil) {
            table.rows.append([.init(what), .init(how, colour)])
        }
        if let databaseProblem {
            add("database", databaseProblem, .red)
        } else if let records {
            add("database", "reachable, migration \(records.migration)", .green)
        }
        if let brokerProblem { add("broker", brokerProblem, .red) } else { add("broker", "reachable", .green) }
        if let records {
            add("workers alive", "\(records.workers.count)", records.workers.isEmpty ? .yellow : nil)
            let waiting = records.waiting.map { "\($0.company):\($0.version)" }
            add("maps waiting", waiting.isEmpty ? "none" : waiting.joined(separator: " "))
            add("outbox", "\(records.outbox)")
            add("mails", StatusReport.text(records.mails), StatusReport.colour(records.mails))
        }
        for site in sleepers {
            add("site \(site.site.company).\(site.site.store)", site.problem ?? "", .red)
        }
        if let deadLetters { add("dead letters", "\(deadLetters)", deadLetters > 0 ? .red : nil) }
        return table.text(on: terminal)
    }
}
