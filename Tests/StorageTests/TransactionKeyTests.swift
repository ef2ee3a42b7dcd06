import Promotions
import Storage
import Testing

@Suite("Transaction keys")
struct TransactionKeyTests {
    static let opened = LocalDateTime(date: LocalDate(days: 17_752), secondOfDay: 39_110)

    static func key(_ company: String, _ store: String, _ terminal: String) -> TransactionKey {
        TransactionKey(session: SessionKey(company: company, store: store, terminal: terminal), opened: opened)
    }

    @Test("look like the transaction string where no part holds an underscore")
    func plain() {
        let key = Self.key("napse", "1", "10")
        #expect(key.text == "napse_1_10_20180809105150")
        #expect(key.id == key.text)
    }

    @Test("differ whenever a part differs")
    func unambiguous() {
        let parts = ["a", "_", "a_", "_a", "a_a", "%", "%5F", "%25", "a%5F", "_\u{301}", "\u{301}a", "é", "e\u{301}"]
        var ids: Set<[UInt8]> = []
        for company in parts {
            for store in parts { ids.insert(Array(Self.key(company, store, "1").id.utf8)) }
        }
        #expect(ids.count == parts.count * parts.count)
        #expect(Self.key("a", "\u{e9}", "1") != Self.key("a", "e\u{301}", "1"))
    }

    @Test("are read from what a till sends, whatever company and store are called")
    func read() {
        for company in ["napse", "a_b", "a_", "é"] {
            for store in ["1", "s_t", "_", "__", "_\u{301}", "12_5_20180809105150"] {
                let key = Self.key(company, store, "007")
                #expect(TransactionKey(company: company, text: key.text) == key, "\(key.text)")
                #expect(TransactionKey(company: company + "x", text: key.text) == nil)
            }
        }
    }

    @Test(
        "are not read from anything else",
        arguments: [
            "", "c", "c_", "c_1_1", "c_1_20180809105150", "c_1_1_2018080910515", "c_1_1_20181309105150",
            "c_1_1_2018080910515x", "c__1_20180809105150", "c_1__20180809105150", "d_1_1_20180809105150",
        ])
    func refused(text: String) {
        #expect(TransactionKey(company: "c", text: text) == nil)
    }
}
