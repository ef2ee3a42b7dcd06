import Promotions
import Storage
import Testing

extension StorageCheck {
    static let companies: [StorageCheck] = [
        StorageCheck("settings are the defaults until they are saved, and then what was saved last") { database in
            let companies = Store(database: database).companies
            #expect(try companies.settings(of: "c") == CompanySettings())
            #expect(CompanySettings().transactionLifetime == 24 * 3_600)
            let settings = CompanySettings(
                transactionLifetime: 60, pendingLifetime: 61, pendingAction: .rollback, answerRetention: 62,
                strictSessions: true, refuseUnknownCustomers: true, autoCommit: true,
                paymentCalculation: .onPaymentMade, completesItems: true)
            try companies.save(CompanySettings(), of: "c")
            try companies.save(settings, of: "c")
            try companies.save(CompanySettings(strictSessions: true), of: "d")
            #expect(try companies.settings(of: "c") == settings)
            #expect(try companies.settings(of: "d").refuseUnknownCustomers == false)
        },
        StorageCheck("companies are known by settings, maps or sessions, page by page") { database in
            let store = Store(database: database)
            try store.companies.save(CompanySettings(), of: "b")
            for terminal in ["1", "2"] {
                var record = sale(terminal, second: 1)
                record.key.session.company = "a"
                try store.transactions.open(record)
            }
            try store.storeMaps.distribute(MapVersion(company: "c", version: 1), to: ["1"], now: 1)
            #expect(try store.companies.known(limit: 2) == ["a", "b"])
            #expect(try store.companies.known(after: "b", limit: 2) == ["c"])
        },
    ]
}
