import Storage
import Testing

@testable import Promoctl

struct CompanySettingTests {
    struct Case: CustomTestStringConvertible {
        var setting: CompanySetting
        var text: String
        var shown: String
        var testDescription: String { "\(setting.rawValue)=\(text)" }
    }

    static let cases = [
        Case(setting: .transactionLifetime, text: "90", shown: "90s"),
        Case(setting: .pendingLifetime, text: "15m", shown: "15m"),
        Case(setting: .answerRetention, text: "7d", shown: "168h"),
        Case(setting: .transactionLifetime, text: "3601s", shown: "3601s"),
        Case(setting: .pendingAction, text: "rollback", shown: "rollback"),
        Case(setting: .strictSessions, text: "TRUE", shown: "true"),
        Case(setting: .refuseUnknownCustomers, text: "true", shown: "true"),
        Case(setting: .autoCommit, text: "true", shown: "true"),
        Case(setting: .paymentCalculation, text: "onItemsPaid", shown: "onItemsPaid"),
    ]

    @Test(arguments: cases)
    func `a setting is changed alone, and what is shown can be set`(_ example: Case) throws {
        var settings = CompanySettings()
        try example.setting.set(example.text, in: &settings)
        #expect(example.setting.text(in: settings) == example.shown)
        var again = CompanySettings()
        try example.setting.set(example.shown, in: &again)
        #expect(again == settings)
        for other in CompanySetting.allCases where other != example.setting {
            #expect(other.text(in: settings) == other.text(in: CompanySettings()))
        }
    }

    @Test(arguments: ["0", "-5", "", "h", "1.5h", "367d", "99999999999999999999d", "5x", "+5s"])
    func `times have an end`(_ text: String) {
        var settings = CompanySettings()
        #expect(throws: Failure.self) { try CompanySetting.transactionLifetime.set(text, in: &settings) }
        #expect(settings == CompanySettings())
    }

    @Test func `settings are kept, all or none`() throws {
        let world = try World()
        let words = CompanySetCommand.declaration.words
        #expect(world.run(words[0], words[1], "autoCommit=true", "pendingLifetime=2h", "--company", "2") == .done)
        #expect(world.text == "autoCommit=true\npendingLifetime=2h\n")
        #expect(world.run("company", "set", "strictSessions=true", "pendingAction=perhaps") == .usage)
        #expect(world.errors == "pendingAction: found \"perhaps\", expected one of commit, rollback\n")
        let settings = try world.store.companies.settings(of: "2")
        #expect(settings == CompanySettings(pendingLifetime: 7_200, autoCommit: true))
        #expect(world.run(CompanyShowCommand.declaration.words[0], "show") == .done)
        #expect(world.text.split(separator: "\n").count == CompanySetting.allCases.count)
        #expect(world.run("company", "show", "--json") == .done)
        #expect(world.text.hasPrefix(#"{"company":"2","transactionLifetime":"24h","pendingLifetime":"2h","#))
    }

    @Test(arguments: [
        ("autocommit=true", "unknown setting autocommit; did you mean autoCommit?"),
        ("autoCommit", "company set: found \"autoCommit\", expected KEY=VALUE"),
        ("engineString=x", "engineString is no company's own: it is set by PROMO_ENGINE_VERSION"),
    ])
    func `a setting that is not there is refused`(_ text: String, _ complaint: String) throws {
        let world = try World()
        #expect(world.run("company", "set", text, "--company", "2") == .usage)
        #expect(world.errors == complaint + "\n")
    }
}
