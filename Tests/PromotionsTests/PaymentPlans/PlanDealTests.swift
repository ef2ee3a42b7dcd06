import Testing

@testable import Promotions

@Suite struct PlanDealTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// Percentage, below zero for a surcharge.
        let percent: Int128
        let isPaymentMade: Bool
        let amount: String
        let room: String
        let covered: String
        let benefit: String
        let currency: Currency

        init(
            _ percent: Int128, _ method: String, _ amount: String, of room: String = "100", covers: String,
            gives: String, _ currency: Currency = Currency()
        ) {
            testDescription = "\(percent) % \(method), \(amount) of \(room)"
            self.percent = percent * 10_000
            isPaymentMade = method == "onPaymentMade"
            self.amount = amount
            self.room = room
            covered = covers
            benefit = gives
            self.currency = currency
        }
    }

    static let cases = [
        Case(10, "onItemsPaid", "100", covers: "100", gives: "10"),
        Case(10, "onItemsPaid", "90", covers: "90", gives: "9"),
        Case(10, "onItemsPaid", "50", covers: "50", gives: "5"),
        Case(10, "onItemsPaid", "150", covers: "100", gives: "10"),
        Case(-10, "onItemsPaid", "100", covers: "100", gives: "-10"),
        Case(0, "onItemsPaid", "70", covers: "70", gives: "0"),
        Case(15, "onItemsPaid", "0.10", covers: "0.10", gives: "0.02"),
        Case(-15, "onItemsPaid", "0.10", covers: "0.10", gives: "-0.02"),
        Case(15, "onItemsPaid", "0.10", covers: "0.10", gives: "0.01", Currency(rounding: .truncate)),
        Case(10, "onItemsPaid", "55", covers: "55", gives: "6", Currency(decimals: 0)),
        Case(10, "onPaymentMade", "90", covers: "100", gives: "10"),
        Case(10, "onPaymentMade", "50", covers: "55.56", gives: "5.56"),
        Case(10, "onPaymentMade", "100", covers: "100", gives: "10"),
        Case(-10, "onPaymentMade", "110", covers: "100", gives: "-10"),
        Case(-10, "onPaymentMade", "50", covers: "45.45", gives: "-4.55"),
        Case(-10, "onPaymentMade", "200", covers: "100", gives: "-10"),
        Case(0, "onPaymentMade", "70", covers: "70", gives: "0"),
        Case(100, "onPaymentMade", "0.01", covers: "100", gives: "100"),
        Case(50, "onPaymentMade", "10", of: "19.99", covers: "19.99", gives: "10"),
    ]

    @Test(arguments: cases) func coversAndGivesWhatTheMethodSays(_ testCase: Case) {
        let rate = PlanRate(percent: testCase.percent, testCase.currency)
        let (amount, room) = (decimal(testCase.amount), decimal(testCase.room))
        let deal =
            testCase.isPaymentMade ? rate.onPaymentMade(amount, room: room) : rate.onItemsPaid(amount, room: room)
        #expect(deal == PlanDeal(covered: decimal(testCase.covered), benefit: decimal(testCase.benefit)))
        #expect(deal.covered <= room && deal.benefit <= deal.covered)
        if testCase.isPaymentMade { #expect(deal.charged <= amount) } else { #expect(deal.covered <= amount) }
    }

    @Test(arguments: Rounding.allCases) func noPaymentIsChargedMoreThanItBrings(_ rounding: Rounding) {
        for percent in stride(from: Int128(-1_000_000), through: 1_000_000, by: 37_500) {
            let rate = PlanRate(percent: percent, Currency(rounding: rounding))
            for amount in stride(from: Int128(100), through: 6_000, by: 100) {
                for room in stride(from: Int128(100), through: 4_000, by: 300) {
                    let made = rate.onPaymentMade(amount, room: room)
                    #expect(made.charged <= amount && made.charged >= 0)
                    #expect(made.covered <= room && made.covered % 100 == 0 && made.benefit % 100 == 0)
                    if made.covered < room { #expect(made.charged == amount) }
                    #expect(percent >= 0 ? 0...made.covered ~= made.benefit : made.benefit <= 0)
                    let paid = rate.onItemsPaid(amount, room: room)
                    #expect(paid.covered == min(amount, room) && paid.benefit <= paid.covered)
                }
            }
        }
    }
}
