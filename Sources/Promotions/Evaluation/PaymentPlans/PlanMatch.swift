/// Tells which payments a plan is for.
struct PlanMatch: Sendable {
    private struct Test: Sendable {
        let attribute: String
        let form: ProtocolAttribute.Form
        let codes: CodeList
    }

    private let tests: [Test]
    private let prefixes: CodeList
    private let excludedPrefixes: CodeList

    init(_ plan: PaymentPlan) {
        let lists: [(String, String)] = [
            ("code", plan.paymentCode), ("installments", plan.installments), ("type", plan.paymentType),
            ("plan", plan.plan), ("bank", plan.bank), ("pocket", plan.pocket),
        ]
        tests = lists.compactMap { attribute, list in
            let form = ProtocolAttribute.named(attribute, of: .payment).form
            let codes = CodeList(list, form: form)
            return codes.isEmpty ? nil : Test(attribute: attribute, form: form, codes: codes)
        }
        prefixes = CodeList(plan.prefix)
        excludedPrefixes = CodeList(plan.excludedPrefix)
    }

    /// Whether a payment matches: what both it and the plan name must agree.
    ///
    /// Of a card's prefix the plan's first digits count; an excluded prefix never matches.
    ///
    /// - Parameter payment: the payment's attributes.
    /// - Returns: whether it may use the plan.
    func matches(_ payment: Attributes) -> Bool {
        for test in tests {
            guard let value = payment[test.attribute], !value.isEmpty else { continue }
            if !test.codes.contains(ProtocolAttribute(form: test.form).canonical(value)) { return false }
        }
        guard let prefix = payment["prefix"], !prefix.isEmpty else { return true }
        if excludedPrefixes.containsStart(of: prefix) { return false }
        return prefixes.isEmpty || prefixes.containsStart(of: prefix)
    }
}
