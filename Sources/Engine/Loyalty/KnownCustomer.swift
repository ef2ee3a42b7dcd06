internal import Loyalty
internal import Promotions

/// A customer as tickets name one.
enum KnownCustomer {
    /// What tells one customer from another.
    static let names: Set<String> = ["id", "identifier"]
    /// What a company can know of a customer.
    static let attributes: Set<String> = ["id", "identifier", "name", "lastName", "email", "type", "segment"]

    /// What is known, with the attributes of the protocol; what is empty is left out.
    static func attributes(of customer: Customer) -> Attributes {
        let all = [
            ("id", customer.code), ("identifier", customer.identifier ?? ""), ("name", customer.name),
            ("lastName", customer.lastName), ("email", customer.email), ("type", customer.type),
            ("segment", customer.segment),
        ]
        return Attributes(
            all.filter { !$0.1.isEmpty }.map { Attributes.Entry(name: $0.0, value: $0.1) })
    }
}
