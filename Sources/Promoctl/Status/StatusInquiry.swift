internal import Broker
internal import Storage

/// Asks database and broker how they are; what is out of reach is part of the report.
struct StatusInquiry {
    let installation: Installation
    let now: Int64

    /// How many stores are listed.
    static let longestList = 100

    /// The report.
    func report() -> StatusReport {
        var report = StatusReport(deadQueue: installation.topology.dead)
        do throws(Failure) {
            report.records = try records()
        } catch {
            report.databaseProblem = StatusInquiry.withoutPlace(error)
        }
        do throws(Failure) {
            report.queues = try queues(&report)
        } catch {
            report.brokerProblem = StatusInquiry.withoutPlace(error)
        }
        return report
    }

    /// What went wrong, without saying where: that stands beside it.
    private static func withoutPlace(_ failure: Failure) -> String {
        let text = failure.description
        let place = ["database: ", "broker: "].first { text.hasPrefix($0) }
        return String(text.dropFirst(place?.count ?? 0))
    }

    private func records() throws(Failure) -> StatusReport.Records {
        let store = try installation.store()
        return try storage { () throws(StorageError) in
            var stores: [StatusReport.StoreLine] = []
            for company in try store.companies.known(limit: StatusInquiry.longestList)
            where stores.count <= StatusInquiry.longestList {
                stores += try store.storeMaps.list(of: company, limit: StatusInquiry.longestList + 1, now: now).map {
                    StatusReport.StoreLine(company: company, state: $0)
                }
            }
            return StatusReport.Records(
                migration: try Migrator.reached(store.database), workers: try store.workers.list(now: now, limit: 100),
                stores: Array(stores.prefix(StatusInquiry.longestList)),
                hasMoreStores: stores.count > StatusInquiry.longestList,
                waiting: try store.storeMaps.pending(now: now), outbox: try store.outbox.count(),
                mails: try store.mails.trouble(), sites: try SiteStatus.all(store, limit: StatusInquiry.longestList))
        }
    }

    private func queues(_ report: inout StatusReport) throws(Failure) -> [StatusReport.QueueLine] {
        let transport = try installation.connect()
        defer { transport.close() }
        if var sites = report.records?.sites {
            SiteStatus.ask(transport, installation.topology, of: &sites)
            report.records?.sites = sites
        }
        let topology = installation.topology
        let own = [topology.imports, topology.cacheRequests].flatMap {
            topology.declarations(ofWork: $0).queues.dropFirst()
        }
        return try (topology.declarations.queues + own).map { (queue) throws(Failure) in
            do throws(BrokerError) {
                let status = try transport.status(ofQueue: queue.name)
                return StatusReport.QueueLine(name: queue.name, ready: status.messages, consumers: status.consumers)
            } catch  where error.code == .channelClosed {
                // It is not there yet; the channel was opened again.
                return StatusReport.QueueLine(name: queue.name)
            } catch {
                throw Failure(error)
            }
        }
    }
}
