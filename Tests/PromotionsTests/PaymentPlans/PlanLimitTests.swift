import Promotions
import Testing

/// Limits of payment plans and bank refunds.
@Suite struct PlanLimitTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let benefit: Benefit
        let method: PromotionMap.PaymentCalculation
        let ticket: Ticket
        let used: String
        let payments: [String]
        let verdict: String
        let balance: String

        init(
            _ name: String, _ benefit: Benefit, _ ticket: Ticket, used: String = "0",
            by method: PromotionMap.PaymentCalculation = .onItemsPaid, _ payments: [String], _ verdict: String,
            left balance: String
        ) {
            testDescription = name
            self.benefit = benefit
            self.method = method
            self.ticket = ticket
            self.used = used
            self.payments = payments
            self.verdict = verdict
            self.balance = balance
        }
    }

    static let plan = Benefit.plan("VISA", "10")
    static let paid = prices("60", "40").payment("VISA", "100")
    static let twice = prices("60", "40").payment("VISA", "60").payment("VISA", "40")
    static let pieces = ticket(line("50", pieces: 5), line("30", pieces: 3)).payment("VISA", "80")

    static let cases = [
        Case(
            "money within the limit", plan.limited(.benefitAmount, "50"), paid,
            ["P #1 100.00 -> 90.00 = 1:6.00 2:4.00"], "applied OK//", left: "40.00"),
        Case(
            "an offer uses nothing", plan.limited(.benefitAmount, "50"), prices("60"), ["P offer 60.00"],
            "applied OK/payment/none", left: "50.00"),
        Case(
            "less money, all of it covered", plan.limited(.benefitAmount, "7.50"), paid,
            ["P #1 100.00 -> 92.50 = 1:4.50 2:3.00 cut"], "limited LIMIT_CUT/10.00/7.50", left: "0.00"),
        Case(
            "less money, and money charged covers less", plan.limited(.benefitAmount, "7.50"),
            prices("60", "40").payment("VISA", "90"), by: .onPaymentMade, ["P #1 97.50 -> 90.00 = 1:4.62 2:2.88 cut"],
            "limited LIMIT_CUT/10.00/7.50", left: "0.00"),
        Case(
            "the first payment takes it all", plan.limited(.benefitAmount, "6"), twice,
            ["P #1 60.00 -> 54.00 = 1:6.00"], "limited LIMIT_CUT/10.00/6.00", left: "0.00"),
        Case(
            "no money left", plan.limited(.benefitAmount, "6"), paid, used: "6", [],
            "limited LIMIT_EXHAUSTED/10.00/0.00", left: "0.00"),
        Case(
            "less than a cent left", plan.limited(.benefitAmount, "6"), paid, used: "5.9950", [],
            "limited LIMIT_EXHAUSTED/10.00/0.01", left: "0.01"),
        Case(
            "a surcharge is no benefit", .plan("VISA", "10", .surcharge).limited(.benefitAmount, "6"), paid,
            used: "6", ["P #1 100.00 -> 110.00 = 1:-6.00 2:-4.00"], "applied OK//", left: "0.00"),
        Case(
            "one payment", plan.limited(.benefitApplicationCount, "1"), twice, ["P #1 60.00 -> 54.00 = 1:6.00"],
            "limited LIMIT_CUT/2/1", left: "0.00"),
        Case(
            "no payment left", plan.limited(.benefitApplicationCount, "1"), twice, used: "1", [],
            "limited LIMIT_EXHAUSTED/2/0", left: "0.00"),
        Case(
            "six of eight pieces", plan.limited(.benefitedProductCount, "6"), pieces,
            ["P #1 60.00 -> 54.00 = 1:5.00 2:1.00 cut"], "limited LIMIT_CUT/8/6", left: "0.00"),
        Case(
            "a piece in part is one", plan.limited(.benefitedProductCount, "6"),
            ticket(line("50", pieces: 5)).payment("VISA", "21"), ["P #1 21.00 -> 18.90 = 1:2.10"], "applied OK//",
            left: "3.00"),
        Case(
            "a piece in two parts is one", plan.limited(.benefitedProductCount, "6"),
            ticket(line("50", pieces: 5)).payment("VISA", "21").payment("VISA", "9"),
            ["P #1 21.00 -> 18.90 = 1:2.10", "P #2 9.00 -> 8.10 = 1:0.90"], "applied OK//", left: "3.00"),
        Case(
            "a refund within what is left", .refund("VISA", "10").limited(.benefitAmount, "7.50"), paid,
            ["P #1 100.00 -> 100.00 = 1:0.00 2:0.00 refund 7.50 cut"], "limited LIMIT_CUT/10.00/7.50", left: "0.00"),
        Case(
            "no refund left", .refund("VISA", "10").limited(.benefitAmount, "7.50"), paid, used: "7.50", [],
            "limited LIMIT_EXHAUSTED/10.00/0.00", left: "0.00"),
    ]

    @Test(arguments: cases) func cutAndNeverOverrun(_ testCase: Case) throws {
        let map = level(.cumulative, promotion("P", testCase.benefit)).paid(testCase.method)
        let evaluation = testCase.ticket.under(map, used: [0: testCase.used])
        #expect(evaluation.payments(map) == testCase.payments)
        #expect(evaluation.verdictText == testCase.verdict)
        #expect(evaluation.balanceTexts == [testCase.balance])
        #expect(evaluation.isLimited == testCase.verdict.hasPrefix("limited"))
        let value = decimal(testCase.used) + (evaluation.alternatives[0].uses.first?.amount ?? 0)
        #expect(value <= testCase.benefit.limits[0].value)
    }

    @Test func aPlanThatALimitKeepsLeavesThePaymentToTheNext() {
        let map = level(
            .cumulative, promotion("Twenty", .plan("VISA", "20").limited(.benefitAmount, "6")),
            promotion("Ten", .plan("VISA", "10"))
        ).paid(.onItemsPaid)
        let evaluation = prices("60", "40").payment("VISA", "30").payment("VISA", "70").under(map)
        #expect(
            evaluation.payments(map) == ["Twenty #1 30.00 -> 24.00 = 1:6.00", "Ten #2 70.00 -> 63.00 = 1:3.00 2:4.00"])
    }

    @Test func ofSeveralLimitsTheSmallestRemainingWins() {
        let benefit = Self.plan.limited(.benefitAmount, "8", .store).limited(.benefitAmount, "5")
        let map = level(.cumulative, promotion("P", benefit)).paid(.onItemsPaid)
        let evaluation = Self.paid.under(map)
        #expect(evaluation.payments(map) == ["P #1 100.00 -> 95.00 = 1:3.00 2:2.00 cut"])
        #expect(evaluation.balanceTexts == ["3.00", "0.00"])
    }

    @Test func aCustomersLimitNeedsACustomer() {
        let map = level(.cumulative, promotion("P", Self.plan.limited(.benefitAmount, "8", .customer)))
            .paid(.onItemsPaid)
        #expect(Self.paid.under(map).verdictText == "notApplied NO_CUSTOMER//")
        #expect(Self.paid.customer().under(map).payments(map) == ["P #1 100.00 -> 92.00 = 1:4.80 2:3.20 cut"])
    }
}
