import Testing

@testable import Promotions

@Suite struct CodeListTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var list: String
        var yes: [String]
        var no: [String]
        var testDescription: String { list.isEmpty ? "nothing" : list }
    }

    static let lists = [
        Case(list: "1,2,3", yes: ["1", "2", "3"], no: ["", "4", "12", "01", "1,2"]),
        Case(list: " 1 ,\t2", yes: ["1", "2"], no: [" 1", "3"]),
        Case(
            list: "4000-4999", yes: ["4000", "4500", "4999", "04500"],
            no: ["3999", "5000", "4000-4999", "45x", "-4500"]),
        Case(list: "4000 - 4999, 7", yes: ["4321", "7"], no: ["77"]),
        Case(list: "VISA,VISA-GOLD", yes: ["VISA", "VISA-GOLD"], no: ["visa", "GOLD", "VISA-"]),
        Case(list: "-5", yes: ["-5"], no: ["5", "3"]),
        Case(list: "", yes: [], no: ["", "1"]),
        Case(list: "99999999999999999999", yes: ["99999999999999999999"], no: ["9"]),
    ]

    @Test(arguments: lists) func containsItsCodesAndWhatItsRangesHold(_ testCase: Case) {
        let list = CodeList(testCase.list)
        for value in testCase.yes { #expect(list.contains(value), "\(value)") }
        for value in testCase.no { #expect(!list.contains(value), "\(value)") }
        #expect(list.isEmpty == testCase.yes.isEmpty)
        #expect(list.example.map { list.contains($0) && list.containsStart(of: $0) } ?? list.isEmpty)
    }

    static let starts = [
        Case(list: "4", yes: ["4", "4500", "450012"], no: ["", "5", "54"]),
        Case(list: "4000-4999", yes: ["4000", "400012", "4999", "499999"], no: ["45", "399999", "5000", "500012"]),
        Case(list: "5-55", yes: ["5", "50", "551234"], no: ["561234", "4"]),
        Case(list: "", yes: [], no: ["4"]),
    ]

    @Test(arguments: starts) func ofACardsDigitsTheFirstCount(_ testCase: Case) {
        let list = CodeList(testCase.list)
        for value in testCase.yes { #expect(list.containsStart(of: value), "\(value)") }
        for value in testCase.no { #expect(!list.containsStart(of: value), "\(value)") }
    }

    @Test func numbersAreTheSameHoweverTheyAreWritten() {
        let list = CodeList("3.00,06", form: .number)
        #expect(list.contains("3") && list.contains("6") && !list.contains("36"))
    }
}
