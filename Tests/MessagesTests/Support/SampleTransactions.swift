import Messages
import Promotions

/// The answers that speak of a transaction's life, of a return, or of what was refused.
extension SampleAnswer {
    private static func transaction(
        _ terminal: String, _ messageId: Int, _ opened: String, _ state: TransactionState?,
        _ change: (inout Answer) -> Void = { _ in }
    ) -> Answer {
        answer(terminal, messageId) {
            $0.transaction = "2_5_\(terminal)_\(opened)"
            $0.state = state
            change(&$0)
        }
    }

    static let lifeCycle = [
        SampleAnswer(
            "13-ticket-coupon-check",
            transaction("2", 2, "20230807100000", nil) {
                $0.loyalty = LoyaltyReport(
                    cards: [.checked(ack: .ok, balance: Money(whole: 100), number: "6001", seq: 1, type: "CLUB")],
                    coupons: [.checked(ack: .ok, barcode: "9870011258902", couponId: "3", seq: 1)],
                    customers: [
                        LoyaltyReport.Customer(
                            code: "12", email: "customer@example.com", identifier: "5690012", lastName: "Sample",
                            name: "CUSTOMER", seq: 1)
                    ])
            }),
        SampleAnswer(
            "16-ticket-finish",
            transaction("2", 4, "20230807100000", .pending) {
                $0.loyalty = LoyaltyReport(
                    cards: [
                        .moved(balance: Money(whole: 115), number: "6001", points: Money(whole: 15), type: "CLUB")
                    ],
                    coupons: [
                        .issued(
                            amount: .zero, barcode: "2070050020011", couponId: "7", validFrom: LocalDate(days: 19_576),
                            validTo: LocalDate(days: 19_606))
                    ])
            }),
        SampleAnswer("18-ticket-commit", transaction("2", 5, "20230807100000", .committed)),
        SampleAnswer(
            "19-rival-finish",
            transaction("6", 2, "20230807100100", .open) {
                $0.loyalty = LoyaltyReport(errors: [
                    AnswerError(
                        ack: .couponConsumed, info: "9870011258902", seq: 1, type: AnswerError.couponRedeem)
                ])
            }),
        SampleAnswer("20-rival-rollback", transaction("6", 3, "20230807100100", .rolledBack)),
        SampleAnswer(
            "26-books-sale",
            transaction("5", 1, "20230807120000", .committed) {
                let grant = discount(1, base: 8, nominal: 100, [share(2, 8, 8)])
                $0.alternatives = [Alternative(grants: [Grant(promotion: 8, benefits: [grant])])]
                $0.loyalty = LoyaltyReport()
            }),
    ]

    private static let refund = Refund(lines: [
        Refund.Line(
            seq: 1, pieces: Quantity(whole: 1), magnitude: .zero, price: Money(whole: 10), value: .zero,
            reprice: Money(whole: 2))
    ])
    static let returns = [
        SampleAnswer("27-return", transaction("5", 1, "20230808100000", .open) { $0.refund = refund }),
        SampleAnswer("28-return-commit", transaction("5", 2, "20230808100000", .committed) { $0.refund = refund }),
        SampleAnswer(
            "29-return-again",
            answer("5", 1) {
                $0.ack = .returnExceeds
                $0.errors = [
                    AnswerError(
                        ack: .returnExceeds, attribute: "qty", text: "more than remains", seq: 1, type: "item-add")
                ]
            }),
    ]

    private static let unknownCustomer: Answer = {
        var answer = Answer(to: Echo(companyId: "napse", store: "1", terminal: "10", messageId: 1))
        answer.mapVersion = 1
        answer.transaction = "napse_1_10_20180809105150"
        answer.loyalty = LoyaltyReport(customers: [LoyaltyReport.Customer(code: "10090504", seq: 1)])
        return answer
    }()
    static let refusals = [
        SampleAnswer("04-unclosed", Answer(UnreadableDocument(.malformed))),
        SampleAnswer("07-doctype", Answer(UnreadableDocument(.doctype))),
        SampleAnswer(
            "08-invalid",
            Answer(
                InvalidRequest(
                    echo: Echo(companyId: "2", store: "5", terminal: "8", messageId: 1),
                    errors: [
                        AnswerError(
                            attribute: "qty", text: "positive whole number expected", seq: 2, type: "item-add")
                    ])), hasJSON: true),
        SampleAnswer("09-customer-unknown", unknownCustomer, hasJSON: true),
        SampleAnswer(
            "17-ticket-pending",
            transaction("2", 1, "ignored", .pending) {
                $0.ack = .otherPending
                $0.transaction = "2_5_2_20230807100000"
            }),
        SampleAnswer("21-nothing-pending", answer("6", 4) { $0.ack = .nothingPending }),
    ]
}
