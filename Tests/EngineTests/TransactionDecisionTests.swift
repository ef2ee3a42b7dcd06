import Messages
import Promotions
import Storage
import Testing

@testable import Engine

struct TransactionDecisionTests {
    /// What the session's latest transaction is: opened at 10:00:00, last message at 10:05:00.
    enum Latest: String, CaseIterable { case none, open, pending, committed, rolledBack, lapsed }

    struct Case: CustomTestStringConvertible {
        var latest: Latest
        var status = Status.sale
        var initTck = false
        var messageId = 2
        var time = "10:06:00"
        var isStrict = false
        var isRehearsal = false
        var expected: TransactionDecision

        var testDescription: String {
            "\(latest) \(status) init \(initTck) #\(messageId) at \(time) strict \(isStrict)"
        }
    }

    static let cases: [Case] = [
        Case(latest: .none, expected: .open),
        Case(latest: .none, isStrict: true, expected: .refuse(.noSession)),
        Case(latest: .none, messageId: 1, isStrict: true, expected: .open),
        Case(latest: .none, initTck: true, isStrict: true, expected: .open),
        Case(latest: .lapsed, isStrict: true, expected: .refuse(.sessionTimedOut)),
        Case(latest: .lapsed, expected: .open),
        Case(latest: .committed, isStrict: true, expected: .refuse(.noSession)),
        Case(latest: .open, expected: .proceed),
        Case(latest: .open, status: .loyaltyValidation, expected: .proceed),
        Case(latest: .open, status: .finish, expected: .proceed),
        Case(latest: .open, status: .commit, expected: .proceed),
        Case(latest: .open, status: .rollback, initTck: true, expected: .proceed),
        Case(latest: .open, messageId: 1, expected: .open),
        Case(latest: .open, messageId: 1, time: "10:05:00", expected: .proceed),
        Case(latest: .open, messageId: 1, time: "10:04:59", expected: .proceed),
        Case(latest: .open, initTck: true, time: "10:00:00", expected: .restart),
        Case(latest: .open, initTck: true, time: "10:00:01", expected: .open),
        Case(latest: .pending, expected: .refuse(.otherPending)),
        Case(latest: .pending, initTck: true, expected: .refuse(.otherPending)),
        Case(latest: .pending, status: .finish, expected: .refuse(.otherPending)),
        Case(latest: .pending, status: .commit, expected: .proceed),
        Case(latest: .pending, status: .rollback, expected: .proceed),
        Case(latest: .committed, status: .commit, expected: .refuse(.nothingPending)),
        Case(latest: .rolledBack, status: .rollback, expected: .refuse(.nothingPending)),
        Case(latest: .none, status: .commit, initTck: true, expected: .refuse(.nothingPending)),
        Case(latest: .rolledBack, expected: .open),
        Case(latest: .open, messageId: 1, time: "10:00:00", isRehearsal: true, expected: .open),
        Case(latest: .open, initTck: true, time: "10:00:00", isRehearsal: true, expected: .open),
        Case(latest: .open, isRehearsal: true, expected: .proceed),
    ]

    @Test(arguments: cases)
    func `the rules of sessions decide`(_ example: Case) throws {
        var header = RequestHeader(
            companyId: "2", store: "3", terminal: "1", dateTime: try Self.time(example.time),
            messageId: example.messageId)
        header.status = example.status
        header.initTck = example.initTck
        let decision = TransactionDecision(
            header, current: try Self.record(example.latest), isStrict: example.isStrict,
            isRehearsal: example.isRehearsal)
        #expect(decision == example.expected)
    }

    @Test
    func `closing never opens, and a pending transaction lets nothing else through`() throws {
        for latest in Latest.allCases {
            for status in Status.allCases {
                for initTck in [false, true] {
                    for messageId in [1, 2] {
                        var header = RequestHeader(
                            companyId: "2", store: "3", terminal: "1", dateTime: try Self.time("10:06:00"),
                            messageId: messageId)
                        header.status = status
                        header.initTck = initTck
                        let decision = TransactionDecision(header, current: try Self.record(latest), isStrict: false)
                        if status == .commit || status == .rollback {
                            #expect(decision != .open && decision != .restart)
                        } else if latest == .pending {
                            #expect(decision == .refuse(.otherPending))
                        }
                    }
                }
            }
        }
    }

    private static func time(_ text: String) throws -> LocalDateTime {
        try #require(LocalDateTime("2026-03-01 \(text)"))
    }

    private static func record(_ latest: Latest) throws -> TransactionRecord? {
        guard let state = TransactionRecord.State(rawValue: latest.rawValue) else { return nil }
        let key = TransactionKey(
            session: SessionKey(company: "2", store: "3", terminal: "1"), opened: try time("10:00:00"))
        return TransactionRecord(key: key, state: state, lastDateTime: try time("10:05:00"), lastMessageAt: 0)
    }
}
